"""Files that notes show: where a note names them, and what an import does to the names."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

_REFERENCE = re.compile(
    r"""
    \[sound:(?P<sound>[^\]\n]{1,1000}?)\]
    | <(?:audio|img|object|source|video)\b[^<>]*?\s(?:src|data)=
      (?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))
    """,
    re.IGNORECASE | re.VERBOSE,
)


def names(fields: Iterable[str]) -> Iterator[str]:
    """The files that fields name, decoded, in their order."""
    for value in fields:
        for match in _REFERENCE.finditer(value):
            yield _name(match)


def _name(match: re.Match[str]) -> str:
    # Percent signs stay as they are: Anki's importer does not decode them either.
    return unicodedata.normalize("NFC", html.unescape(match[match.lastgroup or 0]))


def is_static(name: str) -> bool:
    """Whether Anki copies a file that no note names: templates use those."""
    return name.startswith("_")


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with each file that ``names`` has under its new name."""

    def put(match: re.Match[str]) -> str:
        start, end = (at - match.start() for at in match.span(match.lastgroup or 0))
        new = names.get(_name(match))
        return match[0] if new is None else match[0][:start] + new + match[0][end:]

    return _REFERENCE.sub(put, text) if names else text


def name_beside(name: str, digest: str) -> str:
    """The name under which Anki stores a file whose own name is taken by another one."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{digest}.{suffix}" if dot and stem else f"{name}-{digest}"
