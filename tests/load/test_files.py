"""Files as the disk holds them: links, pipes, folders, encodings, line ends and sizes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cps_cards.model.cards import Basic
from cps_cards.model.deck import Collection
from tests import folders

Findings = Callable[[folders.Files], str]
Sound = Callable[[folders.Files], Collection]

CARDS = folders.CARDS + folders.CARD
OPTIONAL = ["curriculum.yaml", "sources.yaml", "language.yaml", "published.json"]


def ids(collection: Collection) -> list[str]:
    return [card.id.value for card in collection.cards]


def first(collection: Collection) -> Basic:
    card = collection.cards[0]
    assert isinstance(card, Basic)
    return card


def test_a_deck_of_two_files_is_enough(sound: Sound) -> None:
    collection = sound({})
    assert ids(collection) == ["first"]
    assert collection.curriculum is None
    assert collection.deck.subdecks == "topic"


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_mark_and_windows_line_ends_are_fine(
    mark: str, line_end: str, sound: Sound
) -> None:
    files = {name: mark + str(text).replace("\n", line_end) for name, text in TAUGHT.items()}
    assert first(sound(files)).back.value == "Listening."


TAUGHT = {**folders.TAUGHT}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_places_are_counted_as_editors_count_them(
    mark: str, line_end: str, findings: Findings
) -> None:
    text = folders.CARDS + "  - id: a\n    front: Ça 😀\n    bakc: é\n"
    told = findings({"cards/a.yaml": mark + text.replace("\n", line_end)}).splitlines()
    assert [line for line in told if line.startswith("cards/a.yaml:5:5 SCH001")]


def test_line_ends_of_old_macs_are_one_fault(findings: Findings) -> None:
    told = findings({"cards/listening.yaml": CARDS.replace("\n", "\r")})
    assert told == (
        "cards/listening.yaml:1:17 YML003 control-character: a carriage return stands alone here, "
        "as in 4 more places\n  save the file with the line ends of Unix or Windows"
    )


@pytest.mark.parametrize(
    "text",
    ["No", "on", "1:30", "2024-01-01", "0119", "1.10", "0x1F", "1e3", "null", "~", "=", "{}"],
)
def test_every_scalar_stays_the_text_that_was_written(text: str, sound: Sound) -> None:
    written = f"'{text}'" if text == "{}" else text
    files = {
        "cards/listening.yaml": f"{folders.CARDS}  - id: a\n    front: q\n    back: {written}\n"
    }
    assert first(sound(files)).back.value == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf16_is_named(encoding: str, findings: Findings) -> None:
    told = findings({"cards/a.yaml": CARDS.encode(encoding)})
    assert told == (
        "cards/a.yaml:1:1 YML002 not-utf8: this is UTF-16, not UTF-8\n"
        '  save the file as text with the encoding "UTF-8"'
    )


def test_a_picture_in_place_of_cards_is_one_fault(findings: Findings) -> None:
    told = findings({"cards/a.yaml": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 50})
    assert told.startswith("cards/a.yaml:1:1 YML002 not-utf8: this is not a text")
    assert told.count("\n") == 1


def test_control_characters_are_told_one_by_one_up_to_a_page(findings: Findings) -> None:
    text = CARDS + "    why: a" + "\x1f" * 30 + "\n"
    told = [
        line for line in findings({"cards/listening.yaml": text}).splitlines() if "YML003" in line
    ]
    assert len(told) == 21
    assert told[0].startswith("cards/listening.yaml:6:11 YML003 control-character: the control ")
    assert "10 more control characters stand from here on" in told[-1]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\x7f", "\x85", "\ufffe", "\uffff"])
def test_characters_without_a_place_are_told_wherever_they_stand(
    character: str, findings: Findings
) -> None:
    told = findings({"cards/listening.yaml": CARDS + f"    why: 😀 é{character}z\n"}).splitlines()
    assert told == [
        "cards/listening.yaml:6:13 YML003 control-character: "
        f"the control character U+{ord(character):04X} stands here",
        "  take it out; only line breaks and tabs may stand in a deck",
    ]


def test_tabs_and_line_separators_stay(sound: Sound) -> None:
    text = folders.CARDS + '  - id: a\n    front: "a\\tb"\n    back: "a\\u2028b c\td"\n'
    card = first(sound({"cards/listening.yaml": text}))
    assert (card.front.value, card.back.value) == ("a\tb", "a\u2028b c\td")


def test_eight_megabytes_are_the_most(findings: Findings, sound: Sound) -> None:
    filler = "# " + "x" * 97 + "\n"
    text = CARDS + filler * 80_001
    told = findings({"cards/listening.yaml": text})
    assert told == (
        "cards/listening.yaml:1:1 YML010 file-too-large: the file has 8.0 MB; 8 MB is the most\n"
        "  split it: card files may be as many as you like, in any sub-folders"
    )
    assert sound({"cards/listening.yaml": CARDS + filler * 79_990})


def test_card_files_in_sub_folders_and_of_both_suffixes(sound: Sound) -> None:
    files: folders.Files = {
        "cards/b/deep/x.yml": CARDS.replace("first", "deep"),
        "cards/a.YAML": CARDS.replace("first", "upper"),
        "cards/.hidden.yaml": "{",
        "cards/.git/x.yaml": "{",
        "cards/notes.txt": "{",
        "media/.DS_Store": b"\0",
    }
    assert ids(sound(files)) == ["upper", "deep", "first"]


def test_a_folder_may_be_called_like_a_card_file(sound: Sound) -> None:
    files = {"cards/x.yaml/y.yaml": CARDS.replace("first", "inner")}
    assert ids(sound(files)) == ["first", "inner"]


def test_linked_folders_and_files_are_read_once(tmp_path: Path, sound: Sound) -> None:
    shared = folders.write(tmp_path / "shared", {"x.yaml": CARDS.replace("first", "shared")})
    deck = tmp_path / "deck"
    (deck / "cards").mkdir(parents=True)
    (deck / "cards" / "linked").symlink_to(shared, target_is_directory=True)
    (deck / "cards" / "circle").symlink_to(deck / "cards", target_is_directory=True)
    (deck / "cards" / "again").symlink_to(shared, target_is_directory=True)
    assert ids(sound({})) == ["shared", "first"]


@pytest.mark.parametrize("name", ["deck.yaml", "cards/a.yaml", *OPTIONAL])
def test_a_link_that_leads_nowhere(name: str, tmp_path: Path, findings: Findings) -> None:
    path = tmp_path / "deck" / name
    path.parent.mkdir(parents=True)
    path.symlink_to("gone.yaml")
    assert findings({name: None} if name in folders.PLAIN else {}) == (
        f"{name}:1:1 YML011 unreadable-file: this link leads to gone.yaml, which is not there\n"
        "  mend the link, or take it out"
    )


@pytest.mark.parametrize("name", ["cards", "media", "cards/sub", "media/sub", "media/a.png"])
def test_a_folder_that_is_a_link_to_nowhere(name: str, tmp_path: Path, findings: Findings) -> None:
    deck = folders.write(tmp_path / "deck", {"deck.yaml": folders.DECK})
    (deck / name).parent.mkdir(exist_ok=True)
    (deck / name).symlink_to("gone")
    files: folders.Files = {"cards/listening.yaml": None} if name == "cards" else {}
    assert findings(files) == (
        f"{name}:1:1 YML011 unreadable-file: this link leads to gone, which is not there\n"
        "  mend the link, or take it out"
    )


@pytest.mark.parametrize("name", ["deck.yaml", "cards/loop.yaml", "cards/loop", "media/loop"])
def test_a_link_to_itself(name: str, tmp_path: Path, findings: Findings) -> None:
    path = tmp_path / "deck" / name
    path.parent.mkdir(parents=True)
    path.symlink_to(path.name)
    told = findings({"deck.yaml": None} if name == "deck.yaml" else {})
    assert told.startswith(f"{name}:1:1 YML011 unreadable-file: ")
    assert told.count("YML") == 1


@pytest.mark.parametrize("name", ["deck.yaml", "cards/a.yaml", *OPTIONAL])
def test_a_pipe_is_not_waited_for(name: str, tmp_path: Path, findings: Findings) -> None:
    path = tmp_path / "deck" / name
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    assert findings({name: None} if name in folders.PLAIN else {}) == (
        f"{name}:1:1 YML011 unreadable-file: this is a device or a pipe, not a file\n"
        "  put a YAML file in its place"
    )


@pytest.mark.parametrize("name", ["deck.yaml", *OPTIONAL])
def test_a_folder_in_the_place_of_a_file(name: str, tmp_path: Path, findings: Findings) -> None:
    (tmp_path / "deck" / name).mkdir(parents=True)
    assert findings({name: None}) == (
        f"{name}:1:1 YML011 unreadable-file: this is a folder, not a file\n"
        "  put a YAML file in its place"
    )


@pytest.mark.parametrize("name", ["cards", "media"])
def test_a_file_in_the_place_of_a_folder(name: str, findings: Findings) -> None:
    files: folders.Files = {name: "x"}
    if name == "cards":
        files = {**files, "cards/listening.yaml": None}
    assert findings(files) == (
        f"{name}:1:1 YML011 unreadable-file: this is a file, not a folder\n"
        "  put a folder in its place"
    )


@pytest.mark.parametrize("name", ["deck.yaml", "curriculum.yaml", "sources.yaml", "language.yaml"])
def test_a_file_with_the_other_suffix_is_not_passed_over(name: str, findings: Findings) -> None:
    other = name.replace(".yaml", ".yml")
    assert findings({name: None, other: "x"}) == (
        f"{other}:1:1 YML011 unreadable-file: this file is called {name} in a deck folder\n"
        f"  rename it to {name}"
    )


def test_a_folder_without_a_deck(findings: Findings, tmp_path: Path) -> None:
    assert findings({"deck.yaml": None, "cards/listening.yaml": None}) == (
        "deck.yaml:1:1 YML011 unreadable-file: there is no such folder\n  name the folder of a deck"
    )
    (tmp_path / "deck").mkdir()
    assert findings({"deck.yaml": None, "cards/listening.yaml": None}) == (
        "deck.yaml:1:1 YML011 unreadable-file: there is no deck.yaml in this folder\n"
        "  add one with `id`, `name` and `topics`"
    )


def test_a_deck_without_cards(findings: Findings) -> None:
    told = (
        "deck.yaml:1:1 SCH024 no-cards: the deck has no cards: there is none under deck/cards\n"
        "  write one in a file such as cards/first.yaml"
    )
    assert findings({"cards/listening.yaml": None}) == told
    assert findings({"cards/listening.yaml": "topic: listening\ncards: []\n"}) == told


def test_an_empty_card_file(findings: Findings) -> None:
    assert findings({"cards/listening.yaml": "# later\n"}) == (
        "cards/listening.yaml:1:1 SCH003 wrong-shape: the file is empty\n"
        "  begin it with `topic: …` and `cards: …`"
    )


def refuse(monkeypatch: pytest.MonkeyPatch, method: str, name: str) -> None:
    """Let the system refuse one file, as it would refuse anyone but root."""
    real = getattr(Path, method)

    def guarded(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == name:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, method, guarded)


@pytest.mark.parametrize("method", ["stat", "read_bytes"])
def test_a_file_that_may_not_be_read(
    method: str, monkeypatch: pytest.MonkeyPatch, findings: Findings
) -> None:
    files = {"cards/b.yaml": folders.CARDS + "  - id: b\n    front: q\n    bakc: r\n"}
    folders_written = findings(files)
    assert "SCH001" in folders_written
    refuse(monkeypatch, method, "listening.yaml")
    told = findings(files).splitlines()
    assert told[0].startswith("cards/b.yaml:5:5 SCH001 unknown-key")
    assert told[2:] == [
        "cards/listening.yaml:1:1 YML011 unreadable-file: you have no permission to read this file",
        "  change its permissions",
    ]


def test_a_failing_disk_is_told_in_its_words(
    monkeypatch: pytest.MonkeyPatch, findings: Findings
) -> None:
    def fail(self: Path) -> bytes:
        raise OSError(5, "Input/output error", str(self))

    monkeypatch.setattr(Path, "read_bytes", fail)
    assert findings({}).splitlines()[0] == (
        "cards/listening.yaml:1:1 YML011 unreadable-file: "
        "the file cannot be read: Input/output error"
    )


def test_a_folder_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch, findings: Findings) -> None:
    real = os.scandir

    def guarded(path: str | Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", guarded)
    files = {
        "cards/locked/x.yaml": CARDS.replace("first", "x"),
        "cards/a.yaml": f"{folders.CARDS}  - id: a\n    front: q\n    back: r\n    after: [x]\n",
    }
    assert findings(files) == (
        "cards/locked:1:1 YML011 unreadable-file: the folder cannot be read: Permission denied\n"
        "  change its permissions"
    )


def test_a_deck_folder_that_may_not_be_entered(
    monkeypatch: pytest.MonkeyPatch, findings: Findings
) -> None:
    for method in ("lstat", "stat"):
        refuse(monkeypatch, method, "sources.yaml")
    assert findings({}) == (
        "sources.yaml:1:1 YML011 unreadable-file: you have no permission to read this file\n"
        "  change its permissions"
    )


def test_a_name_in_a_folder_that_may_not_be_looked_at(
    monkeypatch: pytest.MonkeyPatch, findings: Findings
) -> None:
    refuse(monkeypatch, "stat", "locked")
    assert findings({"cards/locked/x.txt": "x"}) == (
        "cards/locked:1:1 YML011 unreadable-file: this cannot be read\n"
        "  change its permissions, or take it out"
    )


def test_twenty_broken_cards_are_told_in_one_run(findings: Findings) -> None:
    cards = "".join(f"  - id: c{n}\n    front: a: b\n    back: r\n" for n in range(19))
    told = findings({"cards/a.yaml": folders.CARDS + cards}).splitlines()
    assert [line.split()[0] for line in told[::2]] == [
        f"cards/a.yaml:{4 + 3 * n}:13" for n in range(19)
    ]


def test_each_misspelt_reference_in_a_large_deck_is_given_the_nearest_card(
    findings: Findings,
) -> None:
    cards = "".join(
        f"  - id: card-number-{n}\n    front: q\n    back: r\n    after: [card-numbr-{n}]\n"
        for n in range(600)
    )
    told = findings({"cards/a.yaml": folders.CARDS + cards}).splitlines()
    assert len(told) == 1200
    assert told[0].endswith("unknown card `card-numbr-0`; did you mean `card-number-0`?")


def test_a_misspelt_teaches_is_not_missing_as_well(findings: Findings) -> None:
    text = folders.CARDS + folders.CARD + "    teachs: [listening.first.hear]\n"
    told = findings({**folders.TAUGHT, "cards/listening.yaml": text}).splitlines()
    assert told[0].startswith("cards/listening.yaml:6:5 SCH001 unknown-key: unknown key `teachs`")
    assert len(told) == 2
