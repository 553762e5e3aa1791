"""The examples that `--help` shows run as they stand."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from .terminal import ROOT, Terminal, run


def examples(command: str) -> list[str]:
    """The example lines of a command's help, without what explains them."""
    shown = run(command, "--help", cwd=ROOT).stdout.partition("Examples:\n")[2]
    joined = re.sub(r"\\\n\s+", "", shown)
    lines = (line.strip() for line in joined.splitlines())
    return [re.split(r"\s{3,}| {2}(?=[a-z])", line)[0] for line in lines if line]


CASES = [
    (command, number) for command, count in (("new", 4), ("init", 3), ("schema", 4))
    for number in range(count)
]  # fmt: skip


@pytest.mark.parametrize("command", ["new", "init", "schema"])
def test_each_example_is_tried_below(command: str) -> None:
    assert len(examples(command)) == sum(1 for name, _ in CASES if name == command)


@pytest.mark.parametrize(("command", "number"), CASES)
def test_an_example_runs(command: str, number: int, tmp_path: Path) -> None:
    line = examples(command)[number]
    words = shlex.split(line.partition(" > ")[0])
    assert words[:2] == ["cps-cards", command]
    if command != "init":
        shutil.copytree(ROOT / "decks", tmp_path / "decks")
    elif "--keep" in words:
        (tmp_path / "README.md").write_text("mine")
        if words[2] == ".":
            words += ["--id", "mine"]
    if command == "schema":
        run("schema", "--write", cwd=tmp_path)
    asks = command == "new" and "--front" not in words
    if not asks:
        told = run(*words[1:], cwd=tmp_path)
        assert told.returncode == 0, told.stderr
        return
    if sys.platform == "win32":
        pytest.skip("pseudo-terminals are Unix's")
    with Terminal(*words[1:], cwd=tmp_path) as terminal:
        terminal.expect(":")
        terminal.interrupt()
        assert terminal.wait() == 130
