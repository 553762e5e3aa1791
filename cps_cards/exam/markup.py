"""Rendered texts as other systems take them: pictures and sounds in their ways, or words alone."""

from __future__ import annotations

import re
from collections.abc import Callable

_MEDIA = re.compile(r'<img\b((?:[^<>"]|"[^"]*")*)>|\[sound:([A-Za-z0-9.-]+)\]')
"""A picture or a sound as the renderer writes them; what authors type looks different by then."""
_ATTRIBUTE = re.compile(r'(src|alt)="([^"]*)"')
_BLOCK = re.compile(r"<(?:blockquote|h[1-6]|hr|ol|p|pre|table|ul)\b")

Shown = Callable[[str, str], str]
"""HTML that shows a file, by its name in the package and its description, which is HTML."""


def with_media(body: str, picture: Shown, sound: Shown) -> str:
    """The HTML of a text with each picture and sound as a writer shows them."""

    def shown(match: re.Match[str]) -> str:
        if match[2] is not None:
            return sound(match[2], match[2])
        found = dict(_ATTRIBUTE.findall(match[1]))
        return picture(found.get("src", ""), found.get("alt", ""))

    return _MEDIA.sub(shown, body)


def in_brackets(_: str, description: str) -> str:
    """A picture as the words that describe it."""
    return f"[{description}]" if description else ""


def block(body: str) -> str:
    """A text that can stand above another one: a single paragraph gets its tag."""
    return body if not body or _BLOCK.match(body) else f"<p>{body}</p>"
