"""A deck folder as it was at a git revision, in a temporary work tree that is gone afterwards."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cps_cards import git
from cps_cards.git import GitError, NoGitError


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
        top = git.run(near, ["rev-parse", "--show-toplevel"])
        commit = git.run(near, ["rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"])
        time = git.run(near, ["show", "--no-patch", "--format=%ct", commit])
    except NoGitError:
        raise
    except GitError:
        return None
    return Revision(Path(top), commit, int(time))


def is_shallow(near: Path) -> bool:
    """Whether the repository around a folder lacks the older part of its history."""
    try:
        return git.run(near, ["rev-parse", "--is-shallow-repository"]) == "true"
    except GitError:
        return False


@contextmanager
def work_tree(revision: Revision, folder: str) -> Iterator[Path]:
    """The files of ``folder`` (its path in the repository, ``.`` for the top) at a revision, in a
    temporary place.

    They are written through an index of their own: neither the repository nor its work tree or
    index is touched, and no hook runs. Raises :class:`GitError`.
    """
    with tempfile.TemporaryDirectory(prefix="cps-cards-") as temporary:
        files = Path(temporary) / "files"
        files.mkdir()

        def run(arguments: Sequence[str], given: str = "") -> str:
            index = {"GIT_INDEX_FILE": str(Path(temporary) / "index")}
            return git.run(revision.repository, arguments, given, index)

        run(["read-tree", revision.commit])
        files_in = ":(top)" if folder == "." else f":(top,literal){folder}"
        listed = run(["ls-files", "-z", "--", files_in])
        run(["checkout-index", "-z", "--stdin", f"--prefix={files.as_posix()}/"], listed)
        yield files / folder
