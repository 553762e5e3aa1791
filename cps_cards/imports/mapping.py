"""Which field of a note becomes which key of a card: decided once a note type."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cps_cards.apkg.notetypes import NOTE_TYPES
from cps_cards.imports.answers import in_order, right_option
from cps_cards.imports.records import (
    BadFileError,
    LeftOutError,
    Loose,
    Note,
    Rules,
    Told,
    Type,
    joined,
    says_something,
)
from cps_cards.model.cards import Kind
from cps_cards.model.texts import did_you_mean, name_list, short
from cps_cards.render.shown import shown_text

COLUMN = re.compile(
    r"front|back|text|question|answer|why|scenario|tags|topic|id|guid|(?:distractor|option)[1-9]"
)
_NEEDED: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("choice", ("question", "answer", "options")),
    ("choice", ("question", "answer", "distractors")),
    ("cloze", ("text",)),
    ("basic", ("front", "back")),
    ("basic", ("question", "answer")),
)
_BESIDE = ("scenario", "why", "term", "tags", "topic", "id", "guid")
"""Keys of cards of all kinds."""
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

Roles = dict[str, list[int]]
"""Places of fields by keys of cards."""


@dataclass
class Way:
    """How notes of a type become cards. ``kind`` is None where they become none, and ``said`` says
    why. ``reverse`` is the place of the template that asks back to front (-1: each note has it),
    and ``add_reverse`` that of the field that asks for it; ``unshown`` are fields that no card
    shows, ``qtype`` is one that says what kind of question a note is.
    """

    kind: Kind | None
    said: str = ""
    roles: Roles = field(default_factory=dict)
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

    def card(self, note: Note) -> Loose | None:
        """The card of a note. Raises :class:`BadFileError` for a rule that does not fit."""
        type, told = note.type, self._told
        if type not in self._ways:
            self._ways[type] = decide(type, self._rules)
            told.remarks += [f"{type.name}: {one}." for one in self._ways[type].remarks]
            _note_move(self._ways[type], type, told)
        way = self._ways[type]
        told.count(type.name, way.kind, way.said)
        if way.kind is None:
            told.left_of[type.name, way.said] += 1
            return None
        try:
            card = _card(way, way.kind, note)
        except LeftOutError as error:
            told.left.append((note.place, str(error)))
            return None
        for at in way.unshown:
            if says_something(note.values[at]):
                what = f"the field `{type.fields[at] or at + 1}`, which no card shows,"
                told.left_of[type.name, what] += 1
        told.decks.update([card.deck] * bool(card.deck))
        return card


def _note_move(way: Way, type: Type, told: Told) -> None:
    """What goes where when a learner moves notes of a type to that of this tool."""
    if way.kind is None or not type.templates:
        return
    fields = {"front": "Question", "question": "Question", "back": "Answer", "text": "Text"}
    roles = way.roles
    said = [f"{fields[key]}: {type.fields[roles[key][0]]}" for key in fields if key in roles]
    if way.kind != "cloze":
        theirs = [0] if way.reverse is None else [0, way.reverse]
        said += [
            f'card "{ours.name}": {type.templates[at].name}'
            for ours, at in zip(NOTE_TYPES[way.kind].templates, theirs, strict=False)
        ]
    told.moves[type.name] = (way.kind, ", ".join(said))


# --- which way ------------------------------------------------------------------------------------


@cache
def _stock_names() -> Mapping[str, str]:
    table = (Path(__file__).parent / "stock.tsv").read_text(encoding="utf-8")
    return {name: role for role, name in (line.split("\t") for line in table.lower().splitlines())}


def stock_role(name: str) -> str:
    """What a stock note type is, in any language, and behind a `+` or a number of Anki's."""
    return _stock_names().get(re.sub(r"(?:\++|-[0-9a-f]{5,})+$", "", name.strip().lower()), "")


def kind_of(keys: Iterable[str]) -> Kind | None:
    """The kind of card that some keys make."""
    there = {re.sub(r"[1-9]$", "s", key) for key in keys}
    return next((kind for kind, needed in _NEEDED if there.issuperset(needed)), None)


def decide(type: Type, rules: Rules) -> Way:
    """The way of a note type: by the user's rule, else by its templates and names.

    Raises :class:`BadFileError` where a rule, or the names of a table's columns, make no card.
    """
    rule = rules.get("" if type.table else type.name.casefold())
    role = "" if type.table else stock_role(type.name)
    names = [name.casefold() for name in type.fields]
    if rule is not None:
        way = _with_roles(type, {key: _places(found, type) for key, found in rule.items()})
    elif role == "occlusion" or {"occlusion", "image"} <= {*names}:
        return Way(None, "pictures with hidden parts have no card here")
    elif type.templates:
        return _choice(type) or _by_templates(type)
    else:
        roles: Roles = {}
        for place, name in enumerate(names):
            key = re.sub(r"[1-9]$", "s", name) if COLUMN.fullmatch(name) else "why"
            if name not in ("", "-", "add reverse"):
                roles.setdefault(key, []).append(place)
        way = _with_roles(type, roles)
        way.unshown = [place for place, name in enumerate(names) if not name]
        if role == "optional" and "add reverse" in names:
            way.add_reverse = names.index("add reverse")
    if way.kind is None and (rule is not None or type.table):
        raise BadFileError(
            f"{'--map names' if rule else 'its columns make'} no card: it takes front and back, or "
            "text, or question, answer, distractor1 and distractor2; name others with --map "
            '"front=…, back=…"'
        )
    if role == "reversed" and not type.templates:
        way.reverse, way.said = -1, f"{way.said}, with reverse"
    way.remarks += ["the answer is no longer typed in"] * (role == "typed")
    return way


def _places(names: Sequence[str], type: Type) -> list[int]:
    known = {name.casefold(): place for place, name in enumerate(type.fields)}
    if not (type.table or type.templates):  # an export without names of fields
        known = {str(place + 1): place for place in known.values()} | known
    for name in names:
        if name.casefold() not in known:
            hint = did_you_mean(name, type.fields) or f": it has {name_list(type.fields)}"
            raise BadFileError(f"{type.name or 'the table'} has no field `{name}`{hint}")
    return [known[name.casefold()] for name in names]


def _with_roles(type: Type, roles: Roles) -> Way:
    """A way by what fields are for; those that a card of the kind has no room for are unshown."""
    kind = type.kind or kind_of(roles)
    needed = next((keys for own, keys in _NEEDED if own == kind and roles.keys() >= {*keys}), ())
    if kind is None or not needed:
        how = f'name them with --map "{type.name}: front=1, back=2"'
        return Way(None, f"its fields have no names here; {how}")
    way = _way(kind, type, {key: roles[key] for key in (*needed, *_BESIDE) if key in roles})
    if kind == "basic" and "question" in way.roles:
        way.roles |= {"front": way.roles.pop("question"), "back": way.roles.pop("answer")}
    used = {at for places in roles.values() for at in places}
    way.unshown = [at for at, name in enumerate(type.fields) if at not in used and name != "-"]
    return way


def _way(kind: Kind, type: Type, roles: Mapping[str, Iterable[int]]) -> Way:
    found = {key: list(dict.fromkeys(places)) for key, places in roles.items() if places}
    said = (f"{name_list([type.fields[at] for at in at_])} → {key}" for key, at_ in found.items())
    return Way(kind, ", ".join(said), found)


# --- by templates ---------------------------------------------------------------------------------


def _side(text: str, type: Type) -> dict[int, str]:
    """The fields that one side of a template shows, in order: each with what is done to it first
    (``cloze``, ``type``, ``hint``), ``shown`` as it stands, or ``named`` in a condition."""
    places = {name.casefold(): at for at, name in enumerate(type.fields)}
    side: dict[int, str] = {}
    for sign, inside in _MARK.findall(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)):
        *filters, name = (part.strip() for part in inside.split(":"))
        place = places.get(name.casefold())
        if place is None or sign == "!":
            continue
        how = "named" if sign or any(one.startswith("tts") for one in filters) else "shown"
        how = next((one for one in filters if one in ("cloze", "type", "hint")), how)
        if side.get(place, "named") == "named":
            side.pop(place, None)
            side[place] = how
    return side


def _only(side: Mapping[int, str], *how: str) -> list[int]:
    return [at for at, own in side.items() if own in how]


def _by_templates(type: Type) -> Way:
    """A cloze by its text; any other by its first template: what is asked, what the answer adds."""
    sides = [(_side(one.front, type), _side(one.back, type)) for one in type.templates]
    front, back = sides[0]
    shown, typed = _only(front, "shown"), _only(front, "type")
    by_hand = f'name them with --map "{type.name}: …"'
    if type.cloze:
        if not (text := _only(front, "cloze")):
            return Way(None, f"its question side shows no cloze; {by_hand}")
        why = [*_only(front, "hint"), *_only(back, "shown", "hint")]
        why = [at for at in why if at not in (*shown, *text)]
        way = _way("cloze", type, {"scenario": shown, "text": text, "why": why})
        return _look_at_templates(way, type)
    added = [at for at in (*typed, *_only(back, "type"), *_only(back, "shown")) if at not in shown]
    if not shown or not added:
        return Way(None, f"its {'answer' if shown else 'question'} side shows no field; {by_hand}")
    main = [at for at in added if not _EXTRA.fullmatch(_normal(type.fields[at]))] or added
    reverse = next(
        (at for at, (its_front, its_back) in enumerate(sides[1:], 1)
         if _only(its_front, "shown") == main and {*shown} <= {*its_front, *its_back}), None
    )  # fmt: skip
    further = [at for at in range(1, len(sides)) if at != reverse]
    more = [*added, *_only(front, "hint"), *_only(back, "hint")]
    more += [place for at in further for side in sides[at] for place in _only(side, "shown")]
    why = [at for at in more if at not in (*shown, *main)]
    way = _way("basic", type, {"front": shown, "back": main, "why": why})
    way.reverse = reverse
    way.said += ", with reverse" if reverse is not None else ""
    _look_at_templates(way, type)
    if further:
        names = name_list([f"“{type.templates[at].name}”" for at in further])
        way.remarks.append(f"of its cards, {names} are not carried: a card here asks one thing, or "
                           "that and its reverse")  # fmt: skip
    return way


def _look_at_templates(way: Way, type: Type) -> Way:
    """Note what templates have that no card here has."""
    sides = [text for one in type.templates for text in (one.front, one.back)]
    named = {at for text in sides for at in _side(text, type)}
    way.unshown = [at for at in range(len(type.fields)) if at not in named]
    if _only(_side(sides[0], type), "type"):
        way.remarks.append("the answer is no longer typed in")
    words = " ".join(" ".join(_NO_WORDS.sub(" ", text) for text in sides).split())
    if re.search(r"[^\W\d_]{2}", words):
        way.remarks.append(f"words of its templates are not carried: “{short(words, 80)}”")
    return way


def _normal(name: str) -> str:
    return " ".join(re.sub(r"[_\s]+", " ", name).split()).casefold()


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
    looked = _look_at_templates(Way(None), type)
    several = {"options": options} if len(options) >= 3 else {"distractors": wrong}
    seen = [at for at in rest if at not in looked.unshown]
    roles = {"scenario": titles, "question": asked[:1], **several, "answer": keys[:1], "why": seen}
    made = _way("choice", type, roles)
    made.qtype, made.unshown = qtype, [at for at in rest if at not in seen]
    return made


# --- notes ----------------------------------------------------------------------------------------


def _card(way: Way, kind: Kind, note: Note) -> Loose:
    def values(key: str) -> list[str]:
        return [note.values[at] for at in way.roles.get(key, ())]

    keys = ("scenario", "front", "back", "term", "text", "question")
    texts = {key: joined(("", value) for value in values(key)) for key in keys if key in way.roles}
    if "why" in way.roles:
        names = [_label(note.type.fields[at]) for at in way.roles["why"]]
        texts["why"] = joined(zip(names, values("why"), strict=True))
    card = Loose(note.place, kind, texts, type=note.type.name, deck=note.deck, mod=note.mod)
    card.tags = [*note.tags, *re.split(r"[\s,;]+", shown_text(" ".join(values("tags"))))]
    card.topic, card.id, guid = (shown_text(" ".join(values(k))) for k in ("topic", "id", "guid"))
    card.guid = note.guid or guid
    card.reverse = way.reverse is not None and (note.ords is None or way.reverse in note.ords)
    if way.add_reverse is not None:
        card.reverse = bool(shown_text(note.values[way.add_reverse]))
    if kind == "choice" and "answer" in way.roles:
        _add_options(card, way, note)
    return card


def _label(name: str) -> str:
    """What a field is called where it stands in `why`; nothing where the name says no more."""
    return "" if _normal(name) in _UNLABELLED or name.isdigit() else name


def _add_options(card: Loose, way: Way, note: Note) -> None:
    if way.qtype is not None and shown_text(note.values[way.qtype]) not in ("1", "2"):
        raise LeftOutError("asks to judge each option by itself; a choice card has one right one")
    texts = [note.values[at] for at in way.roles.get("options") or way.roles["distractors"]]
    filled = [text for text in texts if says_something(text)]
    answer = note.values[way.roles["answer"][0]]
    if "options" not in way.roles:
        filled.insert(0, answer)
    elif filled != texts[: len(filled)]:
        raise LeftOutError("has an empty option between others, so that its key is not sure")
    else:
        card.key = right_option(shown_text(answer), [*map(shown_text, filled)])
        card.ordered = in_order(filled)
    card.options = [(text, "") for text in filled]
