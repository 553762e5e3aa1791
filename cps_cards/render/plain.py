"""The short way from a text to HTML, which most take: no parser, no sanitiser, neither imported."""

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
BOLD = re.compile(
    r"(?<![^ \n])\*\*([^\W_](?:(?:[^\W_]|[ .,:;?!()'\"-])*"
    r"(?:[^\W_]|[.?!)](?=\*\*(?:[ \n]|$))))?)\*\*(?=[ \n.,;:?!]|$)"
)
"""Words in bold that CommonMark takes for nothing else."""


def is_composed(text: str) -> bool:
    """Whether letters with accents are one character each (NFC)."""
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def composed(text: str) -> str:
    """A text as it is rendered: white space around it is not shown, characters are composed."""
    value = text.strip()
    return value if is_composed(value) else unicodedata.normalize("NFC", value)


def simple_html(text: str, cloze: bool) -> str | None:
    """The HTML of a text that needs no parser; None where it needs one.

    Nine texts of ten have no markup at all, or only cloze marks or a few words in bold: for them
    this gives the same as the parser and the sanitiser (a property test holds the two together),
    and saves both, and importing them.
    """
    value = composed(text)
    if (not cloze or not value) and _PLAIN.fullmatch(value) is not None:
        return value
    if "\n" in value:
        return None if cloze else _simple_paragraphs(value)
    return _simple_line(value, cloze)


def _simple_paragraphs(value: str) -> str | None:
    paragraphs: list[str] = []
    for paragraph in _PARAGRAPH_END.split(value):
        lines: list[str] = []
        for line in paragraph.split("\n"):
            is_words = line and line == line.strip() and _NO_BLOCK.fullmatch(line)
            simple = _simple_line(line, cloze=False) if is_words else None
            if simple is None:
                return None
            lines.append(simple)
        paragraphs.append("\n".join(lines))
    if len(paragraphs) == 1:
        return paragraphs[0]
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _simple_line(value: str, cloze: bool) -> str | None:
    bold = "**" in value
    rest = BOLD.sub("", value) if bold else value
    if cloze:
        rest = clozes.without_marks(rest)
    if _PLAIN.fullmatch(rest.replace("& ", "")) is None:
        return None
    if cloze and _PLAIN_DELETIONS.fullmatch(value) is None:
        return None
    value = value.replace("& ", "&amp; ")
    return BOLD.sub(r"<strong>\1</strong>", value) if bold else value


def escape(text: str) -> str:
    """Plain text as the HTML of a field."""
    return escape_marks(html.escape(unicodedata.normalize("NFC", text.strip()), quote=True))


def escape_marks(body: str) -> str:
    """HTML in which Anki sees no mark of its own: no field, cloze, sound, speech or LaTeX."""
    return _ANKI_MARK.sub(lambda match: "".join(f"&#{ord(char)};" for char in match[0]), body)
