"""Rendered texts as other systems take them: files under their addresses, or told in words."""

import re
from collections.abc import Callable

_MEDIA = re.compile(r'<img\b((?:[^<>"]|"[^"]*")*)>|\[sound:([A-Za-z0-9.-]+)\]')
"""A picture or a sound as the renderer writes them; what authors type looks different by then."""
_ATTRIBUTE = re.compile(r'(src|alt)="([^"]*)"')
_BLOCK = re.compile(r"<(?:blockquote|h[1-6]|hr|ol|p|pre|table|ul)\b")


def with_media(body: str, address: Callable[[str], str]) -> str:
    """The HTML of a text whose files stand where ``address`` says by their names."""

    def shown(match: re.Match[str]) -> str:
        if match[2] is not None:
            return f'<audio controls="controls" src="{address(match[2])}"></audio>'
        found = dict(_ATTRIBUTE.findall(match[1]))
        return f'<img src="{address(found["src"])}" alt="{found.get("alt", "")}">'

    return _MEDIA.sub(shown, body)


def in_words(body: str) -> str:
    """The HTML of a text with what its pictures show, in brackets, in their place."""

    def told(match: re.Match[str]) -> str:
        words = dict(_ATTRIBUTE.findall(match[1] or "")).get("alt")
        return f"[{words}]" if words else match[0]

    return _MEDIA.sub(told, body)


def block(body: str) -> str:
    """A text that can stand above another one: a single paragraph gets its tag."""
    return body if not body or _BLOCK.match(body) else f"<p>{body}</p>"
