"""Compile YAML flashcards into Anki decks, and check their wording and coverage."""

__version__ = "0.1.0"
