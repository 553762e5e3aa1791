"""Options of questions: the right one, whether their order matters, and those of this tool's."""

import re
from collections.abc import Iterable, Mapping, Sequence

from cps_cards.imports.records import LeftOutError, Loose
from cps_cards.model.texts import compared, counted, short
from cps_cards.render.notes import option_order
from cps_cards.render.shown import shown_text

_NUMBERED = re.compile(r"[-+]?[\d.,]+\b")
_BY_PLACE = re.compile(
    r"\b(?:above|below|previous|preceding)\b|\b(?:both|neither|only|options?|answers?)\s+[A-F1-6]\b"
    r"|\b[A-F] (?:and|or|&) [A-F]\b",
    re.IGNORECASE,
)
_KEY_MARK = re.compile(r"\(?(?:option |answer )?([a-h]|[1-9])\s*[).:]?", re.IGNORECASE)
_SEVERAL_MARKS = re.compile(r"[A-Ha-h1-9](?:\s*[,;&+ ]\s*[A-Ha-h1-9])+")
_ITEM = re.compile(r"(?=<li\b[^>]*\bcps-option\b)")
_ENDS = r"\s*</li>\s*(?:</ol>\s*)?\Z"
_PART = r"<div\b[^>]*\bcps-{}\b[^>]*>((?:(?!\bcps-text\b).)*?)</div>\s*{}"
_TEXT_ENDS = rf"(?:<div\b[^>]*\bcps-note\b|{_ENDS})"
_OWN_TEXT = re.compile(_PART.format("(?:body|text)", _TEXT_ENDS), re.DOTALL)
_OWN_REASON = re.compile(_PART.format("reason", rf"</div>\s*</div>{_ENDS}"), re.DOTALL)


def right_option(key: str, options: Sequence[str]) -> int:
    """The place of the right option by what a key field says: letter, number, text, or 0s and 1s.

    Raises :class:`LeftOutError` where it says none, several, or two things at once.
    """
    bits = re.findall(r"\d+", key)
    if len(bits) >= len(options) > 1 and {*bits} <= {"0", "1"} and re.fullmatch(r"[\d\s,;]+", key):
        right = [at for at, bit in enumerate(bits[: len(options)]) if bit == "1"]
        if len(right) != 1:
            raise LeftOutError(f"has {counted(len(right), 'right option')}; a choice card has one")
        return right[0]
    found = {at for at, text in enumerate(options) if compared(text) == compared(key)}
    if mark := _KEY_MARK.fullmatch(key):
        sign = mark[1].casefold()
        place = int(sign) - 1 if sign.isdigit() else ord(sign) - ord("a")
        found |= {place} & set(range(len(options)))
    if len(found) == 1:
        return found.pop()
    if _SEVERAL_MARKS.fullmatch(key):
        raise LeftOutError("has several right options; a choice card has one")
    what = "could mean two of its options" if found else "fits none of its options"
    raise LeftOutError(f"has the key `{short(key, 30)}`, which {what}" if key else "has no key")


def in_order(options: Iterable[str]) -> bool:
    """Whether the order of options matters: numbers, or words that point at other options."""
    texts = [shown_text(text) for text in options]
    return all(map(_NUMBERED.match, texts)) or any(map(_BY_PLACE.search, texts))


def add_own_options(card: Loose, fields: Mapping[str, str]) -> None:
    """The options of a note of this tool's, by its fields. Raises :class:`LeftOutError`."""
    front, card.options = (
        [(_first(_OWN_TEXT, item), _first(_OWN_REASON, item)) for item in _ITEM.split(list)[1:]]
        for list in (fields["Options"], fields["Options explained"])
    )
    card.key = "ABCDEF".find(shown_text(fields["Key"]) or "-")
    card.mixed = "cps-mixed" in fields["Options explained"]
    card.ordered = not card.mixed
    if not 0 <= card.key < len(card.options):
        raise LeftOutError("has options that cannot be told apart any more")
    texts, others = ([text for text, _ in options] for options in (card.options, front))
    if len(others) != len(texts):
        texts, others = [fields["Options explained"]], [fields["Options"]]
    said = [*zip(texts, others, strict=True), (card.options[card.key][0], fields["Answer"])]
    card.torn = [(one, other) for one, other in said if shown_text(one) != shown_text(other)]


def unmixed(card: Loose, key: str) -> list[tuple[str, str]]:
    """The options of a card, the right one first, the others as they were before a card with this
    key was compiled."""
    order = option_order(key, len(card.options))
    if not card.mixed or order[card.key] != 0:
        order = [int(at != card.key) for at in range(len(order))]
    return [card.options[at] for at in sorted(range(len(order)), key=order.__getitem__)]


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found is not None else ""
