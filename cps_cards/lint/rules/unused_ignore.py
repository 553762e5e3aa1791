"""An `ignore` that silences nothing has done its work and can go.

A card changes, the flaw goes, and the `ignore` stays behind: it would hide the next flaw of that
kind without anybody having judged it. Take the line out. The rule is judged only when the rule
that is ignored ran.
"""

from __future__ import annotations

import re

from cps_cards.diagnostics import Diagnostic, Edit
from cps_cards.lint.rule import Rule
from cps_cards.source import Span, Text


class UnusedIgnore(Rule):
    code = "DCK003"
    name = "unused-ignore"
    fix = "safe"
    by_construction = True
    good = (
        "front: How do you greet a client?\nignore: {status-label: quotes the old form}",
        "front: Who sets the goals of recovery?",
    )
    bad = (
        "front: Who sets the goals?‹\nignore: {«status-label»: quotes the old form}→›",
        "front: Who sets the goals?‹\nignore:\n  «spelling»: the name of a group→›",
        "front: How do you greet a client?\n"
        "ignore: {status-label: quotes the old form‹, «spelling»: a name→›}",
    )

    def unused(self, name: Text, reason: Text, card: str | None) -> Diagnostic:
        """The finding for one entry, with the edit that takes it out."""
        whose = "of this card" if card is not None else "of the deck"
        return self.at(
            name.source,
            name.span,
            f"`{name.value}` finds nothing {whose}, so this ignore silences nothing",
            help="take it out",
            fix=_removal(name, reason),
            card=card,
        )


_HEAD = re.compile(r"(?:^|\n)[ \t]*ignore[ \t]*:[ \t]*(\{[ \t]*|\r?\n[ \t]*)$")
_LINE_END = re.compile(r"[ \t]*(?:\r?\n|$)")


def _removal(name: Text, reason: Text) -> tuple[Edit, ...]:
    """The edit that takes an entry out; none where comments or the layout make it uncertain."""
    text = name.source.text
    head = _HEAD.search(text, 0, name.start)
    end = reason.end
    line_start = text.rfind("\n", 0, name.start) + 1
    if head is not None and head[1].startswith("{"):
        closed = re.compile(r"[ \t]*\}[ \t]*(\r?\n|$)").match(text, end)
        if closed is not None:
            return _cut(head.start() + (1 if text[head.start()] == "\n" else 0), closed.end())
        comma = re.compile(r"[ \t]*,[ \t]*(?:\r?\n[ \t]*)?").match(text, end)
        return _cut(name.start, comma.end()) if comma is not None else ()
    comma = re.compile(r",\s*$").search(text, 0, name.start)
    if comma is not None:
        return _cut(comma.start(), end)
    rest = _LINE_END.match(text, end)
    if rest is None or text[line_start : name.start].strip():
        return ()
    if head is not None and not _has_sibling(text, rest.end(), name.start - line_start):
        return _cut(head.start() + (1 if text[head.start()] == "\n" else 0), rest.end())
    return _cut(line_start, rest.end())


def _has_sibling(text: str, at: int, indent: int) -> bool:
    """Whether a line as far in follows: another entry of the same mapping."""
    line = text[at : text.find("\n", at) if "\n" in text[at:] else len(text)]
    return bool(line.strip()) and len(line) - len(line.lstrip(" ")) == indent


def _cut(start: int, end: int) -> tuple[Edit, ...]:
    return (Edit(Span(start, end), "", safe=True),)
