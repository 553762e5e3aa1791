"""What lies under ``media/``: names, links, and names in the package."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from cps_cards.faults import Faults
from cps_cards.model.deck import Collection
from cps_cards.yamlio import files
from tests import folders

Findings = Callable[[folders.Files], str]
Sound = Callable[[folders.Files], Collection]


def card(front: str) -> str:
    return f"{folders.CARDS}  - id: a\n    front: '{front}'\n    back: r\n"


def packaged(collection: Collection) -> dict[str, str]:
    return {name: media.packaged for name, media in collection.media.items()}


def test_the_name_in_the_package_carries_a_hash_of_the_content(sound: Sound) -> None:
    collection = sound({"media/The Wheel (2).PNG": b"a", "media/sub/über.svg": b"b"})
    assert packaged(collection) == {
        "The Wheel (2).PNG": "The-Wheel-2-ca9781.png",
        "sub/über.svg": "uber-3e23e8.svg",
    }


def test_names_without_a_latin_letter_have_a_name_too(sound: Sound) -> None:
    assert packaged(sound({"media/図.png": b"a"})) == {"図.png": "media-ca9781.png"}


def test_another_content_is_another_name_and_the_same_content_the_same(sound: Sound) -> None:
    names = packaged(sound({"media/a/x.png": b"a", "media/b/x.png": b"b", "media/c/x.png": b"a"}))
    assert names["a/x.png"] == names["c/x.png"] != names["b/x.png"]


def test_a_clash_of_short_hashes_gets_the_whole_hash(
    monkeypatch: pytest.MonkeyPatch, sound: Sound
) -> None:
    real = files._packaged
    monkeypatch.setattr(
        files, "_packaged", lambda path, digest, length: real(path, "0" * 6, 6)
        if length == 6
        else real(path, digest, length),
    )  # fmt: skip
    names = packaged(sound({"media/x.png": b"a", "media/b/X.png": b"b", "media/y.png": b"a"}))
    assert names["y.png"] == "y-000000.png"
    assert {len(names["x.png"]), len(names["b/X.png"])} == {len("x-.png") + 64}


def test_a_decomposed_name_is_found_under_its_composed_one(sound: Sound) -> None:
    name = unicodedata.normalize("NFD", "über.png")
    assert name != "über.png"
    collection = sound({f"media/{name}": b"a", "cards/a.yaml": card("![u](über.png)")})
    assert list(collection.media) == ["über.png"]


def test_two_spellings_of_one_name_are_refused_where_they_are_shown(findings: Findings) -> None:
    two = {f"media/{unicodedata.normalize(form, 'ü.png')}": b"a" for form in ("NFC", "NFD")}
    assert findings({**two, "cards/a.yaml": card("![u](ü.png)")}) == (
        "cards/a.yaml:4:18 SCH012 media-file: "
        "`ü.png` stands there twice, its accents written in two ways\n"
        "  put a picture or a sound itself into media/"
    )


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("out.png", "`out.png` is a link that leads out of `media/`"),
        ("sub/out.png", "`sub` is a link that leads out of `media/`"),
        ("folder/x.txt", "`folder/x.txt` is no picture or sound that Anki shows"),
        ("pipe.png", "`pipe.png` is not a file"),
        ("big.png", "`big.png` has more than 50 MB"),
        ("locked.png", "`locked.png` cannot be read: Permission denied"),
    ],
)
def test_media_that_cannot_be_shipped(
    shown: str, told: str, tmp_path: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = folders.write(tmp_path / "elsewhere", {"out.png": b"secret"})
    media = tmp_path / "deck" / "media"
    media.mkdir(parents=True)
    (media / "out.png").symlink_to(secret / "out.png")
    (media / "sub").symlink_to(secret, target_is_directory=True)
    (media / "folder").mkdir()
    (media / "folder" / "x.txt").write_bytes(b"x")
    os.mkfifo(media / "pipe.png")
    (media / "locked.png").write_bytes(b"x")
    with (media / "big.png").open("wb") as big:
        big.truncate(50_000_001)
    real = Path.read_bytes

    def guarded(self: Path) -> bytes:
        if self.name == "locked.png":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", guarded)
    first = findings({"cards/a.yaml": card(f"![x]({shown})")}).splitlines()[0]
    assert first == f"cards/a.yaml:4:18 SCH012 media-file: {told}"


def test_a_link_within_media_is_fine(tmp_path: Path, sound: Sound) -> None:
    media = tmp_path / "deck" / "media"
    media.mkdir(parents=True)
    (media / "again.png").symlink_to("a.png")
    collection = sound({"media/a.png": b"a", "cards/a.yaml": card("![x](again.png)")})
    assert packaged(collection)["again.png"] == "again-ca9781.png"


def test_media_may_be_a_link_to_another_folder_of_the_deck(tmp_path: Path, sound: Sound) -> None:
    pictures = folders.write(tmp_path / "deck" / "pictures", {"a.png": b"a"})
    (tmp_path / "deck" / "media").symlink_to(pictures, target_is_directory=True)
    assert packaged(sound({"cards/a.yaml": card("![x](a.png)")})) == {"a.png": "a-ca9781.png"}


def test_media_may_not_be_a_link_out_of_the_deck(tmp_path: Path) -> None:
    outside = folders.write(tmp_path / "outside", {"a.png": b"a"})
    (tmp_path / "deck").mkdir()
    (tmp_path / "deck" / "media").symlink_to(outside, target_is_directory=True)
    deck = folders.write(tmp_path / "deck", {"cards/a.yaml": card("![x](a.png)")})
    assert (
        files.media_files(deck, "deck", Faults())["a.png"].fault
        == "is a link that leads out of `media/`"
    )
