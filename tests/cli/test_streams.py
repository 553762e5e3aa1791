"""Terminals, pipes and disks that refuse: a message and a status, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.apkg.kit import Folder, plain
from tests.cli.conftest import environment, listed

Command = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these are streams of POSIX")


@pytest.mark.parametrize("args", [["build"], ["stats"], ["release"], ["--help"]])
def test_a_closed_pipe_ends_quietly(decks: Folder, args: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "cps_cards", *args], env=environment(), stdout=writing,
        stderr=subprocess.PIPE, check=False, text=True,
    )  # fmt: skip
    os.close(writing)
    assert done.stderr == ""
    assert done.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
@pytest.mark.parametrize("args", [["build"], ["stats"], ["release"]])
def test_output_that_cannot_be_written_is_1(
    decks: Folder, command: Command, args: list[str]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = command(*args, stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert done.returncode == 1
    assert done.stderr == "cps-cards: there is no space left (No space left on device)\n"


@pytest.mark.parametrize("args", [["build"], ["stats"], ["stats", "--format", "json"]])
def test_closed_streams_do_no_harm(decks: Folder, command: Command, args: list[str]) -> None:
    def close() -> None:
        os.close(1)
        os.close(2)

    done = command(*args, stdin=subprocess.DEVNULL, preexec_fn=close, capture_output=False)
    assert done.returncode == 0
    assert "sample.apkg" in listed() or args[0] != "build"


@pytest.mark.parametrize(
    ("args", "said"), [(["import", "-"], "holds no"), (["new"], "without a terminal to ask on")]
)
def test_a_closed_input_is_an_empty_one(
    decks: Folder, command: Command, args: list[str], said: str
) -> None:
    done = command(*args, preexec_fn=lambda: os.close(0))
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "our fault" not in done.stderr


ASCII = [
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
]


@pytest.mark.parametrize("env", ASCII, ids=["PYTHONIOENCODING", "LC_ALL"])
def test_a_terminal_that_knows_ascii_alone_gets_escapes(
    home: Path, command: Command, env: dict[str, str]
) -> None:
    plain(home / "decks", 3, name="Prüfung 試")
    how = {"env": env, "encoding": "ascii"}
    assert "Pr\\xfcfung \\u8a66: 3 notes" in command("build", **how).stdout
    assert "Pr\\xfcfung \\u8a66: 3 notes" in command("stats", **how).stdout
    figures = command("stats", "--format", "json", **how).stdout
    assert json.loads(figures)["name"] == "Prüfung 試"
    if "LC_ALL" not in env:  # there, Python itself cannot tell what was typed
        assert "\\xfcber" in command("build", "--topic", "über", **how).stderr


@pytest.mark.parametrize("env", [*ASCII, {"LC_ALL": "C"}])
def test_any_locale_builds_the_same_file(
    decks: Folder, command: Command, env: dict[str, str]
) -> None:
    out = Path("é.apkg") if env == {"LC_ALL": "C"} else Path("e.apkg")
    assert command("build", "-o", str(out), env=env).returncode == 0
    assert out.read_bytes() == decks.build().data


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS knows no such names")
def test_a_name_that_is_no_utf8_can_be_written(decks: Folder) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cps_cards", "build", "-o", b"x\xff.apkg"], env=environment(),
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert b"x\\udcff.apkg" in done.stdout
    assert Path(os.fsdecode(b"x\xff.apkg")).exists()


@pytest.fixture
def disk(home: Path) -> Iterator[Path]:
    """A disk of 64 kB with nothing on it; only root can make one."""
    folder = home / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("only root can mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_keeps_the_old_package(decks: Folder, disk: Path, command: Command) -> None:
    package = disk / "deck.apkg"
    package.write_bytes(b"old")
    (disk / "filler").write_bytes(bytes(56_000))
    done = command("build", "-o", "disk/deck.apkg")
    assert done.returncode == 1
    assert done.stderr == (
        "cps-cards: disk/deck.apkg: there is no space left (No space left on device); "
        "nothing was written\n"
    )
    assert listed(disk) == ["deck.apkg", "filler"]
    assert package.read_bytes() == b"old"


def test_a_full_disk_releases_nothing(decks: Folder, disk: Path, command: Command) -> None:
    (disk / "filler").write_bytes(bytes(60_000))
    done = command("release", "-o", "disk/deck.apkg")
    assert (done.returncode, done.stdout) == (1, "")
    assert listed(disk) == ["filler"]
    assert "published.json" not in listed("decks")


def test_a_read_only_disk_is_told_of(decks: Folder, disk: Path, command: Command) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    done = command("build", "-o", "disk/deck.apkg")
    assert done.returncode == 1
    assert done.stderr == "cps-cards: disk/deck.apkg: read-only file system\n"


def test_a_ledger_on_a_read_only_disk_leaves_the_old_package(
    decks: Folder, disk: Path, command: Command
) -> None:
    (disk / "published.json").write_text('{"version": 1, "deck": "sample", "cards": {}}\n')
    (decks.path / "published.json").symlink_to(disk / "published.json")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    done = command("release")
    assert done.returncode == 1
    assert done.stderr == "cps-cards: decks/published.json: read-only file system\n"
    assert listed() == ["decks", "disk"]


def test_a_file_that_may_not_grow_keeps_the_old_package(decks: Folder, command: Command) -> None:
    import resource
    import signal

    Path("sample.apkg").write_bytes(b"old")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = command("build", preexec_fn=limit)
    assert done.returncode == 1
    assert "sample.apkg: there is no space left (File too large); nothing" in done.stderr
    assert Path("sample.apkg").read_bytes() == b"old"
    assert listed() == ["decks", "sample.apkg"]


VANISHING = """
import shutil, sys
from cps_cards.render import notes
render_all = notes.render_all
def vanishing(*args):
    shutil.rmtree("out")
    return render_all(*args)
notes.render_all = vanishing
from cps_cards import cli
cli.main(["build", "-o", "out/deck.apkg"])
"""


def test_a_folder_that_vanishes_meanwhile_is_told_of(decks: Folder) -> None:
    Path("out").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", VANISHING], env=environment(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "cps-cards: out/deck.apkg: no such file or directory\n"
    assert listed() == ["decks"]
