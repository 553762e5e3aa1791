"""Which way a language is written."""

from __future__ import annotations

import re
from itertools import takewhile

_RIGHT_TO_LEFT = frozenset(
    (
        *("ar", "arc", "azb", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks", "lrc", "mzn"),
        *("nqo", "pnb", "prs", "ps", "sd", "skr", "syr", "ug", "ur", "yi"),
        *("adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"),
    )
)
"""Languages written from right to left, and scripts: ``ku-Arab`` is, ``ar-Latn`` is not."""


def direction(language: str) -> str:
    """``rtl`` or ``ltr``, as HTML has them, for a language tag; a script in it decides."""
    first, *rest = re.split("[-_]", language.lower())
    parts = takewhile(lambda part: len(part) > 1, rest)  # behind one letter stands something else
    script = next((part for part in parts if len(part) == 4 and part.isalpha()), first)
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"
