"""A build that is stopped, in a process of its own: the old package or the new one, no more."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cps_cards.apkg.reader import read_package
from tests.apkg.kit import TIME, Folder
from tests.cli.conftest import environment, listed

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these are signals of POSIX")

SLOW = """
import os, signal, sys, time
from pathlib import Path

where, name = sys.argv[1].split(":")
number = getattr(signal, name)

def stop():
    os.kill(os.getpid(), number)
    time.sleep(5)  # a slow disk: the signal comes while we wait for it

fsync, replace, unlink = os.fsync, Path.replace, Path.unlink
def slow_fsync(file):
    if where == "written":
        stop()
    fsync(file)
    if where == "synced":
        stop()
def slow_replace(path, target):
    if where == "placing":
        stop()
    replace(path, target)
    if where == "placed":
        stop()
def slow_unlink(path, *args, **how):
    if where == "removing":
        stop()
    unlink(path, *args, **how)
os.fsync, Path.replace, Path.unlink = slow_fsync, slow_replace, slow_unlink
if where == "rendering":
    from cps_cards.render import notes
    notes.render_all = lambda *args: stop()

from cps_cards import cli
cli.main(sys.argv[2:])
"""
STATUS = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}


@pytest.fixture
def old(decks: Folder) -> bytes:
    """The package before the build that will be stopped."""
    data = decks.build().data
    Path("sample.apkg").write_bytes(data)
    decks.edit("cards/reporting.yaml", "A wheel.", "The wheel.", TIME + 60)
    return data


@pytest.fixture
def new(old: bytes, decks: Folder) -> bytes:
    return decks.build().data


def stopped_at(where: str, name: str, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SLOW, f"{where}:{name}", *args], env=environment(),
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("where", ["rendering", "written", "synced", "placing", "placed"])
def test_a_build_stopped_at_a_step_leaves_nothing_behind(
    old: bytes, new: bytes, where: str, name: str
) -> None:
    done = stopped_at(where, name, "build")
    assert done.returncode == STATUS[name]
    assert done.stderr.strip() == ("stopped" if name == "SIGINT" else "")
    assert listed() == ["decks", "sample.apkg"]
    assert Path("sample.apkg").read_bytes() == (new if where == "placed" else old)


def test_a_terminal_that_is_closed_stops_it_too(old: bytes) -> None:
    assert stopped_at("written", "SIGHUP", "build").returncode == STATUS["SIGHUP"]
    assert listed() == ["decks", "sample.apkg"]
    assert Path("sample.apkg").read_bytes() == old


@pytest.mark.parametrize("where", ["written", "placing", "placed"])
def test_a_release_that_is_stopped_changes_both_files_or_neither(
    old: bytes, new: bytes, decks: Folder, where: str
) -> None:
    assert stopped_at(where, "SIGTERM", "release").returncode == STATUS["SIGTERM"]
    assert listed() == ["decks", "sample.apkg"]
    ledger = (decks.path / "published.json").exists()
    assert ledger == (Path("sample.apkg").read_bytes() == new)
    assert not [name for name in listed("decks") if name.startswith(".")]


def test_a_killed_build_leaves_at_most_one_hidden_file(old: bytes, new: bytes) -> None:
    done = stopped_at("synced", "SIGKILL", "build")
    assert done.returncode == -signal.SIGKILL
    assert Path("sample.apkg").read_bytes() == old
    (hidden,) = set(listed()) - {"decks", "sample.apkg"}
    assert hidden.startswith(".")
    assert stopped_at("synced", "SIGKILL", "build").returncode == -signal.SIGKILL
    assert len(listed()) == 3  # the second build removed what the first one left
    assert stopped_at("", "SIGKILL", "build").returncode == 0
    assert Path("sample.apkg").read_bytes() == new
    assert listed() == ["decks", "sample.apkg"]


def running() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "cps_cards", "build"], env=environment(),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_stopped_at_any_moment_leaves_the_old_package_or_the_new_one(
    old: bytes, new: bytes, number: signal.Signals
) -> None:
    started = time.monotonic()
    running().wait(timeout=60)
    whole = time.monotonic() - started
    chance = random.Random(7)
    for _ in range(6):
        Path("sample.apkg").write_bytes(old)
        process = running()
        time.sleep(chance.uniform(0.0, whole))
        process.send_signal(number)
        process.wait(timeout=60)
        assert Path("sample.apkg").read_bytes() in (old, new)
        assert len(read_package(Path("sample.apkg")).notes) == 6
        others = set(listed()) - {"decks", "sample.apkg"}
        if number == signal.SIGKILL:
            assert len(others) <= 1  # a later build removes what an earlier one left
            assert all(name.startswith(".") for name in others)
        else:
            assert not others


def test_a_signal_that_the_parent_ignores_stays_ignored(old: bytes, new: bytes) -> None:
    done = subprocess.run(
        ["nohup", sys.executable, "-c", SLOW.replace("sleep(5)", "sleep(0.1)"), "written:SIGHUP",
         "build"],
        env=environment(), capture_output=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0
    assert Path("sample.apkg").read_bytes() == new
