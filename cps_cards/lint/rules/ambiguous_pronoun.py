"""A card comes alone and in any order: say what "it" is.

In a review nothing stands before the card, so "What does it do?" asks about nothing. Name the thing
in place of the pronoun, or tell the story in `scenario`.
"""

from __future__ import annotations

from cps_cards.lint.card_view import CardView
from cps_cards.lint.english import AUXILIARIES, PREPOSITIONS, QUESTION_WORDS
from cps_cards.lint.rule import CardRule, Findings

_PRONOUNS = frozenset("it they them this that these those he she him its their theirs".split())
_DEMONSTRATIVES = frozenset("this that these those".split())
_POSSESSIVES = frozenset("its their".split())
_PASSED = (
    AUXILIARIES
    | PREPOSITIONS
    | QUESTION_WORDS
    | frozenset("and so then also even only not long much many often soon far old".split())
)
_SHORT = 4
"""Of so few words, one behind "who" is a verb, as in "Who developed it?"."""
_LATER = frozenset("to that when if for because whether who like".split())
_SUBORDINATE = frozenset(
    "when if before after as while although though because once until since whenever".split()
)


class AmbiguousPronoun(CardRule):
    code = "CRD008"
    name = "ambiguous-pronoun"
    good = (
        "front: What does it mean to walk alongside somebody?\nback: To go at their pace.",
        "scenario: Ana brings a form.\nfront: What is it for?\nback: It names an agent.",
        "front: What does a proxy do, and for whom is it?\nback: It names an agent for the person.",
        "front: What does this principle of peer support ask for?\nback: Mutuality.",
        "question: Which of these is a boundary?",
        "front: What is it called when two people meet as equals?\nback: Mutuality.",
    )
    bad = (
        "front: What does «it» protect?\nback: The person's privacy.",
        "front: How do «they» decide?\nback: Together.",
        "front: Why is «this» important?\nback: It builds trust.",
        "text: «They» are signed in front of {{c1::two}} witnesses.",
    )

    def check(self, card: CardView) -> Findings:
        view = card.question if card.question is not None else card.cloze
        if view is None or card.scenario is not None or _PRONOUNS.isdisjoint(view.word_set):
            return
        if (
            "\ufffc" in view.shown
            or "![" in view.text.value
            or view.in_quotation(0, len(view.shown))
        ):
            return
        if card.options and "?" not in view.shown:
            return  # "These are …": the options say what
        tokens = view.tokens
        if len(tokens) > 1 and tokens[0].word in _SUBORDINATE and tokens[1].word not in AUXILIARIES:
            return
        short = len(tokens) <= _SHORT
        for at, token in enumerate(tokens):
            word = token.word
            if word in _PRONOUNS:
                following = tokens[at + 1].word if at + 1 < len(tokens) else ""
                rest = {later.word for later in tokens[at + 1 :]}
                if (
                    word in _DEMONSTRATIVES
                    and following
                    and following not in _PASSED
                    and (following not in _SIMPLE_PREDICATES)
                ):
                    return
                if word in _POSSESSIVES and not following:
                    return
                if card.options and word in ("these", "those") and "which" in view.words[:at]:
                    return  # "Which of these …": the options
                if word == "it" and rest & _LATER:
                    return
                if (
                    word in ("that", "those", "these")
                    and at + 1 < len(tokens)
                    and following in ("who", "which")
                ):
                    return
                yield self.found(
                    view,
                    (token.start, token.end),
                    f'nothing on the card says what "{view.shown[token.start : token.end]}" is',
                    help="name it, or tell the story in `scenario`",
                )
                return
            if word not in _PASSED and not (short and at == 1 and tokens[0].word == "who"):
                return


_SIMPLE_PREDICATES = frozenset(
    "important true necessary helpful wrong right possible called done mean".split()
)
