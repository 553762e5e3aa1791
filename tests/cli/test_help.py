"""Help, version and what they cost: nothing but Click is imported, and the examples run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from syrupy.assertion import SnapshotAssertion

from cps_cards import __version__
from cps_cards.cli import COMMANDS, group
from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.rules.typography import Typography
from cps_cards.lint.views import CardView
from tests.apkg.kit import Folder, plain
from tests.cli.conftest import Cps, environment
from tests.readme import README


def command(name: str) -> click.Command:
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


def test_the_table_of_commands_is_whole(cps: Cps) -> None:
    out = cps("--help").out
    for name, text in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(text[:30])}", out, re.MULTILINE), name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_of_commands_says_what_each_says_of_itself(name: str) -> None:
    text = command(name).help
    assert text is not None
    first = " ".join(text.split("\n\n")[0].split())
    assert first == COMMANDS[name], "cli/__init__.py: COMMANDS begins as the command's help does"


@pytest.mark.parametrize("args", [["--help"], ["build", "-h"], ["release", "-h"], ["stats", "-h"]])
def test_the_help_pages(
    cps: Cps, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    result = cps(*args)
    assert (result.status, result.err) == (0, "")
    assert result.out == snapshot


def examples(name: str) -> list[list[str]]:
    """The command lines under "Examples:" of a command's help, as a shell would split them."""
    epilog = (command(name).epilog or "").replace("\\\n", " ")
    found = re.findall(r"^  (cps-cards .*?)(?:  .*)?$", epilog, re.MULTILINE)
    return [shlex.split(line.split(" > ")[0].split(" | ")[0])[1:] for line in found]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_examples_that_it_understands(name: str) -> None:
    assert examples(name), "the command's epilog: two spaces before each line of an example"
    for line in examples(name):
        assert line[0] == name
        understood(line)


def understood(line: list[str]) -> None:
    """Parse a command line without running it; paths and decks in it need not be there."""
    assert line[0] in COMMANDS
    context = click.Context(command(line[0]), resilient_parsing=True)
    parser = context.command.make_parser(context)
    _, left, _ = parser.parse_args(line[1:])
    assert not left


def test_the_readme_lists_every_command_in_the_order_of_the_help() -> None:
    page = README.read_text(encoding="utf-8").partition("## The commands")[2]
    rows = re.findall(r"^\| `\.venv/bin/cps-cards ([^`]+)` \| ([^|]+) \|$", page, re.MULTILINE)
    lines = [shlex.split(line) for line, _ in rows]
    listed = [line[0] for line in lines]
    assert listed == list(COMMANDS), "README, The commands: a row for each, in the help's order"
    for line in lines:
        understood(line)
    assert all(text.strip() for _, text in rows)


def test_lint_says_which_exit_status_means_what(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = " ".join(cps("lint", "--help").out.split()).partition("Exit status: ")[2]
    assert re.findall(r"\b\d\b", said.partition(" Options:")[0]) == ["0", "1", "2", "3"]
    clean = ("lint", "--select", "typography")
    assert cps(*clean).status == 0
    assert cps("lint", "--select", "ALL", "--fail-on", "info").status == 1
    decks.edit("cards/respect.yaml", "front: How", "frunt: How")
    assert cps(*clean).status == 1
    decks.edit("cards/respect.yaml", "frunt: How", "front: How")
    assert cps(*clean, "--frobnicate").status == 2

    def fails(rule: Typography, card: CardView) -> Iterator[Diagnostic]:
        raise KeyError

    monkeypatch.setattr(Typography, "check", fails)
    assert cps(*clean).status == 3


OURS = [line for name in ("build", "release", "stats") for line in examples(name)]


@pytest.mark.parametrize("args", OURS, ids=" ".join)
def test_the_examples_run(cps: Cps, decks: Folder, args: list[str]) -> None:
    assert cps(*args).status == 0


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("cps-cards bui", "plain,build\n"),
        ("cps-cards build --sub", "plain,--subdecks\n"),
        ("cps-cards build --subdecks t", "plain,topic\n"),
        ("cps-cards build de", "dir,de\n"),
        ("cps-cards build -o x", "file,x\n"),
    ],
)
def test_shells_complete_command_lines(
    cps: Cps, monkeypatch: pytest.MonkeyPatch, words: str, wanted: str
) -> None:
    monkeypatch.setenv("_CPS_CARDS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    result = cps()
    assert (result.status, result.out) == (0, wanted)


def test_the_version(cps: Cps) -> None:
    for option in ("--version", "-V"):
        assert cps(option).out == f"cps-cards, version {__version__}\n"


def test_without_a_command_there_is_help_and_2(cps: Cps) -> None:
    result = cps()
    assert result.status == 2
    assert "Commands:" in result.err


def test_a_command_is_found_by_its_name_alone() -> None:
    context = click.Context(group)
    assert group.get_command(context, "nonsense") is None
    assert group.list_commands(context) == list(COMMANDS)


PROBE = """
import sys
before = set(sys.modules)
from cps_cards import cli
try:
    cli.main(sys.argv[1:])
except SystemExit as ended:
    assert not ended.code, ended.code
loaded = {name for name in set(sys.modules) - before}
print("\\n".join(sorted(loaded)), file=sys.stderr)
"""
OWN = {"cps_cards", "cps_cards.cli", "cps_cards.cli.run"}


def loaded(*args: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *args], env=environment(), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return set(done.stderr.split())


def test_help_imports_click_alone() -> None:
    for args in (["--help"], ["--version"]):
        modules = loaded(*args)
        theirs = {name.split(".")[0] for name in modules} - sys.stdlib_module_names
        assert theirs == {"click", "cps_cards"}
        assert {name for name in modules if name.startswith("cps_cards")} == OWN
        assert not modules & {"importlib.metadata", "json", "sqlite3", "zipfile", "email"}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_imports_no_other_library(name: str) -> None:
    modules = loaded(name, "--help")
    theirs = {module.split(".")[0] for module in modules} - sys.stdlib_module_names
    assert theirs == {"click", "cps_cards"}
    heavy = ("cps_cards.yamlio", "cps_cards.render", "cps_cards.apkg", "cps_cards.preview")
    assert not [module for module in modules if module.startswith(heavy)]


def test_a_build_of_plain_texts_imports_no_parser_and_nothing_that_reads_packages(
    home: Path,
) -> None:
    folder = plain(home / "decks", 3)
    modules = loaded("build", "-q", "-o", str(home / "plain.apkg"), str(folder.path))
    assert "cps_cards.apkg.writer" in modules
    assert not modules & {"markdown_it", "nh3", "jinja2", "cps_cards.apkg.contents"}


def test_the_module_runs_like_the_command(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cps_cards", "--version"], env=environment(), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert done.stdout.endswith(f"{__version__}\n")
