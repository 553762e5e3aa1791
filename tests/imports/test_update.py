"""``import --update``: edits made in Anki come home into the YAML, or are told."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests import folders
from tests.cli.conftest import Cps
from tests.imports.conftest import Bring
from tests.imports.kit import Anki

CARDS = """\
topic: listening
cards:
  # the first one
  - id: plain
    front: When are limits explained?
    back: At the start, befor the person shares anything.   # a remark
    tags: [own]
  - id: quoted
    front: 'It''s said to be "so", isnt it?'
    back: "A \\"word\\" in quots: one"
  - id: folded
    front: >-
      A long question over
      two lins, with **bold words** in
      it?
    back: |-
      One lin\\
      two
  - id: hidden
    kind: cloze
    text: "The {{c1::moon}} and the {{c2::sunn}} shine."
    why: Becuse.
  - id: choice
    kind: choice
    question: Which one?
    answer: Right answr
    distractors:
      - {text: Wrong one, why: Not that on.}
      - Other one
"""


@pytest.fixture
def edited(home: Path, cps: Cps, anki: Anki) -> Anki:
    """The deck in a collection, where it may be edited, an hour after its release."""
    deck = "id: sample\nname: Sample\ntopics:\n  listening: Listening\n"
    folders.write(home / "decks", {"deck.yaml": deck, "cards/all.yaml": CARDS})
    assert cps("build", "-q", "-o", "sample.apkg").status == 0
    anki.take(Path("sample.apkg"))
    return anki


def edit(anki: Anki, id: str, **fields: str) -> None:
    (nid,) = anki.col.find_notes(f'"Card ID:{id}"')
    note = anki.col.get_note(nid)
    for name, value in fields.items():
        name = name.replace("_", " ")
        assert name in note
        note[name] = value
    anki.col.update_note(note)


def replaced(anki: Anki, id: str, old: str, new: str) -> None:
    (nid,) = anki.col.find_notes(f'"Card ID:{id}"')
    note = anki.col.get_note(nid)
    note.fields = [field.replace(old, new) for field in note.fields]
    anki.col.update_note(note)


def text(home: Path) -> str:
    return (home / "decks/cards/all.yaml").read_text()


def test_an_untouched_package_changes_nothing(edited: Anki, home: Path, bring: Bring) -> None:
    result = bring(edited.package(), "--update")
    assert (result.status, result.out.splitlines()[1:]) == (0, ["0 texts changed in 0 files."])
    assert text(home) == CARDS


def test_what_the_editor_does_to_html_is_no_edit(edited: Anki, home: Path, bring: Bring) -> None:
    edit(edited, "plain", Question="<div>When&nbsp;are <span>limits</span> explained?</div>")
    edit(edited, "folded", Answer="<div>One lin</div><div>two</div>")
    assert bring(edited.package(), "--update").status == 0
    assert text(home) == CARDS


def test_words_are_changed_where_they_stand_and_nothing_else(
    edited: Anki, home: Path, bring: Bring
) -> None:
    for id, old, new in (
        ("plain", "befor", "before"), ("quoted", "isnt", "isn't"),
        ("quoted", "quots", '"quotes"'),
        ("folded", "lins", "lines"), ("folded", "One lin", "One line"), ("hidden", "sunn", "sun"),
        ("hidden", "Becuse", "Because"), ("choice", "answr", "answer"),
        ("choice", "that on", "that one"),
    ):  # fmt: skip
        replaced(edited, id, old, new)
    package = edited.package()
    dry = bring(package, "--update", "--dry-run")
    assert text(home) == CARDS
    result = bring(package, "--update")
    assert result.status == 0, result.out
    assert dry.out.replace("would be changed", "changed") == result.out
    wanted = CARDS
    for old, new in (
        ("befor ", "before "), ("isnt", "isn''t"), ("quots", '\\"quotes\\"'), ("lins", "lines"),
        ("One lin\\", "One line\\"), ("sunn", "sun"), ("Becuse", "Because"), ("answr", "answer"),
        ("that on.", "that one."),
    ):  # fmt: skip
        wanted = wanted.replace(old, new)
    assert text(home) == wanted
    assert "9 texts changed in 1 file." in result.out
    again = bring(package, "--update")
    assert again.out.splitlines()[1:] == ["0 texts changed in 0 files."]


@pytest.mark.parametrize(
    ("id", "fields", "why"),
    [
        ("plain", {"Answer": "At the start, befor the person <b>shares</b> anything."},
         "only its formatting differs"),
        ("plain", {"Answer": ""}, "a text was added or emptied"),
        ("plain", {"Why": "A reason."}, "a text was added or emptied"),
        ("plain", {"Answer": 'At the start. <img src="x.png">'}, "pictures or scripts differ"),
        ("plain", {"Answer": "At the <script>x</script>start."}, "pictures or scripts differ"),
        ("hidden", {"Text": "The {{c2::moon}} and the {{c1::sunn}} shine."}, "deletions"),
        ("choice", {"Answer": "Right answer"}, "an option was edited in one place only"),
    ],
)  # fmt: skip
def test_what_is_not_safe_is_told_and_left_alone(
    id: str, fields: dict[str, str], why: str, edited: Anki, home: Path, bring: Bring
) -> None:
    edit(edited, id, **fields)
    if id == "choice":
        replaced(edited, id, "Wrong one", "Wrong 1")
    result = bring(edited.package(), "--update")
    assert result.status == 1
    assert why in result.out
    assert "to be changed by hand" in result.out
    assert text(home) == CARDS


def test_words_that_stand_twice_are_found_by_their_neighbours(
    edited: Anki, home: Path, bring: Bring
) -> None:
    file = home / "decks/cards/all.yaml"
    now = CARDS.replace("When are limits explained?", "This is the one that is teh one?")
    file.write_text(now.replace("teh", "that"))
    edit(edited, "plain", Question="This is the one that is the one?")
    assert bring(edited.package(), "--update").status == 0
    assert "This is the one that is the one?" in text(home)


@pytest.mark.parametrize(
    ("id", "old", "new", "in_file"),
    [
        ("plain", "the person", "the new person", "the new person"),
        ("plain", "When are limits", "So when are limits", "So when are limits"),
        ("plain", "anything.", "anything. Always.", "anything. Always."),
        ("plain", " shares anything.", " shares.", " shares."),
        ("plain", "When are limits", "are limits", "are limits"),
        ("folded", "lins, with", "lins, just with", "lins, just with"),
        ("quoted", "isnt it?", "isnt it? It's not.", "isnt it? It''s not."),
        ("hidden", "and the", "and also the", "and also the"),
    ],
)
def test_words_that_come_or_go_leave_all_others(
    id: str, old: str, new: str, in_file: str, edited: Anki, home: Path, bring: Bring
) -> None:
    replaced(edited, id, old, new)
    package = edited.package()
    result = bring(package, "--update")
    assert result.status == 0, result.out
    assert text(home) == CARDS.replace(old, in_file, 1)
    assert bring(package, "--update").out.splitlines()[1:] == ["0 texts changed in 0 files."]


def test_a_ledger_tells_edits_from_older_texts(
    home: Path, anki: Anki, cps: Cps, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = "id: sample\nname: Sample\ntopics:\n  listening: Listening\n"
    folders.write(home / "decks", {"deck.yaml": deck, "cards/all.yaml": CARDS})
    now = int(time.time())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(now - 9_000))
    assert cps("release", "-o", "one.apkg").status == 0
    anki.take(Path("one.apkg"))
    file = home / "decks/cards/all.yaml"
    file.write_text(CARDS.replace("befor ", "before ").replace("quots", "quotes"))
    unreleased = bring(anki.package(), "--update")
    assert "0 texts changed" in unreleased.out  # the note has the time of the ledger
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(now - 6_000))
    assert cps("release", "-o", "two.apkg").status == 0
    older = bring(anki.package(), "--update")
    assert older.status == 1
    assert "it is older than the card's last release" in older.out
    assert "(the note is of " in older.out
    assert "before " in text(home)
    replaced(anki, "hidden", "Becuse", "Because")
    assert "why: Because." not in text(home)
    bring(anki.package(), "--update")
    assert "why: Because." in text(home)


def test_tags_and_notes_of_the_learner_are_told(edited: Anki, home: Path, bring: Bring) -> None:
    (nid,) = edited.col.find_notes('"Card ID:plain"')
    note = edited.col.get_note(nid)
    note.tags += ["mine", "leech", "cps::week::02"]
    edited.col.update_note(note)
    edited.add("Basic", "my own", "card")
    result = bring(edited.package(), "--update")
    assert result.status == 1
    assert "plain: the tag `mine` was added" in result.out
    assert "week" not in result.out
    assert '"my own" is not in the deck' in result.out
    assert "1 note that the deck does not have" in result.out
    assert text(home) == CARDS


@pytest.mark.parametrize("mod", [-5, 0, 99_999_999_999_999])
def test_a_time_that_no_calendar_has_is_not_shown(
    mod: int, edited: Anki, home: Path, bring: Bring
) -> None:
    replaced(edited, "hidden", "Becuse", "Because")
    edited.col.db.execute("update notes set mod = ?", mod)
    result = bring(edited.package(), "--update")
    assert result.status == 0
    assert "the note is of" not in result.out
    assert "why: Because." in text(home)


def test_a_foreign_deck_is_compared_by_its_guids(deck: Path, anki: Anki, bring: Bring) -> None:
    anki.add("Basic", "What is <b>hop</b>?", "<div>A wish.</div><div>Or a brid.</div>")
    assert bring(anki.package(), "--topic", "reporting").status == 0
    (nid,) = anki.col.find_notes("")
    note = anki.col.get_note(nid)
    note.fields = ["What is <b>hope</b>?", "A wish.<br>Or a bird."]
    anki.col.update_note(note)
    result = bring(anki.package(), "--update")
    assert result.status == 0, result.out
    written = (deck / "cards/foreign.yaml").read_text()
    assert "front: What is **hope**?" in written
    assert "Or a bird." in written


@pytest.mark.parametrize(
    ("field", "old", "new", "shown"),
    [
        ("Answer", "Right answr", "Just here", "  - Right answr\n  + Just here\n"),
        ("Options", "Other one", "Another one", "  - Other one\n  + Another one\n"),
    ],
)
def test_an_option_that_was_edited_beside_its_explanation_is_told(
    field: str, old: str, new: str, shown: str, edited: Anki, home: Path, bring: Bring
) -> None:
    (nid,) = edited.col.find_notes('"Card ID:choice"')
    note = edited.col.get_note(nid)
    note[field] = note[field].replace(old, new)
    edited.col.update_note(note)
    result = bring(edited.package(), "--update")
    assert (result.status, text(home)) == (1, CARDS)
    assert shown in result.out
    assert "not changed: an option was edited in one place only" in result.out


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (None, "not changed: options were added or taken out"),
        ("F", '"choice" has options that cannot be told apart any more'),
    ],
)
def test_options_that_came_or_went_are_told(
    key: str | None, why: str, edited: Anki, home: Path, bring: Bring
) -> None:
    (nid,) = edited.col.find_notes('"Card ID:choice"')
    note = edited.col.get_note(nid)
    for name in ("Options", "Options explained"):
        more = note[name][note[name].rindex('<li class="cps-option') :]
        note[name] = note[name].removesuffix("</ol>") + more.replace("one", "kind")
    note["Key"] = key or note["Key"]
    edited.col.update_note(note)
    result = bring(edited.package(), "--update")
    assert (result.status, text(home)) == (1, CARDS)
    assert why in result.out


def test_what_a_foreign_note_has_no_field_for_is_no_difference(
    deck: Path, anki: Anki, bring: Bring
) -> None:
    anki.add("Basic (and reversed card)", "A wrod", "its sense")
    assert bring(anki.package(), "--topic", "reporting").status == 0
    file = deck / "cards/foreign.yaml"
    file.write_text(file.read_text().replace("    reverse:", "    why: Ours.\n    reverse:"))
    (nid,) = anki.col.find_notes("")
    note = anki.col.get_note(nid)
    note.fields = ["A word", "its sense"]
    anki.col.update_note(note)
    before = file.read_text()
    result = bring(anki.package(), "--update")
    assert result.status == 0, result.out
    assert file.read_text() == before.replace("A wrod", "A word")
    assert "term: A word" in file.read_text()


def test_of_two_notes_of_a_card_the_first_is_compared(deck: Path, bring: Bring) -> None:
    table = "id,front,back\nfirst,What helps?,Listening.\nfirst,What helps?,Talking.\n"
    result = bring(table, "--update")
    assert result.status == 1
    assert 'row 3 "first What helps? Talking." is a further note of the card first' in result.out
    assert "Talking" not in (deck / "cards/first.yaml").read_text()


def test_a_sheet_with_ids_is_compared_by_them(deck: Path, bring: Bring) -> None:
    result = bring("id,front,back\nfirst,What helps?,Listening well.\n", "--update")
    assert result.status == 0, result.out
    assert "back: Listening well." in (deck / "cards/first.yaml").read_text()
