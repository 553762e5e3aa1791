"""Which option of a foreign question is the right one, and whether their order matters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cps_cards.imports.records import LeftOutError
from cps_cards.model.texts import compared, counted, short
from cps_cards.render.shown import shown_text

_NUMBERED = re.compile(r"[-+]?[\d.,]+\b")
_BY_PLACE = re.compile(
    r"\b(?:above|below|previous|preceding)\b|\b(?:both|neither|only|options?|answers?)\s+[A-F1-6]\b"
    r"|\b[A-F] (?:and|or|&) [A-F]\b",
    re.IGNORECASE,
)
_KEY_MARK = re.compile(r"\(?(?:option |answer )?([a-h]|[1-9])\s*[).:]?", re.IGNORECASE)
_SEVERAL_MARKS = re.compile(r"[A-Ha-h1-9](?:\s*[,;&+ ]\s*[A-Ha-h1-9])+")


def right_option(key: str, options: Sequence[str]) -> int:
    """The place of the right option by what a key field says: letter, number, text, or 0s and 1s.

    Raises :class:`LeftOutError` where it says none, several, or two things at once.
    """
    bits = re.findall(r"\d+", key)
    if len(bits) >= len(options) > 1 and {*bits} <= {"0", "1"} and re.fullmatch(r"[\d\s,;]+", key):
        right = [at for at, bit in enumerate(bits[: len(options)]) if bit == "1"]
        if len(right) != 1:
            raise LeftOutError(f"has {counted(len(right), 'right option')}; a choice card has one")
        return right[0]
    found = {at for at, text in enumerate(options) if compared(text) == compared(key)}
    if mark := _KEY_MARK.fullmatch(key):
        sign = mark[1].casefold()
        place = int(sign) - 1 if sign.isdigit() else ord(sign) - ord("a")
        found |= {place} & set(range(len(options)))
    if len(found) == 1:
        return found.pop()
    if _SEVERAL_MARKS.fullmatch(key):
        raise LeftOutError("has several right options; a choice card has one")
    what = "could mean two of its options" if found else "fits none of its options"
    raise LeftOutError(f"has the key `{short(key, 30)}`, which {what}" if key else "has no key")


def in_order(options: Iterable[str]) -> bool:
    """Whether the order of options matters: numbers, or words that point at other options."""
    texts = [shown_text(text) for text in options]
    return all(map(_NUMBERED.match, texts)) or any(map(_BY_PLACE.search, texts))
