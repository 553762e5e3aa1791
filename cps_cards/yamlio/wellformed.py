"""What single values have to look like: ids, addresses, tags, numbers."""

import re
from typing import Final

from cps_cards.model.texts import is_blank, short
from cps_cards.source import Text
from cps_cards.yamlio.nodes import MapNode, Node, SeqNode

ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DOTTED_ID: Final = re.compile(rf"{ID.pattern}(?:\.{ID.pattern})*")
MAX_ID = 64
INTEGER: Final = re.compile(r"[0-9]{1,9}")
NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9}")
_IN_URL = r"[^\s<>\"{}|\\^`]"
URL: Final = re.compile(
    rf"(?:https?://{_IN_URL}+|mailto:[^\s<>\"{{}}|\\^`@]+@{_IN_URL}+)", re.IGNORECASE
)
MAIL: Final = re.compile(rf"[^\s<>\"{{}}|\\^`@?&#:/]+@{_IN_URL}+\.{_IN_URL}+")
_TAG_BAD = r"[\s\"'`\x00-\x1f\u2018-\u201f\u00ab\u00bb\u3000]"


def slug(text: str) -> str:
    """The nearest id to a text: ``My Card!`` becomes ``my-card``."""
    return re.sub(r"[^a-z0-9]+", "-", text[:400].lower()).strip("-")[:MAX_ID].strip("-")


def is_id(text: str) -> bool:
    return len(text) <= MAX_ID and ID.fullmatch(text) is not None


def is_guid(text: str) -> bool:
    """Whether a note may have this GUID; other programs make them of any signs."""
    return 0 < len(text) <= MAX_ID and text.isprintable() and not is_blank(text)


def shape_of(node: Node) -> str:
    """What a node is, in words."""
    if isinstance(node, MapNode):
        return "a mapping (`key: …`)"
    return "a list" if isinstance(node, SeqNode) else "a text"


def is_nothing(node: Node | None) -> bool:
    """Whether nothing was written behind a key."""
    return isinstance(node, Text) and node.style == "" and node.value in ("", "~", "null")


def id_fault(value: str, dotted: bool = False) -> tuple[str, str] | None:
    """What is wrong with an id, and what to do; None where it is one."""
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
    return told, help + ", its parts joined by dots" * dotted + (f": `{near}`" if near else "")


def tag_fault(tag: str) -> tuple[str, str] | None:
    """What is wrong with a tag, and what to do; None where Anki takes it as it is."""
    if re.search(_TAG_BAD, tag):
        return (
            f"the tag `{short(tag)}` holds a space or a quote",
            "Anki divides tags at spaces: write a hyphen or an underscore instead",
        )
    if any(is_blank(part) for part in tag.split("::")):
        return f"the tag `{short(tag)}` has an empty part", "write a word on both sides of `::`"
    if tag.casefold() in ("marked", "leech"):
        return (
            f"Anki itself uses the tag `{tag}`",
            "take another word: learners mark cards with this one",
        )
    return None
