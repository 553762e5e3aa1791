"""Nodes to cards, one card file at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import assert_never

from cps_cards.faults import Faults
from cps_cards.model import clozes
from cps_cards.model.cards import (
    KINDS,
    Basic,
    Card,
    Choice,
    Cloze,
    Ignore,
    Kind,
    Option,
    Retired,
)
from cps_cards.model.texts import compared, did_you_mean, is_blank, nothing_in, short
from cps_cards.source import Source, Text
from cps_cards.yamlio import keys
from cps_cards.yamlio.decode import MAX_REPORTED
from cps_cards.yamlio.fields import Fields, top_fields
from cps_cards.yamlio.nodes import REFUSED, MapNode, Node
from cps_cards.yamlio.wellformed import is_nothing


class CardFile:
    """What a card file holds: ``ids`` are those of all its cards, readable or not."""

    def __init__(self) -> None:
        self.cards: list[Card] = []
        self.faulty: list[Card] = []
        self.ids: list[Text] = []


def read_card_file(
    node: Node | None, source: Source, topics: Iterable[str], faults: Faults, *, waits: bool = False
) -> CardFile:
    """The cards of a file; where they wait to be sorted, it needs no topic."""
    topics = list(topics)
    held = CardFile()
    fields = top_fields(node, source, keys.CARD_FILE, faults)
    if fields is None:
        return held
    topic = fields.text("topic") if fields.has("topic") or not waits else None
    if topic is not None and topic.value not in topics and topics:
        told = f"unknown topic `{short(topic.value)}`{did_you_mean(topic.value, topics)}"
        fields.fault(
            "unknown-reference", topic, told, f"deck.yaml has the topics {', '.join(topics)}"
        )
    for card_fields in fields.maps("cards", keys.CARD):
        id_node = card_fields.node_of("id")
        if isinstance(id_node, Text):
            card_fields.card = id_node.value
            held.ids.append(id_node)
        before = len(faults.found)
        card = read_card(card_fields, topic.value if topic is not None else "")
        if card is not None and not card_fields.node.refused:
            (held.cards if len(faults.found) == before else held.faulty).append(card)
    return held


def read_card(fields: Fields, topic: str) -> Card | None:
    """A card; what is missing or wrong was reported, and its id stands in for it.

    None where nothing is to be gained from such a card: without an id or a kind.
    """
    kind = _kind(fields)
    fields.reject_unknown(kind)
    card_id = fields.id("id")
    if card_id is None:
        _read_texts(fields, kind)
        return None
    common = {
        "id": card_id,
        "topic": topic,
        "source": fields.source,
        "span": fields.node.span,
        "ignores": tuple(Ignore(*silenced) for silenced in fields.ignores()),
        **{key: _COMMON[key](fields) for key in fields.names() if key in _COMMON},
    }
    match kind:
        case "basic":
            front, back = fields.text("front") or card_id, fields.text("back") or card_id
            reverse = fields.flag("reverse")
            term = _term(fields, reverse)
            return Basic(front=front, back=back, reverse=reverse, term=term, **common)  # type: ignore[arg-type]
        case "cloze":
            text = fields.text("text")
            numbers = _cloze_numbers(fields, text)
            text = text if text is not None and numbers else card_id
            return Cloze(text=text, numbers=numbers, **common)  # type: ignore[arg-type]
        case "choice":
            return _choice(fields, card_id, common)
        case None:
            return None
        case _:
            assert_never(kind)


def _term(fields: Fields, reverse: bool) -> Text | None:
    """What a card asks for back to front: a term, not the question that it asks otherwise."""
    if reverse and not fields.has("term"):
        fields.missing("term", "add `term: …`: asked back to front, the card shows the answer and "
                       "asks which term it describes")  # fmt: skip
    if fields.has("term") and not reverse:
        fields.faults.at(
            "unknown-key",
            fields.key("term"),
            "`term` is shown only where a card is asked back to front",
            "add `reverse: true`, or take `term` out",
            card=fields.card,
        )
    return fields.text("term") if fields.has("term") else None


def _read_texts(fields: Fields, kind: str | None) -> None:
    """Report what is wrong with the texts of a card that has no id."""
    for one in keys.CARD.fields:
        if one.shape == "markdown" and kind in one.kinds:
            fields.text(one.name)


def _kind(fields: Fields) -> Kind | None:
    """The kind that a card names, else the one that its keys tell, else basic."""
    if fields.has("kind") or fields.is_refused("kind"):
        named = fields.one_of("kind") if fields.has("kind") else None
        return next((kind for kind in KINDS if kind == named), None)
    if fields.has("front") or fields.has("back"):
        return "basic"
    meant = next((f for f in keys.CARD.fields if len(f.kinds) == 1 and fields.has(f.name)), None)
    if meant is None or meant.kinds == ("basic",):
        return "basic"
    kind = meant.kinds[0]
    told = f"a card with `{meant.name}` has to say that it is a {kind} card"
    fields.fault("missing-key", fields.key(meant.name), told, f"add `kind: {kind}`")
    return kind


def _retired(fields: Fields) -> Retired | None:
    node = fields.mapping("retired")
    if node is None:
        if is_nothing(fields.node_of("retired")):
            help = "write `retired: {reason: …}`: learners who have the card are shown the reason"
            fields.fault("empty-field", fields.key("retired"), "`retired` is empty", help)
        return None
    inner = Fields(node, keys.RETIRED, fields.faults, fields.card)
    inner.reject_unknown()
    reason, see = inner.text("reason"), inner.ids("see")
    return Retired(reason, see) if reason is not None else None


_COMMON: Mapping[str, Callable[[Fields], object]] = {
    "scenario": lambda fields: fields.text("scenario"),
    "why": lambda fields: fields.text("why"),
    "teaches": lambda fields: fields.ids("teaches", dotted=True),
    "sources": lambda fields: fields.citations("sources"),
    "after": lambda fields: fields.ids("after"),
    "tags": lambda fields: fields.tags("tags"),
    "formerly": lambda fields: fields.id("formerly"),
    "guid": lambda fields: fields.guid("guid"),
    "retired": _retired,
    "sample": lambda fields: fields.flag("sample"),
}
"""How the keys of all kinds of cards are read: most cards have three or four of them."""


def _cloze_numbers(fields: Fields, text: Text | None) -> tuple[int, ...]:
    """The numbers of sound deletions; empty where anything is wrong, each fault reported."""
    if text is None:
        return ()
    parsed = clozes.parse(text.value)
    faults = fields.faults
    before = len(faults.found)
    found = [(fault.start, fault.end, fault.message, fault.help) for fault in parsed.faults]
    for deletion in parsed.deletions:
        inner = clozes.without_marks(text.value[slice(*deletion.content)])
        if is_blank(re.sub(r"</?[A-Za-z!][^<>]*>", "", inner)):
            message = f"the deletion c{deletion.number} hides nothing"
            help = "write the hidden words behind the two colons"
            found.append((deletion.start, deletion.end, message, help))
    told = found[:MAX_REPORTED]
    spans = text.slices([(start, end) for start, end, _, _ in told])
    for span, (_, _, message, help) in zip(spans, told, strict=True):
        fields.fault("cloze-braces", span, message, help)
    if not parsed.deletions and not parsed.faults:
        told_none = "a cloze card hides something, and nothing is hidden here"
        help = "put the words to recall between {{c1:: and }}"
        fields.fault("cloze-no-deletion", text, told_none, help)
    return parsed.numbers if len(faults.found) == before else ()


def _choice(fields: Fields, card_id: Text, common: dict[str, object]) -> Choice:
    question, answer = fields.text("question"), fields.text("answer")
    name = _options_key(fields)
    options = _options(fields, name) if name is not None else None
    at: int | None = None
    if name is not None and options is not None and answer is not None:
        at, options = _place_answer(fields, name, answer, options)
    if at is None or not options:
        at, options = 0, (Option(answer or card_id, None), *(options or ()))[:6]
    return Choice(
        question=question or card_id,
        answer=answer or card_id,
        options=options,
        key_index=at,
        ordered=name == "options",
        **common,  # type: ignore[arg-type]
    )


def _options_key(fields: Fields) -> str | None:
    """Where the options stand; None, and a fault, where that is nowhere or in two places."""
    has_distractors, has_options = fields.has("distractors"), fields.has("options")
    if has_distractors and has_options:
        told = "a choice card has `distractors` or `options`, not both"
        help = "keep `distractors`; `options` is for options whose order matters"
        fields.fault("choice-options", fields.key("options"), told, help)
        return None
    if not has_distractors and not has_options:
        if not fields.is_refused("options"):
            fields.missing("distractors", "add two to five wrong options under `distractors:`")
        return None
    return "options" if has_options else "distractors"


def _options(fields: Fields, name: str) -> tuple[Option, ...] | None:
    """The options of a list; None where one of them has a fault."""
    before = len(fields.faults.found)
    found: list[Option] = []
    for item in fields.items(name):
        if isinstance(item, MapNode) and _is_unquoted(item):
            key = item.pairs[0][0]
            told = (
                f'this option reads as the key `{short(key.value)}` with a value, for it holds ": "'
            )
            fields.fault("wrong-shape", key, told, "put quotes around the whole option")
        elif isinstance(item, MapNode):
            inner = Fields(item, keys.OPTION, fields.faults, fields.card)
            inner.reject_unknown()
            text, why = inner.text("text"), inner.text("why")
            if text is not None:
                found.append(Option(text, why))
        elif isinstance(item, Text) and item.style == REFUSED:
            return None
        elif isinstance(item, Text) and not is_blank(item.value):
            found.append(Option(item, None))
        elif isinstance(item, Text):
            place = item if item.end > item.start else fields.key(name)
            told = f"an option {nothing_in(item.value)}"
            fields.fault("empty-field", place, told, "write the option as a text, or take it out")
        else:
            told = "an option is a text or `{text: …, why: …}`, and this is a list"
            fields.fault("wrong-shape", item, told, "write the option as a text, or take it out")
    return tuple(found) if len(fields.faults.found) == before else None


def _is_unquoted(item: MapNode) -> bool:
    """Whether an option was meant as a text that holds a colon."""
    if len(item.entries) != 1:
        return False
    key = item.pairs[0][0].value
    return key not in keys.OPTION.by_name and (" " in key or key[:1].isupper())


def _place_answer(
    fields: Fields, name: str, answer: Text, options: tuple[Option, ...]
) -> tuple[int | None, tuple[Option, ...]]:
    """Where the answer stands among all options; None where they are not a sound choice."""
    total = len(options) + (1 if name == "distractors" else 0)
    before = len(fields.faults.found)
    if not 3 <= total <= 6:
        told = f"a choice card has three to six options in all, and this one has {total}"
        help = "add a wrong option" if total < 3 else "take out the weakest wrong options"
        fields.fault("choice-options", fields.key(name), told, help)
    first: dict[str, Text] = {compared(answer.value): answer} if name == "distractors" else {}
    for option in options:
        same = first.setdefault(compared(option.text.value), option.text)
        if same is not option.text:
            what = "equals the answer" if same is answer else "stands here a second time"
            help = "a learner could not tell the two apart: change one of them"
            fields.fault("choice-options", option.text, f"this option {what}", help)
    sound = len(fields.faults.found) == before
    if name == "distractors":
        return (0 if sound else None), (Option(answer, None), *options)
    for at, option in enumerate(options):
        if compared(option.text.value) == compared(answer.value):
            return (at if sound else None), options
    if options:
        near = did_you_mean(answer.value, (option.text.value for option in options))
        told = f"the answer is not among `options`{near}"
        fields.fault("choice-options", answer, told, "write it there too, letter for letter")
    return None, options
