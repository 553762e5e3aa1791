"""The editor's schema against the loader: it never calls wrong what the loader takes, and rejects
what it can."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from cps_cards.contribute import json_schema, scaffold
from cps_cards.contribute.json_schema import FILES, TAG_PATTERN
from cps_cards.lint import catalogue
from cps_cards.model.deck import Collection
from cps_cards.yamlio import keys, scalars
from cps_cards.yamlio.load import load
from cps_cards.yamlio.wellformed import tag_fault

from . import decks
from .terminal import ROOT, run

SHIPPED = ROOT / "decks"


def kind_of(path: str) -> str:
    name = path.rpartition("/")[2].removesuffix(".yaml")
    return name if "/" not in path and name in FILES else "card"


_VALIDATORS: dict[Any, Any] = {}


def validator_of(kind: str, collection: Collection, made_of: frozenset[tuple[str, str]]) -> Any:
    """The schema of a deck, ready to judge; a schema is made of the files other than cards."""
    if (kind, made_of) not in _VALIDATORS:
        made = json_schema.schema(kind, collection)
        jsonschema.Draft202012Validator.check_schema(made)
        _VALIDATORS[kind, made_of] = jsonschema.Draft202012Validator(made)
    return _VALIDATORS[kind, made_of]


def problems(files: dict[str, str], kind: str) -> tuple[list[str], list[str]]:
    """What the loader and the schema have to say about a deck's files of one kind."""
    with TemporaryDirectory() as folder:
        root = decks.write(Path(folder), files)
        collection, faults = load(root, "deck")
        validator = validator_of(kind, collection, frozenset(
            (path, text) for path, text in files.items() if kind_of(path) != "card"
        ))  # fmt: skip
    told = [
        error.message
        for path, text in files.items()
        if kind_of(path) == kind
        for error in validator.iter_errors(decks.typed(text))
    ]
    return [f"{one.name}: {one.message}" for one in faults.found], told


def with_card(card: str, **files: str) -> dict[str, str]:
    indented = "".join(f"    {line}\n" for line in card.strip().splitlines())
    text = f"topic: ethics\ncards:\n  -{indented[3:]}"
    return {**decks.WHOLE, **files, "cards/ethics.yaml": text}


# --- the deck of this repository ------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(
    path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.yaml")
))  # fmt: skip
def test_every_file_of_the_shipped_deck_validates(path: str) -> None:
    collection, _ = load(SHIPPED)
    made = json_schema.schema(kind_of(path), collection)
    text = (SHIPPED / path).read_text(encoding="utf-8")
    jsonschema.Draft202012Validator(made).validate(decks.typed(text))


def test_every_file_of_the_shipped_deck_points_at_its_schema() -> None:
    for path in sorted(SHIPPED.rglob("*.yaml")):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first == json_schema.line_for(path, SHIPPED), path
        target = path.parent / first.partition("$schema=")[2]
        assert target.resolve() == json_schema.path_of(SHIPPED, target.stem).resolve()


# --- what the loader takes is right for the schema -----------------------------------------------

READABLE_CARDS = {
    "a number": "id: a\nfront: Which number do people call or text?\nback: 988\n",
    "a fraction": "id: a\nfront: f\nback: 1.10\n",
    "a truth": "id: a\nfront: f\nback: true\n",
    "No": "id: a\nfront: f\nback: No\n",
    "null": "id: a\nfront: f\nback: null\n",
    "a date": "id: a\nfront: f\nback: 2024-01-01\n",
    "an hour": "id: a\nfront: f\nback: 1:30\n",
    "leading zeros": "id: a\nfront: f\nback: 0119\n",
    "octal": "id: a\nfront: f\nback: 0o17\n",
    "infinity": "id: a\nfront: f\nback: .inf\n",
    "an id that is a number": "id: 123\nfront: f\nback: b\n",
    "an id that is a float": "id: 1e5\nfront: f\nback: b\n",
    "an id that is null": "id: null\nfront: f\nback: b\n",
    "a stated kind": "id: a\nkind: basic\nfront: f\nback: b\nreverse: true\nterm: t\n",
    "a quoted flag": 'id: a\nfront: f\nback: b\nreverse: "true"\nterm: t\n',
    "a cloze": "id: a\nkind: cloze\ntext: A {{c1::b}} {{c500::c::hint}}\n",
    "distractors":
        "id: a\nkind: choice\nquestion: q\nanswer: 1\ndistractors: [2, {text: 3, why: no}]\n",
    "options": "id: a\nkind: choice\nquestion: q\nanswer: 1\noptions: [1, 2, {text: 3}]\n",
    "empty lists": "id: a\nfront: f\nback: b\nsources:\nafter: ~\ntags: []\nignore:\n",
    "a locator": "id: a\nfront: f\nback: b\nsources: [code, statute §a, 'statute  §b, c']\n",
    "an ignore": "id: a\nfront: f\nback: b\nignore: {status-label: a quotation}\n",
    "tags": "id: a\nfront: f\nback: b\ntags: [x::y, 1, true]\n",
}  # fmt: skip


@pytest.mark.parametrize("name", READABLE_CARDS)
def test_a_card_that_loads_validates(name: str) -> None:
    card = READABLE_CARDS[name] + "teaches: [ethics.limits.when]\n"
    assert problems(with_card(card), "card") == ([], [])


def test_a_retired_card_need_not_teach_and_may_name_what_is_gone() -> None:
    card = "id: a\nfront: f\nback: b\nretired: {reason: Gone.}\nteaches: [law.gone]\n"
    assert problems(with_card(card), "card") == ([], [])
    card = "id: a\nfront: f\nback: b\nretired: {reason: Gone.}\n"
    assert problems(with_card(card), "card") == ([], [])


def test_without_a_curriculum_nothing_has_to_be_taught() -> None:
    files = {
        "deck.yaml": "id: a\nname: A\ntopics: {one: One, 2: Two, no: No}\n",
        "cards/a.yaml": "topic: 2\ncards: [{id: x, front: f, back: b}]\n",
        "cards/b.yaml": "topic: no\ncards: [{id: y, front: f, back: b, teaches: [any.thing]}]\n",
    }
    assert problems(files, "card") == ([], [])
    assert problems(files, "deck") == ([], [])


READABLE_FILES = {
    "a full deck": ("deck.yaml", """\
id: small
name: Small::Deeper
description: 1
language: pt-BR
tag_prefix: x
report_to: https://example.org/{id}
topics: {ethics: Ethics, law: 2}
subdecks: none
wording: [person-first]
schedule: {new_per_day: "10", desired_retention: .9}
lint: {select: [LAN, 1], ignore: {status-label: quoted}, levels: {LAN003: off},
  limits: {answer_words: 3}}
"""),
    "an empty lint": ("deck.yaml", "id: small\nname: 1\ntopics:\nschedule:\nlint:\n"),
    "no wording": ("deck.yaml", decks.DECK + "wording: []\n"),
    "topics left empty": ("deck.yaml", "id: small\nname: 1\ntopics: {}\nlint: {levels: }\n"),
    "sources": ("sources.yaml", decks.SOURCES + "    year: 2023\n    note: 1.0\n"),
    "no language terms": ("language.yaml", "terms:\nacronyms:\n"),
    "a language": ("language.yaml", """\
acronyms: {CPS: Certified Peer Specialist}
global_exempt_patterns: ['a', 1]
preferred_terms: [{concept: c, use: [a]}]
terms:
  - id: x
    category: c
    term: 1
    pattern: x
    why: y
    severity: info
    replace: {x: 1, y: z}
"""),
}  # fmt: skip


@pytest.mark.parametrize("name", READABLE_FILES)
def test_a_file_that_loads_validates(name: str) -> None:
    path, text = READABLE_FILES[name]
    assert problems({**decks.WHOLE, path: text}, kind_of(path)) == ([], [])


# --- what both reject -----------------------------------------------------------------------------

WRONG_CARDS = {
    "an unknown key": "id: a\nfront: f\nback: b\nbakc: c\n",
    "no id": "front: f\nback: b\n",
    "no back": "id: a\nfront: f\n",
    "another kind's key": "id: a\nfront: f\nback: b\ntext: t\n",
    "an unknown kind": "id: a\nkind: clozes\nfront: f\nback: b\n",
    "an id with a capital": "id: My-Card\nfront: f\nback: b\n",
    "an id below zero": "id: -5\nfront: f\nback: b\n",
    "an id that is too long": f"id: {'a' * 65}\nfront: f\nback: b\n",
    "a blank text": 'id: a\nfront: " "\nback: b\n',
    "a text that shows nothing": 'id: a\nfront: "\\u200b\\ufeff"\nback: b\n',
    "a list as text": "id: a\nfront: [f]\nback: b\n",
    "a mapping as text": "id: a\nfront: {What: now}\nback: b\n",
    "a text as list": "id: a\nfront: f\nback: b\nafter: c\n",
    "no term": "id: a\nfront: f\nback: b\nreverse: true\n",
    "a term for nothing": "id: a\nfront: f\nback: b\nterm: t\n",
    "no flag": "id: a\nfront: f\nback: b\nreverse: maybe\n",
    "an unknown source": "id: a\nfront: f\nback: b\nsources: [cod]\n",
    "an unknown source with a locator": "id: a\nfront: f\nback: b\nsources: [codex §1]\n",
    "a tag with a space": "id: a\nfront: f\nback: b\ntags: [a b]\n",
    "a tag of Anki's own": "id: a\nfront: f\nback: b\ntags: [good, marked]\n",
    "the other tag of Anki's own": "id: a\nfront: f\nback: b\ntags: [Leech]\n",
    "a tag with an empty end": "id: a\nfront: f\nback: b\ntags: ['a::']\n",
    "a tag with an empty part": "id: a\nfront: f\nback: b\ntags: ['a::::b']\n",
    "the same card twice": "id: a\nfront: f\nback: b\nafter: [c, c]\n",
    "no deletion": "id: a\nkind: cloze\ntext: t\n",
    "a deletion c0": "id: a\nkind: cloze\ntext: '{{c0::t}}'\n",
    "one distractor": "id: a\nkind: choice\nquestion: q\nanswer: a\ndistractors: [b]\n",
    "six distractors":
        "id: a\nkind: choice\nquestion: q\nanswer: a\ndistractors: [b, c, d, e, f, g]\n",
    "two options": "id: a\nkind: choice\nquestion: q\nanswer: a\noptions: [a, b]\n",
    "distractors and options":
        "id: a\nkind: choice\nquestion: q\nanswer: a\noptions: [a, b, c]\ndistractors: [b, c]\n",
    "neither": "id: a\nkind: choice\nquestion: q\nanswer: a\n",
    "an option's unknown key":
        "id: a\nkind: choice\nquestion: q\nanswer: a\ndistractors: [{text: b, because: x}, c]\n",
    "an ignore without a reason": "id: a\nfront: f\nback: b\nignore: {status-label: }\n",
    "an empty retirement": "id: a\nfront: f\nback: b\nretired:\n",
    "a retirement without a reason": "id: a\nfront: f\nback: b\nretired: {see: [c]}\n",
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_CARDS)
def test_what_is_wrong_with_a_card_is_wrong_for_both(name: str) -> None:
    card = WRONG_CARDS[name] + "teaches: [ethics.limits.when]\n"
    faults, told = problems(with_card(card), "card")
    assert faults
    assert told


@pytest.mark.parametrize(
    "teaches",
    ["", "teaches: []\n", "teaches: [ethics.limit.when]\n", "teaches: [law.deadlines]\n"],
    ids=["missing", "empty", "unknown", "of another topic"],
)  # fmt: skip
def test_a_card_has_to_teach_something_of_its_topic(teaches: str) -> None:
    faults, told = problems(with_card(f"id: a\nfront: f\nback: b\n{teaches}"), "card")
    assert faults
    assert told


def test_a_card_may_teach_something_of_another_topic_besides() -> None:
    card = "id: a\nfront: f\nback: b\nteaches: [law.deadlines, ethics.limits]\n"
    assert problems(with_card(card), "card") == ([], [])


WRONG_FILES = {
    "no name": ("deck.yaml", "id: small\n"),
    "no id": ("deck.yaml", "name: Small\n"),
    "an unknown key": ("deck.yaml", decks.DECK + "colour: red\n"),
    "a quote in the name": ("deck.yaml", "id: small\nname: 'A \"B\"'\n"),
    "an empty end of the name": ("deck.yaml", "id: small\nname: 'a::'\n"),
    "an empty part of the name": ("deck.yaml", "id: small\nname: 'a:: ::b'\n"),
    "a colon at the end of the name": ("deck.yaml", "id: small\nname: 'a: '\n"),
    "a colon at the edge of a part": ("deck.yaml", "id: small\nname: 'a:: :b'\n"),
    "a tag prefix of Anki's own": ("deck.yaml", decks.DECK + "tag_prefix: marked\n"),
    "other topics": ("deck.yaml", decks.DECK + "topics: {ethics: Ethics}\n"),
    "an unknown topic": ("deck.yaml", decks.DECK + "topics: {ethics: E, law: L, more: M}\n"),
    "a bad schedule": ("deck.yaml", decks.DECK + "schedule: {new_per_day: 0}\n"),
    "too much retention": ("deck.yaml", decks.DECK + "schedule: {desired_retention: 1}\n"),
    "an unknown wording": ("deck.yaml", decks.DECK + "wording: [polite]\n"),
    "no address": ("deck.yaml", decks.DECK + "report_to: example.org\n"),
    "a bad level": ("deck.yaml", decks.DECK + "lint: {levels: {status-label: loud}}\n"),
    "no number": ("deck.yaml", decks.DECK + "lint: {limits: {answer_words: many}}\n"),
    "a bad language": ("deck.yaml", decks.DECK + "language: English language\n"),
    "an unknown priority": ("curriculum.yaml", decks.CURRICULUM.replace(": core", ": vital", 1)),
    "a caution's level alone": (
        "curriculum.yaml", re.sub(r" *caution: .*\n", "", decks.CURRICULUM)),
    "a fact without text": (
        "curriculum.yaml", re.sub(r" *text: .*\n", "", decks.CURRICULUM, count=1)),
    "an unknown source": ("curriculum.yaml", decks.CURRICULUM.replace("[code]", "[cod]", 1)),
    "no topics": ("curriculum.yaml", "topics: []\n"),
    "no kind of source": ("sources.yaml", re.sub(r" *kind: .*\n", "", decks.SOURCES, count=1)),
    "a bad address": ("sources.yaml", decks.SOURCES.replace("https:", "javascript:")),
    "a term without a pattern":
        ("language.yaml", "terms: [{id: a, category: c, term: t, why: w, severity: info}]\n"),
}  # fmt: skip


@pytest.mark.parametrize("section", ["limits", "coverage"])
def test_a_number_that_no_rule_has_is_wrong_for_both(section: str, tmp_path: Path) -> None:
    text = decks.DECK + f"lint: {{{section}: {{nope: 1}}}}\n"
    files = {**decks.WHOLE, "deck.yaml": text}
    collection, faults = load(decks.write(tmp_path, files))
    catalogue.check_settings(collection, faults)
    assert [one.name for one in faults.found] == ["bad-setting"]
    assert problems(files, "deck")[1]


TAGS = st.text(st.sampled_from("ab:: MmaArRkKeEdD"), min_size=1, max_size=8)


@given(tag=TAGS | st.sampled_from(["marked", "Marked", "marked::a", "leeches", "a:::", "a:::b"]))
def test_a_tag_is_right_for_both_or_for_neither(tag: str) -> None:
    assert (re.search(TAG_PATTERN, tag) is None) is (tag_fault(tag) is not None)


@given(name=st.text(st.sampled_from("ab::: "), min_size=1, max_size=8))
def test_a_name_is_right_for_both_or_for_neither(name: str) -> None:
    text = f"id: small\nname: {json.dumps(name)}\n"
    faults, told = problems({**decks.WHOLE, "deck.yaml": text}, "deck")
    assert bool(faults) is bool(told), (faults, told)


@pytest.mark.parametrize("name", WRONG_FILES)
def test_what_is_wrong_with_a_file_is_wrong_for_both(name: str) -> None:
    path, text = WRONG_FILES[name]
    faults, told = problems({**decks.WHOLE, path: text}, kind_of(path))
    assert faults
    assert told


# --- both ways, whatever is written ---------------------------------------------------------------

WORDS = st.one_of(
    st.sampled_from(
        ["No", "988", "null", "~", "true", "1:30", "2024-01-01", "0119", "1.10", ".5", "a: b", "x",
         "{{c1::a}}", "", " ", "\u200b", "-5", "1e5", "ethics", "ethics.limits.when", "code", "a b"]
    ),
    st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=12),
)  # fmt: skip
SHOWN = WORDS.filter(lambda word: any(char.isalnum() for char in word) and "{{" not in word)
VALUES = st.one_of(
    WORDS,
    st.lists(WORDS, max_size=4),
    st.lists(st.fixed_dictionaries({"text": WORDS}, optional={"why": WORDS}), max_size=4),
    st.dictionaries(st.sampled_from(["reason", "see", "status-label", "text"]), WORDS, max_size=2),
)
SOUND: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(["a", "b-2", "7", "null"]),
    "kind": st.sampled_from(["basic", "cloze", "choice"]),
    "text": st.sampled_from(["A {{c1::b}}", "{{c2::1}}"]),
    "reverse": st.sampled_from(["true", "false"]),
    "distractors": st.lists(SHOWN, min_size=2, max_size=5, unique_by=str.strip),
    "options": st.lists(SHOWN, min_size=2, max_size=5, unique_by=str.strip),
    "teaches": st.sets(st.sampled_from(["ethics.limits.when", "law.deadlines"])).map(
        lambda ids: [*sorted(ids), "ethics.limits"]
    ),
    "sources": st.lists(st.sampled_from(["code", "statute §2", "code  x, y"]), max_size=3),
    "after": st.lists(st.sampled_from(["z", "9"]), max_size=2, unique=True),
    "tags": st.lists(st.sampled_from(["x", "y::z", "8"]), max_size=2),
    "formerly": st.sampled_from(["old", "12"]),
    "retired": st.fixed_dictionaries({"reason": SHOWN}),
    "ignore": st.dictionaries(st.sampled_from(["status-label"]), SHOWN),
}


@st.composite
def cards(draw: st.DrawFn, stray: bool = True) -> dict[str, Any]:
    """Cards that are mostly sound, and a few keys drawn from everywhere."""
    kind = draw(SOUND["kind"])
    own = [one.name for one in keys.CARD.fields if kind in one.kinds]
    needed = {one.name for one in keys.CARD.fields if one.required and kind in one.kinds}
    if kind == "choice":
        needed.add(draw(st.sampled_from(["distractors", "options"])))
    names = needed | {"teaches"} | draw(st.sets(st.sampled_from(own), max_size=3))
    card: dict[str, Any] = {name: draw(SOUND.get(name, SHOWN)) for name in own if name in names}
    if "options" in card:
        card["options"].append(card["answer"])
        card.pop("distractors", None)
    if kind != "basic" or draw(st.booleans()):
        card["kind"] = kind
    if not stray or draw(st.integers(0, 2)):
        return card
    for name in draw(st.sets(st.sampled_from([*keys.CARD.by_name, "bakc"]), max_size=1)):
        card[name] = draw(VALUES)
    return card


def written(value: Any, draw: Callable[[Any], Any]) -> str:
    """A value in flow style; a text plain where it may be, or always quoted."""
    if isinstance(value, str):
        plain = re.fullmatch(r"[^\s\[\]{},:#&*!|>'\"%@`?-][^\[\]{},:#\n\t]*(?<!\s)", value)
        bare = value and plain and value.isprintable() and draw(st.booleans())
        return value if bare else scalars.quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(written(one, draw) for one in value)}]"
    return "{" + ", ".join(f"{key}: {written(one, draw)}" for key, one in value.items()) + "}"


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cards(), st.data())
def test_whatever_loads_validates(card: dict[str, Any], data: st.DataObject) -> None:
    text = f"topic: ethics\ncards:\n  - {written(card, data.draw)}\n"
    other = 'topic: law\ncards: [{id: z, front: f, back: b, teaches: [law.deadlines]}, ' \
            '{id: "9", front: f, back: b, teaches: [law.deadlines]}]\n'  # fmt: skip
    files = {**decks.WHOLE, "cards/ethics.yaml": text, "cards/other.yaml": other}
    faults, told = problems(files, "card")
    event("sound" if not faults else "unsound")
    if not faults:
        assert told == [], text


SHAPES = {
    "text": ["[a]", "{a: b}", '""', '" "'],
    "id": ["[a]", "{a: b}", '""', "A", "a_b", "-1", "a--b"],
    "list": ["a", "{a: b}", "7", '""'],
    "flag": ["[a]", "{a: b}", "yes", "2"],
    "map": ["a", "[a]", "7"],
}
SHAPE_OF = {
    "markdown": "text", "line": "text", "id": "id", "flag": "flag", "card-ids": "list",
    "taught-ids": "list", "citations": "list", "tags": "list", "options": "list", "map": "map",
}  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cards(stray=False), st.data())
def test_what_the_schema_can_see_it_rejects(card: dict[str, Any], data: st.DataObject) -> None:
    """One key of any card with a value of another shape, an unknown key, or a needed one gone."""
    kind = card.get("kind", "basic")
    own = [o for o in keys.CARD.fields if kind in o.kinds and o.shape in SHAPE_OF]
    one = data.draw(st.sampled_from(own))
    entries = {name: written(value, data.draw) for name, value in card.items()}
    flaw = data.draw(st.sampled_from(["shape", "unknown", "gone"]))
    if flaw == "unknown":
        entries["colour"] = "red"
    elif flaw == "gone":
        needed = [o.name for o in keys.CARD.fields if o.required and kind in o.kinds]
        entries.pop(data.draw(st.sampled_from(needed)), None)
    else:
        entries[one.name] = data.draw(st.sampled_from(SHAPES[SHAPE_OF[one.shape]]))
    body = "".join(f"    {name}: {value}\n" for name, value in entries.items())
    text = f"topic: ethics\ncards:\n  -{body[3:] or ' {}'}\n"
    faults, told = problems({**decks.WHOLE, "cards/ethics.yaml": text}, "card")
    assert faults, text
    assert told, text


# --- what an author sees --------------------------------------------------------------------------


def every_property(node: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(node, list):
        return [found for inner in node for found in every_property(inner, path)]
    if not isinstance(node, dict):
        return []
    found = [
        (f"{path}.{name}", inner) for name, inner in node.get("properties", {}).items()
        if isinstance(inner, dict) and "if" not in node
    ]  # fmt: skip
    return found + [
        entry
        for key, inner in node.items()
        if key not in ("allOf", "if", "then", "else", "enum", "examples")
        for entry in every_property(inner, f"{path}.{key}")
    ]


@pytest.mark.parametrize("kind", FILES)
def test_every_key_is_described_in_a_sentence(kind: str) -> None:
    collection, _ = load(SHIPPED)
    made = json_schema.schema(kind, collection)
    for path, one in every_property(made):
        assert re.match(r"\S.{6,}", one.get("description", "")), path


def test_examples_are_right_themselves(tmp_path: Path) -> None:
    """They are those of the deck that ``init`` begins."""
    for path, data in scaffold.files("mine", "Mine").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    collection, _ = load(tmp_path)
    for kind in FILES:
        made = json_schema.schema(kind, collection)
        for _, one in every_property(made):
            for example in one.get("examples", ()):
                jsonschema.Draft202012Validator({"$defs": made["$defs"], **one}).validate(example)


def test_ids_come_with_what_they_stand_for(tmp_path: Path) -> None:
    collection, _ = load(decks.write(tmp_path))
    made = json_schema.schema("card", collection)
    docs: dict[str, str] = {}
    for one in made["$defs"]["taught in ethics"]["anyOf"]:
        docs.update(zip(one["enum"], one["markdownEnumDescriptions"], strict=True))
    assert docs["ethics.limits"] == "Explain the limits. (core)"
    assert docs["ethics.limits.when"] == "Limits are explained at the start."


# --- the command ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FILES)
def test_the_command_prints_one_schema(kind: str, tmp_path: Path) -> None:
    decks.write(tmp_path / "decks")
    told = run("schema", "--file", kind, cwd=tmp_path)
    assert told.returncode == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(told.stdout))
    assert json.loads(told.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_write_and_link_leave_all_but_the_first_line_as_it_was(tmp_path: Path) -> None:
    crlf = decks.CARDS.replace("\n", "\r\n").encode()
    files: dict[str, str | bytes] = {
        **decks.WHOLE, "cards/deep/er/a.yml": b"\xef\xbb\xbf" + crlf.replace(b"limits-when", b"b"),
        "sources.yaml": decks.SOURCES.rstrip("\n"),
    }  # fmt: skip
    decks.write(tmp_path / "decks", files)
    told = run("schema", "--write", "--link", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    deep = (tmp_path / "decks/cards/deep/er/a.yml").read_bytes()
    line = b"# yaml-language-server: $schema=../../../.schema/card.json"
    assert deep == b"\xef\xbb\xbf" + line + b"\r\n" + crlf.replace(b"limits-when", b"b")
    assert (tmp_path / "decks/sources.yaml").read_text().endswith(decks.SOURCES.rstrip("\n"))
    assert run("schema", "--check", cwd=tmp_path).returncode == 0
    again = run("schema", "--write", "--link", cwd=tmp_path)
    assert again.stdout == "All is up to date.\n"
    assert load(tmp_path / "decks")[1].found == []


def test_cards_that_wait_are_not_held_to_the_schema(tmp_path: Path) -> None:
    """They need neither a topic nor facts: an editor would mark what is right."""
    waiting = "cards:\n  - id: waits\n    front: f\n    back: b\n"
    decks.write(tmp_path / "decks", {**decks.WHOLE, "cards/inbox/a/b.yaml": waiting})
    assert run("schema", "--write", "--link", cwd=tmp_path).returncode == 0
    assert (tmp_path / "decks/cards/inbox/a/b.yaml").read_text() == waiting


def test_check_tells_of_a_schema_that_the_deck_has_outgrown(tmp_path: Path) -> None:
    decks.write(tmp_path / "decks")
    run("schema", "--write", cwd=tmp_path)
    more = decks.SOURCES + "  - id: third\n    title: Third\n    kind: page\n"
    (tmp_path / "decks/sources.yaml").write_text(more)
    told = run("schema", "--check", cwd=tmp_path)
    assert told.returncode == 1
    assert "decks/.schema/card.json is not up to date" in told.stderr
    assert "cps-cards schema --write" in told.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--file", "cards"], "card"),
        (["--write", "--file", "card"], "--file prints one schema"),
        (["--check", "--write"], "--check changes nothing"),
        (["--link"], "add --write"),
        (["nowhere"], "there is no deck folder `nowhere`"),
    ],
)
def test_wrong_usage(args: list[str], words: str, tmp_path: Path) -> None:
    decks.write(tmp_path / "decks")
    told = run("schema", *args, cwd=tmp_path)
    assert told.returncode == 2
    assert words in told.stderr


def test_a_broken_curriculum_is_told_at_its_place(tmp_path: Path) -> None:
    decks.write(tmp_path / "decks", {**decks.WHOLE, "curriculum.yaml": "topics: [a\n"})
    told = run("schema", cwd=tmp_path)
    assert told.returncode == 1
    assert "decks/curriculum.yaml:" in told.stderr
    assert told.stdout == ""


def test_a_text_that_looks_like_a_reference_is_none(tmp_path: Path) -> None:
    text = decks.SOURCES.replace("Code of Ethics", '"#/$defs/nothing"')
    collection, faults = load(decks.write(tmp_path, {**decks.WHOLE, "sources.yaml": text}))
    assert faults.found == []
    made = json_schema.schema("card", collection)
    assert "#/$defs/nothing" in made["$defs"]["citation"]["anyOf"][0]["markdownEnumDescriptions"]
