"""Files that notes show: where a note names them, and what an import does to the names."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping

_REFERENCE = re.compile(
    r"""
    \[sound:(?P<sound>[^\]\n]{1,1000}?)\]
    | <(?:audio|img|object|source|video)\b[^<>]*?\s(?:src|data)=
      (?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))
    """,
    re.IGNORECASE | re.VERBOSE,
)


def references(text: str) -> Iterator[tuple[str, int, int]]:
    """The files that a field names, decoded, and where each name stands in it."""
    for match in _REFERENCE.finditer(text):
        group = match.lastgroup
        if group is None:
            continue
        # Percent signs stay as they are: Anki's importer does not decode them either.
        yield unicodedata.normalize("NFC", html.unescape(match[group])), *match.span(group)


def is_static(name: str) -> bool:
    """Whether Anki copies a file that no note names: templates use those."""
    return name.startswith("_")


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with each file that ``names`` has under its new name."""
    parts: list[str] = []
    last = 0
    for name, start, end in references(text):
        if name in names:
            parts += [text[last:start], names[name]]
            last = end
    return "".join([*parts, text[last:]]) if parts else text


def name_beside(name: str, digest: str) -> str:
    """The name under which Anki stores a file whose own name is taken by another one."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{digest}.{suffix}" if dot and stem else f"{name}-{digest}"
