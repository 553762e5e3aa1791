"""A file of cards, whatever program wrote it: its format, its cards, and the media beside them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from cps_cards.apkg.reader import media_of, read_package
from cps_cards.imports import packages, quizzes, sheets
from cps_cards.imports.attachments import Read
from cps_cards.imports.records import BadFileError, Loose, Told, Wish

MAX_TEXT = 256_000_000
_ZIP = b"PK\x03\x04"


@contextmanager
def opened(
    path: Path | None, data: bytes, wish: Wish, told: Told
) -> Iterator[tuple[list[Loose], Mapping[str, Read]]]:
    """The cards of a file that begins with ``data``, or of what was pasted, where there is no path;
    and what reads the media that came along, by their names.

    Raises :class:`BadFileError`, :class:`BadPackageError` and OSError.
    """
    if data.startswith(_ZIP) and path is not None:
        package = read_package(path)
        cards = list(packages.read(package, told, wish.rules))
        with media_of(path) as read:
            yield cards, {name: partial(read, name) for name in package.media}
        return
    if path is not None and path.suffix.lower() in (".apkg", ".colpkg"):
        raise BadFileError("it is no Anki package: it is not packed as one")
    if len(data) > MAX_TEXT:
        raise BadFileError(f"it has more than {MAX_TEXT // 1_000_000} MB")
    text = sheets.decode(data, wish.encoding, told)
    files = [one for one in wish.media.iterdir() if one.is_file()] if wish.media else []
    suffix = path.suffix.lower() if path is not None else ""
    yield list(_cards(text, suffix, wish, told)), {one.name: one.read_bytes for one in files}


def _cards(text: str, suffix: str, wish: Wish, told: Told) -> Iterator[Loose]:
    is_table = suffix in (".csv", ".tsv") or bool(wish.separator or wish.columns)
    is_table |= sheets.is_export(text)
    if suffix == ".xml" or re.match(r"\s*<(?:\?xml|quiz\b)", text):
        return quizzes.read_moodle(text, told)
    if not is_table and quizzes.looks_like_pairs(text, led=suffix in (".md", ".markdown")):
        return quizzes.read_pairs(text, told)
    if suffix == ".gift" or (not is_table and quizzes.looks_like_gift(text)):
        return quizzes.read_gift(text, told)
    return sheets.read(text, told, wish)
