"""What learners' collections hold for ever, frozen: a change here breaks every learner's deck."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.apkg import notetypes
from cps_cards.apkg.decks import Preset
from cps_cards.apkg.notetypes import NOTE_TYPES, NoteType
from cps_cards.model import ids
from cps_cards.model.settings import Schedule
from tests.apkg.kit import Folder

_SHARED = (
    "Scenario", "Why", "Sources", "Notice", "Topic", "Priority", "Report", "Deck ID", "Language",
)  # fmt: skip
_RESERVED = tuple(f"Reserved {n}" for n in range(1, 6))

SHAPES = {
    "basic": (
        1_711_540_800_101, "Basic (cps-cards)", "Question", 1_711_540_810_000,
        ("Card ID", "Question", "Answer", "Ask back to front", *_SHARED),
        ((1_711_540_820_001, "Question to answer", "Question"),
         (1_711_540_820_002, "Back to front", "Ask back to front")),
    ),
    "cloze": (
        1_711_540_800_102, "Cloze (cps-cards)", "Text", 1_711_540_830_000,
        ("Card ID", "Text", *_SHARED),
        ((1_711_540_840_001, "Cloze", "Text"),),
    ),
    "choice": (
        1_711_540_800_103, "Choice (cps-cards)", "Question", 1_711_540_850_000,
        ("Card ID", "Question", "Options", "Options explained", "Key", "Answer", *_SHARED),
        ((1_711_540_860_001, "Choice", "Question"),),
    ),
}  # fmt: skip

LOOKS = (1_795_656_400, "d1e2349aca69daf6")
"""MODIFIED of the note types, and the digest of their templates and CSS of that time."""


@pytest.mark.parametrize("note_type", NOTE_TYPES.values(), ids=lambda one: one.kind)
def test_the_shape_of_a_note_type_never_changes(note_type: NoteType) -> None:
    id, name, sort_field, first, names, templates = SHAPES[note_type.kind]
    assert (note_type.id, note_type.name, note_type.sort_field) == (id, name, sort_field)
    numbered = [*enumerate(names, first), *enumerate(_RESERVED, first + 90)]
    assert [(field.id, field.name) for field in note_type.fields] == numbered
    assert tuple((t.id, t.name, t.requires) for t in note_type.templates) == templates


def test_the_looks_change_only_together_with_their_time() -> None:
    """Anki takes new templates only if the note type is newer than what the learner has."""
    digest = looks()
    assert (notetypes.MODIFIED, digest) == LOOKS, (
        "templates or CSS have changed: let MODIFIED in notetypes.py be the time of now, "
        f"and LOOKS here that number and {digest!r}"
    )


def looks() -> str:
    parts = [notetypes.css()]
    for note_type in NOTE_TYPES.values():
        for template in note_type.templates:
            parts.append(notetypes.template_html(template.front))
            parts.append(notetypes.template_html(template.back))
        parts += [note_type.name, *(field.description for field in note_type.fields)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def test_templates_name_only_fields_that_are_there() -> None:
    for note_type in NOTE_TYPES.values():
        known = {*note_type.field_names, "FrontSide"}
        for template in note_type.templates:
            for name in (template.front, template.back):
                named = re.findall(
                    r"\{\{[#/^]?(?:cloze:)?([^}]*)\}\}", notetypes.template_html(name)
                )
                assert set(named) <= known
                assert named


def test_guids_and_ids_never_change() -> None:
    assert ids.guid("massachusetts-cps", "limits-before-sharing") == "Y5WqhvsVXkYS"
    assert ids.guid("sample", "greeting") == "7nrgYl50X0JF"
    assert ids.anki_id("deck", "sample", "Sample Deck") == 1_366_029_609_775


def test_presets_keep_their_id_while_their_settings_are_the_same() -> None:
    usual = Preset(Schedule(10, 0.9))
    assert usual.id("sample") == 1_003_215_588_583
    others = [
        Preset(Schedule(11, 0.9)),
        Preset(Schedule(10, 0.91)),
        Preset(Schedule(10, 0.9), by_position=False),
    ]
    assert len({usual.id("sample"), usual.id("other"), *(o.id("sample") for o in others)}) == 5


@given(st.lists(st.text(max_size=20), max_size=4))
def test_ids_are_ones_that_anki_never_hands_out(parts: list[str]) -> None:
    assert 1_000_000_000_000 <= ids.anki_id(*parts) < 1_500_000_000_000


@given(st.text(), st.text())
def test_guids_are_short_and_plain(deck_id: str, key: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{12}", ids.guid(deck_id, key))


def test_the_package_has_the_frozen_types_in_it(folder: Folder) -> None:
    found = folder.package().note_types
    for note_type in NOTE_TYPES.values():
        written = found[note_type.id]
        assert written.mod == notetypes.MODIFIED
        assert [(f.id, f.name) for f in written.fields] == [
            (f.id, f.name) for f in note_type.fields
        ]
        assert [t.id for t in written.templates] == [t.id for t in note_type.templates]
        assert written.cloze == (note_type.kind == "cloze")
