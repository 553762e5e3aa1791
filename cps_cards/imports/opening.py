"""A file of cards, whatever program wrote it: its format, its cards, and the media beside them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from cps_cards.apkg.contents import Package
from cps_cards.apkg.notetypes import NOTE_TYPES
from cps_cards.apkg.reader import media_of, read_package
from cps_cards.imports import quizzes, sheets
from cps_cards.imports.answers import add_own_options
from cps_cards.imports.attachments import Read
from cps_cards.imports.carrying import ASKED
from cps_cards.imports.mapping import FIELDS, Mapper
from cps_cards.imports.records import BadFileError, LeftOutError, Loose, Told, Type, Wish
from cps_cards.model.cards import Kind
from cps_cards.model.texts import counted, short
from cps_cards.render.shown import shown_text

MAX_TEXT = 256_000_000
_ZIP = b"PK\x03\x04"
_OWN_TAG = re.compile(r"[^:\s]+::(topic|objective|priority|kind|week|retired)(?:::|$)(.*)")


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
        cards = list(_notes(package, wish, told))
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
    if suffix == ".gift" or (not is_table and quizzes.LIKE_GIFT.search(text)):
        return quizzes.read_gift(text, told)
    return sheets.read(text, told, wish)


# --- packages -------------------------------------------------------------------------------------


def _notes(package: Package, wish: Wish, told: Told) -> Iterator[Loose]:
    """The cards of a package: of foreign notes by their types, of this tool's as they were."""
    notes, used = package.notes, {note.type_id for note in package.notes}
    what = counted(len(notes), "note"), counted(len(used), "note type")
    told.what = f"an Anki package, {' of '.join(what)}"
    told.remarks.append("Review history, due dates, flags and suspension are not carried.")
    types: dict[int, tuple[Type, Kind | None]] = {}
    for id in used:
        one = package.note_types[id]
        fields = tuple(field.name for field in one.fields)
        own = (kind for kind, its in NOTE_TYPES.items() if {*fields}.issuperset(its.field_names))
        types[id] = Type(one.name, fields, one.templates, one.cloze), next(own, None)
    mapper = Mapper(wish.rules, told)
    for note in notes:
        type, kind = types[note.type_id]
        words = next(filter(None, map(shown_text, note.fields)), "")
        place = f'note {short(note.guid)} "{short(words, 40)}"'
        loose = Loose(place, guid=note.guid, tags=note.tags, mod=note.mod)
        if kind is None:
            cards = package.cards_of.get(note.id, ())
            loose.deck = cards[0].deck if cards else ""
            if mapper.card(loose, type, note.fields, {card.ord for card in cards}) is not None:
                yield loose
            continue
        told.types[type.name, kind, "as it was written"] += 1
        try:
            _add_own(loose, type.name, kind, dict(zip(type.fields, note.fields, strict=True)), told)
            yield loose
        except LeftOutError as error:
            told.left.append((loose.place, str(error)))


def _add_own(card: Loose, type: str, kind: Kind, fields: Mapping[str, str], told: Told) -> None:
    """What a card of this tool's says, as it was written. Raises :class:`LeftOutError`."""
    names = {"scenario": "Scenario", **FIELDS, "why": "Why"}
    card.texts = {key: fields[names[key]] for key in ("scenario", *ASKED[kind], "why")}
    card.kind, card.type = kind, type
    if kind == "choice":
        add_own_options(card, fields)
    elif kind == "basic" and shown_text(term := fields["Ask back to front"]):
        card.texts["term"], card.reverse = term, True
    if shown_text(fields["Sources"]):
        told.left_of[type, "the list of sources"] += 1
    named: dict[str, list[str]] = {"": [], "topic": [""], "objective": []}
    for tag in card.tags:
        own = _OWN_TAG.fullmatch(tag)
        named.setdefault(own[1] if own else "", []).append(own[2] if own else tag)
    card.tags, card.topic, card.teaches = named[""], named["topic"][-1], named["objective"]
    card.id = shown_text(fields["Card ID"])
    card.retired = bool(shown_text(fields["Notice"]))
