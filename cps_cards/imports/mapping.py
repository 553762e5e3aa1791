"""Which field of a note becomes which key of a card: decided once a note type."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cps_cards.apkg.notetypes import NOTE_TYPES
from cps_cards.imports.answers import in_order, right_option
from cps_cards.imports.records import BadFileError, LeftOutError, Loose, Rules, Told, Type, joined
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
_BESIDE = ("scenario", "why", "reverse", "tags", "topic", "id", "guid")
"""What fields are for in cards of all kinds; a filled `reverse` asks for the card that way too."""
_AS_BASIC = {"question": "front", "answer": "back"}
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
    r"((?:answer )?option|choice|answer|possible answer|alternative|opt|q|)[ _-]*(?:[a-h]|[1-8])"
)
_WRONG = re.compile(r"(?:distractor|wrong(?: answer)?|incorrect(?: answer)?)[ _-]*[1-8a-h]")
_KEYS = re.compile(r"key|solution|(?:(?:correct|right) )?(?:answers?|option|choice)|correct")
_QUESTIONS = ("question", "front", "stem", "prompt", "text")
_PLAIN = ("tags", "topic", "id", "guid", "reverse", "qtype")
FIELDS = {"front": "Question", "question": "Question", "back": "Answer", "text": "Text"}
"""This tool's fields for the keys of cards."""

Side = Mapping[int, str]
"""The fields that one side of a template shows, in order: each with what is done to it first
(``cloze``, ``type``, ``hint``), ``shown`` as it stands, or ``named`` in a condition."""


@dataclass
class Way:
    """How notes of a type become cards: ``roles`` are places of fields by keys of cards; `qtype`
    says what kind of question a note is. ``kind`` is None where they become none, and ``said`` says
    why. ``reverse`` is the place of the template that asks back to front (-1: each note has it);
    ``unshown`` are fields that no card shows.
    """

    kind: Kind | None
    roles: dict[str, list[int]] = field(default_factory=dict)
    said: str = ""
    remarks: list[str] = field(default_factory=list)
    reverse: int | None = None
    unshown: Sequence[int] = ()


class Mapper:
    """Makes cards of notes; what becomes of their types, and what becomes of none, is told."""

    def __init__(self, rules: Rules, told: Told) -> None:
        self._rules, self._told = rules, told
        self._ways: dict[Type, Way] = {}

    def card(
        self, card: Loose, type: Type, values: Sequence[str], ords: Container[int] | None = None
    ) -> Loose | None:
        """A card of which only the note is known, with what its fields hold as HTML. ``ords`` are
        the places of the templates that make cards of the note; None where the file does not tell.

        Raises :class:`BadFileError` for a rule that does not fit.
        """
        told = self._told
        way = self._ways.get(type)
        if way is None:
            way = self._ways[type] = decide(type, self._rules)
            told.remarks += [f"{type.name}: {one}." for one in dict.fromkeys(way.remarks)]
            if way.kind is not None and type.templates:
                told.moves[type.name] = (way.kind, _move(way, way.kind, type))
        told.types[type.name, way.kind, way.said] += 1
        if way.kind is None:
            told.left_of[type.name, way.said] += 1
            return None
        card.kind, card.type = way.kind, type.name
        try:
            _fill(card, way, type, values, ords)
        except LeftOutError as error:
            told.left.append((card.place, str(error)))
            return None
        for at in way.unshown:
            if _says_something(values[at]):
                what = f"the field `{type.fields[at] or at + 1}`, which no card shows,"
                told.left_of[type.name, what] += 1
        told.decks.update([card.deck] * bool(card.deck))
        return card


def _move(way: Way, kind: Kind, type: Type) -> str:
    """What goes where when a learner moves notes of a type to that of this tool."""
    roles = way.roles
    said = [f"{to}: {type.fields[roles[key][0]]}" for key, to in FIELDS.items() if key in roles]
    if kind != "cloze":
        theirs = [0] if way.reverse is None else [0, way.reverse]
        said += [
            f'card "{ours.name}": {type.templates[at].name}'
            for ours, at in zip(NOTE_TYPES[kind].templates, theirs, strict=False)
        ]
    return ", ".join(said)


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
    named: set[int] = set()
    if rule is not None:
        way = _by_roles(type, {key: _places(found, type) for key, found in rule.items()})
    elif role == "occlusion" or {"occlusion", "image"} <= {*names}:
        return Way(None, said="pictures with hidden parts have no card here")
    elif type.templates:
        sides = [(_side(one.front, type), _side(one.back, type)) for one in type.templates]
        named = {at for both in sides for side in both for at in side}
        way = _choice(type, named) or _by_templates(type, sides)
    else:
        roles: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(names):
            key = re.sub(r"[1-9]$", "s", name) if COLUMN.fullmatch(name) else "why"
            if name not in ("", "-"):
                roles["reverse" if name == "add reverse" else key].append(place)
        way = _by_roles(type, roles)
        way.reverse = -1 if role == "reversed" else None
    if way.kind is None and (rule is not None or type.table):
        raise BadFileError(
            f"{'--map names' if rule else 'its columns make'} no card: it takes front and back, or "
            "text, or question, answer, distractor1 and distractor2; name others with --map "
            '"front=…, back=…"'
        )
    if way.kind is not None:
        used = named.union(*way.roles.values())
        way.unshown = [at for at, name in enumerate(names) if at not in used and name != "-"]
        way.said = ", ".join(
            f"{name_list([type.fields[at] for at in places])} → {key}"
            for key, places in way.roles.items() if key != "qtype"
        ) + ", with reverse" * (way.reverse is not None)  # fmt: skip
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


def _by_roles(type: Type, roles: Mapping[str, Iterable[int]]) -> Way:
    """A way by what fields are for, as far as a card of the kind has room for them."""
    there = _filled(roles)
    for kind, needed in _NEEDED:
        if type.kind in (None, kind) and roles.keys() >= {*needed}:
            keys = _AS_BASIC if kind == "basic" else {}
            wanted = [key for key in (*needed, *_BESIDE) if key in there]
            return Way(kind, {keys.get(key, key): there[key] for key in wanted})
    how = f'name them with --map "{type.name}: front=1, back=2"'
    return Way(None, said=f"its fields have no names here; {how}")


def _filled(roles: Mapping[str, Iterable[int]]) -> dict[str, list[int]]:
    return {key: list(dict.fromkeys(places)) for key, places in roles.items() if places}


def _side(text: str, type: Type) -> Side:
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


def _only(side: Side, *how: str) -> list[int]:
    return [at for at, own in side.items() if own in how]


def _by_templates(type: Type, sides: Sequence[tuple[Side, Side]]) -> Way:
    """A cloze by its text; any other by its first template: what is asked, what the answer adds."""
    front, back = sides[0]
    shown = _only(front, "shown")
    added = [*_only(front, "type"), *_only(back, "type"), *_only(back, "shown")]
    added = [at for at in added if at not in shown]
    main = [at for at in added if not _EXTRA.fullmatch(_normal(type.fields[at]))] or added
    main = _only(front, "cloze") if type.cloze else main
    if not main or not (shown or type.cloze):
        missing = "answer side shows no field" if shown else "question side shows no field"
        missing = "question side shows no cloze" if type.cloze else missing
        return Way(None, said=f'its {missing}; name them with --map "{type.name}: …"')
    backwards = (
        at for at, (its, answer) in enumerate(sides)
        if at and _only(its, "shown") == main and {*shown} <= {*its, *answer}
    )  # fmt: skip
    way = Way("cloze" if type.cloze else "basic", reverse=next(backwards, None))
    further = [at for at in range(1, len(sides)) if at != way.reverse]
    more = [*added, *_only(front, "hint"), *_only(back, "hint")]
    more += [at for place in further for side in sides[place] for at in _only(side, "shown")]
    asked, answered = ("scenario", "text") if type.cloze else ("front", "back")
    why = [at for at in more if at not in (*shown, *main)]
    way.roles = _filled({asked: shown, answered: main, "why": why})
    if _only(front, "type"):
        way.remarks.append("the answer is no longer typed in")
    texts = (_NO_WORDS.sub(" ", text) for one in type.templates for text in (one.front, one.back))
    words = " ".join(" ".join(texts).split())
    if re.search(r"[^\W\d_]{2}", words):
        way.remarks.append(f"words of its templates are not carried: “{short(words, 80)}”")
    if further:
        names = name_list([f"“{type.templates[at].name}”" for at in further])
        way.remarks.append(f"of its cards, {names} are not carried: a card here asks one thing, or "
                           "that and its reverse")  # fmt: skip
    return way


def _normal(name: str) -> str:
    return " ".join(re.sub(r"[_\s]+", " ", name).split()).casefold()


def _choice(type: Type, named: Iterable[int]) -> Way | None:
    """Options in fields and a field that tells the right one; None for other types."""
    names = [_normal(name) for name in type.fields]
    families: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        if found := _OPTION.fullmatch(name):
            families[found[1]].append(place)
    options = max(families.values(), key=len, default=[])
    wrong = [place for place, name in enumerate(names) if _WRONG.fullmatch(name)]
    taken = {*options, *wrong}
    keys = [at for at, name in enumerate(names) if _KEYS.fullmatch(name) and at not in taken]
    asked = [names.index(name) for name in _QUESTIONS if name in names]
    if not keys or not asked or (len(options) < 3 and len(wrong) < 2):
        return None
    roles = {
        "scenario": [at for at, name in enumerate(names) if name in ("title", "scenario")],
        "question": asked[:1],
        **({"options": options} if len(options) >= 3 else {"distractors": wrong}),
        "answer": keys[:1],
        "qtype": [at for at, name in enumerate(names) if name.startswith("qtype")][:1],
    }
    roles["why"] = sorted({*named}.difference(*roles.values()))
    return Way("choice", _filled(roles))


def _says_something(body: str) -> bool:
    """Whether a field shows anything: words, a picture or a sound."""
    return "<img" in body or "[sound:" in body or bool(shown_text(body))


def _fill(
    card: Loose, way: Way, type: Type, fields: Sequence[str], ords: Container[int] | None
) -> None:
    """Put what fields hold into a card. Raises :class:`LeftOutError`."""
    values = {key: [fields[at] for at in places] for key, places in way.roles.items()}
    said = {key: shown_text(" ".join(found)) for key, found in values.items() if key in _PLAIN}
    for key in ("scenario", "front", "back", "text", "question"):
        if key in values:
            card.texts[key] = joined(("", value) for value in values[key])
    if "why" in values:
        names = [type.fields[at] for at in way.roles["why"]]
        labels = ["" if _normal(n) in _UNLABELLED or n.isdigit() else n for n in names]
        card.texts["why"] = joined(zip(labels, values["why"], strict=True))
    card.tags = [*card.tags, *re.split(r"[\s,;]+", said.get("tags", ""))]
    card.topic, card.id = said.get("topic", ""), said.get("id", "")
    card.guid = card.guid or said.get("guid", "")
    card.reverse = way.reverse is not None and (ords is None or way.reverse in ords)
    card.reverse |= bool(said.get("reverse"))
    if "answer" not in values:
        return
    if said.get("qtype", "2") not in ("1", "2"):
        raise LeftOutError("asks to judge each option by itself; a choice card has one right one")
    (answer, *_), texts = values["answer"], values.get("options") or values["distractors"]
    filled = [text for text in texts if _says_something(text)]
    if "options" not in values:
        filled.insert(0, answer)
    elif filled != texts[: len(filled)]:
        raise LeftOutError("has an empty option between others, so that its key is not sure")
    else:
        card.key = right_option(shown_text(answer), [*map(shown_text, filled)])
        card.ordered = in_order(filled)
    card.options = [(text, "") for text in filled]
