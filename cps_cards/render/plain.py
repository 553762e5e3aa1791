"""The short way from a text to HTML, which most take: no parser, no sanitiser, neither imported."""

from __future__ import annotations

import html
import re
import unicodedata

from cps_cards.model import clozes

TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_ANKI_MARK = re.compile(
    r"\{\{|\}\}|<%|%>|\[(?=/?(?:sound:|latex\]|\$|anki:|\[type:))", re.IGNORECASE
)
_PLAIN = re.compile("[^\\\\`*_{}\\[\\]<>&~\n\t\xa0\ufeff]*")
"""A text of one line that is the same in CommonMark and in HTML."""
_NO_BLOCK = re.compile("(?![-+=>#]|\\d{1,9}[.)])[^|]*")
"""A line of several that is no part of a list, heading or table."""
_PARAGRAPH_END = re.compile(r"\n{2,}")
_WORDS = r"[^{}:]*(?::(?!:)[^{}:]*)*"
_PLAIN_DELETIONS = re.compile(
    rf"(?:{_WORDS}\{{\{{c[1-9][0-9]?::{_WORDS}(?:::{_WORDS})?\}}\}})+{_WORDS}"
)
"""Deletions with no other ones inside: sound beyond doubt."""
_CLOZE_MARK = re.compile(r"\{\{c[0-9]+::|\}\}")
BOLD = re.compile(
    r"(?<![^ \n])\*\*([^\W_](?:(?:[^\W_]|[ .,:;?!()'\"-])*"
    r"(?:[^\W_]|[.?!)](?=\*\*(?:[ \n]|$))))?)\*\*(?=[ \n.,;:?!]|$)"
)
"""Words in bold that CommonMark takes for nothing else."""


def composed(text: str) -> str:
    """A text as it is rendered: white space around it is not shown, characters are composed."""
    value = text.strip()
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def simple_html(text: str, cloze: bool) -> str | None:
    """The HTML of a text that needs no parser; None where it needs one.

    Nine texts of ten have no markup at all, or only cloze marks or a few words in bold: for them
    this gives the same as the parser and the sanitiser (a property test holds the two together),
    and saves both, and importing them.
    """
    value = composed(text)
    if not cloze and _PLAIN.fullmatch(value) is not None:
        return value
    if "\n" in value:
        return None if cloze else _simple_paragraphs(value)
    return _simple_line(value, cloze)


def _simple_paragraphs(value: str) -> str | None:
    paragraphs: list[str] = []
    for paragraph in _PARAGRAPH_END.split(value):
        lines = paragraph.split("\n")
        simple = [
            _simple_line(line, cloze=False)
            for line in lines
            if line and line == line.strip() and _NO_BLOCK.fullmatch(line)
        ]
        found = [line for line in simple if line is not None]
        if len(found) < len(lines):
            return None
        paragraphs.append("\n".join(found))
    if len(paragraphs) == 1:
        return paragraphs[0]
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _simple_line(value: str, cloze: bool) -> str | None:
    bold = "**" in value
    rest = BOLD.sub("", value) if bold else value
    if cloze:
        rest = _CLOZE_MARK.sub("", rest)
    if _PLAIN.fullmatch(rest.replace("& ", "")) is None or (cloze and not _only_hints(rest, value)):
        return None
    value = value.replace("& ", "&amp; ")
    return BOLD.sub(r"<strong>\1</strong>", value) if bold else value


def _only_hints(bare: str, value: str) -> bool:
    """Whether the deletions are sound and each ``::`` outside their opening marks begins a hint."""
    if _PLAIN_DELETIONS.fullmatch(value) is not None:
        return True
    parsed = clozes.parse(value)
    hints = sum(mark.kind == "hint" for mark in parsed.marks)
    return not parsed.faults and bare.count("::") == hints


def escape(text: str) -> str:
    """Plain text as the HTML of a field."""
    return escape_marks(html.escape(unicodedata.normalize("NFC", text.strip()), quote=True))


def escape_marks(body: str) -> str:
    """HTML in which Anki sees no mark of its own: no field, cloze, sound, speech or LaTeX."""
    return _ANKI_MARK.sub(lambda match: "".join(f"&#{ord(char)};" for char in match[0]), body)
