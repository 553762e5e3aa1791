"""What cards say of each other, of the curriculum, the sources and the ledger: does it hold?"""

from __future__ import annotations

from collections.abc import Iterator, Set

from cps_cards.diagnostics import Related
from cps_cards.faults import Faults
from cps_cards.model import ids as ids_of
from cps_cards.model.cards import Card, Citation
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection
from cps_cards.model.texts import did_you_mean, short
from cps_cards.source import Text
from cps_cards.yamlio import scalars
from cps_cards.yamlio.files import INBOX

_EXPLAIN = ("unknown-key", "wrong-shape", "empty-field", "bad-id")
_RESERVED_TAGS = ("topic", "objective", "priority", "kind", "week", "retired")


def check(
    collection: Collection,
    ids: Set[str],
    complete: bool,
    faults: Faults,
    former: Set[str] = frozenset(),
) -> None:
    """Report every reference that leads nowhere or must not be.

    ``ids`` are those of all cards, sound or not, and ``former`` what they say they were called;
    where not all files could be read (``complete`` is false), a card that is not there may stand
    in one of those and is not reported.
    """
    citations = _citations(collection)
    if collection.sources_file is not None:
        _check_sources(citations, collection, faults)
    else:
        _no_sources(citations, faults)
    curriculum = collection.curriculum
    sure = curriculum is None or not any(
        fault.source.path == curriculum.source.path for fault in faults.found
    )
    # A card that names something in a wrong way is not told that it does not name it.
    explained = {fault.card for fault in faults.found if fault.name in _EXPLAIN}
    waiting = {card.id.value for card in collection.inbox}
    for card in (*collection.cards, *collection.faulty, *collection.inbox):
        if card.tags:
            _check_tags(card, collection, faults)
        if card.after or card.retired is not None:
            _check_ids(card, ids, complete, faults)
        if card.retired is None:
            needs_nothing = f"/{INBOX}/" in card.source.path or card.id.value in explained
            _check_teaches(card, collection, needs_nothing, faults)
            if card.after and card.id.value not in waiting:
                _check_order(card, collection, sure, waiting, faults)
    _check_cycles(collection, faults)
    _check_formerly(collection, ids, faults)
    _check_guids(collection, faults)
    _check_ledger(collection, ids, complete, former, faults)


Cited = list[tuple[Citation, str | None]]


def _citations(collection: Collection) -> Cited:
    """Every citation, with the card that makes it."""
    found: Cited = [
        (one, card.id.value)
        for card in (*collection.cards, *collection.faulty, *collection.inbox)
        if card.retired is None
        for one in card.sources
    ]
    if collection.curriculum is not None:
        for _, objective in collection.curriculum.objectives():
            found.extend((one, None) for fact in objective.facts for one in fact.sources)
    return found


def _no_sources(citations: Cited, faults: Faults) -> None:
    """Where the file is missing, that is one fault, however many places cite something."""
    for citation, card in citations[:1]:
        more = len(citations) - 1
        faults.at(
            "unknown-reference",
            citation.text,
            f"unknown source `{short(citation.source_id)}`: there is no sources.yaml"
            + (f" ({more} more citations)" if more else ""),
            "add sources.yaml with an entry for each source, or take the citations out",
            card=card,
        )


def _check_sources(citations: Cited, collection: Collection, faults: Faults) -> None:
    file = collection.sources_file
    if file is not None and file.path in faults.broken_files:
        return
    for citation, card in citations:
        if citation.source_id not in collection.sources:
            known = did_you_mean(citation.source_id, collection.sources)
            faults.at(
                "unknown-reference",
                citation.text,
                f"unknown source `{short(citation.source_id)}`{known}",
                "add it to sources.yaml, or mend the id",
                card=card,
            )


def _check_tags(card: Card, collection: Collection, faults: Faults) -> None:
    prefix = collection.deck.tag_prefix.casefold()
    for tag in card.tags:
        parts = tag.value.casefold().split(f"{prefix}::", 1)
        if len(parts) == 2 and not parts[0] and parts[1].split("::")[0] in _RESERVED_TAGS:
            faults.at(
                "bad-value",
                tag,
                f"the tag `{short(tag.value)}` is one that the tool itself gives",
                "take another word, or take the tag out: topic, priority, kind and week are given",
                card=card.id.value,
            )


def _check_ids(card: Card, ids: Set[str], complete: bool, faults: Faults) -> None:
    # A retired card waits for nothing: of what it names, only its successors are shown.
    for named in card.retired.see if card.retired is not None else card.after:
        if named.value == card.id.value:
            faults.at(
                "unknown-reference",
                named,
                "the card names itself",
                "take it out",
                card=card.id.value,
            )
        elif named.value not in ids and complete:
            faults.at(
                "unknown-reference",
                named,
                f"unknown card `{named.value}`{did_you_mean(named.value, ids)}",
                "name a card of this deck by its id",
                card=card.id.value,
            )


def _check_teaches(card: Card, collection: Collection, explained: bool, faults: Faults) -> None:
    curriculum = collection.curriculum
    if curriculum is None or curriculum.source.path in faults.broken_files:
        return
    if not card.teaches and explained:
        return
    if not card.teaches:
        faults.at(
            "missing-key",
            card.id,
            "`teaches` is missing",
            "name the facts of curriculum.yaml that the card teaches: `teaches: [a.b.c]`",
            card=card.id.value,
        )
        return
    known: list[Text] = []
    topics: set[str] = set()
    for taught in card.teaches:
        entry = curriculum.by_id.get(taught.value)
        if entry is not None:
            known.append(taught)
            topics.add(entry[0].id.value)
            if entry[2] is not None and entry[2].pending is not None:
                _waits(card, taught, entry[2].pending, faults)
        else:
            faults.at(
                "unknown-reference",
                taught,
                f"unknown fact or objective `{short(taught.value)}`"
                f"{did_you_mean(taught.value, curriculum.by_id)}",
                "name it as curriculum.yaml does",
                card=card.id.value,
            )
    if known and card.topic not in topics and card.topic in collection.topic_titles:
        theirs = " or ".join(f"`{topic}`" for topic in sorted(topics))
        faults.at(
            "wrong-topic",
            known[0],
            f"the card stands under the topic `{card.topic}` and teaches nothing of it",
            f"move the card to a file of the topic {theirs}, or mend `teaches`",
            card=card.id.value,
        )


def _waits(card: Card, taught: Text, pending: Text, faults: Faults) -> None:
    faults.at(
        "pending-fact",
        taught,
        f"`{short(taught.value)}` waits to be confirmed: {' '.join(pending.value.split())}",
        "teach another fact, or confirm this one and take `pending` out of the curriculum",
        card=card.id.value,
        related=(Related("it waits here", pending.source, pending.span),),
    )


def _check_order(
    card: Card, collection: Collection, sure: bool, waiting: Set[str], faults: Faults
) -> None:
    own = collection.priority_of(card)
    for named in card.after:
        if named.value in waiting:
            faults.at(
                "prerequisite-order",
                named,
                f"the card waits for `{named.value}`, which lies in the inbox",
                f"sort that card first, out of {INBOX}, or take it out here",
                card=card.id.value,
            )
        other = collection.by_id.get(named.value)
        if other is None or other is card:
            continue
        if other.retired is not None:
            faults.at(
                "prerequisite-order",
                named,
                f"the card waits for `{named.value}`, which is retired",
                "take it out: newcomers meet retired cards last",
                card=card.id.value,
                related=(Related("it is retired here", other.source, other.id.span),),
            )
            continue
        _check_week(card, named, other, collection, faults)
        theirs = collection.priority_of(other)
        if own is None or theirs is None or not sure:
            continue
        if PRIORITIES.index(theirs) <= PRIORITIES.index(own):
            continue
        faults.at(
            "prerequisite-order",
            named,
            f"this {own} card waits for `{named.value}`, which is only {theirs}",
            "learners meet core cards first: take it out, or teach something of that priority",
            card=card.id.value,
            related=(Related(f"this card is {theirs}", other.source, other.id.span),),
        )


def _check_week(
    card: Card, named: Text, other: Card, collection: Collection, faults: Faults
) -> None:
    """Report a card that waits for one that its class comes to in a later week, or in none."""
    week_of = collection.deck.schedule.week_of
    own, theirs = week_of.get(card.topic), week_of.get(other.topic)
    if own is None or (theirs is not None and theirs <= own):
        return
    when = f"in week {theirs}" if theirs is not None else "after the last week"
    faults.at(
        "prerequisite-order",
        named,
        f"`{card.id.value}` comes in week {own} of the class and waits for `{named.value}`, "
        f"which comes {when}",
        "take it out, or let `weeks` in deck.yaml name their topics in another order",
        card=card.id.value,
        related=(Related(f"this one comes {when}", other.source, other.id.span),),
    )


def _check_cycles(collection: Collection, faults: Faults) -> None:
    """Report each circle of prerequisites once, where the search closes it."""
    by_id = collection.by_id
    done: set[str] = set()
    for start, card in by_id.items():
        if not card.after or card.retired is not None or start in done:
            continue
        path: dict[str, None] = {}
        waiting: list[Iterator[Text]] = []
        entered: str | None = start
        while entered is not None or waiting:
            if entered is not None:
                path[entered] = None
                waiting.append(iter(by_id[entered].after))
                entered = None
            named = next(waiting[-1], None)
            if named is None:
                waiting.pop()
                done.add(path.popitem()[0])
            elif named.value in path:
                circle = list(path)[list(path).index(named.value) :]
                if len(circle) > 1:
                    _report_circle(circle, named, collection, faults)
            elif named.value in by_id and named.value not in done:
                entered = named.value if by_id[named.value].retired is None else None


def _report_circle(circle: list[str], named: Text, collection: Collection, faults: Faults) -> None:
    shown = " → ".join(f"`{id}`" for id in (*circle, circle[0]))
    faults.at(
        "prerequisite-cycle",
        named,
        f"these cards wait for each other: {shown}",
        "take one of the `after` out: none of them could ever come first",
        card=circle[-1],
        related=tuple(
            Related("it waits here", collection.by_id[id].source, collection.by_id[id].id.span)
            for id in circle[:-1]
        ),
    )


def _check_formerly(collection: Collection, ids: Set[str], faults: Faults) -> None:
    claimed: dict[str, Text] = {}
    for card in collection.cards:
        former = card.formerly
        if former is None:
            continue
        if former.value in ids:
            what = "its own id" if former.value == card.id.value else "the id of another card"
            faults.at(
                "formerly-clash",
                former,
                f"`formerly: {former.value}` is {what}",
                "`formerly` is the id that this card was first published under and no longer has",
                card=card.id.value,
            )
            continue
        first = claimed.setdefault(former.value, former)
        if first is not former:
            faults.at(
                "formerly-clash",
                former,
                f"two cards say `formerly: {former.value}`",
                "only one of them can take over that card's history",
                card=card.id.value,
                related=(Related("the other one", first.source, first.span),),
            )


def _check_guids(collection: Collection, faults: Faults) -> None:
    """Report GUIDs that two notes would have: Anki would take them for one."""
    cards = (*collection.cards, *collection.faulty, *collection.inbox)
    if all(card.guid is None for card in cards):
        return
    first: dict[str, Card] = {}
    for card in sorted(cards, key=lambda card: card.guid is not None):
        other = first.setdefault(card.guid_in(collection.deck.id), card)
        if other is not card and card.guid is not None:
            faults.at(
                "duplicate-id",
                card.guid,
                f"the card `{other.id.value}` has this GUID, too",
                "Anki would take the two for one note: take `guid` out of one of them",
                card=card.id.value,
                related=(Related("the other one", other.source, (other.guid or other.id).span),),
            )


def _check_ledger(
    collection: Collection, ids: Set[str], complete: bool, former: Set[str], faults: Faults
) -> None:
    ledger, deck = collection.ledger, collection.deck
    if ledger is None or ledger.source is None or deck.source.path in faults.broken_files:
        return
    if ledger.deck_id != deck.id and deck.id_span.end:  # without an end, it could not be read
        faults.add(
            "deck-id-changed",
            deck.source,
            deck.id_span,
            f"the deck was published as `{ledger.deck_id}` and is now `{deck.id}`",
            f"write `id: {ledger.deck_id}` again: with another id, every learner would lose "
            "the review history of every card",
            related=(Related("published here", ledger.source, ledger.source_span()),),
        )
        return
    by_guid = {card.guid_in(ledger.deck_id): card for card in collection.cards}
    by_key = {card.key: card for card in collection.cards}
    inbox = {card.guid_in(ledger.deck_id): card for card in collection.inbox}
    # A card with a former id does not bring back one that was published under its present one.
    known = (ids - _renamed(collection)) | former
    for key, published in ledger.cards.items():
        card = by_guid.get(published.guid)
        if card is None and (other := by_key.get(key)) is not None:
            faults.at(
                "guid-changed",
                other.guid or other.id,
                f"`{other.id.value}` was published with the GUID `{published.guid}` and now has "
                f"`{other.guid_in(ledger.deck_id)}`",
                f"write `guid: {scalars.flow(published.guid)}` on the card: learners know it by "
                "that, and would get it a second time"
                if published.guid != ids_of.guid(ledger.deck_id, key)
                else "take `guid` out: learners know the card by another one, and would get it a "
                "second time",
                card=other.id.value,
            )
        elif card is None and (hidden := inbox.get(published.guid)) is not None:
            faults.at(
                "unpublished-removal",
                hidden.id,
                f"the published card `{key}` lies in the inbox, which is no part of the deck",
                f"learners have it: move it out of {INBOX}",
                card=hidden.id.value,
            )
        elif card is not None and card.kind != published.kind:
            faults.at(
                "kind-changed",
                card.id,
                f"`{card.id.value}` was published as a {published.kind} card and is now "
                f"a {card.kind} card",
                "Anki cannot change the kind of a card that learners have: give this one a new id, "
                f"and bring the {published.kind} card back with `retired: {{reason: …}}`",
                card=card.id.value,
            )
        elif card is None and complete and key not in known:
            faults.add(
                "unpublished-removal",
                ledger.source,
                ledger.spans[key],
                f"the published card `{key}` is gone from the deck",
                "learners have it, and nothing takes it from them: bring it back, in any card "
                "file, with `retired: {reason: …}`; where it was renamed, "
                f"write `formerly: {key}` on the card with the new id",
                card=key,
            )


def _renamed(collection: Collection) -> Set[str]:
    """Ids of cards whose history hangs on a former id: the id alone does not bring a card back."""
    return {card.id.value for card in collection.cards if card.formerly is not None}
