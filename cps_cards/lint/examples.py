"""The small deck that the examples of the coverage rules share."""

CURRICULUM = (
    "=== curriculum.yaml\ntopics:\n  - id: ethics\n    title: Ethics\n    objectives:\n"
    "      - id: {0}ethics.gifts{1}\n        statement: Know the rules on gifts.\n        "
    "priority: core\n"
    "        facts:\n          - id: {2}ethics.gifts.value{3}\n            text: No gift of "
    "great value.\n"
    "            sources: [handbook]\n          - id: ethics.gifts.small\n            text: A "
    "small one may do.\n"
    "            sources: [handbook]\n"
)
"""A core objective with two facts; the marks of a finding go around its id or the first fact's."""

SOUND_CURRICULUM = CURRICULUM.format("", "", "", "")
CARDS = "=== cards/a.yaml\ntopic: ethics\ncards:\n"
SMALL = (
    "  - id: small\n    front: Which gifts may do?\n"
    "    back: Small ones.\n    teaches: [ethics.gifts.small]\n"
)
"""A card that teaches the second fact."""
