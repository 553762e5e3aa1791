"""What cards say of each other, of the curriculum and of the sources: does it hold?"""

from cps_cards.diagnostics import Related
from cps_cards.faults import Faults
from cps_cards.model.cards import Card, Citation
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection
from cps_cards.model.texts import did_you_mean, short
from cps_cards.source import Text
from cps_cards.yamlio.cardfile import Held
from cps_cards.yamlio.files import INBOX

_EXPLAIN = ("unknown-key", "wrong-shape", "empty-field", "bad-id")
_CONFIRM = "teach another fact, or confirm this one and take `pending` out of the curriculum"
_CORE_FIRST = "learners meet core cards first: take it out, or teach something of that priority"
_RESERVED_TAGS = ("topic", "objective", "priority", "kind", "week", "retired")


def check(collection: Collection, held: Held, faults: Faults) -> None:
    """Report every reference that leads nowhere or must not be."""
    links = _Links(collection, held, faults)
    cards = (*collection.cards, *collection.faulty, *collection.inbox)
    links.check_sources(cards)
    for card in cards:
        if card.tags:
            links.check_tags(card)
        if card.after or card.retired is not None:
            links.check_cards(card)
        if card.retired is None:
            links.check_taught(card)
            if card.after and card.id.value not in links.waiting:
                links.check_order(card)
    links.check_circles()


class _Links:
    def __init__(self, collection: Collection, held: Held, faults: Faults) -> None:
        self.collection = collection
        self.curriculum = collection.curriculum
        self.held = held
        self.faults = faults
        # A card that names something in a wrong way is not told that it does not name it.
        self.explained = {fault.card for fault in faults.found if fault.name in _EXPLAIN}
        self.waiting = {card.id.value for card in collection.inbox}
        path = self.curriculum.source.path if self.curriculum is not None else None
        self.priorities_are_sure = all(fault.source.path != path for fault in faults.found)

    def _fault(
        self, card: Card, name: str, at: Text, message: str, help: str, *related: Related
    ) -> None:
        self.faults.at(name, at, message, help, *related, card=card.id.value)

    def check_sources(self, cards: tuple[Card, ...]) -> None:
        cited: list[tuple[Citation, str | None]] = [
            (one, card.id.value) for card in cards if card.retired is None for one in card.sources
        ]
        for _, objective in self.curriculum.objectives() if self.curriculum is not None else ():
            cited += [(one, None) for fact in objective.facts for one in fact.sources]
        file, known = self.collection.sources_file, self.collection.sources
        if file is None:
            # Where the file is missing, that is one fault, however many places cite something.
            more = f" ({len(cited) - 1} more citations)" if len(cited) > 1 else ""
            near, cited = f": there is no sources.yaml{more}", cited[:1]
            help = "add sources.yaml with an entry for each source, or take the citations out"
        elif file.path in self.faults.broken_files:
            return
        for citation, card in cited:
            if citation.source_id not in known:
                if file is not None:
                    near = did_you_mean(citation.source_id, known)
                    help = "add it to sources.yaml, or mend the id"
                told = f"unknown source `{short(citation.source_id)}`{near}"
                self.faults.at("unknown-reference", citation.text, told, help, card=card)

    def check_tags(self, card: Card) -> None:
        prefix = f"{self.collection.deck.tag_prefix}::".casefold()
        for tag in card.tags:
            name = tag.value.casefold()
            if name.startswith(prefix) and name[len(prefix) :].split("::")[0] in _RESERVED_TAGS:
                told = f"the tag `{short(tag.value)}` is one that the tool itself gives"
                help = "take another word, or take it out: topic, priority, kind and week are given"
                self._fault(card, "bad-value", tag, told, help)

    def check_cards(self, card: Card) -> None:
        known = self.held.ids.first
        # A retired card waits for nothing: of what it names, only its successors are shown.
        for named in card.retired.see if card.retired is not None else card.after:
            if named.value == card.id.value:
                told = "the card names itself"
                self._fault(card, "unknown-reference", named, told, "take it out")
            elif named.value not in known and self.held.whole:
                told = f"unknown card `{named.value}`{did_you_mean(named.value, known)}"
                help = "name a card of this deck by its id"
                self._fault(card, "unknown-reference", named, told, help)

    def check_taught(self, card: Card) -> None:
        if self.curriculum is None or self.curriculum.source.path in self.faults.broken_files:
            return
        if not card.teaches:
            if f"/{INBOX}/" not in card.source.path and card.id.value not in self.explained:
                help = "name the facts of curriculum.yaml that the card teaches: `teaches: [a.b.c]`"
                self._fault(card, "missing-key", card.id, "`teaches` is missing", help)
            return
        known: list[Text] = []
        topics: set[str] = set()
        for taught in card.teaches:
            entry = self.curriculum.by_id.get(taught.value)
            if entry is None:
                near = did_you_mean(taught.value, self.curriculum.by_id)
                told = f"unknown fact or objective `{short(taught.value)}`{near}"
                help = "name it as curriculum.yaml does"
                self._fault(card, "unknown-reference", taught, told, help)
                continue
            topic, _, fact = entry
            known.append(taught)
            topics.add(topic.id.value)
            if fact is not None and fact.pending is not None:
                why = " ".join(fact.pending.value.split())
                told = f"`{short(taught.value)}` waits to be confirmed: {why}"
                place = Related.at("it waits here", fact.pending)
                self._fault(card, "pending-fact", taught, told, _CONFIRM, place)
        if known and card.topic not in topics and card.topic in self.collection.topic_titles:
            theirs = " or ".join(f"`{topic}`" for topic in sorted(topics))
            told = f"the card stands under the topic `{card.topic}` and teaches nothing of it"
            help = f"move the card to a file of the topic {theirs}, or mend `teaches`"
            self._fault(card, "wrong-topic", known[0], told, help)

    def check_order(self, card: Card) -> None:
        """Report a card that waits for one that learners meet later, or never."""
        own = self.collection.priority_of(card)
        for named in card.after:
            told = f"the card waits for `{named.value}`, which"
            if named.value in self.waiting:
                help = f"sort that card first, out of {INBOX}, or take it out here"
                self._fault(card, "prerequisite-order", named, f"{told} lies in the inbox", help)
            other = self.collection.by_id.get(named.value)
            if other is None or other is card:
                continue
            if other.retired is not None:
                help = "take it out: newcomers meet retired cards last"
                place = Related.at("it is retired here", other.id)
                self._fault(card, "prerequisite-order", named, f"{told} is retired", help, place)
                continue
            self._week(card, named, other)
            theirs = self.collection.priority_of(other)
            if own is None or theirs is None or not self.priorities_are_sure:
                continue
            if PRIORITIES.index(theirs) > PRIORITIES.index(own):
                told = f"this {own} card waits for `{named.value}`, which is only {theirs}"
                place = Related.at(f"this card is {theirs}", other.id)
                self._fault(card, "prerequisite-order", named, told, _CORE_FIRST, place)

    def _week(self, card: Card, named: Text, other: Card) -> None:
        """Report a card that waits for one that its class comes to in a later week, or in none."""
        week_of = self.collection.deck.schedule.week_of
        own, theirs = week_of.get(card.topic), week_of.get(other.topic)
        if own is None or (theirs is not None and theirs <= own):
            return
        when = f"in week {theirs}" if theirs is not None else "after the last week"
        waits = f"`{card.id.value}` comes in week {own} of the class and waits for `{named.value}`"
        told, place = f"{waits}, which comes {when}", Related.at(f"this one comes {when}", other.id)
        help = "take it out, or let `weeks` in deck.yaml name their topics in another order"
        self._fault(card, "prerequisite-order", named, told, help, place)

    def check_circles(self) -> None:
        """Report each circle of prerequisites once, where the search closes it."""
        waiting = {c.id.value: c for c in self.collection.cards if c.after and c.retired is None}
        done: set[str] = set()
        for start, card in waiting.items():
            path = {start: iter(card.after)} if start not in done else {}
            while path:
                last, after = next(reversed(path.items()))
                named = next(after, None)
                if named is None:
                    done.add(last)
                    del path[last]
                elif named.value in path:
                    circle = list(path)[list(path).index(named.value) :]
                    if len(circle) > 1:
                        self._report_circle([waiting[id] for id in circle], named)
                elif named.value in waiting and named.value not in done:
                    path[named.value] = iter(waiting[named.value].after)

    def _report_circle(self, circle: list[Card], named: Text) -> None:
        shown = " → ".join(f"`{card.id.value}`" for card in (*circle, circle[0]))
        told = f"these cards wait for each other: {shown}"
        help = "take one of the `after` out: none of them could ever come first"
        places = [Related.at("it waits here", card.id) for card in circle[:-1]]
        self._fault(circle[-1], "prerequisite-cycle", named, told, help, *places)
