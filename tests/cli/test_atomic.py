"""Files appear whole or not at all, whenever an interrupt comes and whatever the disk refuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from cps_cards import atomic
from tests.cli.conftest import listed

OLD, NEW = b"old", b"new" * 1000


# An interrupt just behind `open` leaves the file to the garbage collector, which closes it.
_UNCLOSED = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(os, "fsync", lambda number: None)  # the disk is not what is tried here
    found = tmp_path / "folder"
    found.mkdir()
    return found


def interrupted_at(step: int, action: Callable[[], None]) -> bool:
    """Run ``action`` with an interrupt before its n-th bytecode in ``atomic.py``; False if it
    ended before that. Python acts on a signal between two bytecodes, so there is no other place."""
    left = step

    def local(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if event == "opcode":
            left -= 1
            if left == 0:
                sys.settrace(None)
                raise KeyboardInterrupt
        return local

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename == atomic.__file__:
            frame.f_trace_opcodes = True
            frame.f_trace_lines = False
            return local
        return None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


def steps(start: int = 1) -> Iterator[int]:
    yield from range(start, 100_000)


@_UNCLOSED
@pytest.mark.parametrize("there", [True, False])
def test_an_interrupt_anywhere_leaves_the_old_file_or_the_new_one(
    folder: Path, there: bool
) -> None:
    target = folder / "deck.apkg"
    outcomes = set()
    for step in steps():
        target.unlink(missing_ok=True)
        if there:
            target.write_bytes(OLD)
        stopped = interrupted_at(step, lambda: atomic.write(target, NEW))
        atomic.clean_up()
        found = target.read_bytes() if target.exists() else None
        assert found in ((OLD, NEW) if there else (None, NEW)), step
        assert set(listed(folder)) <= {"deck.apkg"}, step
        outcomes.add(found)
        if not stopped:
            break
    assert step > 100
    assert outcomes == ({OLD, NEW} if there else {None, NEW})


@_UNCLOSED
@pytest.mark.parametrize("there", [True, False])
def test_an_interrupt_anywhere_leaves_both_files_old_or_both_new(folder: Path, there: bool) -> None:
    one, two = folder / "published.json", folder / "deck.apkg"
    outcomes = set()
    for step in steps():
        for path in (one, two):
            path.unlink(missing_ok=True)
            if there:
                path.write_bytes(OLD)
        stopped = interrupted_at(step, lambda: atomic.write_all({one: NEW, two: NEW}))
        atomic.clean_up()
        found = tuple(path.read_bytes() if path.exists() else None for path in (one, two))
        assert found[0] == found[1], step
        assert set(listed(folder)) <= {one.name, two.name}, step
        outcomes.add(found[0])
        if not stopped:
            break
    assert outcomes == ({OLD, NEW} if there else {None, NEW})


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot ask whether a process lives")
def test_what_a_killed_process_left_is_removed_by_the_next_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    living = {7, 8, os.getpid()}

    def kill(process: int, number: int) -> None:
        assert number == 0
        if process == 8:
            raise PermissionError(1, "Operation not permitted")
        if process not in living:
            raise ProcessLookupError(3, "No such process")

    monkeypatch.setattr(os, "kill", kill)
    here = atomic._machine()
    kept = [f".cps-cards-{here}-7-ab.tmp", f".cps-cards-{here}-8-ab.tmp",
            f".cps-cards-{here}-{os.getpid()}-ab.tmp", ".cps-cards-00000000-9-ab.tmp",
            f".cps-cards-{here}-9-ab.txt", "deck.apkg"]  # fmt: skip
    for name in (*kept, f".cps-cards-{here}-9-ab.tmp"):
        (folder / name).touch()
    atomic.write(folder / "deck.apkg", NEW)
    assert listed(folder) == sorted(kept)


def test_a_first_file_that_stays_the_same_is_not_touched(folder: Path) -> None:
    one, two = folder / "one", folder / "two"
    one.write_bytes(OLD)
    os.utime(one, (5, 5))
    assert atomic.write_all({one: OLD, two: NEW}) == [two]
    assert one.stat().st_mtime == 5
    assert two.read_bytes() == NEW


def test_errors_name_the_file_that_was_asked_for(folder: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        atomic.write(folder / "gone/deck.apkg", NEW)
    assert caught.value.filename == str(folder / "gone/deck.apkg")


def test_a_file_system_without_permissions_will_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refusing)
    (folder / "deck.apkg").write_bytes(OLD)
    atomic.write(folder / "deck.apkg", NEW)
    assert (folder / "deck.apkg").read_bytes() == NEW


def test_a_full_disk_in_the_second_file_leaves_the_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def full(number: int) -> None:
        calls.append(number)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    one, two = folder / "one", folder / "two"
    one.write_bytes(OLD)
    with pytest.raises(OSError, match="No space left"):
        atomic.write_all({one: NEW, two: NEW})
    assert listed(folder) == ["one"]
    assert one.read_bytes() == OLD


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_of_many_files_and_folders_none_is_there_where_one_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    (folder / "link").symlink_to("target")
    (folder / "old.yaml").write_bytes(OLD)
    paths = [folder / "link", folder / "old.yaml", folder / "cards/deep/new.yaml"]
    replace, calls = Path.replace, []

    def refused(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == failing:
            raise OSError(5, "Input/output error")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(OSError, match="Input") as caught:
        atomic.write_all(dict.fromkeys(paths, NEW))
    assert caught.value.filename == str(paths[failing - 1])
    assert listed(folder) == ["link", "old.yaml"]
    assert not (folder / "link").exists()
    assert (folder / "old.yaml").read_bytes() == OLD
    calls += [folder] * failing
    assert atomic.write_all(dict.fromkeys(paths, NEW)) == paths
    assert listed(folder) == ["cards", "link", "old.yaml", "target"]


def test_new_files_take_the_place_of_none(folder: Path) -> None:
    (folder / "b").symlink_to("nowhere")
    with pytest.raises(FileExistsError) as caught:
        atomic.write_all({folder / "a": NEW, folder / "b": NEW}, new=True)
    assert caught.value.filename == str(folder / "b")
    assert listed(folder) == ["b"]
