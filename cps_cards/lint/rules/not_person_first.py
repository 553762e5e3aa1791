"""Put the person before the condition: nobody is a diagnosis.

"A schizophrenic" or "the mentally ill" lets a condition stand for the person; "suffers from" tells
them how they feel about it. Write "a person with a diagnosis of …", "lives with …", or leave the
diagnosis out where it does not matter. Words that people choose for themselves ("autistic",
"disabled", "Deaf") are left alone. The rule follows the category `diagnosis-and-disability` of the
person-first wording (`wording: [person-first]` in `deck.yaml`, as where the key is left out) and of
the deck's own `language.yaml`.
"""

from cps_cards.lint.wording import CONDITION_CATEGORIES, WordingRule


class NotPersonFirst(WordingRule):
    code = "LAN002"
    fix = "unsafe"
    categories = CONDITION_CATEGORIES
    good = (
        "front: What helps a person with a diagnosis of schizophrenia?",
        "front: What do autistic people say about masking?",
        "front: What did the program suffer from?\nback: Cuts to its budget.",
        'front: Why not say "a schizophrenic"?',
    )
    bad = (
        "front: What helps a ‹«schizophrenic»→person with a diagnosis of schizophrenia›?",
        "front: What did Ana tell the group?\nback: She «suffers from» depression.",
        "front: Who runs the center?\nback: It is run for «the mentally ill».",
        "front: Who came to the group?\nback: A «wheelchair-bound» man.",
    )
