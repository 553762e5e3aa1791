"""Pictures and sounds: their kinds, what is wrong with a file, and the bytes that are shipped."""

import re
from pathlib import Path
from typing import NamedTuple

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
SOUNDS = (".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac")

_PICTURE = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8|RIFF.{4}WEBP|.{4}ftyp(?:avi|mif|msf|hei|hev)", re.DOTALL
)
_SOUND = re.compile(
    rb"\0*(?:ID3|\xff[\xe0-\xff])|OggS|RIFF.{4}WAVE|fLaC|.{4}ftyp(?!avi|mif|msf|hei|hev)|FORM|ADIF",
    re.DOTALL,
)
_LFS = b"version https://git-lfs.github.com/spec/"
_WEB_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_SVG = re.compile(r"<(?:\w+:)?svg[\s/>]", re.IGNORECASE)
_BEGINNING = 64_000
"""How many bytes of a drawing are searched for its first element: comments may stand before it."""


class Unfit(NamedTuple):
    """Why a file cannot be shipped, in words that follow its name, and what to do."""

    fault: str
    way_out: str = "put a picture or a sound itself into media/"


def is_sound(name: str) -> bool:
    return name.lower().endswith(SOUNDS)


def shipped(path: Path) -> bytes:
    """The bytes of a file as learners get them. Raises OSError where it cannot be read."""
    return as_shipped(path.name, path.read_bytes())


def as_shipped(name: str, data: bytes) -> bytes:
    """A drawing is text, and its lines end alike on all systems, however git wrote them."""
    is_text = name.lower().endswith(".svg") and b"\0" not in data
    return data.replace(b"\r\n", b"\n") if is_text else data


def unfit(name: str, data: bytes) -> Unfit | None:
    """What is wrong with the content of a file of this name; None where it is of its kind.

    Of a kind is whatever programs show under the name: they look at the content, so that a PNG
    called .jpg is a picture.
    """
    if not data:
        return Unfit("is empty")
    if data.startswith(_LFS):
        return Unfit(
            "is only Git LFS's pointer to the file",
            "fetch the files themselves with `git lfs pull` (in GitHub Actions: check out with "
            "`lfs: true`)",
        )
    if _WEB_PAGE.match(data[:_BEGINNING]):
        return Unfit("is a web page", "save the file itself, not the page that shows it")
    if is_sound(name):
        return None if _SOUND.match(data) else Unfit("holds no sound")
    if name.lower().endswith(".svg"):
        is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data[:_BEGINNING].decode("utf-16" if is_wide else "utf-8", "replace")
        return None if _SVG.search(text) else Unfit("holds no drawing")
    return None if _PICTURE.match(data) else Unfit("holds no picture")
