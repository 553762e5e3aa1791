"""Pass the caveat on: what is not sure in the curriculum must not sound sure on a card.

A fact with `caution_level: substance` holds only with its caution ("read in another state's
code", "agency policy decides"). A learner who never sees the caution may act on the fact where it
does not hold. Say it on the card, mostly in `why`; where the card needs none, silence the rule
with the reason.
"""

import re

from cps_cards.diagnostics import Related
from cps_cards.lint.english import STOP_WORDS, stem
from cps_cards.lint.examples import CARDS, CURRICULUM, SMALL
from cps_cards.lint.rule import CardRule, Findings, limit
from cps_cards.lint.views import CardView

_CARD = (
    CURRICULUM + "            caution: Agency policy may ban all gifts or set a limit.\n"
    "            caution_level: substance\n" + CARDS + SMALL
)


class CautionDropped(CardRule):
    code = "SRC003"
    good = (_CARD + "    why: Your agency may ban all gifts, so check its policy.\n",)
    bad = (_CARD.replace("[ethics.gifts.small]", "[«ethics.gifts.small»]"),)
    help = "say it on the card, mostly in `why`, or silence the rule with the reason"

    caution_share: float = limit(0.3, "the share of a caution's words that a card has to carry")

    def check(self, card: CardView) -> Findings:
        curriculum = card.deck.collection.curriculum
        if curriculum is None:
            return
        for taught in card.card.teaches:
            _, _, fact = curriculum.by_id.get(taught.value, (None, None, None))
            if fact is None or fact.caution is None or fact.caution_level != "substance":
                continue
            caution, own = _stems(fact.caution.value), _stems(fact.text.value)
            wanted = caution - own if len(caution - own) >= 2 else caution
            read = (view for view in card.texts if view.key not in ("distractor", "hint"))
            told = wanted.intersection(stem for view in read for stem in view.stems)
            if len(told) < self.caution_share * len(wanted):
                message = "the card leaves out the caution of this fact: "
                message += " ".join(fact.caution.value.split())
                related = (Related.at("the caution stands here", fact.caution),)
                yield self.found(taught, None, message, related=related)


def _stems(text: str) -> set[str]:
    words = re.findall(r"\w+(?:'\w+)*", text.lower())
    return {stem(word) for word in words if word not in STOP_WORDS}
