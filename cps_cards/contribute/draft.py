"""A card that is being written: what it may teach, its keys, its id, and a file where it waits."""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import NamedTuple

from cps_cards.contribute import append, json_schema
from cps_cards.contribute.append import CardKeys, Value
from cps_cards.faults import Faults
from cps_cards.lint.english import STOP_WORDS, stem
from cps_cards.model.cards import KINDS, Kind
from cps_cards.model.curriculum import PRIORITIES, Fact, Objective, Topic
from cps_cards.model.deck import Collection
from cps_cards.model.texts import counted
from cps_cards.source import Source, Span
from cps_cards.yamlio import nodes
from cps_cards.yamlio.keys import CARD
from cps_cards.yamlio.nodes import MapNode
from cps_cards.yamlio.wellformed import is_id, slug

_HEAD = """\
# Change what you like, save the file, and close it. `teaches` names facts of curriculum.yaml; a key
# with nothing behind it is left out; the id is made from the card's words where none is given.
"""


@dataclass(frozen=True)
class Draft:
    """A card's keys as they would stand in a file of the topic; without an ``id`` as long as none
    was chosen."""

    topic: str
    keys: CardKeys = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """As chosen, or as the texts that are there tell."""
        chosen = self.keys.get("kind")
        return next((kind for kind in KINDS if kind == chosen), kind_of(self.keys) or "basic")

    def text(self, key: str) -> str:
        value = self.keys.get(key, "")
        return value if isinstance(value, str) else ""

    @property
    def teaches(self) -> Sequence[str]:
        return [str(id) for id in self.keys.get("teaches", ())]


def kind_of(keys: CardKeys) -> Kind | None:
    """The kind of card that the texts there are belong to; None where they do not tell."""
    told = {one.kinds for one in CARD.fields if len(one.kinds) == 1 and keys.get(one.name)}
    return next((kind for kind in KINDS if told == {(kind,)}), None)


def in_order(keys: Mapping[str, Value], kind: Kind) -> CardKeys:
    """The keys as a card is written: in the table's order, without what goes without saying."""
    stated = {**keys, "kind": "" if kind == "basic" else kind}
    names = [*CARD.by_name, *(key for key in keys if key not in CARD.by_name)]
    return {name: stated[name] for name in names if stated.get(name)}


# --- drafts that wait -----------------------------------------------------------------------------


def written(draft: Draft, root: Path) -> str:
    """The draft as a file to be changed by hand, with keys that are often added; editors complete
    them where the deck at ``root`` keeps schemas."""
    schema = json_schema.path_of(root.resolve())
    lead = f"{json_schema.MARK}{schema.as_posix()}\n" if schema.is_file() else ""
    keys = in_order(draft.keys, draft.kind)
    often = ("scenario", "why", "sources", "id")
    empty = "".join(f"    {key}:\n" for key in often if key not in keys)
    return lead + _HEAD + append.new_file(draft.topic, [{"kind": draft.kind, **keys}]) + empty


def parse(text: str, faults: Faults) -> Draft | None:
    """The draft that a file holds, whatever its keys; a fault where it holds no card, or more."""
    source = Source("draft", text.removeprefix("\ufeff"))
    root = nodes.parse(source, faults)
    if faults.found:
        return None
    match append.plain(root) if isinstance(root, MapNode) else {}:
        case {"topic": str(topic), "cards": [dict(keys)]} if topic:
            return Draft(topic, {key: value for key, value in keys.items() if value})
    help = "write `topic:`, and one card below `cards:`"
    faults.add("wrong-shape", source, Span(0, 0), "this is not a topic and one card", help)
    return None


def waiting(root: Path) -> dict[str, Path]:
    """The drafts that were kept for later, by their names."""
    return {path.stem: path for path in sorted((root / ".drafts").glob("*.yaml"))}


def free_path(id: str, root: Path) -> Path:
    """A file for a draft that no other draft has, named for the card's id, sound or not."""
    taken = waiting(root)
    name = next(name for name in numbered(slug(id) or "draft") if name not in taken)
    return root / ".drafts" / f"{name}.yaml"


def numbered(name: str) -> Iterator[str]:
    """``name``, ``name-2``, ``name-3`` …"""
    return (name if number == 1 else f"{name}-{number}" for number in count(1))


# --- hidden words ---------------------------------------------------------------------------------


def hide(text: str, words: Sequence[str]) -> str:
    """A sentence with words hidden as c1, c2 …, each where it stands first, as whole words and
    outside of what is hidden already. Raises LookupError for words that do not stand in it."""
    for number, word in enumerate(words, start=1):
        outside = rf"(?<!\w){re.escape(word)}(?!\w)(?![^{{}}]*\}}\}})"
        found = re.search(outside, text) or re.search(outside, text, re.IGNORECASE)
        if found is None:
            raise LookupError(word)
        text = f"{text[: found.start()]}{{{{c{number}::{found[0]}}}}}{text[found.end() :]}"
    return text


# --- what the deck still lacks --------------------------------------------------------------------


class Offer(NamedTuple):
    """An objective, how many cards teach something of it, and its facts that none teaches."""

    topic: Topic
    objective: Objective
    cards: int
    gaps: list[Fact]

    @property
    def state(self) -> str:
        """What there is, in words."""
        if not self.cards:
            return "no card yet"
        if self.gaps:
            return f"{len(self.gaps)} of {len(self.objective.teachable)} facts without a card"
        return counted(self.cards, "card")


def offers(collection: Collection) -> list[Offer]:
    """The objectives: those without a card first, then those with facts that have none; core before
    the rest."""
    if collection.curriculum is None:
        return []
    cards = Counter(
        one.id.value for card in collection.live for one in collection.objectives_of(card)
    )
    found = [
        Offer(topic, objective, cards[objective.id.value],
              [fact for fact in objective.teachable if fact.id.value not in collection.taught])
        for topic, objective in collection.curriculum.objectives() if not objective.waits
    ]  # fmt: skip
    return sorted(found, key=lambda offer: (
        bool(offer.cards), not offer.gaps, PRIORITIES.index(offer.objective.priority)
    ))  # fmt: skip


def search(found: Sequence[Offer], words: str) -> list[Offer]:
    """The offers that hold every word, in whatever case: in a title, a statement, facts or ids."""
    wanted = words.casefold().split()

    def held(offer: Offer) -> str:
        objective = offer.objective
        texts = [offer.topic.title, objective.statement, objective.id]
        texts += [text for fact in objective.facts for text in (fact.text, fact.id)]
        return " ".join(text.value for text in texts).casefold()

    return [offer for offer in found if all(word in held(offer) for word in wanted)]


# --- ids ------------------------------------------------------------------------------------------

_SIGNS = re.compile(r"\{\{c\d+::|::[^{}]*\}\}|\}\}|\]\([^()\s]*\)|&#?\w+;")
"""Marks of deletions, addresses of links and pictures, signs by their numbers."""
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+(?:['’]s)?\b")
"""A capital inside a sentence: the name of somebody in a story tells nothing of the card."""


class Namer:
    """Makes ids for the cards of one deck, short and telling, from the words that are rarest in
    it; no other card's."""

    def __init__(self, collection: Collection) -> None:
        cards = (*collection.cards, *collection.inbox)
        ids = {name for card in cards for name in (card.id.value, card.key)}
        ledger = collection.ledger.cards if collection.ledger is not None else ()
        self._taken = {*ids, *ledger}
        """Ids that are, or ever were, a card's: a learner's history hangs on each."""
        self._numbers: dict[str, int] = {}
        """The number up to which those behind an id are taken."""
        self._counts = Counter(
            word
            for card in cards
            for word in {stem(w) for _, text in card.named_texts() for w in _words(text.value)}
        )

    def derive(self, draft: Draft) -> str:
        """A free id from the draft's words, in the order of the text: of those that are asked, and
        of the answer's as far as it takes them to tell it apart."""
        ids = self._candidates(draft, least=2)
        return next((id for id in ids if id not in self._taken), "") or self._numbered(ids[-1])

    def claim(self, draft: Draft) -> str:
        """An id for one of many drafts, which no other gets: from the words that are asked, and a
        number where cards that ask the same have it already."""
        id = self._numbered(self._candidates(draft, least=1)[0])
        self._taken.add(id)
        return id

    def take(self, id: str) -> bool:
        """Whether an id is free; it is no longer."""
        free = is_id(id) and id not in self._taken
        self._taken.add(id)
        return free

    def _candidates(self, draft: Draft, least: int) -> list[str]:
        """Ids of more and more words, the rarest ones of those that are asked first."""
        asked = _content(draft, "front", "text", "question")
        words = list(dict.fromkeys([*asked, *_content(draft, "back", "answer", "scenario")]))
        rank = {word: (word not in asked, self._counts[stem(word)], -len(word)) for word in words}
        ranked = sorted(words, key=rank.__getitem__)
        least = max(min(4, len(asked)), least if asked else 2)
        return [_joined(words, ranked[:most]) for most in range(least, least + 4)]

    def _numbered(self, id: str) -> str:
        """The id if it is free, else the same with a number."""
        if id not in self._taken:
            return id
        numbers = count(self._numbers.get(id, 2))
        self._numbers[id] = next(one for one in numbers if f"{id}-{one}" not in self._taken)
        return f"{id}-{self._numbers[id]}"


def _joined(words: Iterable[str], chosen: Container[str]) -> str:
    """Those of the words that are chosen, as an id of 44 signs at most."""
    id = ""
    for word in words:
        if word in chosen and len(id) + len(word) < 44:
            id = f"{id}-{word}" if id else word
    return id or "card"


def _content(draft: Draft, *keys: str) -> list[str]:
    """The words with content, each once, in the order of the text."""
    text = _SIGNS.sub(" ", "\n".join(draft.text(key) for key in keys))
    words = _words(_NAME.sub(" ", text)) or _words(text)
    return list(dict.fromkeys(w for w in words if w not in STOP_WORDS and len(w) > 1))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", folded.encode("ascii", "ignore").decode())
    return [word.replace("'s", "").replace("'", "") for word in words]
