"""Notes of Anki packages: foreign ones by their types, this tool's own as they were written."""

import re
from collections.abc import Iterator, Mapping

from cps_cards.apkg.contents import Note, NoteType, Package
from cps_cards.apkg.notetypes import NOTE_TYPES
from cps_cards.imports.answers import add_own_options
from cps_cards.imports.mapping import Mapper
from cps_cards.imports.records import LeftOutError, Loose, Rules, Told, Type
from cps_cards.model.cards import Kind
from cps_cards.model.texts import counted, short
from cps_cards.render.shown import shown_text

_OWN_TAG = re.compile(r"[^:\s]+::(topic|objective|priority|kind|week|retired)(?:::|$)(.*)")
_OWN_TEXTS: Mapping[Kind, Mapping[str, str]] = {
    "basic": {"front": "Question", "back": "Answer"},
    "cloze": {"text": "Text"},
    "choice": {"question": "Question"},
}


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
    mapper = Mapper(rules, told)
    for note in package.notes:
        words = next(filter(None, map(shown_text, note.fields)), "")
        place = f'note {short(note.guid)} "{short(words, 40)}"'
        kind = _own_kind(used[note.type_id])
        try:
            if kind is None:
                made = package.cards_of.get(note.id, ())
                loose = Loose(place, guid=note.guid, tags=note.tags, mod=note.mod)
                loose.deck = made[0].deck if made else ""
                ords = {card.ord for card in made}
                card = mapper.card(loose, types[note.type_id], note.fields, ords)
            else:
                card = _own(place, note, types[note.type_id], kind, told)
        except LeftOutError as error:
            told.left.append((place, str(error)))
            continue
        if card is not None:
            yield card


def _own_kind(type: NoteType) -> Kind | None:
    """The kind of card that a note type of this tool is for; None for other note types."""
    names = {field.name for field in type.fields}
    return next((k for k, one in NOTE_TYPES.items() if names >= set(one.field_names)), None)


def _own(place: str, note: Note, type: Type, kind: Kind, told: Told) -> Loose:
    """A card of this tool's, as it was written. Raises :class:`LeftOutError`."""
    told.count(type.name, kind, "as it was written")
    fields = dict(zip(type.fields, note.fields, strict=True))
    names = {"scenario": "Scenario", **_OWN_TEXTS[kind], "why": "Why"}
    card = Loose(place, kind, {key: fields[name] for key, name in names.items()}, type=type.name)
    if kind == "choice":
        add_own_options(card, fields)
    elif kind == "basic" and shown_text(term := fields["Ask back to front"]):
        card.texts["term"], card.reverse = term, True
    if shown_text(fields["Sources"]):
        told.left_of[type.name, "the list of sources"] += 1
    named: dict[str, list[str]] = {"": [], "topic": [""], "objective": []}
    for tag in note.tags:
        own = _OWN_TAG.fullmatch(tag)
        named.setdefault(own[1] if own else "", []).append(own[2] if own else tag)
    card.tags, card.topic, card.teaches = named[""], named["topic"][-1], named["objective"]
    card.id, card.guid, card.mod = shown_text(fields["Card ID"]), note.guid, note.mod
    card.retired = bool(shown_text(fields["Notice"]))
    return card
