"""Syntax errors in the author's words, where to mend them, and the part of a file they spoil."""

import re
from typing import Literal, NamedTuple

import yaml

from cps_cards.faults import Faults
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
    fault: str = "syntax-error"


_TABLE = (
    _Words(r"mapping values are not allowed", 'a second ": " stands in this line',
           'put quotes around a text that holds ": "'),
    _Words(r"found a tab character|found character .*cannot start any token\n.*\n\t",
           "a tab stands where only spaces may", "indent with spaces"),
    _Words(r"found character .*cannot start any token", "a text cannot begin with this character",
           "put quotes around the text"),
    _Words(r"(did not find )?expected '?<document start>", "what stands here belongs to no key",
           "write `key: text`, and take out a line of three dots or dashes before it"),
    _Words(r"found unexpected end of stream", "a quote is opened here and never closed",
           "close it where the text ends", "opened"),
    _Words(r"found invalid Unicode character", "this escape is no character, or half of one",
           "write the character itself instead of its escape", "backslash"),
    _Words(r"found unknown escape|did not find expected hexdecimal|expected escape sequence",
           "a backslash in double quotes begins an escape that YAML does not know",
           "use single quotes around a text with backslashes, or write each backslash twice",
           "backslash"),
    _Words(r"could not find expected ':'", 'a key without ": " behind it',
           "write `key: text`, and indent the further lines of a text deeper than its key",
           "opened"),
    _Words(r"(did not find )?expected ',' or",
           "a bracket is opened here, and its list is not closed or lacks a comma",
           "close the bracket where the list ends, with commas between the items; a text that "
           "begins with a bracket needs quotes around it", "opened"),
    _Words(r"(block )?sequence entries are not allowed",
           "a list cannot begin in the line of its key",
           'put each item on a line of its own, with "- " before it, or the list in brackets'),
    _Words(r"found unexpected document", 'the line "---" stands inside a quoted text',
           "close the quote before it"),
    _Words(r"found undefined tag handle|did not find the expected '>'|expected '>'",
           'a text cannot begin with "!" here', "put quotes around the text"),
    _Words(r"(did not find )?expected alphabetic or numeric",
           'a text cannot begin with "&" or "*"', "put quotes around the text"),
    _Words(r"did not find expected comment or line|expected chomping or indentation"
           r"|expected indentation indicator|found an indentation indicator",
           "a text in the line of its | or >",
           "begin the text on the next line, indented; quote a text that begins with | or >"),
    _Words(r".*did not find expected '-'|.+\n.*block collection",
           "the items of a list do not line up here",
           'indent all items of a list alike, each with "- " before it', "quoted"),
    _Words(r".*(expected key|<block end>)",
           "the keys do not line up here, or a quoted text has ended too early",
           "indent all keys of a card alike; inside single quotes, write a quote twice", "quoted"),
    _Words(r"lists and mappings are nested", "{problem}",
           "a deck file needs far less; check the indentation and the brackets",
           fault="too-deep"),
    _Words("", "this is not YAML: {problem}",
           "check the indentation and the quotes around this place; a text that holds \": \" or "
           '" #", or begins with a mark, needs quotes around it'),
)  # fmt: skip
_BEHIND = (
    "more stands here behind a closing quote",
    "put single quotes around the whole text, and write each single quote inside it twice",
)
_ESCAPES = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.)", re.DOTALL)
_CONFLICT_EDGE = re.compile(r"^(?:<{7}|>{7}) .*$", re.MULTILINE)
_THEIRS = re.compile(r"^={7}\r?$(?s:.*)|^<{7} .*$", re.MULTILINE)
_CONFLICT = (
    "a merge conflict was left here",
    "keep one of the two versions, and take out the lines that begin with <<<<<<<, ======= "
    "and >>>>>>>",
)


def without_error(
    text: str, error: Exception, source: Source, last: Text | None, last_end: int, faults: Faults
) -> str:
    """Report what ended the reading of a text, and blank out the part that it spoils.

    ``last`` is the scalar just before the error, if any, and ``last_end`` how far the reading had
    come. Raises the error where it is none in the text.
    """
    found = conflicts(text) if source.path not in faults.broken_files else []
    faults.broken_files.add(source.path)
    if found:
        for span in found:
            faults.add("syntax-error", source, span, *_CONFLICT)
        return _without_conflicts(text, found)
    if not isinstance(error, yaml.YAMLError):  # PyYAML's own parser and an escape beyond Unicode
        escape = bad_escape(source, last_end)
        if escape is None:
            raise error
        error = escape
    start, end = _part_around(text, _describe(error, source, last, faults))
    return text[:start] + _blank(text[start:end]) + text[end:] if text[start:end].strip() else text


def bad_escape(source: Source, start: int) -> yaml.MarkedYAMLError | None:
    """What libyaml says of the next escape that is no character, for a parser that lets it pass."""
    for match in _ESCAPES.finditer(source.text, start):
        code = int(match[1] or match[2] or "0", 16)
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            mark = yaml.Mark("", match.start(), 0, 0, None, 0)
            problem = "found invalid Unicode character escape code"
            return yaml.MarkedYAMLError(None, None, problem, mark)
    return None


def _describe(error: yaml.YAMLError, source: Source, last: Text | None, faults: Faults) -> int:
    """Report a parser's error in an author's words; returns where the construct that holds it
    begins."""
    text = source.text
    problem = getattr(error, "problem", None) or ""
    context = getattr(error, "context", None) or ""
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    place = min(mark.index if mark is not None else 0, len(text))
    start = min(opened.index if opened is not None else place, place)
    said = "\n".join((problem, context, text[place : place + 1]))
    words = next(one for one in _TABLE if re.match(one.pattern, said))
    told, help = words.message.replace("{problem}", problem or "it cannot be read"), words.help
    begins = None
    if words.place == "backslash":
        place = max(text.rfind("\\", 0, place + 1), 0)
    elif words.place == "opened":
        place = start
    elif words.place == "quoted" and last is not None and last.style in ("'", '"'):
        if "\n" not in text[last.start : place] and not text[last.end : place].strip():
            (told, help), begins = _BEHIND, place
        elif "\n" in text[last.start : last.end] and 0 <= place - last.end <= 1:
            line = source.position(last.end - 1).line
            told = f"the quote opened here is closed only in line {line}, inside another text"
            help, place, begins = "close it where the text ends", last.start, last.start
    faults.add(words.fault, source, Span(place, min(place + 1, len(text))), told, help)
    if begins is not None:
        return begins
    # A block's beginning says nothing: the error may stand many cards further down.
    return place if "block" in context else start


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


def _without_conflicts(text: str, found: list[Span]) -> str:
    """The text with our side of each conflict alone, and everything at its old place."""
    pieces: list[str] = []
    at = 0
    for span in found:
        ours = _THEIRS.sub(lambda match: _blank(match[0]), text[slice(*span)])
        pieces += text[at : span.start], ours
        at = span.end
    return "".join([*pieces, text[at:]])


_LINE = re.compile(
    r"( *+)(?![\t#])(?=[^\r\n]*\S)(-(?: +|(?=\r?$)))?([\"']?id[\"']? *:)?", re.MULTILINE
)
"""A line that says something: its indentation, a list's dash, the key of an id."""


def _part_around(text: str, place: int) -> Span:
    """The list item that a place stands in, or else the top-level key: what one error spoils.

    That is the innermost item that begins with its ``id`` (a card, a fact), or the outermost one
    where none does.
    """
    start = indent = 0
    in_item = False
    nearest = len(text) + 1
    at = text.rfind("\n", 0, place) + 1
    while True:
        line = _LINE.match(text, at)
        if line is not None and len(line[1]) < nearest:
            nearest = len(line[1])
            if line[2] is not None or not in_item:
                start, indent, in_item = at, nearest, line[2] is not None
            if (line[2] is not None and line[3] is not None) or nearest == 0:
                break
        if at == 0:
            break
        at = text.rfind("\n", 0, at - 1) + 1
    # It ends where the next line begins that is no deeper, comments and empty lines aside.
    after = re.compile(rf"^ {{0,{indent}}}(?![ \t#\r\n])", re.MULTILINE)
    first = text.find("\n", start)
    end = after.search(text, first + 1) if first >= 0 else None
    return Span(start, end.start() if end is not None else len(text))


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)
