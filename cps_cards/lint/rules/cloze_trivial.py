"""Hide a word that carries the fact: "of" or "the" can be guessed from grammar alone.

Recalling a function word tests whether somebody speaks English. Words that decide a rule (before,
after, without, not, never, only, may, must) may be hidden, and so may any word that has a
hint, for then somebody meant it.
"""

from cps_cards.lint.english import ARTICLES, PREPOSITIONS
from cps_cards.lint.rule import ClozeRule, Findings
from cps_cards.lint.views import WORD, ClozeView

_TRIVIAL = frozenset(
    "a an the and or of to in on at as by for from into onto it its this that these those he she "
    "his her him they their them we our us you your i my me is are was were be been being am do "
    "does did has have had will there here so such some also very just".split()
)
_JOINING = _TRIVIAL | PREPOSITIONS - frozenset(
    "before after without against between until over under since".split()
)


class ClozeTrivial(ClozeRule):
    code = "CLZ003"
    good = (
        "text: A CPS explains limits {{c1::before}} the person shares.",
        "text: A CPS walks beside a person, never ahead {{c1::of::which little word?}} them.",
    )
    bad = (
        "text: The limits {{c1::«of»}} confidentiality are explained first.",
        "text: '{{c1::«The»}} person decides about the plan.'",
    )
    help = "hide a word that carries the fact"

    def check(self, card: ClozeView) -> Findings:
        text = card.card.text
        for deletion in card.parsed.deletions:
            content = text.value[slice(*deletion.content)]
            words = WORD.findall(content.lower())
            trivial = _JOINING if len(words) > 1 and words[-1] in ARTICLES else _TRIVIAL
            if words and deletion.hint is None and trivial.issuperset(words):
                message = f'"{content.strip()}" can be guessed from grammar alone'
                yield self.found(text, deletion.content, message)
