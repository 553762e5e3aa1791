"""Notes of Anki packages: foreign ones by their types, this tool's own as they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cps_cards.apkg.contents import Note, NoteType, Package
from cps_cards.apkg.notetypes import NOTE_TYPES
from cps_cards.imports import mapping
from cps_cards.imports.mapping import Rules
from cps_cards.imports.records import Found, LeftOutError, Loose, Option, Piece, Told, Type
from cps_cards.model.cards import Kind
from cps_cards.model.texts import counted, short
from cps_cards.render.shown import shown_text

_OWN_TAG = re.compile(r"[^:\s]+::(?P<what>topic|objective|priority|kind|week|retired)(?:::|$)")
_ITEM = re.compile(r"(?=<li\b[^>]*\bcps-option\b)")
_ENDS = r"\s*</li>\s*(?:</ol>\s*)?\Z"
_FRONT_TEXT = re.compile(rf"<div\b[^>]*\bcps-body\b[^>]*>(.*)</div>{_ENDS}", re.DOTALL)
_BACK_TEXT = re.compile(
    r"<div\b[^>]*\bcps-text\b[^>]*>(.*?)</div>\s*<div\b[^>]*\bcps-note\b", re.DOTALL
)
_REASON = re.compile(
    rf"<div\b[^>]*\bcps-reason\b[^>]*>(.*)</div>\s*</div>\s*</div>{_ENDS}", re.DOTALL
)


def read(package: Package, told: Told, rules: Rules) -> Iterator[Loose]:
    """The cards of a package."""
    used = {note.type_id: package.note_types[note.type_id] for note in package.notes}
    told.what = (
        f"an Anki package, {counted(len(package.notes), 'note')} of "
        f"{counted(len(used), 'note type')}"
    )
    told.remarks.append("Review history, due dates, flags and suspension are not carried.")
    types = {
        id: Type(one.name, tuple(field.name for field in one.fields), one.templates, one.cloze)
        for id, one in used.items()
    }
    mapper = mapping.Mapper(rules, told)
    seen: set[str] = set()
    for note in package.notes:
        type = used[note.type_id]
        cards = package.cards_of.get(note.id, ())
        card: Loose | None
        if own_kind(type) is None:
            ords, deck = frozenset(card.ord for card in cards), cards[0].deck if cards else ""
            about = (note.guid, deck, note.tags, note.mod, ords)
            card = mapper.card(Found(name_of(note), types[type.id], note.fields, "html", *about))
        else:
            card = _own(note, type, told)
        if card is None:
            continue
        if note.guid in seen:
            told.left.append((card.place, "has the GUID of a note before it, and gets another"))
            card.guid = ""
        seen.add(note.guid)
        yield card


def name_of(note: Note) -> str:
    words = next(filter(None, map(shown_text, note.fields)), "")
    return f'note {short(note.guid)} "{short(words, 40)}"'


def own_kind(type: NoteType) -> Kind | None:
    """The kind of card that a note type of this tool is for; None for other note types."""
    names = {field.name for field in type.fields}
    return next((k for k, one in NOTE_TYPES.items() if names >= set(one.field_names)), None)


def named(note: Note, type: NoteType) -> dict[str, str]:
    """The fields of a note by their names."""
    return {field.name: value for field, value in zip(type.fields, note.fields, strict=True)}


def _own(note: Note, type: NoteType, told: Told) -> Loose | None:
    told.count(type.name, own_kind(type), "as it was written")
    fields = named(note, type)
    try:
        card = own_card(name_of(note), fields)
    except LeftOutError as error:
        told.left.append((name_of(note), str(error)))
        return None
    if shown_text(fields["Sources"]):
        told.left_of[type.name, "the list of sources"] += 1
    tags = [(tag, _OWN_TAG.match(tag)) for tag in note.tags]
    card.tags = [tag for tag, own in tags if own is None]
    said = {what: [tag.split("::", 2)[2] for tag, own in tags if own and own["what"] == what
                   and tag.count("::") > 1] for what in ("topic", "objective")}  # fmt: skip
    card.topic, card.teaches = "".join(said["topic"][:1]), said["objective"]
    card.type, card.guid, card.mod = type.name, note.guid, note.mod
    card.retired = bool(shown_text(fields["Notice"]))
    return card


def own_card(place: str, fields: Mapping[str, str]) -> Loose:
    """A card of a note of this tool's, by its fields. Raises :class:`LeftOutError`."""
    texts = {"scenario": Piece(fields["Scenario"]), "why": Piece(fields["Why"])}
    id = shown_text(fields["Card ID"])
    if "Text" in fields:
        return Loose(place, "cloze", {**texts, "text": Piece(fields["Text"])}, id=id)
    texts["question" if "Options" in fields else "front"] = Piece(fields["Question"])
    if "Options" not in fields:
        reverse = bool(shown_text(fields["Ask back to front"]))
        texts["back"] = Piece(fields["Answer"])
        if reverse:
            texts["term"] = Piece(fields["Ask back to front"])
        return Loose(place, "basic", texts, reverse=reverse, id=id)
    explained = options_explained(fields)
    key = "ABCDEF".find(shown_text(fields["Key"]) or "-")
    if not 0 <= key < len(explained):
        raise LeftOutError("has options that cannot be told apart any more")
    options = tuple(Option(Piece(text), Piece(why) if why else None) for text, why in explained)
    card = Loose(place, "choice", texts, options=options, key=key, ordered=True, id=id)
    back = [shown_text(text) for text, _ in explained]
    if [shown_text(text) for text in options_shown(fields)] != back or (
        shown_text(fields["Answer"]) != back[key]
    ):
        card.torn = "an option was edited in one place only"
    return card


def options_explained(fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """The options of a choice card as its back has them, with their reasons."""
    items = _ITEM.split(fields["Options explained"])[1:]
    return [(_first(_BACK_TEXT, item), _first(_REASON, item)) for item in items]


def options_shown(fields: Mapping[str, str]) -> list[str]:
    """The options of a choice card as its front has them."""
    return [_first(_FRONT_TEXT, item) for item in _ITEM.split(fields["Options"])[1:]]


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found is not None else ""
