"""Compile YAML flashcards into Anki decks, and check their wording and coverage."""

__version__ = "0.1.0"
REPORT_BUGS_TO = "https://github.com/cps-cards/cps-cards/issues"
