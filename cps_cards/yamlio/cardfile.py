"""Nodes to cards, one card file at a time."""

import re
from typing import Any, assert_never

from cps_cards.faults import Faults
from cps_cards.model import clozes
from cps_cards.model.cards import KINDS, Basic, Card, Choice, Cloze, Kind, Option, Retired
from cps_cards.model.texts import compared, did_you_mean, is_blank, nothing_in, short
from cps_cards.source import Source, Text
from cps_cards.yamlio import keys
from cps_cards.yamlio.decode import MAX_REPORTED
from cps_cards.yamlio.fields import Fields, is_nothing, top_fields
from cps_cards.yamlio.keys import Field
from cps_cards.yamlio.nodes import REFUSED, MapNode, Node
from cps_cards.yamlio.otherfiles import Ids


class Held:
    """What card files hold. A ``faulty`` card has stand-ins for what is missing or wrong.

    ``ids`` and ``former`` are the ids of all cards, readable or not, and what they say they were
    called; where not all files could be read (``whole`` is false), one may be missing here. Of
    sound ``cards``, the first of an id is kept; the others are faults.
    """

    def __init__(self, faults: Faults) -> None:
        self.cards: list[Card] = []
        self.waiting: list[Card] = []
        self.faulty: list[Card] = []
        help = "give one of the two cards another id: a learner's history hangs on it"
        self.ids = Ids(faults, "the id", help)
        self.former: set[str] = set()
        self.whole = True


def read_card_file(
    node: Node | None, source: Source, topics: list[str], waits: bool, held: Held, faults: Faults
) -> None:
    """Add the cards of a file to those held: of each id the first one. Where they wait in the
    inbox, the file needs no topic."""
    fields = top_fields(node, source, keys.CARD_FILE, faults)
    if fields is None:
        return
    if waits:
        fields.spared.add("topic")
    got = fields.read()
    topic = str(got.get("topic", ""))
    if topic and topic not in topics and topics:
        told = f"unknown topic `{short(topic)}`{did_you_mean(topic, topics)}"
        help = f"deck.yaml has the topics {', '.join(topics)}"
        fields.fault("unknown-reference", got["topic"], told, help)
    for inner in got.get("cards", ()):
        id, is_first = inner.node_of("id"), True
        if isinstance(id, Text):
            inner.card = id.value
            is_first = is_blank(id.value) or held.ids.take(id, card=id.value)
        if isinstance(former := inner.node_of("formerly"), Text):
            held.former.add(former.value)
        before = len(faults.found)
        card = read_card(inner, topic)
        if card is None or inner.node.refused:
            continue
        if len(faults.found) > before:
            held.faulty.append(card)
        elif waits:
            held.waiting.append(card)
        elif is_first:
            held.cards.append(card)


def read_card(fields: Fields, topic: str) -> Card | None:
    """A card; what is missing or wrong was reported, and its id stands in for it.

    None where nothing is to be gained from such a card: without an id or a kind.
    """
    kind = _kind(fields)
    got = fields.read(kind, {"ignore": Fields.ignores})
    if "retired" in got:
        retired = got["retired"].read()
        got["retired"] = Retired(**retired) if "reason" in retired else None
    elif fields.has("retired") and is_nothing(fields.node_of("retired")):
        help = "write `retired: {reason: …}`: learners who have the card are shown the reason"
        fields.fault("empty-field", fields.key("retired"), "`retired` is empty", help)
    card_id = got.get("id")
    if card_id is None or kind is None:
        return None
    got.pop("kind", None)
    got["topic"], got["source"], got["span"] = topic, fields.source, fields.node.span
    if "ignore" in got:
        got["ignores"] = got.pop("ignore")
    match kind:
        case "basic":
            # Asked back to front, a card asks for a term, not for its question.
            if got.get("reverse") and not fields.has("term"):
                help = "add `term: …`: asked back to front, the card shows the answer and asks "
                fields.missing("term", f"{help}which term it describes")
            elif fields.has("term") and not got.get("reverse"):
                told = "`term` is shown only where a card is asked back to front"
                help = "add `reverse: true`, or take `term` out"
                fields.fault("unknown-key", fields.key("term"), told, help)
            return Basic(**{"front": card_id, "back": card_id, **got})
        case "cloze":
            numbers = _cloze_numbers(fields, got.get("text"))
            return Cloze(**(got if numbers else {**got, "text": card_id}), numbers=numbers)
        case "choice":
            return _choice(fields, card_id, got)
        case _:
            assert_never(kind)


def _kind(fields: Fields) -> Kind | None:
    """The kind that a card names, else the one that its keys tell, else basic."""
    if fields.has("kind") or fields.is_refused("kind"):
        named = str(fields.node_of("kind"))
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


def _cloze_numbers(fields: Fields, text: Text | None) -> tuple[int, ...]:
    """The numbers of sound deletions; empty where anything is wrong, each fault reported."""
    if text is None:
        return ()
    parsed = clozes.parse(text.value)
    faults = fields.faults
    before = len(faults.found)
    found = list(parsed.faults)
    for deletion in parsed.deletions:
        inner = clozes.without_marks(text.value[slice(*deletion.content)])
        if is_blank(re.sub(r"</?[A-Za-z!][^<>]*>", "", inner)):
            told = f"the deletion c{deletion.number} hides nothing"
            help = "write the hidden words behind the two colons"
            found.append(clozes.ClozeFault(deletion.start, deletion.end, told, help))
    del found[MAX_REPORTED:]
    spans = text.slices([(fault.start, fault.end) for fault in found])
    for span, fault in zip(spans, found, strict=True):
        fields.fault("cloze-braces", span, fault.message, fault.help)
    if not parsed.deletions and not parsed.faults:
        told = "a cloze card hides something, and nothing is hidden here"
        help = "put the words to recall between {{c1:: and }}"
        fields.fault("cloze-no-deletion", text, told, help)
    return parsed.numbers if len(faults.found) == before else ()


def _choice(fields: Fields, card_id: Text, got: dict[str, Any]) -> Choice:
    answer = got.get("answer")
    given = [name for name in ("distractors", "options") if fields.has(name)]
    options, at = None, None
    if len(given) == 2:
        told = "a choice card has `distractors` or `options`, not both"
        help = "keep `distractors`; `options` is for options whose order matters"
        fields.fault("choice-options", fields.key("options"), told, help)
    elif given:
        options = _options(fields, keys.CARD.by_name[given[0]])
        if options is not None and answer is not None:
            at, options = _place_answer(fields, given[0], answer, options)
    elif not fields.is_refused("options"):
        fields.missing("distractors", "add two to five wrong options under `distractors:`")
    if at is None or not options:
        at, options = 0, (Option(answer or card_id), *(options or ()))[:6]
    rest = {"question": card_id, "answer": card_id, **got}
    return Choice(**rest, options=options, key_index=at, ordered=given == ["options"])


def _options(fields: Fields, field: Field) -> tuple[Option, ...] | None:
    """The options of a list; None where one of them has a fault."""
    before = len(fields.faults.found)
    found: list[Option] = []
    for item in fields.items(field):
        if isinstance(item, MapNode) and _is_unquoted(item):
            key = item.pairs[0][0]
            told = f"this option reads as the key `{short(key.value)}` with a value"
            help = "put quotes around the whole option"
            fields.fault("wrong-shape", key, f'{told}, for it holds ": "', help)
        elif isinstance(item, MapNode):
            got = Fields(item, keys.OPTION, fields.faults, fields.card).read()
            found += [Option(**got)] if "text" in got else []
        elif isinstance(item, Text) and item.style == REFUSED:
            return None
        elif isinstance(item, Text) and not is_blank(item.value):
            found.append(Option(item))
        elif isinstance(item, Text):
            place = item if item.end > item.start else fields.key(field.name)
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
    before = len(fields.faults.found)
    if name == "distractors":
        options = (Option(answer), *options)
    if not 3 <= len(options) <= 6:
        told = f"a choice card has three to six options in all, and this one has {len(options)}"
        help = "add a wrong option" if len(options) < 3 else "take out the weakest wrong options"
        fields.fault("choice-options", fields.key(name), told, help)
    first: dict[str, Text] = {}
    for option in options:
        same = first.setdefault(compared(option.text.value), option.text)
        if same is not option.text:
            what = "equals the answer" if same is answer else "stands here a second time"
            help = "a learner could not tell the two apart: change one of them"
            fields.fault("choice-options", option.text, f"this option {what}", help)
    key = first.get(compared(answer.value))
    at = next((at for at, option in enumerate(options) if option.text is key), None)
    if at is None and options:
        near = did_you_mean(answer.value, (option.text.value for option in options))
        told = f"the answer is not among `options`{near}"
        fields.fault("choice-options", answer, told, "write it there too, letter for letter")
    return (at if len(fields.faults.found) == before else None), options
