"""The marks of an Anki template: ``{{Field}}``, conditions, comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_OLD_DELIMITERS = "{{=<% %>=}}"


class Mark(NamedTuple):
    """A mark and its place: ``sign`` is ``#``, ``^`` or ``/``, nothing for a field's value, ``!``
    for a comment; ``inside`` is what follows the sign."""

    start: int
    end: int
    sign: str
    inside: str


def modern(template: str) -> str:
    """The template with today's braces, where it begins by asking for the old ``<% … %>``."""
    text = template.lstrip()
    if not text.startswith(_OLD_DELIMITERS):
        return template
    return text.removeprefix(_OLD_DELIMITERS).replace("<%", "{{").replace("%>", "}}")


def marks(template: str) -> Iterator[Mark]:
    """The marks in their order; one that is never closed is text, as is all that follows it.

    Two searches from left to right, no regular expression: a package may come from anyone, and
    ten thousand open braces must not take ten thousand looks at the rest.
    """
    at = 0
    brace, comment = template.find("{{"), template.find("<!--")
    while brace >= 0 or comment >= 0:
        if 0 <= brace < at:
            brace = template.find("{{", at)
            continue
        if 0 <= comment < at:
            comment = template.find("<!--", at)
            continue
        if brace < 0 or 0 <= comment < brace:
            end = template.find("-->", comment + 4)
            if end < 0:
                comment = -1
                continue
            at = end + 3
            yield Mark(comment, at, "!", "")
        else:
            end = template.find("}}", brace + 2)
            if end < 0:
                brace = -1
                continue
            at = end + 2
            yield _mark(brace, at, template[brace + 2 : end])


def _mark(start: int, end: int, text: str) -> Mark:
    inside = text.lstrip("{").strip()
    if inside[:1] in ("#", "^", "/"):
        return Mark(start, end, inside[0], inside[1:].strip())
    return Mark(start, end, "", inside)
