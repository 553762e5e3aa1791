"""Say what a picture shows: somebody who cannot see it learns from your words.

A screen reader reads the description of ![a wheel with six spokes](wheel.svg). Without one, a
learner who is blind, or whose picture does not load, has an empty card. Write what matters in it,
and do not give the answer away on the front.
"""

from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.views import CardView
from cps_cards.media_kinds import is_sound

_EMPTY = frozenset("image picture photo img pic figure screenshot graphic alt".split())

_MEDIA = (
    "=== media/wheel.svg\n<svg/>\n=== cards/a.yaml\n"
    "topic: ethics\ncards:\n  - id: a\n    sources: [handbook]\n    back: Values.\n    "
)


class MissingAlt(CardRule):
    code = "TXT007"
    by_construction = True
    good = (_MEDIA + "front: What does it show? ![a wheel with six spokes](wheel.svg)\n",)
    bad = (
        _MEDIA + "front: What does it show? «![](wheel.svg)»\n",
        _MEDIA + "front: What does it show? «![wheel.svg](wheel.svg)»\n",
        _MEDIA + "front: What does it show? «![image](wheel.svg)»\n",
    )
    help = "say in the brackets what it shows: ![a wheel with six spokes](wheel.svg)"

    def check(self, card: CardView) -> Findings:
        for view in card.texts:
            for image in view.pictures:
                name = image.name.lower()
                alt = " ".join(image.alt.lower().split())
                stem = name.rpartition("/")[2].rpartition(".")[0]
                if is_sound(name) or alt not in ("", name, stem, *_EMPTY):
                    continue
                message = "the picture has no description"
                if alt:
                    message = f'"{image.alt}" does not say what the picture shows'
                yield self.found(view.text, (image.start, image.end), message)
