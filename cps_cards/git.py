"""Git, as people have it installed, and what it remembers of a deck folder."""

import os
import re
import subprocess
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

from cps_cards.model import ids
from cps_cards.model.ledger import Ledger

_SETTINGS = ("-c", "core.fsmonitor=false", "-c", "core.sparseCheckout=false")
_OF_ONE_REPOSITORY = frozenset(
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_CONFIG GIT_DIR GIT_GRAFT_FILE "
    "GIT_IMPLICIT_WORK_TREE GIT_INDEX_FILE GIT_INTERNAL_SUPER_PREFIX GIT_NO_REPLACE_OBJECTS "
    "GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_REPLACE_REF_BASE GIT_SHALLOW_FILE GIT_WORK_TREE".split()
)
"""Variables that tie git to one repository, as `git rev-parse --local-env-vars` lists them: a hook
of one has them set. Settings that somebody gave git for all that it starts are kept."""


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
        kept = {name: os.environ[name] for name in os.environ if name not in _OF_ONE_REPOSITORY}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the arguments are a list, no shell
                ["git", "-C", str(folder), *_SETTINGS, *arguments],  # noqa: S607 - the user's git
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**kept, **(more or {}), "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            )
        except FileNotFoundError as error:
            raise NoGitError("git is not installed, and only it knows revisions") from error

    def result(self, given: str = "") -> str:
        """What it writes, without the last line end; raises :class:`GitError`."""
        try:
            out, err = self._process.communicate(os.fsencode(given))
        except BaseException:  # a signal, too, must leave no git behind
            self.stop()
            raise
        if self._process.returncode:
            said = os.fsdecode(err).strip().splitlines()
            raise GitError(said[-1] if said else "git failed")
        return os.fsdecode(out).rstrip("\n")

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()


def run(
    folder: Path, arguments: Sequence[str], given: str = "", more: Mapping[str, str] | None = None
) -> str:
    """Run git in a folder, for the repository there; its output, without the last line end. Raises
    :class:`GitError`."""
    return Running(folder, arguments, more).result(given)


# --- the history of a deck ------------------------------------------------------------------------

_LEDGER = "published.json"
_TRACKED = ("ls-files", "-z", "-t", "--cached", "--modified", "--stage", "--", ".")
_CHANGES = (
    *("-c", "log.showRoot=true", "log", "-z", "-c", "--raw", "--no-abbrev", "--no-renames"),
    *("--no-show-signature", "--relative", "--decorate-refs-exclude=*", "--format=%x01%ct %D"),
    *("--", "."),
)
_LEDGERS = (
    *("-c", "log.showRoot=true", "log", "HEAD", "--branches", "--tags", "--remotes"),
    *("--full-history", "-c", "--patch", "--unified=0", "--text", "--no-textconv"),
    *("--no-ext-diff", "--no-color", "--no-show-signature", "--format=%x01%h", "--", _LEDGER),
)
_RECORDED = re.compile(
    r'^\x01(?P<commit>\w+)|^[ ]*\+[+ ]*"(?P<key>[^"]+)": \{"guid": "(?P<guid>[^"]+)",'
    r'.*"mod": (?P<mod>\d+)\}',
    re.MULTILINE,
)
_LINK = "120000"


class History:
    """Git's memory of one deck folder; empty where the folder is in no repository of git's.

    As a context, git begins at once and works beside us until its answers are needed. ``notices``
    are what people should know about the answers that were asked for.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._real_root = os.path.realpath(root)
        self._running: dict[tuple[str, ...], Running] = {}
        self._never_released = False
        self.notices: list[str] = []

    def __enter__(self) -> Self:
        # Without a ledger every card is new, and the commits tell whether there ever was one.
        is_new = not (self._root / _LEDGER).exists()
        try:
            for arguments in (_TRACKED, _CHANGES) if is_new else (_LEDGERS,):
                self._running[arguments] = Running(self._root, arguments)
        except GitError:  # which is told when something is asked
            pass
        return self

    def __exit__(self, *error: object) -> None:
        for running in self._running.values():
            running.stop()

    def committed(self, path: Path) -> int | None:
        """When a file last changed, as its last commit says, in seconds since 1970.

        None for one that git does not know, or knows in another version than it is in now.
        """
        there = os.path.relpath(os.path.realpath(path), self._real_root)
        return self._times.get(there.replace(os.sep, "/"))

    def later(
        self, deck_id: str, ledger: Ledger | None, guids: Collection[str]
    ) -> tuple[str, list[str]]:
        """The commit of the newest release in any branch or tag that dates cards later than the
        ledger does, and the keys of all that are; both empty where there is none.

        ``guids`` are those of the deck's cards: an entry that the ledger lacks counts where its
        card is one of them, or once was.
        """
        if ledger is None and self._never_released:
            return "", []
        here = {one.guid: one.mod for one in ledger.cards.values()} if ledger is not None else {}
        commit, later = "", []
        for found in _RECORDED.finditer(self._said(_LEDGERS)):
            if found["commit"]:
                commit = found["commit"]
                continue
            key, guid, mod = found["key"], found["guid"], int(found["mod"])
            is_ours = guid in here or guid in guids or guid == ids.guid(deck_id, key)
            if is_ours and mod > here.get(guid, 0):
                later.append((mod, commit, key))
        _, newest, _ = max(later, key=lambda one: one[0], default=(0, "", ""))
        return newest, sorted({key for _, _, key in later})

    def _said(self, arguments: tuple[str, ...]) -> str:
        """What git says; nothing where it refuses, or is not there."""
        try:
            running = self._running.pop(arguments, None) or Running(self._root, arguments)
            return running.result()
        except GitError as error:
            if "safe.directory" in str(error) and not self.notices:
                self.notices.append(
                    "git does not trust the owner of this folder, so nothing is known of its "
                    f"history; you may allow it: {str(error).strip()}"
                )
            return ""

    @cached_property
    def _times(self) -> dict[str, int]:
        """The times of the files that are as they were committed, by their paths in the folder."""
        as_committed: dict[str, str] = {}
        changed = set()
        for entry in filter(None, self._said(_TRACKED).split("\0")):
            about, _, path = entry.partition("\t")
            tag, mode, as_committed[path], stage = about.split(" ")
            if tag != "H" or mode == _LINK or stage != "0":
                changed.add(path)
        if as_committed.keys() <= changed:
            return {}
        times: dict[str, int] = {}
        time, is_cut = 0, False
        said = self._said(_CHANGES).split("\0")
        self._never_released = _LEDGER not in said
        tokens = iter(said)
        for token in tokens:
            if token.startswith("\x01"):
                written, _, decoration = token[1:].partition(" ")
                time, is_cut = int(written), decoration.startswith("grafted")
            elif (record := token.lstrip("\n")).startswith(":"):
                parents = len(record) - len(record.lstrip(":"))
                blob, path = record.split(" ")[2 * parents + 1], next(tokens)
                if parents > 1:
                    path = self._below(path)
                if path in changed or path in times or as_committed.get(path) != blob:
                    continue
                if is_cut:
                    self.notices.append(
                        "only the newest commits were fetched here: what is new or changed is "
                        "dated by its files, and another clone will date it otherwise "
                        "(`git fetch --unshallow` gets the rest)"
                    )
                    return {}
                times[path] = time
        return times

    def _below(self, path: str) -> str:
        """A path in the folder, of one that git may have given from the top of the repository: for
        merges it does not heed ``--relative``."""
        folders = path.split("/")
        root = self._real_root.replace(os.sep, "/")
        for depth in range(len(folders) - 1, 0, -1):
            if root.endswith("/" + "/".join(folders[:depth])):
                return "/".join(folders[depth:])
        return path
