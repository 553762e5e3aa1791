"""Name the person, not a status: a learner who drills "client" will say "client".

Words such as "client", "patient", "consumer" or "the peer" turn somebody into their place in a
service. Massachusetts peer guidance (TRANSCOM) asks for the person's name, "person" or "people".
The rule follows the categories `people-and-roles` and `role-and-power` of the person-first wording
(`wording: [person-first]` in `deck.yaml`, as where the key is left out) and of the deck's own
`language.yaml`; a deck in which "client" is the right word says `wording: []`. Proper names, quoted
terms, what people say in scenarios and questions, and distractors are left alone. A fix there is
only where the table names the one wording that takes the place of another.
"""

from cps_cards.lint.wording import STATUS_CATEGORIES, WordingRule


class StatusLabel(WordingRule):
    code = "LAN003"
    fix = "unsafe"
    categories = STATUS_CATEGORIES
    good = (
        'front: What does the word "client" do to a person?',
        "front: Which email client does the office use?",
        "scenario: 'A nurse says, \"My client will not talk to you today.\"'\n"
        "front: What does a peer specialist do first?",
        "question: Which reply respects Ana?\nanswer: Ask Ana what she wants\n"
        "distractors: [Ask what the client needs, Tell her family]",
    )
    bad = (
        "front: How do you greet a «client»?",
        "front: Who decides?\nback: «Consumers» decide.",
        "front: Who may ask?\nback: Every ‹«service user»→person using services› may.",
        "front: What does a CPS say?\nback: '\"I always ask my «client» before I share a word.\"'",
        "front: What comes first?\nback: The «clients»' goals.",
        "text: Ask «the {{c1::patient»}} before you share.",
    )
