"""Git, as people have it installed: run in the repository around a folder, or beside us."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

_SETTINGS = ("-c", "core.fsmonitor=false", "-c", "core.sparseCheckout=false")


class GitError(Exception):
    """Git refuses; the message says why, in its own words."""


class NoGitError(GitError):
    """Git itself is not there."""


class Running:
    """A git that works beside us in a folder, for the repository there.

    It has to be waited for by :meth:`result` or ended by :meth:`stop`. Raises :class:`NoGitError`.
    """

    def __init__(
        self, folder: Path, arguments: Sequence[str], more: Mapping[str, str] | None = None
    ) -> None:
        theirs = _of_another_repository()
        environment = {name: value for name, value in os.environ.items() if name not in theirs}
        self._process = _start(
            ["-C", str(folder), *_SETTINGS, *arguments], environment | dict(more or {})
        )

    def result(self, given: str = "") -> str:
        """What it writes, without the last line end; raises :class:`GitError`."""
        return _finish(self._process, given)

    def stop(self) -> None:
        _stop(self._process)


def run(
    folder: Path, arguments: Sequence[str], given: str = "", more: Mapping[str, str] | None = None
) -> str:
    """Run git in a folder, for the repository there; its output, without the last line end."""
    return Running(folder, arguments, more).result(given)


_KEPT = frozenset(("GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"))
"""Settings that somebody gave git for all that it starts, as git itself hands them on."""


def _of_another_repository() -> frozenset[str]:
    """Variables that tie git to one repository: a hook of one has them set, GIT_DIR for example."""
    return (
        _local_variables() if any(name.startswith("GIT_") for name in os.environ) else frozenset()
    )


@lru_cache
def _local_variables() -> frozenset[str]:
    listed = _finish(_start(["rev-parse", "--local-env-vars"], os.environ), "")
    return frozenset(listed.split()) - _KEPT


def _start(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - the arguments are a list, no shell sees them
            ["git", *arguments],  # noqa: S607 - the user's git
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**environment, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
        )
    except FileNotFoundError as error:
        raise NoGitError("git is not installed, and only it knows revisions") from error


def _finish(process: subprocess.Popen[bytes], given: str) -> str:
    try:
        out, err = process.communicate(os.fsencode(given))
    except BaseException:  # a signal, too, must leave no git behind
        _stop(process)
        raise
    if process.returncode:
        said = os.fsdecode(err).strip().splitlines()
        raise GitError(said[-1] if said else "git failed")
    return os.fsdecode(out).rstrip("\n")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    process.communicate()
