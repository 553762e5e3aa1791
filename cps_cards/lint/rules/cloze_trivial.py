"""Hide a word that carries the fact: "of" or "the" can be guessed from grammar alone.

Recalling a function word tests whether somebody speaks English. Words that decide a rule (before,
after, without, not, never, only, may, must) may be hidden, and so may any word that has a
hint, for then somebody meant it.
"""

from cps_cards.lint.card_view import CardView
from cps_cards.lint.english import ARTICLES, PREPOSITIONS
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.text_view import WORD
from cps_cards.model import clozes

_TRIVIAL = frozenset(
    "a an the and or of to in on at as by for from into onto it its this that these those he she "
    "his her him they their them we our us you your i my me is are was were be been being am do "
    "does did has have had will there here so such some also very just".split()
)
_JOINING = _TRIVIAL | PREPOSITIONS - frozenset(
    "before after without against between until over under since".split()
)


class ClozeTrivial(CardRule):
    code = "CLZ003"
    name = "cloze-trivial"
    good = (
        "text: A CPS explains limits {{c1::before}} the person shares.",
        "text: A CPS {{c1::may not}} accept the gift.",
        "text: A CPS walks beside a person, never ahead {{c1::of::which little word?}} them.",
    )
    bad = (
        "text: The limits {{c1::«of»}} confidentiality are explained first.",
        "text: A CPS listens {{c1::«and»}} waits for the right moment.",
        "text: '{{c1::«The»}} person decides about the plan.'",
    )
    help = "hide a word that carries the fact"

    def check(self, card: CardView) -> Findings:
        if card.cloze is None:
            return
        text = card.cloze.text
        for deletion in clozes.parse(text.value).deletions:
            content = text.value[slice(*deletion.content)]
            words = WORD.findall(content.lower())
            if words and deletion.hint is None and _is_trivial(words):
                message = f'"{content.strip()}" can be guessed from grammar alone'
                yield self.found(text, deletion.content, message)


def _is_trivial(words: list[str]) -> bool:
    joins = len(words) > 1 and words[-1] in ARTICLES
    return set(words) <= (_JOINING if joins else _TRIVIAL)
