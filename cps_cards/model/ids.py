"""Identities that learners' collections hold for ever: all of them from ids, none from text."""

import base64
import hashlib

DEFAULT_PRESET = 1
"""The deck options that every collection has; a package that names them changes no deck's."""


def guid(deck_id: str, key: str) -> str:
    """A note's GUID: 12 characters of URL-safe base64, from the deck's id and the card's key."""
    digest = hashlib.sha256(f"cps-cards\x1f{deck_id}\x1f{key}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:9]).decode()


def anki_id(*parts: str) -> int:
    """A 13-digit id for a deck or preset, which Anki reads as milliseconds since 1970.

    It lies between 2001 and 2017, well before any id that Anki itself hands out today.
    """
    digest = hashlib.sha256("\x1f".join(("cps-cards", *parts)).encode()).digest()
    return 1_000_000_000_000 + int.from_bytes(digest[:8], "big") % 500_000_000_000
