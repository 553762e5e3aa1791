"""Anki packages: the note types, the versions of notes, writing and reading back."""
