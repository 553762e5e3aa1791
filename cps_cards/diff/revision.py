"""A deck folder as it was at a git revision, in a temporary work tree that is gone afterwards."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_SETTINGS = ("-c", "core.fsmonitor=false", "-c", "core.sparseCheckout=false")


class GitError(Exception):
    """Git refuses; the message says why, in its own words."""


class NoGitError(GitError):
    """Git itself is not there."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit; ``time`` is when it was made, in seconds since 1970."""

    repository: Path
    commit: str
    time: int


def find(name: str, near: Path) -> Revision | None:
    """The commit that a name means in the repository around ``near``; None where it means none.

    Raises :class:`NoGitError` where git is not installed.
    """
    if name.startswith("-") or "\0" in name:
        return None
    try:
        top = _git(near, ["rev-parse", "--show-toplevel"])
        commit = _git(near, ["rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"])
        time = _git(near, ["show", "--no-patch", "--format=%ct", commit])
    except NoGitError:
        raise
    except GitError:
        return None
    return Revision(Path(top), commit, int(time))


def is_shallow(near: Path) -> bool:
    """Whether the repository around a folder lacks the older part of its history."""
    try:
        return _git(near, ["rev-parse", "--is-shallow-repository"]) == "true"
    except GitError:
        return False


def path_in_repository(folder: Path) -> str:
    """Where a folder lies in its repository: ``decks``, or nothing for the top.

    Raises :class:`GitError` where it lies in none.
    """
    return _git(folder, ["rev-parse", "--show-prefix"]).rstrip("/")


@contextmanager
def work_tree(revision: Revision, folder: str) -> Iterator[Path]:
    """The files of ``folder`` (a path in the repository) at a revision, in a temporary place.

    They are written through an index of their own: neither the repository nor its work tree or
    index is touched, and no hook runs. Raises :class:`GitError`.
    """
    with tempfile.TemporaryDirectory(prefix="cps-cards-") as temporary:
        files = Path(temporary) / "files"
        files.mkdir()

        def run(arguments: Sequence[str], given: str = "") -> str:
            index = {"GIT_INDEX_FILE": str(Path(temporary) / "index")}
            return _git(revision.repository, arguments, given, index)

        run(["read-tree", revision.commit])
        listed = run(["ls-files", "-z", "--", f":(top,literal){folder}" if folder else ":(top)"])
        run(["checkout-index", "-z", "--stdin", f"--prefix={files.as_posix()}/"], listed)
        yield files / folder if folder else files


_KEPT = frozenset(("GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"))
"""Settings that somebody gave git for all that it starts, as git itself hands them on."""


@lru_cache
def _of_another_repository() -> frozenset[str]:
    """Variables that tie git to one repository: a hook of one has them set, GIT_DIR for example."""
    return frozenset(_run(["rev-parse", "--local-env-vars"], os.environ).split()) - _KEPT


def _git(
    folder: Path, arguments: Sequence[str], given: str = "", more: Mapping[str, str] | None = None
) -> str:
    """Run git in a folder, for the repository there; its output, without the last line end."""
    theirs = _of_another_repository()
    environment = {name: value for name, value in os.environ.items() if name not in theirs}
    return _run(["-C", str(folder), *_SETTINGS, *arguments], environment | dict(more or {}), given)


def _run(arguments: Sequence[str], environment: Mapping[str, str], given: str = "") -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are a list, no shell sees them
            ["git", *arguments],  # noqa: S607 - the user's git
            input=os.fsencode(given),
            capture_output=True,
            env={**environment, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            check=False,
        )
    except FileNotFoundError as error:
        raise NoGitError("git is not installed, and only it knows revisions") from error
    if done.returncode:
        said = os.fsdecode(done.stderr).strip().splitlines()
        raise GitError(said[-1] if said else "git failed")
    return os.fsdecode(done.stdout).rstrip("\n")
