"""A file of cards, whatever program wrote it: its format, its cards, and the media beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from cps_cards.apkg.reader import media_of, read_package
from cps_cards.imports import packages, quizzes, sheets
from cps_cards.imports.attachments import Read
from cps_cards.imports.mapping import Mapper
from cps_cards.imports.records import BadFileError, Loose, Told
from cps_cards.imports.sheets import Choices

MAX_TEXT = 256_000_000
_ZIP = b"PK\x03\x04"


class Found(NamedTuple):
    """The cards of a file, and what reads the media that came along, by their names."""

    cards: list[Loose]
    media: Mapping[str, Read]


@contextmanager
def opened(
    path: Path | None, data: bytes, choices: Choices, told: Told, media: Path | None
) -> Iterator[Found]:
    """The cards of a file that begins with ``data``, or of what was pasted, where there is no path.

    Raises :class:`BadFileError`, :class:`BadPackageError` and OSError.
    """
    if data.startswith(_ZIP) and path is not None:
        package = read_package(path)
        cards = list(packages.read(package, told, choices.rules))
        with media_of(path) as read:
            yield Found(cards, {name: partial(read, name) for name in package.media})
        return
    if path is not None and path.suffix.lower() in (".apkg", ".colpkg"):
        raise BadFileError("it is no Anki package: it is not packed as one")
    if len(data) > MAX_TEXT:
        raise BadFileError(f"it has more than {MAX_TEXT // 1_000_000} MB")
    text = sheets.decode(data, choices.encoding, told)
    files = [one for one in media.iterdir() if one.is_file()] if media is not None else []
    yield Found(
        list(_cards(text, path, choices, told)), {one.name: one.read_bytes for one in files}
    )


def _cards(text: str, path: Path | None, choices: Choices, told: Told) -> Iterator[Loose]:
    suffix = path.suffix.lower() if path is not None else ""
    is_table = suffix in (".csv", ".tsv") or bool(choices.separator or choices.columns)
    if suffix == ".xml" or re.match(r"\s*<(?:\?xml|quiz\b)", text):
        return quizzes.read_moodle(text, told)
    if not is_table and quizzes.looks_like_pairs(text):
        return quizzes.read_pairs(text, told)
    if suffix == ".gift" or (not is_table and quizzes.looks_like_gift(text)):
        return quizzes.read_gift(text, told)
    mapper = Mapper(choices.rules, told)
    return filter(None, map(mapper.card, sheets.read(text, told, choices)))
