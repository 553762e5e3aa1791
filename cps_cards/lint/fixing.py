"""What can be mended by itself is mended: in rounds, until nothing is left to mend."""

import difflib
import errno
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cps_cards import atomic
from cps_cards.diagnostics import Diagnostic
from cps_cards.faults import CODES
from cps_cards.source import Source
from cps_cards.yamlio import edits

MAX_ROUNDS = 10
"""A fix may bring another to light; a chain of more than these would be two rules in a quarrel."""


@dataclass
class Mended:
    """What is found in a deck, what of it is left by the fixes, and what its files are to become.

    ``files`` are the deck's by their shown paths; ``changes`` hold the bytes of those that the
    fixes change. ``refused`` are findings whose fix would have changed more than it said.
    """

    files: Mapping[str, Path]
    found: list[Diagnostic]
    left: list[Diagnostic]
    originals: dict[str, Source] = field(default_factory=dict)
    changes: dict[str, bytes] = field(default_factory=dict)
    fixed: int = 0
    refused: list[Diagnostic] = field(default_factory=list)

    def write(self) -> None:
        """Put the mended files in place: all of them or, after an error, none.

        Raises ``OSError``, too, where a file is not what it was when it was read.
        """
        for shown in self.changes:
            path = self.files[shown]
            if self.originals[shown].data != path.read_bytes():
                reason = "it was changed while it was read; nothing was mended"
                raise OSError(errno.EBUSY, reason, str(path))
        atomic.write_all({self.files[shown]: data for shown, data in self.changes.items()})

    def diff(self, named: Callable[[str], str]) -> str:
        """The changes as a unified diff, each file under its name."""
        lines: list[str] = []
        for shown, data in sorted(self.changes.items()):
            before = self.originals[shown].text.splitlines(keepends=True)
            after = data.decode("utf-8").removeprefix("\ufeff").splitlines(keepends=True)
            lines += difflib.unified_diff(before, after, named(shown), named(shown))
        no_end = "\n\\ No newline at end of file\n"
        return "".join(line if line.endswith("\n") else f"{line}{no_end}" for line in lines)


def mend(
    found: list[Diagnostic],
    files: Mapping[str, Path],
    look_again: Callable[[Mapping[str, bytes]], list[Diagnostic]],
    *,
    unsafe: bool,
) -> Mended:
    """The fixes of findings, and of those that come to light by them.

    ``look_again`` tells what is found once files, by their shown paths, have changed; ``unsafe``
    makes changes, too, that may alter what a card means. Nothing is written.
    """
    mended = Mended(files, found, found)
    changes: dict[str, bytes] = {}
    for _ in range(MAX_ROUNDS):
        tried = {(one.code, one.source.path, one.span) for one in mended.refused}
        by_file: dict[str, list[Diagnostic]] = defaultdict(list)
        for one in mended.left:
            path = one.source.path
            allowed = one.is_fixable or (unsafe and one.fix)
            if allowed and path in files and (one.code, path, one.span) not in tried:
                by_file[path].append(one)
        results = [edits.apply(those[0].source, those) for those in by_file.values()]
        mended.refused += [one for result in results for one in result.refused]
        fixed = [result for result in results if result.fixed]
        if not fixed:
            break
        next_changes = changes | {one.source.path: one.after.data for one in fixed}
        left = look_again(next_changes)
        if _faults(left) > _faults(mended.left):
            mended.refused += [one for file in fixed for one in file.fixed]
            break
        changes, mended.left = next_changes, left
        for file in fixed:
            mended.fixed += len(file.fixed)
            mended.originals.setdefault(file.source.path, file.source)
    mended.changes = {
        shown: data for shown, data in changes.items() if mended.originals[shown].data != data
    }
    return mended


def _faults(found: Sequence[Diagnostic]) -> int:
    return sum(one.name in CODES for one in found)
