"""What single values have to look like: ids, names, addresses, tags, patterns."""

import re
import warnings
from collections.abc import Sequence
from typing import Final, NamedTuple

from cps_cards.model.texts import did_you_mean, is_blank, name_list, short

ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DOTTED_ID: Final = re.compile(rf"{ID.pattern}(?:\.{ID.pattern})*")
MAX_ID = 64
INTEGER: Final = re.compile(r"[0-9]{1,9}")
NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9}")
_IN_URL = r"[^\s<>\"{}|\\^`]"
_URL = re.compile(rf"(?:https?://{_IN_URL}+|mailto:[^\s<>\"{{}}|\\^`@]+@{_IN_URL}+)", re.IGNORECASE)
MAIL: Final = re.compile(rf"[^\s<>\"{{}}|\\^`@?&#:/]+@{_IN_URL}+\.{_IN_URL}+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
TAG_BAD = r"[\s\"'`\x00-\x1f\u2018-\u201f\u00ab\u00bb\u3000]"


class Wrong(NamedTuple):
    """What is wrong with a value, what to do, and the name of the fault.

    The functions whose names end in ``_fault`` return None where nothing is wrong.
    """

    told: str
    help: str
    fault: str = "bad-value"


def slug(text: str) -> str:
    """The nearest id to a text: ``My Card!`` becomes ``my-card``."""
    return re.sub(r"[^a-z0-9]+", "-", text[:400].lower()).strip("-")[:MAX_ID].strip("-")


def is_id(text: str) -> bool:
    return len(text) <= MAX_ID and ID.fullmatch(text) is not None


def is_guid(text: str) -> bool:
    """Whether a note may have this GUID; other programs make them of any signs."""
    return 0 < len(text) <= MAX_ID and text.isprintable() and not is_blank(text)


def guid_fault(guid: str) -> Wrong | None:
    told = f"`guid` holds more than {MAX_ID} characters, or some that cannot be seen"
    help = "write the GUID as it is in the other deck, in quotes"
    return None if is_guid(guid) else Wrong(told, help)


def id_fault(value: str, dotted: bool = False) -> Wrong | None:
    pattern = DOTTED_ID if dotted else ID
    parts = value.split(".") if dotted else [value]
    is_short = len(value) <= MAX_ID or all(len(part) <= MAX_ID for part in parts)
    if is_short and pattern.fullmatch(value):
        return None
    told = f"`{short(value)}` is not an id"
    if not is_short:
        told = f"this id has more than {MAX_ID} characters"
    near = ".".join(filter(None, (slug(part) for part in parts[:8])))
    help = "an id is made of small letters, digits and single hyphens"
    help += ", its parts joined by dots" * dotted + (f": `{near}`" if near else "")
    return Wrong(told, help, "bad-id")


def _cannot(value: str, name: str, what: str, near: str = "") -> Wrong:
    return Wrong(f"`{name}` cannot be `{short(value)}`{near}", f"it is {what}")


def choice_fault(value: str, name: str, values: Sequence[str]) -> Wrong | None:
    if value in values:
        return None
    return _cannot(value, name, name_list(values, "or"), did_you_mean(value, values))


def flag_fault(value: str, name: str) -> Wrong | None:
    return None if value in ("true", "false") else _cannot(value, name, "true or false")


def number_fault(value: str, name: str, whole: bool, bounds: tuple[float, float]) -> Wrong | None:
    pattern = INTEGER if whole else NUMBER
    if pattern.fullmatch(value) and bounds[0] <= float(value) <= bounds[1]:
        return None
    what = "a whole number" if whole else "a number"
    return _cannot(value, name, f"{what} from {bounds[0]:g} to {bounds[1]:g}")


def address_fault(value: str, name: str, by_mail: bool) -> Wrong | None:
    """What keeps a learner from opening an address of the web or ``mailto:``, or one of mail."""
    if _URL.fullmatch(value.replace("{id}", "id")) or (by_mail and MAIL.fullmatch(value)):
        return None
    told = f"`{name}` is not an address that a learner can open: {short(value)}"
    help = "it begins with https://, http:// or mailto: and has no spaces"
    return Wrong(told, help + ", or it is a mail address" * by_mail, "link-address")


def tag_fault(tag: str) -> Wrong | None:
    """What keeps Anki from taking a tag as it is."""
    told = f"the tag `{short(tag)}` "
    if re.search(TAG_BAD, tag):
        help = "Anki divides tags at spaces: write a hyphen or an underscore instead"
        return Wrong(f"{told}holds a space or a quote", help)
    if any(is_blank(part) for part in tag.split("::")):
        return Wrong(f"{told}has an empty part", "write a word on both sides of `::`")
    if tag.casefold() in ("marked", "leech"):
        help = "take another word: learners mark cards with this one"
        return Wrong(f"Anki itself uses the tag `{tag}`", help)
    return None


def name_fault(name: str) -> Wrong | None:
    """What keeps Anki from taking a deck's name as it is."""
    parts = name.split("::")
    if any(is_blank(part) for part in parts):
        return Wrong("the deck's name has an empty part", "write a name on both sides of `::`")
    if any(part.strip(" \t\n").strip(":") != part.strip() for part in parts):
        told = "a part of the deck's name begins or ends with a colon, which Anki takes out"
        return Wrong(told, "write it without; `::` alone divides a name")
    told = "the deck's name holds a double quote, which Anki takes out"
    return Wrong(told, "write it without") if '"' in name else None


def language_fault(value: str) -> Wrong | None:
    told = f"`language` cannot be `{short(value)}`"
    help = "write it as in HTML: `en`, `es`, `pt-BR`"
    return None if _LANGUAGE.fullmatch(value) else Wrong(told, help)


def pattern_fault(pattern: str) -> Wrong | None:
    """Why a regular expression cannot be compiled."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of forms that mean something else in other languages
            re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        help = "put a backslash before a mark that is meant as it stands; single quotes keep "
        told = f"this is no regular expression: {error}"
        return Wrong(told, f"{help}backslashes as they are")
    return None


def exempt_fault(pattern: str) -> Wrong | None:
    """Why a regular expression cannot be put together with others into one."""
    return pattern_fault(f"(?:{pattern})")
