"""Which field of a foreign note becomes which key of a card: decided once a note type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cps_cards.apkg.contents import Template
from cps_cards.apkg.notetypes import NOTE_TYPES
from cps_cards.imports.fieldtexts import joined, says_something, words
from cps_cards.imports.optionkeys import in_order, right_option
from cps_cards.imports.records import (
    BadFileError,
    Found,
    LeftOutError,
    Loose,
    Option,
    Piece,
    Told,
    Type,
)
from cps_cards.imports.stocktypes import stock_role
from cps_cards.model.cards import Kind
from cps_cards.model.texts import did_you_mean, name_list, short
from cps_cards.render.shown import shown_text

Rules = Mapping[str, Mapping[str, Sequence[str]]]
"""What the user says of note types, by their names: names of fields by keys of cards."""
RULE_KEYS = (
    "front back text question answer options distractors why scenario tags topic id guid".split()
)
COLUMN = re.compile(
    r"front|back|text|question|answer|why|scenario|tags|topic|id|guid|(?:distractor|option)[1-9]"
)
_NEEDED: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("choice", frozenset(("question", "answer", "options"))),
    ("choice", frozenset(("question", "answer", "distractors"))),
    ("cloze", frozenset(("text",))),
    ("basic", frozenset(("front", "back"))),
    ("basic", frozenset(("question", "answer"))),
)
_MARK = re.compile(r"\{\{\s*([#^/!]?)\s*([^{}]*?)\s*\}\}")
_NO_WORDS = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>|\{\{.*?\}\}|&\w+;|<%.*?%>",
    re.DOTALL | re.IGNORECASE,
)
_EXTRA = re.compile(
    r"(?:back )?extra ?\d*|explanations?|why|comments?|notes?|remarks?|sources?|references?|hints?"
    r"|examples?|rationale|feedback|links?|context|mnemonics?|info(?:rmation)?|.+ info|page"
)
_UNLABELLED = frozenset(("why", "back extra", "extra", "explanation", "rationale"))
_OPTION = re.compile(
    r"(?P<family>(?:answer )?option|choice|answer|possible answer|alternative|opt|q|)[ _-]*"
    r"(?P<mark>[a-h]|[1-8])"
)
_WRONG = re.compile(r"(?:distractor|wrong(?: answer)?|incorrect(?: answer)?)[ _-]*[1-8a-h]")
_KEYS = re.compile(r"key|solution|(?:(?:correct|right) )?(?:answers?|option|choice)|correct")
_QUESTIONS = ("question", "front", "stem", "prompt", "text")


@dataclass
class Way:
    """How notes of a type become cards: ``roles`` has places of fields by keys of cards.

    ``kind`` is None where they become none, and ``said`` says why. ``reverse`` is the place of the
    template that asks back to front, and ``add_reverse`` that of the field that asks for it;
    ``unshown`` are fields that no template shows, ``qtype`` is one that says what kind of question
    a note is.
    """

    kind: Kind | None
    said: str = ""
    roles: dict[str, tuple[int, ...]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    reverse: int | None = None
    add_reverse: int | None = None
    unshown: Sequence[int] = ()
    qtype: int | None = None


class Mapper:
    """Makes cards of notes; what becomes of their types, and what becomes of none, is told."""

    def __init__(self, rules: Rules, told: Told) -> None:
        self._rules, self._told = rules, told
        self._ways: dict[Type, Way] = {}

    def card(self, note: Found) -> Loose | None:
        """The card of a note. Raises :class:`BadFileError` for a rule that does not fit."""
        type, told = note.type, self._told
        if type not in self._ways:
            self._ways[type] = decide(type, self._rules)
            told.remarks += [f"{type.name}: {one}." for one in self._ways[type].remarks]
            _note_move(self._ways[type], type, told)
        way = self._ways[type]
        said = way.said if way.reverse is None else f"{way.said}, with reverse"
        told.count(type.name, way.kind, said)
        if way.kind is None:
            told.left_of[type.name, way.said] += 1
            return None
        try:
            card = _card(way, way.kind, note)
        except LeftOutError as error:
            told.left.append((note.place, str(error)))
            return None
        for at in way.unshown:
            if says_something(note.values[at], note.form):
                what = f"the field `{type.fields[at] or at + 1}`, which no card shows,"
                told.left_of[type.name, what] += 1
        told.decks.update([card.deck] * bool(card.deck))
        return card


def _note_move(way: Way, type: Type, told: Told) -> None:
    """What goes where when a learner moves notes of a type to that of this tool."""
    if way.kind is None or not type.templates:
        return
    fields = {"Question": ("front", "question"), "Answer": ("back",), "Text": ("text",)}
    said = [
        f"{ours}: {type.fields[way.roles[key][0]]}"
        for ours, keys in fields.items()
        for key in keys
        if key in way.roles
    ]
    names = [one.name for one in NOTE_TYPES[way.kind].templates]
    theirs = [0, way.reverse] if way.reverse is not None else [0]
    if way.kind != "cloze":
        said += [
            f'card "{n}": {type.templates[at].name}' for n, at in zip(names, theirs, strict=False)
        ]
    told.moves[type.name] = (way.kind, ", ".join(said))


def decide(type: Type, rules: Rules) -> Way:
    """The way of a note type: by the user's rule, else by its templates and names."""
    rule = rules.get("" if type.table else type.name.casefold())
    if rule is not None:
        return _by_rule(type, rule)
    if type.table:
        return _by_columns(type)
    names = {name.casefold() for name in type.fields}
    if {"occlusion", "image"} <= names or stock_role(type.name) == "occlusion":
        return Way(None, "pictures with hidden parts have no card here")
    way = _choice(type)
    if way is None:
        way = _stock(type) if not type.templates else _cloze(type) if type.cloze else _basic(type)
    return way


def _way(kind: Kind, type: Type, roles: Mapping[str, Sequence[int]]) -> Way:
    found = {key: tuple(dict.fromkeys(places)) for key, places in roles.items() if places}
    said = (
        f"{name_list([type.fields[at] for at in places])} → {key}" for key, places in found.items()
    )
    return Way(kind, ", ".join(said), found)


def _by_rule(type: Type, rule: Mapping[str, Sequence[str]]) -> Way:
    known = {name.casefold(): place for place, name in enumerate(type.fields)}
    for name in (name for names in rule.values() for name in names):
        if name.casefold() not in known:
            hint = did_you_mean(name, type.fields) or f": it has {name_list(type.fields)}"
            raise BadFileError(f"{type.name or 'the table'} has no field `{name}`{hint}")
    roles = {key: [known[name.casefold()] for name in names] for key, names in rule.items()}
    kind = type.kind or kind_of(roles)
    if kind == "basic" and "answer" in roles:
        roles |= {"front": roles.pop("question"), "back": roles.pop("answer")}
    if kind is None:
        raise BadFileError(f"--map names no card of {type.name or 'the table'}: it takes front and "
                           "back, or text, or question, answer and options")  # fmt: skip
    way = _way(kind, type, roles)
    used = {at for places in roles.values() for at in places}
    way.unshown = [at for at, name in enumerate(type.fields) if at not in used and name != "-"]
    return way


def kind_of(keys: Iterable[str]) -> Kind | None:
    """The kind of card that some keys make."""
    there = set(keys)
    return next((kind for kind, needed in _NEEDED if needed <= there), None)


def _by_columns(type: Type) -> Way:
    """The columns of a table by their names; others go to `why`, those without a name nowhere."""
    roles: dict[str, list[int]] = {}
    for place, name in enumerate(type.fields):
        key = re.sub(r"[1-9]$", "s", name) if COLUMN.fullmatch(name) else "why"
        if name not in ("", "-"):
            roles.setdefault(key, []).append(place)
    needed = next(
        (keys for kind, keys in _NEEDED if kind == type.kind and keys <= roles.keys()), None
    )
    if type.kind is None or needed is None:
        raise BadFileError("its columns make no card: it takes front and back, or text, or "
                           "question, answer, distractor1 and distractor2; name others with --map "
                           '"front=…, back=…"')  # fmt: skip
    if "answer" in needed and type.kind == "basic":
        roles = {{"question": "front", "answer": "back"}.get(k, k): v for k, v in roles.items()}
        needed = frozenset(("front", "back"))
    about = {*needed, "why", "scenario", "tags", "topic", "id", "guid"}
    way = _way(type.kind, type, {key: places for key, places in roles.items() if key in about})
    way.unshown = [place for place, name in enumerate(type.fields) if not name]
    return way


# --- note types with templates --------------------------------------------------------------------


class _Side(NamedTuple):
    """One side of a template: the fields in order; ``shown`` has those that stand as they are."""

    shown: list[int]
    clozes: list[int]
    typed: list[int]
    hints: list[int]
    named: set[int]


def _side(text: str, type: Type) -> _Side:
    places = {name.casefold(): at for at, name in enumerate(type.fields)}
    side = _Side([], [], [], [], set())
    kinds = {"cloze": side.clozes, "type": side.typed, "hint": side.hints}
    for sign, inside in _MARK.findall(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)):
        *filters, name = (part.strip() for part in inside.split(":"))
        place = places.get(name.casefold())
        if place is not None and sign != "!":
            side.named.add(place)
            if not sign and not any(one.startswith("tts") for one in filters):
                next((kinds[one] for one in filters if one in kinds), side.shown).append(place)
    return side


def _basic(type: Type) -> Way:
    first, *others = type.templates
    front, back = _side(first.front, type), _side(first.back, type)
    asked = front.shown
    added = [at for at in (*front.typed, *back.typed, *back.shown) if at not in asked]
    if not asked or not added:
        side = "question" if not asked else "answer"
        return Way(None, f'its {side} side shows no field; name them with --map "{type.name}: …"')
    main = [at for at in added if not _EXTRA.fullmatch(_normal(type.fields[at]))] or added
    reverse = _reverse(others, asked, main, type)
    further = [one for at, one in enumerate(others, 1) if at != reverse]
    sides = [_side(text, type) for one in further for text in (one.front, one.back)]
    more = [*added, *front.hints, *back.hints, *(at for side in sides for at in side.shown)]
    why = [at for at in more if at not in (*asked, *main)]
    way = _way("basic", type, {"front": asked, "back": main, "why": why})
    way.reverse = reverse
    _look_at_templates(way, type, typed=bool(front.typed))
    if further:
        names = name_list([f"“{one.name}”" for one in further])
        way.remarks.append(f"of its cards, {names} are not carried: a card here asks one thing, or "
                           "that and its reverse")  # fmt: skip
    return way


def _normal(name: str) -> str:
    return " ".join(re.sub(r"[_\s]+", " ", name).split()).casefold()


def _reverse(
    others: Sequence[Template], asked: list[int], main: list[int], type: Type
) -> int | None:
    """The place of a template that asks for the question by the answer."""
    for at, template in enumerate(others, 1):
        front, back = _side(template.front, type), _side(template.back, type)
        if front.shown == main and {*asked} <= {*back.shown, *back.typed, *front.typed}:
            return at
    return None


def _look_at_templates(way: Way, type: Type, *, typed: bool) -> None:
    """Note what templates have that no card here has."""
    sides = [text for one in type.templates for text in (one.front, one.back)]
    named = {at for text in sides for at in _side(text, type).named}
    way.unshown = [at for at in range(len(type.fields)) if at not in named]
    if typed:
        way.remarks.append("the answer is no longer typed in")
    words = " ".join(" ".join(_NO_WORDS.sub(" ", text) for text in sides).split())
    if re.search(r"[^\W\d_]{2}", words):
        way.remarks.append(f"words of its templates are not carried: “{short(words, 80)}”")


def _cloze(type: Type) -> Way:
    template = type.templates[0]
    front, back = _side(template.front, type), _side(template.back, type)
    if not front.clozes:
        return Way(None, f'its question side shows no cloze; name it with --map "{type.name}: …"')
    more = [at for at in (*front.hints, *back.shown, *back.hints) if at not in front.shown]
    way = _way("cloze", type, {"scenario": front.shown, "text": front.clozes, "why": more})
    _look_at_templates(way, type, typed=bool(front.typed))
    return way


# --- choice types ---------------------------------------------------------------------------------


def _choice(type: Type) -> Way | None:
    """Options in fields and a field that tells the right one; None for other types."""
    names = [_normal(name) for name in type.fields]
    families: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if found := _OPTION.fullmatch(name):
            families.setdefault(found["family"], []).append(place)
    options = max(families.values(), key=len, default=[])
    wrong = [place for place, name in enumerate(names) if _WRONG.fullmatch(name)]
    taken = {*options, *wrong}
    keys = [at for at, name in enumerate(names) if _KEYS.fullmatch(name) and at not in taken]
    asked = [names.index(name) for name in _QUESTIONS if name in names]
    if not keys or not asked or (len(options) < 3 and len(wrong) < 2):
        return None
    qtype = next((place for place, name in enumerate(names) if name.startswith("qtype")), None)
    titles = [place for place, name in enumerate(names) if name in ("title", "scenario")]
    rest = [at for at in range(len(names)) if at not in {*taken, keys[0], asked[0], qtype, *titles}]
    way = Way(None)
    _look_at_templates(way, type, typed=False)
    seen = [at for at in rest if at not in way.unshown]
    several = {"options": options} if len(options) >= 3 else {"distractors": wrong}
    roles = {"scenario": titles, "question": asked[:1], **several, "answer": keys[:1], "why": seen}
    made = _way("choice", type, roles)
    made.qtype, made.unshown = qtype, [at for at in rest if at in way.unshown]
    return made


# --- note types without field names ---------------------------------------------------------------


def _stock(type: Type) -> Way:
    role = stock_role(type.name)
    count = len(type.fields)
    if type.kind == "cloze" or role == "cloze":
        return _way("cloze", type, {"text": [0], "why": [*range(1, count)]})
    if count != 2 and role not in ("reversed", "optional"):
        example = ", ".join(f"{key}={at}" for at, key in enumerate(("front", "back")[:count], 1))
        how = f'name them with --map "{type.name}: {example}"'
        return Way(None, f"its fields have no names here; {how}")
    way = _way("basic", type, {"front": [0], "back": [1]})
    way.reverse = -1 if role == "reversed" else None
    way.add_reverse = 2 if role == "optional" and count > 2 else None
    way.remarks = ["the answer is no longer typed in"] if role == "typed" else []
    return way


# --- notes ----------------------------------------------------------------------------------------


def _card(way: Way, kind: Kind, note: Found) -> Loose:
    def values(key: str) -> list[str]:
        return [note.values[at] for at in way.roles.get(key, ())]

    def piece(*keys: str) -> Piece:
        return joined([("", value, note.form) for key in keys for value in values(key)])

    texts = {"scenario": piece("scenario")}
    if kind == "basic":
        texts |= {"front": piece("front"), "back": piece("back")}
    else:
        key = "text" if kind == "cloze" else "question"
        texts[key] = piece(key)
    names = [_label(note.type.fields[at]) for at in way.roles.get("why", ())]
    texts["why"] = joined([(n, v, note.form) for n, v in zip(names, values("why"), strict=True)])
    card = Loose(note.place, kind, texts, type=note.type.name, deck=note.deck, mod=note.mod)
    card.tags = [*note.tags, *re.split(r"[\s,;]+", " ".join(values("tags")))]
    card.topic, card.id = (" ".join(values(key)).strip() for key in ("topic", "id"))
    card.guid = note.guid or "".join(values("guid"))
    card.reverse = way.reverse is not None and (note.ords is None or way.reverse in note.ords)
    if way.add_reverse is not None:
        card.reverse = bool(shown_text(note.values[way.add_reverse]))
    if kind == "choice":
        qtype = shown_text(note.values[way.qtype]) if way.qtype is not None else "2"
        _add_options(card, way, note, qtype)
    return card


def _label(name: str) -> str:
    """What a field is called where it stands in `why`; nothing where the name says no more."""
    return "" if _normal(name) in _UNLABELLED or name.isdigit() else name


def _add_options(card: Loose, way: Way, note: Found, qtype: str) -> None:
    if qtype not in ("1", "2"):
        raise LeftOutError("asks to judge each option by itself; a choice card has one right one")
    places = way.roles.get("options") or way.roles["distractors"]
    texts = [note.values[at] for at in places]
    filled = [at for at, text in enumerate(texts) if says_something(text, note.form)]
    answer = note.values[way.roles["answer"][0]]
    if "options" not in way.roles:
        texts = [answer, *(texts[at] for at in filled)]
    elif filled != list(range(len(filled))):
        raise LeftOutError("has an empty option between others, so that its key is not sure")
    else:
        texts = texts[: len(filled)]
        card.key = right_option(
            words(answer, note.form), [words(text, note.form) for text in texts]
        )
        card.ordered = in_order(texts)
    card.options = tuple(Option(Piece(text, note.form)) for text in texts)
