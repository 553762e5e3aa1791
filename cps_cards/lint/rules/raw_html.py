"""Markup that a card cannot show is shown as typed, signs and all.

Texts are Markdown: **bold**, *emphasis*, lists and links. HTML tags, and marks of Anki's own such
as `[sound:…]` or `{{…}}` outside a cloze, reach the learner as signs. Write Markdown in their
place, or put what is meant as it stands into `code`.
"""

from __future__ import annotations

import re

from cps_cards.lint.card_view import CardView
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.model.cards import Cloze

_TAG = re.compile(
    r"</?(?:a|abbr|audio|b|blockquote|body|br|button|center|code|dd|del|details|div|dl|dt|em|"
    r"embed|font|"
    r"form|h[1-6]|head|hr|html|i|iframe|img|input|ins|kbd|label|li|link|mark|math|meta|object|"
    r"ol|p|pre|ruby|s|"
    r"script|section|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|"
    r"th|thead|tr|tt|"
    r"u|ul|video)(?:\s[^<>]*)?/?>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_ANKI = re.compile(r"\[sound:[^\]]*\]|\[/?latex\]|\[/?\$\$?\]|\{\{[^{}]*\}\}", re.IGNORECASE)

_NO_PICTURE = re.compile(r"!\[\[[^\[\]\n]*\]\]|!\[[^\[\]\n]*\](?:\[[^\[\]\n]*\])?(?!\()")
"""What is left of a picture's marks in the text that is shown."""


class RawHtml(CardRule):
    code = "TXT006"
    name = "raw-html"
    by_construction = True
    good = (
        "front: What is **hope**?\nback: A belief.",
        "front: What does `<b>` do?\nback: It makes text bold where 1 < 2 and 3 > 2.",
        "text: Peer support rests on {{c1::hope}} and choice.",
        "front: Where is it written?\nback: At <https://example.org>.",
        "front: How is a picture written?\nback: 'As !\\[ with its name, or `![a][b]`.'",
        "front: How is a tag for bold text written?\nback: As \\<b>, at its beginning.",
    )
    bad = (
        "front: What is «<b>»hope«</b>»?",
        "front: What is hope?\nback: A belief«<br>» in change.",
        "front: 'What does «{{c1::hope}}» give?'",
        "front: What is hope?\nback: A belief, \\\\«<i>»not\\\\«</i>» luck.",
        "front: 'What do you hear? «[sound:a.mp3]»'",
        "front: 'What does «![[a wheel.png]]» show?'",
        "front: 'What does «![a wheel][wheel]» show?'",
    )

    def check(self, card: CardView) -> Findings:
        for view in card.texts:
            value = view.text.value
            if view.key == "hint" or ("<" not in value and "[" not in value and "{{" not in value):
                continue
            is_cloze = isinstance(card.card, Cloze) and view.key == "text"
            for pattern, what in ((_TAG, "the tag"), (_ANKI, "the mark")):
                for match in pattern.finditer(value):
                    if is_cloze and pattern is _ANKI and match[0].startswith("{{"):
                        continue
                    if any(s < match.end() and match.start() < e for s, e in view.apart):
                        continue
                    if _is_escaped(value, match.start()):
                        continue
                    yield self.found(
                        view.text,
                        match.span(),
                        f"{what} {match[0][:40]} will be shown as it is typed",
                        help=_advice(match[0]),
                    )
            for match in _NO_PICTURE.finditer(view.shown):
                if view.is_verbatim(*match.span()):
                    yield self.found(
                        view,
                        match.span(),
                        f"{match[0][1:40]} is no picture and will be shown as it is typed",
                        help=_advice("img"),
                    )


def _is_escaped(value: str, at: int) -> bool:
    """Whether a backslash, which is not escaped itself, shows the sign as it stands."""
    before = value[:at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _advice(tag: str) -> str:
    name = re.sub(r"[^a-z{\[]", "", tag.lower().partition(" ")[0])
    if name in ("b", "strong"):
        return "write **bold** in Markdown"
    if name in ("i", "em", "u"):
        return "write *emphasis* in Markdown"
    if name == "br":
        return "end the line with a backslash, or begin a new paragraph with a blank line"
    if name.startswith(("img", "[sound")):
        return "write ![what it shows](<name.png>), with the file in media/"
    if name.startswith("{{"):
        return "deletions belong into the `text` of a cloze card (`kind: cloze`)"
    return "write it in Markdown, or between backquotes if it is meant to be seen"
