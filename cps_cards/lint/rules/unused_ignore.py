"""An `ignore` that silences nothing has done its work and can go.

A card changes, the flaw goes, and the `ignore` stays behind: it would hide the next flaw of that
kind without anybody having judged it. Take the line out. The rule is judged only when the rule
that is ignored ran.
"""

import re

from cps_cards.diagnostics import Diagnostic, Edit
from cps_cards.lint.rule import Rule
from cps_cards.source import Span, Text

_HEAD = re.compile(r"(?m)^[ \t]*ignore[ \t]*:[ \t]*(\{[ \t]*|\r?\n[ \t]*)\Z")
_CLOSES = re.compile(r"[ \t]*\}[ \t]*(?:\r?\n|$)")
_COMMA_BEHIND = re.compile(r"[ \t]*,[ \t]*(?:\r?\n[ \t]*)?")
_COMMA_BEFORE = re.compile(r",\s*$")
_LINE_END = re.compile(r"[ \t]*(?:\r?\n|$)")


class UnusedIgnore(Rule):
    code = "DCK003"
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
    help = "take it out"

    def unused(self, name: Text, reason: Text, card: str | None) -> Diagnostic:
        """The finding for one entry, with the edit that takes it out."""
        whose = "of this card" if card is not None else "of the deck"
        message = f"`{name.value}` finds nothing {whose}, so this ignore silences nothing"
        cut = _cut(name, reason)
        fix = (Edit(cut, "", safe=True),) if cut is not None else ()
        return self.found(name, None, message, fix=fix, card=card)


def _cut(name: Text, reason: Text) -> Span | None:
    """What to take out with an entry; None where comments or the layout make it uncertain."""
    text, end = name.source.text, reason.end
    head = _HEAD.search(text, 0, name.start)
    if head is not None and head[1].startswith("{"):
        closed = _CLOSES.match(text, end)
        if closed is not None:
            return Span(head.start(), closed.end())
        comma = _COMMA_BEHIND.match(text, end)
        return Span(name.start, comma.end()) if comma is not None else None
    comma = _COMMA_BEFORE.search(text, 0, name.start)
    if comma is not None:
        return Span(comma.start(), end)
    line, rest = text.rfind("\n", 0, name.start) + 1, _LINE_END.match(text, end)
    if rest is None or text[line : name.start].strip():
        return None
    following = text[rest.end() :].partition("\n")[0]
    indent = len(following) - len(following.lstrip(" "))
    has_sibling = following.strip() and indent == name.start - line
    return Span(head.start() if head is not None and not has_sibling else line, rest.end())
