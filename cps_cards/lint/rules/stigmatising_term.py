"""Leave out words that shame: what a learner drills, the learner will say to somebody.

Words such as "addict", "committed suicide", "noncompliant" or "a dirty urine" carry blame, and
people who hear them stay away from support. Each finding says what to consider instead. The rule
follows the person-first wording (`wording: [person-first]` in `deck.yaml`, as where the key is left
out) and the deck's own `language.yaml`, in all categories that `status-label` and
`not-person-first` do not speak for. Quoted terms, what people say in scenarios and questions, and
distractors are left alone; model speech in an answer is judged.
"""

from cps_cards.lint.wording import CONDITION_CATEGORIES, STATUS_CATEGORIES, WordingRule


class StigmatisingTerm(WordingRule):
    code = "LAN001"
    fix = "unsafe"
    others = STATUS_CATEGORIES | CONDITION_CATEGORIES
    good = (
        'front: Which words replace "committed suicide"?\nback: Died by suicide.',
        "front: Who runs the meeting?\nback: Alcoholics Anonymous.",
        "front: What does the link show?\n"
        "back: 'See [the page](https://example.org/addicts) and `addict`.'",
    )
    bad = (
        "front: How did he die?\nback: He ‹«committed suicide»→died by suicide›.",
        "front: Who came?\nback: ‹An «addict»→A person with a substance use disorder› and a nurse.",
        "front: What may a note say?\nback: That she was **«non**compliant».",
        "text: The nurse wrote that Sam is {{c1::«attention-seeking»}} and loud.",
    )
