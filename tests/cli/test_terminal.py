"""Colours and tables for terminals of all kinds, alike in all commands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.apkg.kit import Folder, plain
from tests.cli.conftest import environment

COMMANDS = (
    ("lint",),
    ("stats",),
    ("plan", "--exam-date", "2027-03-01"),
    ("diff", "decks", "decks"),
    ("build", "broken"),
)
_SETTINGS = "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM"


@pytest.fixture
def folders(home: Path, decks: Folder) -> Path:
    """A deck that the linter finds something in, and one that cannot be built."""
    decks.edit("cards/respect.yaml", "a person?", "a client?")
    plain(home / "broken", 1).write("cards/t001.yaml", "topic: t1\ncards:\n  - {id: a}\n")
    return home


def shown(arguments: tuple[str, ...], terminal: bool, settings: dict[str, str]) -> bytes:
    """What a command writes to a terminal of 100 columns, or to pipes."""
    kept = {name: value for name, value in environment().items() if name not in _SETTINGS}
    command = [sys.executable, "-m", "cps_cards", *arguments]
    env = kept | {"COLUMNS": "100"} | settings
    if not terminal:
        return subprocess.run(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        ).stdout
    import pty

    outer, inner = pty.openpty()
    with subprocess.Popen(command, env=env, stdout=inner, stderr=inner) as process:
        os.close(inner)
        found = b""
        try:
            while piece := os.read(outer, 65_536):
                found += piece
        except OSError:  # that is how a terminal ends on Linux
            pass
        process.wait()
    os.close(outer)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
@pytest.mark.parametrize(
    ("terminal", "settings", "colored"),
    [
        (True, {"TERM": "xterm"}, True),
        (True, {}, True),
        (True, {"TERM": "dumb"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": ""}, True),
        (True, {"TERM": "xterm", "CLICOLOR": "0"}, False),
        (True, {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        (False, {"TERM": "xterm"}, False),
        (False, {"TERM": "xterm", "FORCE_COLOR": "1"}, True),
        (False, {"TERM": "xterm", "CLICOLOR_FORCE": "1"}, True),
        (False, {"TERM": "xterm", "FORCE_COLOR": "0"}, False),
        (False, {"TERM": "xterm", "FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
@pytest.mark.parametrize("arguments", COMMANDS, ids=[one[0] for one in COMMANDS])
def test_all_commands_decide_alike_on_colors(
    folders: Path,
    arguments: tuple[str, ...],
    terminal: bool,
    settings: dict[str, str],
    colored: bool,
) -> None:
    text = shown(arguments, terminal, settings)
    assert text
    assert (b"\x1b" in text) == colored


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
@pytest.mark.parametrize("width", [20, 30, 45, 60, 80])
def test_no_column_is_lost_in_a_narrow_terminal(folders: Path, width: int) -> None:
    wide = shown(("stats",), True, {"TERM": "dumb", "COLUMNS": "300"}).decode()
    narrow = shown(("stats",), True, {"TERM": "dumb", "COLUMNS": str(width)}).decode()
    assert max(len(line) for line in narrow.splitlines()) <= width
    words = set(re.findall(r"\w+", narrow))
    assert set(re.findall(r"\w+", wide)) <= words
    assert sorted(re.findall(r"\d+", wide)) == sorted(re.findall(r"\d+", narrow))


@pytest.mark.skipif(sys.platform != "linux", reason="xdg-open is Linux's")
@pytest.mark.parametrize("found", [True, False])
def test_preview_says_where_the_page_is(
    command: Callable[..., subprocess.CompletedProcess[str]],
    decks: Folder,
    tmp_path: Path,
    found: bool,
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    if found:
        opener = programs / "xdg-open"
        opener.write_text(f"#!{shutil.which('sh')}\n")
        opener.chmod(0o755)
    result = command("preview", "--open", env={"PATH": str(programs)})
    address = Path("sample.html").resolve().as_uri()
    assert result.returncode == 0
    assert address in (result.stdout if found else result.stderr)
    assert ("no browser" in result.stderr) != found
