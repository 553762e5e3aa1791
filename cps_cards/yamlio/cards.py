"""Nodes to cards, one card file at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cps_cards.faults import Faults
from cps_cards.model import clozes
from cps_cards.model.cards import Basic, Card, Choice, Citation, Cloze, Ignore, Option, Retired
from cps_cards.model.texts import did_you_mean, is_blank
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio import tables
from cps_cards.yamlio.fields import Fields, is_nothing, shape_of
from cps_cards.yamlio.nodes import MapNode, Node

_CITATION = re.compile(r"(\S+)(?:\s+(.*))?", re.DOTALL)


def read_card_file(
    node: Node | None, source: Source, topics: Iterable[str], faults: Faults
) -> tuple[list[Card], list[Text]]:
    """The sound cards of a file, and the id of every card in it, sound or not."""
    topics = list(topics)
    if not isinstance(node, MapNode):
        if source.path in faults.broken_files:
            return [], []
        faults.add(
            "wrong-shape",
            source,
            Span(0, 0),
            "the file is empty"
            if node is None or is_nothing(node)
            else f"a card file has keys with values, and this is {shape_of(node)}",
            "begin it with `topic: …` and `cards:`",
        )
        return [], []
    fields = Fields(node, tables.CARD_FILE, faults)
    fields.reject_unknown()
    topic = fields.text("topic")
    if topic is not None and topic.value not in topics and topics:
        faults.at(
            "unknown-reference",
            topic,
            f"unknown topic `{topic.value}`{did_you_mean(topic.value, topics)}",
            f"deck.yaml has the topics {', '.join(topics)}",
        )
    cards: list[Card] = []
    ids: list[Text] = []
    for card_fields in fields.maps("cards", tables.CARD):
        id_node = card_fields.node_of("id")
        if isinstance(id_node, Text):
            card_fields.card = id_node.value
            ids.append(id_node)
        card = read_card(card_fields, topic.value if topic is not None else "")
        if card is not None:
            cards.append(card)
    return cards, ids


def read_card(fields: Fields, topic: str) -> Card | None:
    """A card, or None where something that it needs is missing or wrong."""
    before = len(fields.faults.found)
    kind = fields.one_of("kind") if fields.has("kind") else "basic"
    fields.reject_unknown(kind)
    card_id = fields.id("id")
    common = {
        "topic": topic,
        "source": fields.source,
        "span": fields.node.span,
        "scenario": fields.text("scenario"),
        "why": fields.text("why"),
        "teaches": fields.ids("teaches", dotted=True),
        "sources": read_citations(fields, "sources"),
        "after": fields.ids("after"),
        "tags": fields.tags("tags"),
        "formerly": fields.id("formerly"),
        "retired": _retired(fields),
        "ignores": _ignores(fields),
    }
    card: Card | None = None
    if kind == "basic":
        front, back = fields.text("front"), fields.text("back")
        reverse = fields.flag("reverse")
        if card_id is not None and front is not None and back is not None:
            card = Basic(id=card_id, front=front, back=back, reverse=reverse, **common)  # type: ignore[arg-type]
    elif kind == "cloze":
        text = fields.text("text")
        numbers = _cloze_numbers(fields, text)
        if card_id is not None and text is not None and numbers:
            card = Cloze(id=card_id, text=text, numbers=numbers, **common)  # type: ignore[arg-type]
    elif kind == "choice":
        card = _choice(fields, card_id, common)
    return card if len(fields.faults.found) == before else None


def read_citations(fields: Fields, name: str) -> tuple[Citation, ...]:
    """``id`` or ``id locator``, each pair once."""
    found: dict[tuple[str, str], Citation] = {}
    for item in fields.lines(name):
        match = _CITATION.fullmatch(item.value.strip())
        if match is not None:
            locator = " ".join((match[2] or "").split())
            found.setdefault((match[1], locator), Citation(match[1], locator, item))
    return tuple(found.values())


def _retired(fields: Fields) -> Retired | None:
    node = fields.mapping("retired")
    if node is None:
        if fields.has("retired") and is_nothing(fields.node_of("retired") or node):  # type: ignore[arg-type]
            fields.faults.at(
                "empty-field",
                fields.key("retired"),
                "`retired` is empty",
                "write `retired: {reason: …}`: learners who have the card are shown the reason",
                card=fields.card,
            )
        return None
    inner = Fields(node, tables.RETIRED, fields.faults, fields.card)
    inner.reject_unknown()
    reason, see = inner.text("reason"), inner.ids("see")
    return Retired(reason, see) if reason is not None else None


def _ignores(fields: Fields) -> tuple[Ignore, ...]:
    node = fields.mapping("ignore")
    if node is None:
        return ()
    return tuple(Ignore(rule, reason) for rule, reason in read_ignores(node, fields))


def read_ignores(node: MapNode, fields: Fields) -> Iterable[tuple[Text, Text]]:
    """Rules and the reasons for silencing them; one without a reason is a fault."""
    found = []
    for rule, reason in node.pairs:
        if isinstance(reason, Text) and not is_blank(reason.value) and not is_nothing(reason):
            found.append((rule, reason))
            continue
        fields.faults.at(
            "ignore-without-reason",
            rule,
            f"`ignore` silences {rule.value} without a reason",
            f"write `{rule.value}: the reason` in words that a reviewer can judge",
            card=fields.card,
        )
    return found


def _cloze_numbers(fields: Fields, text: Text | None) -> tuple[int, ...]:
    """The numbers of sound deletions; empty where anything is wrong, each fault reported."""
    if text is None:
        return ()
    parsed = clozes.parse(text.value)
    faults = fields.faults
    for fault in parsed.faults:
        span = text.slice(fault.start, fault.end)
        faults.add("cloze-braces", text.source, span, fault.message, fault.help, card=fields.card)
    for deletion in parsed.deletions:
        inner = clozes.without_marks(text.value[slice(*deletion.content)])
        if is_blank(re.sub(r"</?[A-Za-z!][^<>]*>", "", inner)):
            span = text.slice(deletion.start, deletion.end)
            faults.add(
                "cloze-braces",
                text.source,
                span,
                f"the deletion c{deletion.number} hides nothing",
                "write the hidden words behind the two colons",
                card=fields.card,
            )
    if not parsed.deletions and not parsed.faults:
        faults.at(
            "cloze-no-deletion",
            text,
            "a cloze card hides something, and nothing is hidden here",
            "put the words to recall between {{c1:: and }}",
            card=fields.card,
        )
    return parsed.numbers


def _choice(fields: Fields, card_id: Text | None, common: dict[str, object]) -> Choice | None:
    question, answer = fields.text("question"), fields.text("answer")
    has_distractors, has_options = fields.has("distractors"), fields.has("options")
    if has_distractors and has_options:
        fields.faults.at(
            "choice-options",
            fields.key("options"),
            "a choice card has `distractors` or `options`, not both",
            "keep `distractors`; `options` is for options whose order matters",
            card=fields.card,
        )
        return None
    if not has_distractors and not has_options:
        fields.missing("distractors", "add two to five wrong options under `distractors:`")
        return None
    name = "options" if has_options else "distractors"
    options = _options(fields, name)
    if options is None or question is None or answer is None or card_id is None:
        return None
    at, options = _place_answer(fields, name, answer, options)
    if at is None:
        return None
    return Choice(
        id=card_id,
        question=question,
        answer=answer,
        options=options,
        key_index=at,
        ordered=has_options,
        **common,  # type: ignore[arg-type]
    )


def _options(fields: Fields, name: str) -> tuple[Option, ...] | None:
    """The options of a list; None where one of them has a fault."""
    before = len(fields.faults.found)
    found: list[Option] = []
    for item in fields.items(name):
        if isinstance(item, MapNode):
            inner = Fields(item, tables.OPTION, fields.faults, fields.card)
            inner.reject_unknown()
            text, why = inner.text("text"), inner.text("why")
            if text is not None:
                found.append(Option(text, why))
        elif isinstance(item, Text) and not is_blank(item.value):
            found.append(Option(item, None))
        else:
            fields.faults.add(
                "empty-field" if isinstance(item, Text) else "wrong-shape",
                fields.source,
                Span(item.start, max(item.start + 1, item.end if isinstance(item, Text) else 0)),
                "this option is empty: it shows nothing"
                if isinstance(item, Text)
                else "an option is a text or `{text: …, why: …}`, and this is a list",
                "write the option as a text, or take it out",
                card=fields.card,
            )
    return tuple(found) if len(fields.faults.found) == before else None


def _place_answer(
    fields: Fields, name: str, answer: Text, options: tuple[Option, ...]
) -> tuple[int | None, tuple[Option, ...]]:
    """Where the answer stands among all options; None where they are not a sound choice."""
    faults = fields.faults
    total = len(options) + (1 if name == "distractors" else 0)
    sound = True
    if not 3 <= total <= 6:
        sound = False
        faults.at(
            "choice-options",
            fields.key(name),
            f"a choice card has three to six options in all, and this one has {total}",
            "add a wrong option" if total < 3 else "take out the weakest wrong options",
            card=fields.card,
        )
    first: dict[str, Text] = {answer.value.strip(): answer} if name == "distractors" else {}
    for option in options:
        same = first.setdefault(option.text.value.strip(), option.text)
        if same is not option.text:
            sound = False
            faults.at(
                "choice-options",
                option.text,
                "this option equals the answer"
                if same is answer
                else "this option stands here a second time",
                "a learner could not tell the two apart: change one of them",
                card=fields.card,
            )
    if name == "distractors":
        return (0 if sound else None), (Option(answer, None), *options)
    for at, option in enumerate(options):
        if option.text.value.strip() == answer.value.strip():
            return (at if sound else None), options
    near = did_you_mean(answer.value, (option.text.value for option in options))
    faults.at(
        "choice-options",
        answer,
        f"the answer is not among `options`{near}",
        "write it there too, letter for letter",
        card=fields.card,
    )
    return None, options
