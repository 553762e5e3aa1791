"""Which way a language is written, and a text of it that begins with a word of another one."""

import html
import re
import unicodedata
from functools import lru_cache
from itertools import takewhile

_RIGHT_TO_LEFT = frozenset(
    (
        *("ar", "arc", "azb", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks", "lrc", "mzn"),
        *("nqo", "pnb", "prs", "ps", "sd", "skr", "syr", "ug", "ur", "yi"),
        *("adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"),
    )
)
"""Languages written from right to left, and scripts: ``ku-Arab`` is, ``ar-Latn`` is not."""

_WAYS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_RTL_LETTER = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]"
)
_UNSHOWN = re.compile(r"<[^>]*>|\{\{c[0-9]+::|\[sound:[^\]]*\]")


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
