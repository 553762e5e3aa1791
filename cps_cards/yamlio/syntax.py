"""Syntax errors in the author's words, where to mend them, and the part of a file they spoil."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import yaml

from cps_cards.source import Source, Span, Text


class _Words(NamedTuple):
    """What is told of an error, where its place is not always that of the parser's."""

    pattern: str
    """What libyaml says, and what PyYAML's own parser says, each for the same error; in a line
    below, what they were reading; in a third one, the character at the place."""
    message: str
    help: str
    place: Literal["here", "opened", "backslash", "quoted"] = "here"
    """``opened``: where the construct begins that the error is in; ``quoted``: where a text in
    quotes stands before it, there."""


_TABLE = (
    _Words(
        r"mapping values are not allowed",
        'a second ": " stands in this line',
        'put quotes around a text that holds ": "',
    ),
    _Words(
        r"found a tab character|found character .*cannot start any token\n.*\n\t",
        "a tab stands where only spaces may",
        "indent with spaces",
    ),
    _Words(
        r"found character .*cannot start any token",
        "a text cannot begin with this character",
        "put quotes around the text",
    ),
    _Words(
        r"(did not find )?expected '?<document start>",
        "what stands here belongs to no key",
        "write `key: text`, and take out a line of three dots or dashes before it",
    ),
    _Words(
        r"found unexpected end of stream",
        "a quote is opened here and never closed",
        "close it where the text ends",
        "opened",
    ),
    _Words(
        r"found invalid Unicode character",
        "this escape is no character, or half of one",
        "write the character itself instead of its escape",
        "backslash",
    ),
    _Words(
        r"found unknown escape|did not find expected hexdecimal|expected escape sequence",
        "a backslash in double quotes begins an escape that YAML does not know",
        "use single quotes around a text with backslashes, or write each backslash twice",
        "backslash",
    ),
    _Words(
        r"could not find expected ':'",
        'a key without ": " behind it',
        "write `key: text`, and indent the further lines of a text deeper than its key",
        "opened",
    ),
    _Words(
        r"(did not find )?expected ',' or",
        "a bracket is opened here, and its list is not closed or lacks a comma",
        "close the bracket where the list ends, with commas between the items; a text that begins "
        "with a bracket needs quotes around it",
        "opened",
    ),
    _Words(
        r"(block )?sequence entries are not allowed",
        "a list cannot begin in the line of its key",
        'put each item on a line of its own, with "- " before it, or the list in brackets',
    ),
    _Words(
        r"found unexpected document",
        'the line "---" stands inside a quoted text',
        "close the quote before it",
    ),
    _Words(
        r"found undefined tag handle|did not find the expected '>'|expected '>'",
        'a text cannot begin with "!" here',
        "put quotes around the text",
    ),
    _Words(
        r"(did not find )?expected alphabetic or numeric",
        'a text cannot begin with "&" or "*"',
        "put quotes around the text",
    ),
    _Words(
        r"did not find expected comment or line|expected chomping or indentation"
        r"|expected indentation indicator|found an indentation indicator",
        "a text in the line of its | or >",
        "begin the text on the next line, indented; quote a text that begins with | or >",
    ),
    _Words(
        r".*did not find expected '-'|.+\n.*block collection",
        "the items of a list do not line up here",
        'indent all items of a list alike, each with "- " before it',
        "quoted",
    ),
    _Words(
        r".*(expected key|<block end>)",
        "the keys do not line up here, or a quoted text has ended too early",
        "indent all keys of a card alike; inside single quotes, write a quote twice",
        "quoted",
    ),
)
_BEHIND = (
    "more stands here behind a closing quote",
    "put single quotes around the whole text, and write each single quote inside it twice",
)
_HELP = (
    "check the indentation and the quotes around this place; "
    'a text that holds ": " or " #", or begins with a mark, needs quotes around it'
)
_ESCAPES = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.)", re.DOTALL)


def bad_escape(source: Source, start: int) -> yaml.MarkedYAMLError | None:
    """What libyaml says of the next escape that is no character, for a parser that lets it pass."""
    for match in _ESCAPES.finditer(source.text, start):
        code = int(match[1] or match[2] or "0", 16)
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            mark = yaml.Mark("", match.start(), 0, 0, None, 0)
            problem = "found invalid Unicode character escape code"
            return yaml.MarkedYAMLError(None, None, problem, mark)
    return None


_CONFLICT_EDGE = re.compile(r"^(?:<{7}|>{7}) .*$", re.MULTILINE)
_THEIRS = re.compile(r"^={7}\r?$(?s:.*)|^<{7} .*$", re.MULTILINE)
CONFLICT = (
    "a merge conflict was left here",
    "keep one of the two versions, and take out the lines that begin with <<<<<<<, ======= "
    "and >>>>>>>",
)


class Trouble(NamedTuple):
    """A syntax error: where it is shown, and where the construct that holds it begins."""

    place: int
    message: str
    help: str
    begins: int


def describe(error: yaml.YAMLError, source: Source, last: Text | None) -> Trouble:
    """A parser's error in an author's words; ``last`` is the scalar just before it, if any."""
    text = source.text
    problem = getattr(error, "problem", None) or ""
    context = getattr(error, "context", None) or ""
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    place = min(mark.index if mark is not None else 0, len(text))
    start = min(opened.index if opened is not None else place, place)
    said = "\n".join((problem, context, text[place : place + 1]))
    other = _Words("", f"this is not YAML: {problem or 'it cannot be read'}", _HELP)
    words = next((one for one in _TABLE if re.match(one.pattern, said)), other)
    if words.place == "backslash":
        place = max(text.rfind("\\", 0, place + 1), 0)
    elif words.place == "opened":
        place = start
    elif words.place == "quoted" and last is not None and last.style in ("'", '"'):
        if "\n" not in text[last.start : place] and not text[last.end : place].strip():
            return Trouble(place, *_BEHIND, place)
        if "\n" in text[last.start : last.end] and 0 <= place - last.end <= 1:
            line = source.position(last.end - 1).line
            told = f"the quote opened here is closed only in line {line}, inside another text"
            return Trouble(last.start, told, "close it where the text ends", last.start)
    # A block's beginning says nothing: the error may stand many cards further down.
    begins = place if "block" in context else start
    return Trouble(place, words.message, words.help, begins)


def conflicts(text: str) -> list[Span]:
    """Merge conflicts that version control left in a file."""
    found: list[Span] = []
    begins: int | None = None
    for edge in _CONFLICT_EDGE.finditer(text):
        if edge[0].startswith("<"):
            begins = edge.start() if begins is None else begins
        elif begins is not None:
            found.append(Span(begins, edge.end()))
            begins = None
    return found


def without_conflicts(text: str, found: list[Span]) -> str:
    """The text with our side of each conflict alone, and everything at its old place."""
    pieces: list[str] = []
    at = 0
    for span in found:
        pieces.append(text[at : span.start])
        pieces.append(_THEIRS.sub(lambda match: blank(match[0]), text[span.start : span.end]))
        at = span.end
    return "".join([*pieces, text[at:]])


_LINE = re.compile(r"( *)(-(?: +|(?=\r?$)))?([\"']?id[\"']? *:)?[^\r\n]*", re.MULTILINE)


def part_around(text: str, place: int) -> Span:
    """The list item that a place stands in, or else the top-level key: what one error spoils.

    That is the innermost item that begins with its ``id`` (a card, a fact), or the outermost one
    where none does.
    """
    start, indent = 0, 0
    in_item = False
    for at, own, item, has_id in _outwards(text, place):
        if item or not in_item:
            start, indent, in_item = at, own, item
        if item and has_id:
            break
    return Span(start, _end_of_part(text, start, indent))


def _outwards(text: str, place: int) -> Iterator[tuple[int, int, bool, bool]]:
    """The line of a place and those it is nested in: start, indentation, whether it is a list item
    and whether that begins with its id."""
    at = text.rfind("\n", 0, place) + 1
    indent = len(text) + 1
    while indent > 0:
        match = _LINE.match(text, at)
        if match is not None and len(match[1]) < indent:
            written = match[0].strip()
            tab = text.startswith("\t", match.end(1))
            if written and not written.startswith("#") and not tab:
                indent = len(match[1])
                yield at, indent, match[2] is not None, match[3] is not None
        if at == 0:
            return
        at = text.rfind("\n", 0, at - 1) + 1


def _end_of_part(text: str, start: int, indent: int) -> int:
    """Where the next line begins that is indented no deeper, comments and empty lines aside."""
    after = re.compile(rf"^ {{0,{indent}}}(?![ \t#\r\n])", re.MULTILINE)
    first = text.find("\n", start)
    match = after.search(text, first + 1) if first >= 0 else None
    return match.start() if match is not None else len(text)


def blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)
