"""Markup that a card cannot show is shown as typed, signs and all.

Texts are Markdown: **bold**, *emphasis*, lists and links. HTML tags, and marks of Anki's own such
as `[sound:…]` or `{{…}}` outside a cloze, reach the learner as signs. Write Markdown in their
place, or put what is meant as it stands into `code`.
"""

import re

from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.views import CardView, ClozeView

_TAG = re.compile(
    r"</?(?:a|abbr|audio|b|blockquote|body|br|button|center|code|dd|del|details|div|dl|dt|em|embed|"
    r"font|form|h[1-6]|head|hr|html|i|iframe|img|input|ins|kbd|label|li|link|mark|math|meta|object|"
    r"ol|p|pre|ruby|s|script|section|small|source|span|strike|strong|style|sub|summary|sup|svg|"
    r"table|tbody|td|th|thead|tr|tt|u|ul|video)(?:\s[^<>]*)?/?>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_ANKI = re.compile(r"\[sound:[^\]]*\]|\[/?latex\]|\[/?\$\$?\]|\{\{[^{}]*\}\}", re.IGNORECASE)
_NO_PICTURE = re.compile(r"!\[\[[^\[\]\n]*\]\]|!\[[^\[\]\n]*\](?:\[[^\[\]\n]*\])?(?!\()")
"""What is left of a picture's marks in the text that is shown."""
_ADVICE = {
    r"</?(?:b|strong)\b": "write **bold** in Markdown",
    r"</?(?:i|em|u)\b": "write *emphasis* in Markdown",
    r"</?br\b": "end the line with a backslash, or begin a new paragraph with a blank line",
    r"</?img|!\[|\[sound": "write ![what it shows](<name.png>), with the file in media/",
    r"\{\{": "deletions belong into the `text` of a cloze card (`kind: cloze`)",
}


class RawHtml(CardRule):
    code = "TXT006"
    by_construction = True
    good = (
        "front: What does `<b>` do?\nback: It makes text bold where 1 < 2 and 3 > 2.",
        "text: Peer support rests on {{c1::hope}} and choice.",
        "front: Where is it written?\nback: At <https://example.org>.",
        "front: How is a picture written?\nback: 'As !\\[ with its name, or `![a][b]`.'",
        "front: How is a tag for bold text written?\nback: As \\<b>, at its beginning.",
    )
    bad = (
        "front: What is «<b>»hope«</b>»?",
        "front: 'What does «{{c1::hope}}» give?'",
        "front: What is hope?\nback: A belief, \\\\«<i>»not\\\\«</i>» luck.",
        "front: 'What do you hear? «[sound:a.mp3]»'",
        "front: 'What does «![[a wheel.png]]» show?'",
        "front: 'What does «![a wheel][wheel]» show?'",
    )
    help = "write it in Markdown, or between backquotes if it is meant to be seen"

    def check(self, card: CardView) -> Findings:
        for view in card.texts:
            value = view.text.value
            if view.key == "hint" or not ("<" in value or "[" in value or "{{" in value):
                continue
            is_cloze = isinstance(card, ClozeView) and view.key == "text"
            for match in (*_TAG.finditer(value), *_ANKI.finditer(value)):
                if (is_cloze and match[0].startswith("{{")) or _is_escaped(value, match.start()):
                    continue
                if not any(s < match.end() and match.start() < e for s, e in view.apart):
                    what = "the tag" if match[0][0] == "<" else "the mark"
                    message = f"{what} {match[0][:40]} will be shown as it is typed"
                    yield self.found(view.text, match.span(), message, help=_advice(match[0]))
            for match in _NO_PICTURE.finditer(view.shown):
                if view.is_verbatim(*match.span()):
                    message = f"{match[0][1:40]} is no picture and will be shown as it is typed"
                    yield self.found(view, match.span(), message, help=_advice(match[0]))


def _is_escaped(value: str, at: int) -> bool:
    """Whether a backslash, which is not escaped itself, shows the sign as it stands."""
    before = value[:at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _advice(tag: str) -> str:
    """What to write in a tag's place; empty where the rule's own help says it."""
    return next((to for what, to in _ADVICE.items() if re.match(what, tag, re.IGNORECASE)), "")
