"""Cards and the deck as rules see them: views of their texts, made once and shared by all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TypeVar, cast

from cps_cards.lint.text_view import WORD, TextView, Token, view_texts
from cps_cards.model import clozes
from cps_cards.model.cards import Basic, Card, Choice, Cloze, Kind
from cps_cards.model.deck import Collection
from cps_cards.source import Source, Span

V = TypeVar("V", bound="_View")
T = TypeVar("T")


class _View:
    """A view that keeps what several rules need of it."""

    def __init__(self) -> None:
        self._kept: dict[object, object] = {}

    def once(self: V, make: Callable[[V], T]) -> T:
        """What ``make`` gives of this view; worked out on the first call, kept for the others."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return cast("T", self._kept[make])


class CardView(_View):
    """A card with a view of each of its texts, in the order of reading; ``card`` is as written."""

    def __init__(self, card: Card, deck: DeckView) -> None:
        super().__init__()
        self.card = card
        self.deck = deck
        self.id = card.id.value

    @property
    def place(self) -> tuple[Source, Span]:
        """Where the card's id stands."""
        return self.card.source, self.card.id.span

    @cached_property
    def texts(self) -> tuple[TextView, ...]:
        """All texts that learners read, hints of a cloze behind its text."""
        cloze = isinstance(self.card, Cloze)
        return tuple(
            view
            for key, text in self.card.named_texts()
            for view in view_texts(key, text, cloze and key == "text")
        )

    @cached_property
    def _by_key(self) -> dict[str, TextView]:
        return {view.key: view for view in reversed(self.texts)}

    @cached_property
    def word_set(self) -> frozenset[str]:
        """The words of all texts, in lower case."""
        return frozenset().union(*(view.word_set for view in self.texts))

    @property
    def scenario(self) -> TextView | None:
        return self._by_key.get("scenario")

    @cached_property
    def question(self) -> TextView | None:
        """The front of a basic card, the question of a choice card; None for a cloze."""
        return self._by_key.get("front") or self._by_key.get("question")

    @cached_property
    def answer(self) -> TextView | None:
        """The back of a basic card, the right option of a choice card; None for a cloze."""
        return self._by_key.get("back") or self._by_key.get("answer")

    @property
    def cloze(self) -> TextView | None:
        """A cloze card's text, with all deletions filled in."""
        return self._by_key.get("text")

    @cached_property
    def options(self) -> tuple[TextView, ...]:
        """All options of a choice card in the order of ``Choice.options``, the key among them."""
        return ()


class BasicView(CardView):
    """What rules on basic cards see: a question and an answer are always there."""

    card: Basic
    question: TextView
    answer: TextView


class ClozeView(CardView):
    """What rules on cloze cards see; ``parsed`` has the deletions."""

    card: Cloze
    cloze: TextView

    @property
    def parsed(self) -> clozes.ClozeText:
        return clozes.parse(self.card.text.value)

    def hidden(self, number: int) -> list[tuple[int, int]]:
        """The ranges of the text, as it was written, that the card of a number hides."""
        return [one.content for one in self.parsed.deletions if one.number == number]

    def words_in(self, ranges: Iterable[tuple[int, int]]) -> set[Token]:
        """The words that stand in ranges of the text as it was written."""
        return {token for token, s, e in self._placed if any(a <= s and e <= b for a, b in ranges)}

    @cached_property
    def _placed(self) -> list[tuple[Token, int, int]]:
        return [(one, *self.cloze.place(one.start, one.end)) for one in self.cloze.tokens]


class ChoiceView(CardView):
    """What rules on choice cards see; the key stands at ``card.key_index`` among the options."""

    card: Choice
    question: TextView
    answer: TextView

    @cached_property
    def distractors(self) -> tuple[TextView, ...]:
        return tuple(view for view in self.texts if view.key == "distractor")

    @cached_property
    def options(self) -> tuple[TextView, ...]:
        at = self.card.key_index
        return (*self.distractors[:at], self.answer, *self.distractors[at:])


class DeckView(_View):
    """The deck with a view of each live card, and of those in the inbox; retired ones are only
    checked on loading.

    ``wanted`` tells by a shown path whether what is found in that file will be shown.
    """

    id = None

    def __init__(self, collection: Collection, wanted: Callable[[str], bool] | None = None) -> None:
        super().__init__()
        self.collection = collection
        self._wanted = wanted

    @property
    def place(self) -> tuple[Source, Span]:
        """Where ``deck.yaml`` names the deck."""
        return self.collection.deck.source, self.collection.deck.id_span

    @property
    def is_whole(self) -> bool:
        """Whether what is found of the deck as a whole will be shown: at ``deck.yaml``."""
        return self._wanted is None or self._wanted(self.collection.deck.source.path)

    def wants(self, card: CardView) -> bool:
        """Whether what is found on a card will be shown."""
        return self._wanted is None or self._wanted(card.card.source.path)

    @cached_property
    def cards(self) -> tuple[CardView, ...]:
        return tuple(_VIEWS[card.kind](card, self) for card in self.collection.linted)

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """Every word that stands in small letters somewhere in the deck."""
        return frozenset(
            word
            for card in self.cards
            for view in card.texts
            for word in WORD.findall(view.shown)
            if word.islower()
        )


_VIEWS: dict[Kind, type[CardView]] = {"basic": BasicView, "cloze": ClozeView, "choice": ChoiceView}
