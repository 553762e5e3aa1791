"""Texts as YAML scalars: plain where that is safe, quoted where it is not, folded where it is long.

What is written is always tried: a way of writing is taken only if the parser reads the very text
back. So no list of YAML's special characters can be incomplete.
"""

import json
import re
from collections.abc import Iterator

import yaml

from cps_cards.yamlio.nodes import LOADER

WIDTH = 110
"""The longest line that is written, but for a word or a quoted text that cannot be divided."""

_LOOKS_TYPED = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n"
    r"|[-+]?\.(?:inf|nan)"
    r"|[-+]?(?:0[xob][0-9a-f_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|\.[0-9_]+(?:e[-+]?[0-9]+)?)"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|=|<<",
    re.IGNORECASE | re.DOTALL,
)
"""What some YAML tool takes for a number, a date, a truth or nothing. This loader reads all of it
as text; quotes make every other one do so too."""

_NEEDS_ESCAPE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What may stand in a deck's text, but in the file only as an escape."""


def block(text: str, indent: int, used: int) -> str:
    """A text behind ``key: `` or ``- `` in block style, with further lines indented by ``indent``.

    ``used`` is how many columns of the first line are taken. Lines are divided by ``\\n``.
    """
    return next(one for one in _candidates(text, indent, used) if _reads_back(one, text, indent))


def flow(text: str) -> str:
    """A text as an item of ``[a, b]``."""
    for one in (text, _in_quotes(text, '"')) if "\n" not in text else ():
        if one and not _LOOKS_TYPED.fullmatch(one) and _reads_back(one, text, 2, "[{}]"):
            return one
    return quoted(text)


def _candidates(text: str, indent: int, used: int) -> Iterator[str]:
    if _NEEDS_ESCAPE.search(text) is None and "\n" in text:
        yield _literal(text, indent)
    elif _NEEDS_ESCAPE.search(text) is None:
        if len(text) <= WIDTH - used:
            if not _LOOKS_TYPED.fullmatch(text):
                yield text
            if '"' not in text and "\\" not in text:
                yield _in_quotes(text, '"')
            yield _in_quotes(text, "'")
        yield _folded(text, indent)
    yield quoted(text)


def encoded(words: str, style: str) -> str:
    """Words of one line as a scalar of this style writes them."""
    if style == "'":
        return words.replace("'", "''")
    return words.replace("\\", "\\\\").replace('"', '\\"') if style == '"' else words


def _in_quotes(text: str, style: str) -> str:
    return style + encoded(text, style) + style


def quoted(value: object) -> str:
    """JSON's string, or its list or object of strings, which YAML reads alike; what YAML allows
    only as an escape becomes one."""
    return _NEEDS_ESCAPE.sub(
        lambda match: f"\\U{ord(match[0]):08X}" if ord(match[0]) > 0xFFFF
        else f"\\u{ord(match[0]):04X}",
        json.dumps(value, ensure_ascii=False),
    )  # fmt: skip


def _folded(text: str, indent: int) -> str:
    """``>-`` and lines that end at single spaces: only there does folding give the space back."""
    lines: list[str] = []
    line = ""
    for piece in re.split(r"(?<=[^ \t]) (?=[^ \t])", text):
        if line and len(line) + 1 + len(piece) > WIDTH - indent:
            lines.append(line)
            line = piece
        else:
            line = f"{line} {piece}" if line else piece
    return "\n".join([">-", *(" " * indent + one for one in (*lines, line))])


def _literal(text: str, indent: int) -> str:
    """``|-`` and the lines as they are."""
    lines = (" " * indent + line if line else "" for line in text.split("\n"))
    return "\n".join(["|-", *lines])


def _reads_back(written: str, text: str, indent: int, around: str = "{}") -> bool:
    """Whether the parser reads the text again, with another key behind it."""
    lead = " " * max(indent - 2, 0)
    document = f"{lead}k: {around.format(written)}\n{lead}l: end\n"
    try:
        events = list(yaml.parse(document, Loader=LOADER))
    except (yaml.YAMLError, UnicodeError):
        return False
    read = [(e.value, e.anchor, e.tag) for e in events if isinstance(e, yaml.ScalarEvent)]
    return read == [(value, None, None) for value in ("k", text, "l", "end")]
