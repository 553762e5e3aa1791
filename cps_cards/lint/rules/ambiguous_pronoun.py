"""A card comes alone and in any order: say what "it" is.

In a review nothing stands before the card, so "What does it do?" asks about nothing. Name the thing
in place of the pronoun, or tell the story in `scenario`.
"""

from cps_cards.lint.english import AUXILIARIES, PREPOSITIONS, QUESTION_WORDS
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.views import CardView

_PRONOUNS = frozenset("it they them this that these those he she him its their theirs".split())
_DEMONSTRATIVES = frozenset("this that these those".split())
_PASSED = (
    AUXILIARIES
    | PREPOSITIONS
    | QUESTION_WORDS
    | frozenset("and so then also even only not long much many often soon far old".split())
)
_PREDICATES = _PASSED | frozenset(
    "important true necessary helpful wrong right possible called done mean".split()
)
_SHORT = 4  # of so few words, one behind "who" is a verb, as in "Who developed it?"
_LATER = frozenset("to that when if for because whether who like".split())
_SUBORDINATE = frozenset(
    "when if before after as while although though because once until since whenever".split()
)


class AmbiguousPronoun(CardRule):
    code = "CRD008"
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
        "front: Why is «this» important?\nback: It builds trust.",
        "text: «They» are signed in front of {{c1::two}} witnesses.",
    )
    help = "name it, or tell the story in `scenario`"

    def check(self, card: CardView) -> Findings:
        view = card.question or card.cloze
        if view is None or card.scenario is not None or _PRONOUNS.isdisjoint(view.word_set):
            return
        pictured = "\ufffc" in view.shown or "![" in view.text.value
        if pictured or view.in_quotation(0, len(view.shown)):
            return
        if card.options and "?" not in view.shown:
            return  # "These are …": the options say what
        words = [token.word for token in view.tokens]
        if len(words) > 1 and words[0] in _SUBORDINATE and words[1] not in AUXILIARIES:
            return
        for at, (word, start, end) in enumerate(view.tokens):
            verb = at == 1 and words[0] == "who" and len(words) <= _SHORT
            if word in _PRONOUNS:
                if not _is_explained(words, at, bool(card.options)):
                    message = f"nothing on the card says what {view.quoted(start, end)} is"
                    yield self.found(view, (start, end), message)
                return
            if word not in _PASSED and not verb:
                return


def _is_explained(words: list[str], at: int, has_options: bool) -> bool:
    """Whether the rest of the sentence, or the options, say what its first pronoun stands for."""
    word, following, *_ = *words[at:], "", ""
    if word in _DEMONSTRATIVES and following:
        named = following not in _PREDICATES  # "this principle"
        if named or (word != "this" and following in ("who", "which")):
            return True
    if has_options and word in ("these", "those") and "which" in words[:at]:
        return True
    if word == "it":
        return not _LATER.isdisjoint(words[at + 1 :])
    return word in ("its", "their") and not following
