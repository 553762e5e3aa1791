"""The README begins with two commands, each of which works by itself in a fresh clone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cps_cards.cli import COMMANDS
from tests import readme

ROOT = Path(__file__).parents[1]


def test_the_first_command_sets_up_and_builds() -> None:
    build = readme.commands(readme.README.read_text(encoding="utf-8"))[0]
    assert re.fullmatch(r"python3 -m venv \S+ && .* install .* && \S+/cps-cards build", build)


def test_the_second_command_sets_up_and_tests() -> None:
    test = readme.commands(readme.README.read_text(encoding="utf-8"))[1]
    assert re.fullmatch(r"python3 -m venv \S+ && .* install .*\[test\].* -m pytest -n auto", test)


def test_continuous_integration_takes_the_command_from_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 tests/readme.py 2" in script
    assert "-m pytest" not in script  # not written a second time


def test_powershell_gets_the_same_commands_line_by_line() -> None:
    page = readme.README.read_text(encoding="utf-8")
    blocks = re.findall(r"^```powershell\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    for block, command in zip(blocks, readme.commands(page), strict=False):
        lines = block.strip().splitlines()
        assert not re.search(r"&&|\|\|", block)  # PowerShell 5.1 knows neither
        posix = " && ".join(lines).replace("py -m", "python3 -m").replace("\\", "/")
        assert posix.replace("/Scripts/", "/bin/") == command
    assert len(blocks) == 2


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_commands_are_given_as_they_work_after_the_setup(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    bare = rf"(?<![\w/\\.=-])cps-cards (?=(?:{'|'.join(COMMANDS)})\b).*"
    assert re.findall(bare, page) == []


def test_commands_are_the_lines_of_shell_blocks_without_git_clone() -> None:
    clone = "```sh\ngit clone https://example.org/x\ncd x\n```\n"
    page = f"{clone}```yaml\na: 1\n```\n```sh\n$ one\n# no\ntwo\n```\n"
    assert readme.commands(page) == ["one", "two"]


def test_every_file_that_the_readme_links_to_is_there() -> None:
    page = readme.README.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", page):
        assert (ROOT / target).exists(), target
