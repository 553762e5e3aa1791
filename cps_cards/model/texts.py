"""What a text shows, and words for messages."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
"""Characters that show nothing, as the inside of a character class (Unicode's default-ignorable
ones, the Hangul fillers and the blank Braille pattern)."""

_BLANK = rf"[\s{IGNORABLE}]*"  # it takes half a millisecond to compile, and few decks need it


def is_blank(text: str) -> bool:
    """Whether a text holds nothing but white space and characters that show nothing."""
    return not "!" <= text[:1] <= "~" and re.fullmatch(_BLANK, text) is not None


def nothing_in(blank: str) -> str:
    """What a message says of a text that is blank, behind its name."""
    unseen = "holds only what cannot be seen: spaces, or characters without a shape"
    return unseen if blank else "is empty"


def without_ignorable(text: str) -> str:
    """A text without the characters that show nothing."""
    return text if text.isascii() else re.sub(f"[{IGNORABLE}]", "", text)


def compared(text: str) -> str:
    """A text as far as it can be told apart from others: spaces and what shows nothing are even."""
    return " ".join(without_ignorable(unicodedata.normalize("NFC", text)).split())


def short(value: str, most: int = 60) -> str:
    """An author's text as a message quotes it: on one line, and not too long."""
    if len(value) <= most and value.isprintable():
        return value
    line = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(value[: 4 * most].split()))
    return clipped(line, most)


def clipped(text: str, most: int) -> str:
    """A text of at most so many characters, with a sign where its end was cut off."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def counted(number: int, thing: str) -> str:
    """``1 card``, ``2,000 cards``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def name_list(names: Sequence[str], last: str = "and") -> str:
    """``a, b and c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


MOST_COMPARED = 400


def near_words(word: str, known: Iterable[str]) -> list[str]:
    """The known word that is nearest to a misspelt one, or none; case comes last."""
    import difflib

    word = word[:200].lower()
    written = {one.lower(): one for one in known}
    if word in written:
        return [written[word]]
    words = list(written)
    if len(words) > MOST_COMPARED:  # a comparison takes 20 µs, and a deck may have many faults
        words = [one for one in words if one[:3] == word[:3] or one[-5:] == word[-5:]]
        words = sorted(words, key=lambda one: (abs(len(one) - len(word)), one))[:MOST_COMPARED]
    return [written[one] for one in difflib.get_close_matches(word, words, n=1, cutoff=0.6)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean `back`?``, or nothing where no known word is near."""
    near = near_words(word, known)
    return f"; did you mean `{short(near[0])}`?" if near else ""
