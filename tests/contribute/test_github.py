"""What runs on GitHub: pinned, with least rights, and with commands that there are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml

from cps_cards.yamlio.load import load

from . import decks
from .terminal import ROOT, environment, run

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
OF_NEW_DECKS = sorted((ROOT / "cps_cards/contribute/deck/github/workflows").glob("*.yml"))
ALL = [*WORKFLOWS, *OF_NEW_DECKS, ROOT / "action.yml"]
FORMS = ROOT / ".github/ISSUE_TEMPLATE"


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def steps(path: Path) -> list[dict[str, Any]]:
    content = read(path)
    if "runs" in content:
        return list(content["runs"]["steps"])
    return [step for job in content["jobs"].values() for step in job["steps"]]


def script(workflow: str, name: str) -> str:
    found = [s for s in steps(ROOT / ".github/workflows" / workflow) if s.get("name") == name]
    return str(found[0]["run"])


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit_with_their_version(path: Path) -> None:
    lines = [line for line in path.read_text().splitlines() if "uses:" in line]
    assert lines
    for line in lines:
        assert re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_one_version_of_each_action() -> None:
    pins = {
        match[1]: match[0]
        for path in ALL
        for match in re.finditer(r"uses: ([\w./-]+)@\S+ # \S+", path.read_text())
    }
    everywhere = "\n".join(path.read_text() for path in ALL)
    for action, pin in pins.items():
        assert len(re.findall(rf"uses: {re.escape(action)}@", everywhere)) == everywhere.count(pin)


WRITING = {
    ".github/workflows/release.yml": {
        ("deck", "contents"), ("pages", "pages"), ("pages", "id-token"), ("pypi", "id-token"),
    },
    "cps_cards/contribute/deck/github/workflows/release.yml": {("publish", "contents")},
}  # fmt: skip
"""What jobs may write, and no other: to releases, to the pages, and in their own name to PyPI."""


@pytest.mark.parametrize("path", [*WORKFLOWS, *OF_NEW_DECKS], ids=lambda path: path.name)
def test_rights_are_given_job_by_job(path: Path) -> None:
    content = read(path)
    assert content["permissions"] == {}
    assert all(int(job["timeout-minutes"]) <= 60 for job in content["jobs"].values())
    rights = {
        (name, right, level) for name, job in content["jobs"].items()
        for right, level in job["permissions"].items()
    }  # fmt: skip
    writing = {(name, right) for name, right, level in rights if level != "read"}
    assert writing == WRITING.get(path.relative_to(ROOT).as_posix(), set())


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_forks_meet_no_secrets_and_no_text_of_theirs_is_run(path: Path) -> None:
    text = path.read_text()
    assert "pull_request_target" not in text
    assert not re.search(r"\$\{\{[^}]*\bsecrets\b", text)
    for step in steps(path):
        assert "${{" not in step.get("run", ""), step
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


def commands() -> list[tuple[str, list[str]]]:
    """Each cps-cards command in a workflow, with its options."""
    found = []
    for path in ALL:
        for step in steps(path):
            for line in step.get("run", "").splitlines():
                match = re.search(r'(?:^|/|\s)cps-cards"? ([a-z]+)(.*)', line.strip())
                if match and not line.strip().startswith("echo"):
                    found.append((match[1], re.findall(r"(?<=\s)--?[a-z-]+", match[2])))
    return found


def test_the_commands_and_their_options_exist(tmp_path: Path) -> None:
    helps: dict[str, str] = {}
    found = commands()
    assert {"lint", "build", "diff", "preview", "release"} <= {name for name, _ in found}
    for name, options in found:
        if name not in helps:
            helps[name] = run(name, "--help", cwd=tmp_path).stdout
        for option in options:
            assert re.search(rf"{option}\b", helps[name]), (name, option)


# --- the release, as its steps say ---------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with a deck, and the tool on the path."""
    place = tmp_path / "checkout"
    decks.write(place / "decks")
    tools = tmp_path / "bin"
    tools.mkdir()
    shim = tools / "cps-cards"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cps_cards "$@"\n')
    shim.chmod(0o755)
    git(place, "init", "-q", "-b", "main")
    return place


def git(place: Path, *args: str) -> str:
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false",
             "-c", "tag.gpgsign=false"]  # fmt: skip
    done = subprocess.run(
        ["git", "-C", str(place), *names, *args], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def step(checkout: Path, text: str) -> subprocess.CompletedProcess[str]:
    """A step's script as the runner runs it."""
    temp = checkout.parent / "temp"
    shutil.rmtree(temp, ignore_errors=True)
    temp.mkdir()
    path = f"{checkout.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    variables = environment(
        PATH=path, RUNNER_TEMP=str(temp), GITHUB_SHA=git(checkout, "rev-parse", "HEAD"),
        GITHUB_STEP_SUMMARY=str(checkout.parent / "summary.md"),
        BASE=git(checkout, "rev-list", "--max-parents=0", "HEAD"),
    )  # fmt: skip
    return subprocess.run(
        ["bash", "-e", "-c", text], cwd=checkout, env=variables, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def commit(checkout: Path, message: str) -> None:
    git(checkout, "add", ".")
    git(checkout, "commit", "-q", "-m", message)


needs_bash = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("bash") is None, reason="the runner is Linux"
)


@needs_bash
def test_two_releases_in_a_row(checkout: Path) -> None:
    package, changelog = script("release.yml", "Package"), script(
        "release.yml", "Changelog since the release before")  # fmt: skip
    run("release", "decks", "-o", checkout.parent / "a.apkg", cwd=checkout)
    commit(checkout, "First release")
    git(checkout, "tag", "v1.0.0")
    done = step(checkout, package)
    assert done.returncode == 0, done.stderr + done.stdout
    assert (checkout / "deck/massachusetts-cps.apkg").is_file()
    done = step(checkout, changelog)
    assert done.returncode == 0, done.stderr
    assert "First release: 1 note." in (checkout / "changes.md").read_text()
    assert git(checkout, "status", "--porcelain", "--", "decks") == ""

    shutil.rmtree(checkout / "deck")
    (checkout / "changes.md").unlink()
    told = run("new", "--teaches", "ethics.words.first", "--front", "Which words come first?",
               "--back", "The name.", "--id", "words", cwd=checkout)  # fmt: skip
    assert told.returncode == 0, told.stderr
    run("release", "decks", "-o", checkout.parent / "b.apkg", cwd=checkout)
    commit(checkout, "Second release")
    git(checkout, "tag", "v1.1.0")
    assert step(checkout, package).returncode == 0
    assert step(checkout, changelog).returncode == 0
    changes = (checkout / "changes.md").read_text()
    assert "First release" not in changes
    assert "words" in changes
    assert "limits-when" not in changes


@needs_bash
@pytest.mark.parametrize("forgotten", ["never made", "not that of the deck"])
def test_a_release_without_its_ledger_is_refused(forgotten: str, checkout: Path) -> None:
    if forgotten == "not that of the deck":
        run("release", "decks", "-o", checkout.parent / "a.apkg", cwd=checkout)
        cards = checkout / "decks/cards/ethics.yaml"
        cards.write_text(decks.CARDS.replace("At the start", "Before all"))
    commit(checkout, "Release")
    done = step(checkout, script("release.yml", "Package"))
    assert done.returncode != 0
    if forgotten == "not that of the deck":
        assert "::error::published.json is not that of this deck" in done.stdout


@needs_bash
def test_a_pull_request_is_told_what_learners_will_get(checkout: Path) -> None:
    commit(checkout, "Base")
    told = run("new", "--teaches", "ethics.words.first", "--front", "Which words come first?",
               "--back", "The name.", "--id", "words", cwd=checkout)  # fmt: skip
    assert told.returncode == 0, told.stderr
    commit(checkout, "A card")
    for name in ("Compare with the branch that it goes to", "Build the package and the preview"):
        done = step(checkout, script("pull-request.yml", name))
        assert done.returncode == 0, done.stderr
    assert "words" in (checkout.parent / "summary.md").read_text()
    names = {path.name for path in (checkout / "review").iterdir()}
    assert names == {"changes.md", "changes.html", "massachusetts-cps.apkg", "preview.html"}


# --- forms and hooks ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["card.yml", "propose-a-card.yml"])
def test_a_form_can_be_filled_in(name: str) -> None:
    form = read(FORMS / name)
    ids = [field["id"] for field in form["body"] if field["type"] != "markdown"]
    assert len(ids) == len(set(ids))
    labels = [f["attributes"]["label"] for f in form["body"] if f["type"] != "markdown"]
    assert len(labels) == len(set(labels))


def test_the_form_for_a_wrong_card_asks_for_its_id() -> None:
    fields = {field.get("id"): field for field in read(FORMS / "card.yml")["body"]}
    assert fields["card"]["type"] == "input"
    assert fields["card"]["validations"]["required"] == "true"


def test_the_link_on_every_card_opens_that_form_with_its_id_filled_in() -> None:
    collection, _ = load(ROOT / "decks")
    address = urlsplit(str(collection.deck.report_to))
    query = dict(parse_qsl(address.query))
    form = read(FORMS / query.pop("template"))
    assert "{id}" in query.pop("title")
    assert query == {"card": "{id}"}
    assert set(query) <= {field.get("id") for field in form["body"]}


def test_the_form_for_a_new_card_offers_the_topics_of_the_deck() -> None:
    collection, _ = load(ROOT / "decks")
    fields = {field.get("id"): field for field in read(FORMS / "propose-a-card.yml")["body"]}
    offered = fields["topic"]["attributes"]["options"]
    assert offered[:-1] == [topic.title for topic in collection.deck.topics]


def test_the_hooks_run_commands_that_there_are(tmp_path: Path) -> None:
    for hook in read(ROOT / ".pre-commit-hooks.yaml"):
        program, name, *options = hook["entry"].split()
        assert program == "cps-cards"
        shown = run(name, "--help", cwd=tmp_path).stdout
        assert all(option in shown for option in options)
        for path in ("decks/deck.yaml", "sources.yaml"):
            assert re.search(hook["files"], path)
        assert not re.search(hook["files"], "README.md")


def test_the_linting_hook_sees_every_file_of_a_deck() -> None:
    (lint,) = (h for h in read(ROOT / ".pre-commit-hooks.yaml") if h["id"] == "cps-cards-lint")
    for path in (ROOT / "decks").rglob("*"):
        if path.is_file() and path.suffix in (".yaml", ".png", ".svg"):
            assert re.search(lint["files"], path.relative_to(ROOT).as_posix()), path


def test_the_source_package_holds_what_the_tests_read() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        project = tomllib.load(stream)
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    for name in (".ci", ".github", ".pre-commit-hooks.yaml", "action.yml", "tests", "decks"):
        assert f"/{name}" in included
        assert (ROOT / name).exists()


def test_the_license_of_the_package_names_that_of_its_deck() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        project = tomllib.load(stream)["project"]
    assert project["license"] == "MIT AND CC-BY-SA-4.0"
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in project["license-files"]]
    assert any("MIT License" in text for text in texts)
    assert any("CC BY-SA 4.0" in text for text in texts)
