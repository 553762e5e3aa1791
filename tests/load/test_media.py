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


ONE, OTHER = folders.PNG + b"a", folders.PNG + b"b"
DRAWING = (
    '<?xml version="1.0"?>\n<!-- by hand -->\n<svg xmlns="http://www.w3.org/2000/svg">\n</svg>\n'
)


def card(front: str) -> str:
    return f"{folders.CARDS}  - id: a\n    front: '{front}'\n    back: r\n"


def packaged(collection: Collection) -> dict[str, str]:
    return {name: media.packaged for name, media in collection.media.items()}


def test_the_name_in_the_package_carries_a_hash_of_the_content(sound: Sound) -> None:
    collection = sound({"media/The Wheel (2).PNG": ONE, "media/sub/über.svg": "<svg/>"})
    assert packaged(collection) == {
        "The Wheel (2).PNG": "The-Wheel-2-2b4c2b.png",
        "sub/über.svg": "uber-d4dc56.svg",
    }


def test_names_without_a_latin_letter_have_a_name_too(sound: Sound) -> None:
    assert packaged(sound({"media/図.png": ONE})) == {"図.png": "media-2b4c2b.png"}


def test_another_content_is_another_name_and_the_same_content_the_same(sound: Sound) -> None:
    names = packaged(
        sound(
            {
                "media/a/x.png": ONE,
                "media/b/x.png": OTHER,
                "media/c/x.png": ONE,
            }
        )
    )
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
    names = packaged(
        sound(
            {
                "media/x.png": ONE,
                "media/b/X.png": OTHER,
                "media/y.png": ONE,
            }
        )
    )
    assert names["y.png"] == "y-000000.png"
    assert {len(names["x.png"]), len(names["b/X.png"])} == {len("x-.png") + 64}


def test_a_decomposed_name_is_found_under_its_composed_one(sound: Sound) -> None:
    name = unicodedata.normalize("NFD", "über.png")
    assert name != "über.png"
    collection = sound({f"media/{name}": ONE, "cards/a.yaml": card("![u](über.png)")})
    assert list(collection.media) == ["über.png"]


def test_two_spellings_of_one_name_are_refused_where_they_are_shown(findings: Findings) -> None:
    two = {f"media/{unicodedata.normalize(form, 'ü.png')}": ONE for form in ("NFC", "NFD")}
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
    collection = sound({"media/a.png": ONE, "cards/a.yaml": card("![x](again.png)")})
    assert packaged(collection)["again.png"] == "again-2b4c2b.png"


def test_media_may_be_a_link_to_another_folder_of_the_deck(tmp_path: Path, sound: Sound) -> None:
    pictures = folders.write(tmp_path / "deck" / "pictures", {"a.png": ONE})
    (tmp_path / "deck" / "media").symlink_to(pictures, target_is_directory=True)
    assert packaged(sound({"cards/a.yaml": card("![x](a.png)")})) == {"a.png": "a-2b4c2b.png"}


def test_media_may_not_be_a_link_out_of_the_deck(tmp_path: Path) -> None:
    outside = folders.write(tmp_path / "outside", {"a.png": ONE})
    (tmp_path / "deck").mkdir()
    (tmp_path / "deck" / "media").symlink_to(outside, target_is_directory=True)
    deck = folders.write(tmp_path / "deck", {"cards/a.yaml": card("![x](a.png)")})
    assert (
        files.media_files(deck, "deck", Faults(), {})["a.png"].fault
        == "is a link that leads out of `media/`"
    )


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.png", b"", "is empty"),
        ("a.svg", b"", "is empty"),
        ("a.png", b"version https://git-lfs.github.com/spec/v1\r\noid sha256:4d7a\r\nsize 12\r\n",
         "is only Git LFS's pointer to the file"),
        ("a.svg", b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
         "is only Git LFS's pointer to the file"),
        ("a.mp3", b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
         "is only Git LFS's pointer to the file"),
        ("a.jpg", b"<!DOCTYPE html><html>404</html>", "is a web page"),
        ("a.svg", b"\n<!-- x -->\n<HTML><body><svg></svg>", "is a web page"),
        ("a.svg", b"<?xml version='1.0'?><note/>", "holds no drawing"),
        ("a.svg", folders.PNG, "holds no drawing"),
        ("a.gif", b"404: Not Found", "holds no picture"),
        ("a.webp", b'{"message": "Not Found"}', "holds no picture"),
        ("a.png", b"%PDF-1.7", "holds no picture"),
        ("a.PNG", b"ID3\x03", "holds no picture"),
        ("a.mp3", folders.PNG, "holds no sound"),
        ("a.ogg", b"404: Not Found", "holds no sound"),
        ("a.m4a", b"\0\0\0\x1cftypavif", "holds no sound"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says(
    findings: Findings, name: str, content: bytes, fault: str
) -> None:
    told = findings({f"media/{name}": content, "cards/a.yaml": card(f"![a]({name})")})
    assert told.splitlines()[0] == f"cards/a.yaml:4:18 SCH012 media-file: `{name}` {fault}"
    assert ("git lfs pull" in told) == ("pointer" in fault)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", folders.PNG), ("a.jpg", b"\xff\xd8\xff\xe0"), ("a.gif", b"GIF89a"),
        ("a.webp", b"RIFF\x24\0\0\0WEBPVP8 "), ("a.avif", b"\0\0\0\x1cftypavif"),
        ("a.jpeg", folders.PNG), ("a.svg", DRAWING.encode()), ("a.svg", DRAWING.encode("utf-16")),
        ("a.svg", b"\xef\xbb\xbf<svg:svg>"), ("a.mp3", b"ID3\x03"), ("a.mp3", b"\xff\xfb\x90"),
        ("a.wav", b"RIFF\x24\0\0\0WAVEfmt "), ("a.ogg", b"OggS"), ("a.flac", b"fLaC"),
        ("a.m4a", b"\0\0\0\x1cftypM4A "), ("a.mp3", b"\0\0\xff\xf3"),
    ],
)  # fmt: skip
def test_a_file_that_is_of_its_kind(sound: Sound, name: str, content: bytes) -> None:
    sound({f"media/{name}": content, "cards/a.yaml": card(f"![a]({name})")})


def test_a_drawing_is_the_same_with_the_line_ends_of_any_system(sound: Sound) -> None:
    unix, windows = (
        sound({"media/a.svg": written}).media["a.svg"]
        for written in (DRAWING, DRAWING.replace("\n", "\r\n"))
    )
    assert unix.packaged == windows.packaged
    assert unix.digest == windows.digest
    assert windows.data() == DRAWING.encode()


def test_bytes_of_other_media_stay_as_they_are(sound: Sound) -> None:
    wide = DRAWING.replace("\n", "\r\n").encode("utf-16")
    media = sound({"media/a.png": ONE + b"\r\n", "media/b.svg": wide}).media
    assert media["a.png"].data() == ONE + b"\r\n"
    assert media["b.svg"].data() == wide
