"""Let only knowledge pick the answer, not its tone.

Where keys are the careful options and distractors the careless ones, a reader who never sees a
question picks most of them, and the card tests nothing. A plain word model tries it: it learns from
the other cards which words mark an answer, and picks the likeliest option of each card. Give cards
the same options under several questions, each the answer of one; or write options that a trained
person could choose, and let a fact decide. Over a whole deck only; the first finding has the
figures, and each card that was picked says which word gave it away.
"""

from collections.abc import Sequence

from cps_cards.diagnostics import Severity
from cps_cards.guessing import Guess, guess
from cps_cards.lint.rule import DeckRule, Findings, limit
from cps_cards.lint.views import ChoiceView, DeckView
from cps_cards.model.texts import name_list

_ENOUGH = 100  # cards from which the figure is clear
_MOST_WORDS = 3
_SURELY = 0.8  # share of the tries in which a card was picked
_LEANS = 1.5  # damped standard deviations from which a word is worth a note

_WORDS = "ant bee cat dog elk fox gnu hen ibis jay koi lynx mole newt owl pig ram seal tern vole"
_DECK = "=== deck.yaml\nid: {0}\nname: Example\ntopics: {{ethics: Ethics}}\n"
_CARD = (
    "  - {{kind: choice, id: card-{0}, question: What is {0}?, answer: {1}, "
    "distractors: [{2}, {3}], sources: [handbook]}}\n"
)


def _example(deck_id: str, mark: str, moves: bool) -> str:
    """Forty cards; the form of the answer moves from card to card, or stays."""
    cards = []
    for n, word in enumerate(_WORDS.split() * 2):
        forms = [f"{form} {word} {n}" for form in ("together", "a", "no")]
        answer = forms.pop(n % 3 if moves else 0)
        cards.append(_CARD.format(n, mark.format(answer), *forms))
    return _DECK.format(deck_id) + "=== cards/a.yaml\ntopic: ethics\ncards:\n" + "".join(cards)


class Guessable(DeckRule):
    code = "MCQ019"
    tells_gaps = True
    good = (_example("example", "{}", moves=True),)
    bad = (_example("«example»", "«{}»", moves=False),)
    help = (
        "let questions share their options, or let a fact decide between options that a trained "
        "person could choose; `cps-cards explain mcq-guessable` says more"
    )

    guessed_over_chance: float = limit(
        0.15, "share of cards over chance that a model may pick from the options alone"
    )

    def check(self, deck: DeckView) -> Findings:
        if not deck.is_whole:
            return
        views = [card for card in deck.cards if isinstance(card, ChoiceView)]
        found = guess([view.card for view in views])
        if not found.is_telling:
            return
        clear = found.cards >= _ENOUGH and found.share > found.chance + self.guessed_over_chance
        severity = Severity.WARNING if clear else Severity.INFO
        few = "" if found.cards >= _ENOUGH else " (too few to clear)"
        message = (
            f"from the options alone a word model picks the answer of {found.share:.0%} of "
            f"{found.cards} choice cards{few}; chance gives {found.chance:.0%}, and keys drawn at "
            f"random stay under {found.random_95:.0%} nineteen times in twenty"
        )
        for what, sign in (("answers", 1), ("distractors", -1)):
            names = [tell.name for tell in found.tells if sign * tell.lean > _LEANS]
            if names:
                message += f"; marks of {what}: {name_list(names[:_MOST_WORDS], 'and')}"
        yield self.found(*deck.place, message, severity=severity)
        yield from self._cards(views, found)

    def _cards(self, views: Sequence[ChoiceView], found: Guess) -> Findings:
        """A note on each card that the model picked again and again."""
        tells = {tell.name: tell for tell in found.tells}
        for card, (picked, name) in zip(views, found.picked, strict=True):
            tell = tells.get(name or "")
            if tell is None or picked < _SURELY or tell.lean < _LEANS:
                continue
            marks = f"{tell.name} marks {tell.keys} of {tell.options} options as the answer"
            message = f"this answer can be picked without the question: {marks}"
            message += f", where chance would be {tell.by_chance:.0f}"
            help = "write distractors that share it, or an answer that does without"
            info = Severity.INFO
            yield self.found(card.answer, None, message, help=help, severity=info, card=card.id)
