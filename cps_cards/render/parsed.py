"""A text as Markdown's tokens, each with the characters that wrote it.

Maths and the marks of deletions are put on a shelf first, for Markdown must not see them. The
parser tells only the lines of a block; the rules that make tokens are wrapped so that they note
where they began and ended (``meta["place"]``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from cps_cards.model import clozes
from cps_cards.render.plain import composed
from cps_cards.render.shelf import Runs, Shelf

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token as Token  # others take it from here

MOST_PARSED = 20_000
"""Longer texts are refused: some marks take the parser a tenth of a millisecond each."""

MAX_NESTING = 30

_SEGMENT = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]*")
"""What composing characters cannot reach beyond: nothing joins an ASCII letter from behind."""
_LINE_START = re.compile(r"^[ \t]*", re.MULTILINE)


class Parsed(NamedTuple):
    """``value`` is the text as it is rendered; the places of tokens are offsets in it. ``written``
    leads from there to the text as it was given."""

    value: str
    written: Runs
    deletions: clozes.ClozeText | None
    shelf: Shelf
    tokens: Sequence[Token]
    unused: Sequence[tuple[int, int]] = ()
    """Definitions of addresses that no link uses, by their places."""


def parse(text: str, cloze: bool) -> Parsed:
    """Read a text; with ``cloze``, its deletions too. It is not longer than ``MOST_PARSED``."""
    value = composed(text)
    deletions = clozes.parse(value) if cloze else None
    shelf = Shelf(value)
    markdown = shelf.put_away(value, deletions)
    # A text of one line is no list, quotation or heading: "> 35 hours" is more than 35.
    parse_part = parser().parse if "\n" in value else parser().parseInline
    environment: dict[str, Any] = {}
    tokens = parse_part(markdown, environment)
    _settle(tokens, markdown, shelf.origin)
    unused = tuple(_unused_definitions(environment, tokens, markdown, shelf.origin))
    return Parsed(value, _written(text, value), deletions, shelf, tokens, unused)


def _unused_definitions(
    environment: dict[str, Any], tokens: Sequence[Token], markdown: str, origin: Runs
) -> Iterator[tuple[int, int]]:
    defined = dict(environment.get("references", {}))
    waiting = list(tokens) if defined else []
    while waiting:
        token = waiting.pop()
        defined.pop(token.meta.get("label"), None)
        waiting += token.children or ()
    lines = _line_starts(markdown)
    for one in (*defined.values(), *environment.get("duplicate_refs", ())):
        first, last = one["map"]
        yield origin.span(lines[first], lines[last] - 1)


def _line_starts(markdown: str) -> list[int]:
    """Where each line begins, and one behind the last."""
    return [0, *(match.end() for match in re.finditer("\n", markdown)), len(markdown) + 1]


def place(token: Token) -> tuple[int, int]:
    """Where a token was written in ``Parsed.value``: code, words of a block, or a child of those.
    Other tokens have no place, nor have blocks without a word."""
    start, end = token.meta["place"]
    return start, end


def media_name(token: Token) -> str:
    """The name under ``media/`` that a picture's or sound's token asks for."""
    name = unicodedata.normalize("NFC", unquote(str(token.attrs.get("src", ""))))
    return name.removeprefix("./")


def _written(text: str, value: str) -> Runs:
    """The way back from composed characters, and from a text without the blanks around it."""
    at = len(text) - len(text.lstrip())
    runs = Runs([(0, at)])
    if not text.startswith(value, at):
        here = 0
        for segment in _SEGMENT.finditer(text.strip()):
            runs.append((here, at + segment.start()))
            here += len(unicodedata.normalize("NFC", segment[0]))
    return runs


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough, without HTML; every token knows its place."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import heading, lheading, paragraph, table

    options = {"html": False, "maxNesting": MAX_NESTING, "store_labels": True}
    made = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    # Every address becomes a token, so that a forbidden one is reported and not shown as text.
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    made.block.ruler.at("table", _with_lines(table), {"alt": ["paragraph", "reference"]})
    ends = ["paragraph", "reference", "blockquote"]
    made.block.ruler.at("heading", _with_lines(heading), {"alt": ends})
    made.block.ruler.at("lheading", _with_lines(lheading))
    made.block.ruler.at("paragraph", _with_lines(paragraph))
    inline = made.inline.ruler
    for name, rule in zip(inline.get_active_rules(), inline.getRules(""), strict=True):
        inline.at(name, _with_place(rule))
    made.inline.ruler2.before("balance_pairs", "places", _place_texts)
    # Joined, the pieces of a text would have one place instead of their own.
    made.inline.ruler2.disable("fragments_join")
    made.core.ruler.disable("text_join")
    return made


def _with_lines(
    rule: Callable[[StateBlock, int, int, bool], bool],
) -> Callable[[StateBlock, int, int, bool], bool]:
    """The rule of a block of words; it notes where the content of each of their lines begins."""

    def noting(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        had = len(state.tokens)
        found = rule(state, first, last, silent)
        for token in state.tokens[had:]:
            if token.map is not None:
                token.meta["lines"] = [state.bMarks[n] + state.tShift[n] for n in range(*token.map)]
        return found

    return noting


def _with_place(
    rule: Callable[[StateInline, bool], bool],
) -> Callable[[StateInline, bool], bool]:
    """A rule that makes tokens; it notes their places in the content of the block."""

    def noting(state: StateInline, silent: bool) -> bool:
        start, had, waiting = state.pos, len(state.tokens), bool(state.pending)
        if not rule(state, silent):
            return False
        made = state.tokens[had:]
        if waiting and made and made[0].type == "text":
            made = made[1:]  # the words before it, which waited for the next token
        if made and made[0].type == "link_open":
            made[0].meta["place"] = start, start + 1
            if made[0].info == "auto":
                made[1].meta["place"] = start + 1, state.pos - 1
            made[-1].meta["place"] = None, state.pos
            return True
        for token in made:
            end = start + len(token.content) if token.type == "text" else state.pos
            token.meta["place"] = start, end
            start = end
        return True

    return noting


def _place_texts(state: StateInline) -> None:
    """Words between other tokens, and the ends of links, begin where what stands before ends.

    What was escaped, or written as an entity, is a text like any other; its ``markup`` is what was
    written.
    """
    at = 0
    for token in state.tokens:
        if token.type == "text_special":
            token.type = "text"
        start, end = token.meta.get("place", (None, at + len(token.content)))
        token.meta["place"] = at if start is None else start, end
        at = end


def _settle(tokens: Sequence[Token], markdown: str, origin: Runs) -> None:
    """Give each token of a block's words, and each block of code, its place in the text."""
    lines = _line_starts(markdown)
    before, cell_end = None, 0
    for token in tokens:
        if token.type == "tr_open":
            cell_end = 0
        elif token.type in ("fence", "code_block") and token.map is not None:
            first, last = token.map
            token.meta["place"] = origin.span(lines[first], lines[last] - 1)
        elif token.type == "inline" and token.children:
            begins: list[int] = token.meta.get("lines", [0])
            if before is None:
                runs = Runs([(0, 0)])
            elif before.type in ("th_open", "td_open"):
                runs, cell_end = _cell(token.content, markdown, max(begins[0], cell_end))
            elif before.markup.startswith("#"):
                words = markdown[begins[0] :].lstrip("#").lstrip(" \t")
                runs = Runs([(0, len(markdown) - len(words))])
            else:
                runs = _paragraph(token.content, begins)
            _settle_words(token.children, runs, origin)
            token.meta["place"] = place(token.children[0])[0], place(token.children[-1])[1]
        before = token


def _paragraph(content: str, begins: Sequence[int]) -> Runs:
    """Each line lost the signs before it; what blanks are left there mean nothing."""
    starts = (match.end() for match in _LINE_START.finditer(content))
    return Runs(zip(starts, begins, strict=False))


def _cell(content: str, markdown: str, at: int) -> tuple[Runs, int]:
    """A cell's content stands in its row, but for the backslash before each bar in it."""
    if content:
        at += len(markdown[at:]) - len(markdown[at:].lstrip(" \t|"))
    runs = Runs([(0, at)])
    for here, sign in enumerate(content):
        if sign == "|":
            at += 1
            runs.append((here, at))
        at += 1
    return runs, at


def _settle_words(tokens: Sequence[Token], runs: Runs, origin: Runs, base: int = 0) -> None:
    """Give tokens, and those of a picture's description, places in the text itself."""
    for token in tokens:
        start, end = place(token)
        token.meta["place"] = origin.span(*runs.span(base + start, base + end))
        _settle_words(token.children or (), runs, origin, base + start + len("!["))
