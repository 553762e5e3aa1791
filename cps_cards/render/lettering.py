"""A text as its language is set: quotation marks as print has them, and the way it is written."""

import html
import re
import unicodedata
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple


class Marks(NamedTuple):
    """What opens and closes quotations, and those inside them, in a language."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


_LANGUAGES = {
    Marks("“", "”", "‘", "’"): "en es pt nl ga cy tr id ms vi tl ko zh eo",
    Marks("„", "“", "‚", "‘"): "de cs sk sl is lt et ka bg",
    Marks("„", "”", "‚", "’"): "pl ro hu hr",
    Marks("«&nbsp;", "&nbsp;»", "“", "”"): "fr",
    Marks("«", "»", "“", "”"): "it el nb nn no",
    Marks("«", "»", "„", "“"): "ru uk be",
    Marks("”", "”", "’", "’"): "sv fi da",
}
_OF = {language: marks for marks, all in _LANGUAGES.items() for language in all.split()}
_APOSTROPHE = "’"

_PART = re.compile(
    r"(?P<kept><pre>.*?</pre>|<code>.*?</code>|\\\(.*?\\\)|\\\[.*?\\\]|\[sound:[^\]]*\])"
    r"|</?(?:a|em|s|strong|span)\b[^<>]*>|(?P<block><[^<>]*>)"
    r"|\{\{c[0-9]+::|\}\}|(?P<hint>::)"
    r"|(?P<quote>\"|'|&quot;|&\#x27;)|(?P<entity>&\#?\w+;)",
    re.DOTALL,
)
_SHOWN = {"kept": "\ufffc", "block": "\n", "hint": " ", None: ""}
"""What of parts that are no letters a reader sees."""
_QUOTE = re.compile("&quot;|&#x27;")
_BEFORE = frozenset("([{-–—/“„‘‚«\"'")
"""What may stand before an opening mark, beside a space."""
_ELISION = re.compile(r"'n'(?!\w)")
"""As in rock 'n' roll."""

_RIGHT_TO_LEFT = frozenset(
    "ar arc azb ckb dv fa glk he iw ji ks lrc mzn nqo pnb prs ps sd skr syr ug ur yi "
    "adlm arab aran hebr mand nkoo rohg samr syrc thaa".split()
)
"""Languages written from right to left, and scripts: ``ku-Arab`` is, ``ar-Latn`` is not."""

_WAYS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_RTL_LETTER = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]"
)
_UNSHOWN = re.compile(r"<[^>]*>|\{\{c[0-9]+::|\[sound:[^\]]*\]")


def set_in(body: str, language: str) -> str:
    """The HTML of a text with the quotation marks and the direction of its language."""
    return led(typographic(body, language), language)


def typographic(body: str, language: str) -> str:
    """The HTML with the marks of its language; code, maths and cloze marks stay as they are.

    A mark that has no partner in its paragraph stays as it was typed, and so do those between
    letters (ארה"ב) and behind numbers (5' 2"). Languages that are not known keep all.
    """
    if "'" not in body and '"' not in body and _QUOTE.search(body) is None:
        return body
    marks = _OF.get(re.split("[-_]", language.lower())[0])
    if marks is None:
        return body
    pieces: list[str] = []  # of the body; every other one is a quote
    seen = ""  # what a reader sees, a character or more for each part
    places: list[int] = []  # of the quotes, in ``seen``
    at = quoted = 0
    for part in _PART.finditer(body):
        seen += body[at : part.start()]
        at = part.end()
        if part["quote"]:
            pieces += body[quoted : part.start()], part[0]
            places.append(len(seen))
            quoted = at
        kind = part.lastgroup
        seen += _SHOWN[kind] if kind in _SHOWN else html.unescape(part[0])
    for number, mark in enumerate(_marked(seen + body[at:], places, marks)):
        pieces[2 * number + 1] = mark or pieces[2 * number + 1]
    return "".join([*pieces, body[quoted:]])


def _marked(text: str, places: list[int], marks: Marks) -> list[str]:
    """What is written for each quote of a text; nothing where it stays."""
    found = [""] * len(places)
    open_: list[int] = []  # numbers of the quotes that may open something
    paragraph = 0
    for number, at in enumerate(places):
        sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
        single = sign == "'"
        if "\n" in text[paragraph:at]:
            open_.clear()
        paragraph = at
        if _ELISION.match(text, at) or _ELISION.match(text, max(at - 2, 0), at + 1):
            found[number] = _APOSTROPHE
            continue
        if before.isalnum() and after.isalnum():
            if single and not (before.isdigit() and after.isdigit()):
                found[number] = _APOSTROPHE
            continue
        partner = next((n for n in reversed(open_) if text[places[n]] == sign), None)
        if partner is not None and before.strip():
            del open_[open_.index(partner) :]
            found[partner] = marks.inner_opening if single else marks.opening
            found[number] = marks.inner_closing if single else marks.closing
        elif after.strip() and (not before.strip() or before in _BEFORE):
            open_.append(number)
            found[number] = _APOSTROPHE if single else ""  # as in '90s, if nothing closes it
        elif single and before.isalpha():
            found[number] = _APOSTROPHE
    return found


@lru_cache
def direction(language: str) -> str:
    """``rtl`` or ``ltr``, as HTML has them, for a language tag; a script in it decides."""
    first, *rest = re.split("[-_]", language.lower())
    parts = takewhile(lambda part: len(part) > 1, rest)  # behind one letter stands something else
    script = next((part for part in parts if len(part) == 4 and part.isalpha()), first)
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


def led(body: str, language: str) -> str:
    """The HTML of a text so that its first word does not turn it around, where it is of another
    language: a client takes the direction of a text from its first letter.

    A mark that shows nothing goes before a text of a deck that runs to the left, where it has such
    letters; of one that runs to the right, where most letters do. Others run as they begin.
    """
    if body.isascii():
        return body
    way = direction(language)
    if way == "ltr" and not _RTL_LETTER.search(body):
        return body
    text = html.unescape(_UNSHOWN.sub("", body))
    ways = [_WAYS[kind] for kind in map(unicodedata.bidirectional, text) if kind in _WAYS]
    if not ways or ways[0] == way or ways.count(way) <= (0 if way == "rtl" else len(ways) / 2):
        return body
    return f"&{'rlm' if way == 'rtl' else 'lrm'};{body}"
