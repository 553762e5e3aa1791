"""A deck folder before and after a change of every kind, and a repository that holds both."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.apkg.kit import DECK, TIME, Folder, sample

LATER = TIME + 86_400


def before(path: Path) -> Folder:
    """The sample deck and more cards, under one lint rule."""
    folder = sample(path)
    folder.write("deck.yaml", DECK + "lint: {select: [status-label]}\n")
    folder.write(
        "cards/more.yaml",
        """\
topic: respect
cards:
  - id: stays-as-it-is
    front: What stays?
    back: This card.
    teaches: [respect.words.person]
  - id: three-gaps
    kind: cloze
    text: "{{c1::One}}, {{c2::two}} and {{c3::three::a number}}."
    teaches: [respect.words.person]
  - id: which-words
    kind: choice
    question: Which words fit?
    answer: The person's own
    options: [The chart's, The person's own, The law's]
    teaches: [respect.words.person]
  - id: taken-out
    front: Who leaves without a word?
    back: A card that is not marked as retired.
    teaches: [respect.words.person]
  - id: moves-down
    front: Where does this one belong?
    back: In another sub-deck.
    teaches: [respect.words.person]
  - id: grows-old
    front: What was taught long ago?
    back: Something that is no longer taught.
    teaches: [respect.words.person]
  - id: named-badly
    front: What should never change about a card?
    back: Its id, for a learner's history hangs on it.
    teaches: [respect.words.person]
""",
    )
    return folder


def change(folder: Folder) -> None:
    """Add, change, move, retire, rename and take out; a finding comes, one deletion goes."""
    edit = "cards/more.yaml"
    folder.edit(edit, ", {{c2::two}} and {{c3::three::a number}}", " and {{c2::two}}", LATER)
    folder.edit(edit, "The person's own", "The words of the person", LATER)
    folder.edit(edit, "id: named-badly", "id: named-well", LATER)
    text = (folder.path / edit).read_text(encoding="utf-8")
    start, end = text.index("  - id: taken-out"), text.index("  - id: moves-down")
    text = text[:start] + text[end:]
    text = text.replace(
        "back: In another sub-deck.\n    teaches: [respect.words.person]",
        "back: In another sub-deck.\n    teaches: [respect.more.person]",
    )
    text = text.replace(
        "no longer taught.\n", "no longer taught.\n    retired: {reason: The rule has changed.}\n"
    )
    text += """\
  - id: brand-new
    front: What is new for a client?
    back: This card, shown to **everyone**.
    teaches: [respect.words.person]
"""
    folder.write(edit, text, LATER)


def repository(home: Path) -> Folder:
    """A repository whose last two commits are the deck before and after, in ``decks``."""
    folder = before(home / "decks")
    git(home, "init", "--quiet", "--initial-branch=main")
    commit(home, TIME)
    change(folder)
    commit(home, LATER)
    return folder


def commit(home: Path, time: int) -> None:
    git(home, "add", "--all")
    git(home, "commit", "--quiet", "--message", "A change", time=time)


def git(home: Path, *arguments: str, time: int = TIME) -> str:
    identity = {
        name: value
        for role in ("AUTHOR", "COMMITTER")
        for name, value in (
            (f"GIT_{role}_NAME", "A contributor"),
            (f"GIT_{role}_EMAIL", "someone@example.org"),
            (f"GIT_{role}_DATE", f"{time} +0000"),
        )
    }
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *arguments],
        cwd=home,
        env=os.environ | identity | settings,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout
