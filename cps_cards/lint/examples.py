"""The small deck that the examples of the coverage rules share."""

CURRICULUM = """\
=== curriculum.yaml
topics:
  - id: ethics
    title: Ethics
    objectives:
      - id: ethics.gifts
        statement: Know the rules on gifts.
        priority: core
        facts:
          - {id: ethics.gifts.value, text: No gift of great value., sources: [handbook]}
          - id: ethics.gifts.small
            text: A small one may do.
            sources: [handbook]
"""
CARDS = "=== cards/a.yaml\ntopic: ethics\ncards:\n"
SMALL = (
    "  - id: small\n    front: Which gifts may do?\n"
    "    back: Small ones.\n    teaches: [ethics.gifts.small]\n"
)
"""A card that teaches the second fact."""
