"""What a comparison of two decks says, in sentences that every format shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cps_cards.diagnostics import Severity
from cps_cards.diff.changes import KINDS, Kind, NoteChange
from cps_cards.diff.comparison import Comparison, LintChange
from cps_cards.diff.impact import Impact, NoteImpact
from cps_cards.diff.notes import asks
from cps_cards.model.texts import counted as count
from cps_cards.model.texts import name_list

Level = Literal["bad", "note", "good"]

TITLES: dict[Kind, str] = {
    "added": "Added",
    "changed": "Changed",
    "retired": "Retired",
    "moved": "Moved",
    "removed": "Taken out",
}
MARKS: dict[Kind, str] = {
    "added": "+",
    "changed": "~",
    "retired": "×",
    "moved": "→",
    "removed": "-",
}
SIGNS: dict[Level, str] = {"bad": "✗", "note": "•", "good": "✓"}
_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "suggestion"}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Point:
    """Something that learners will notice: ``bad`` is what --strict fails on."""

    level: Level
    text: str
    help: str = ""
    items: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Text that cannot move a cursor or turn the direction of writing."""
    return _CONTROL.sub("\ufffd", text)


def segments(text: str) -> list[tuple[bool, str]]:
    """A sentence of ours in pieces, each with whether it is code: what stands between backticks."""
    parts = text.split("`")
    return [(at % 2 == 1 and at < len(parts) - 1, part) for at, part in enumerate(parts) if part]


def summary(comparison: Comparison) -> str:
    """``2 cards added, 1 changed and 1 moved``."""
    parts: list[str] = []
    for kind in KINDS:
        number = len(comparison.of_kind(kind))
        if number:
            noun = f" card{'' if number == 1 else 's'}" if not parts else ""
            parts.append(f"{number}{noun} {TITLES[kind].lower()}")
    return name_list(parts) if parts else "No card changed"


def verdict(impact: Impact) -> Point:
    """The one sentence that matters most."""
    if impact.refused:
        return Point("bad", f"Anki takes nothing of it: {impact.refused}")
    if impact.loses_history and impact.falls_short:
        return Point("bad", "Learners lose history, and not all of the update arrives")
    if impact.loses_history:
        return Point("bad", "Learners lose history")
    if impact.falls_short:
        return Point("bad", "Every review stays, but not all of the update arrives")
    lacking: list[str] = []
    if impact.staying:
        number = len(impact.staying)
        lacking.append(f"{count(number, 'move')} {_verb(number, 'does', 'do')} not")
    if impact.presets:
        lacking.append("deck options only where a learner ticks the box for them")
    if lacking:
        every = "Every review and schedule stays, and every text arrives"
        return Point("note", f"{every}; {name_list(lacking)}")
    return Point("good", "Every review and schedule stays, and all that changed arrives")


def tally(impact: Impact) -> str:
    """The numbers of Anki's own log."""
    return (
        f"{impact.count('new')} new, {impact.count('updated')} updated, "
        f"{impact.count('skipped')} skipped, {impact.count('conflicting')} conflicting"
    )


def points(impact: Impact) -> list[Point]:
    """What goes wrong, then what is good to know."""
    if impact.refused:
        return []
    return [*_history(impact), *_arrival(impact), *_to_know(impact)]


def _history(impact: Impact) -> Iterator[Point]:
    if impact.reborn:
        number = len(impact.reborn)
        yield Point(
            "bad",
            f"{_cards(number)} {_verb(number, 'starts', 'start')} anew: under another guid, so "
            f"Anki takes {_it(number)} for new. The old version stays beside it, with its history",
            "keep a card's id for ever; where it has to change, write the first one under "
            "`formerly`"
            if impact.ours
            else "keep a note's guid for ever, whatever changes of its texts",
            tuple(one.name for one in impact.reborn),
        )
    if impact.emptied:
        number = sum(len(note.emptied) for note in impact.emptied)
        yield Point(
            "bad",
            f"{_cards(number)} {_verb(number, 'shows', 'show')} nothing any more: Anki's Empty "
            f"Cards deletes {_it(number)}, with the reviews",
            "keep the numbers of the deletions that learners have, and the fields that make cards",
            tuple(f"{note.name}: {_ords(note.emptied)}" for note in impact.emptied),
        )


def _arrival(impact: Impact) -> Iterator[Point]:
    by_reason: dict[str, list[NoteImpact]] = {}
    for note in impact.not_arriving:
        by_reason.setdefault(note.reason or "", []).append(note)
    for reason, notes in by_reason.items():
        yield _not_arriving(reason, notes, impact.ours)
    for one in impact.stale_types:
        if one.outcome == "copied":
            why = name_list(one.shape) or "its fields or templates are not the same"
            yield Point(
                "bad",
                f"The note type “{one.name}” has another shape ({why}): Anki adds it a second "
                f"time, as “{one.copy_name}”, and updates no card of the first",
                "keep fields and templates of a released note type as they are; put what is new "
                "into a field that is there, or begin a note type with a new id",
            )
        else:
            yield Point(
                "bad",
                f"The templates or the styling of “{one.name}” changed, but not its time: "
                "learners keep the older ones",
                "give the note type a later modification time",
            )
    if impact.left:
        number = len(impact.left)
        yield Point(
            "bad",
            f"{_cards(number)} {_verb(number, 'is', 'are')} gone from the deck and "
            f"{_verb(number, 'stays', 'stay')} with learners, who go on studying {_it(number)}",
            "put it back with the key `retired`: that is what reaches learners"
            if impact.ours
            else "put it back, with a word on it that it is out of date: that reaches learners",
            tuple(one.name for one in impact.left),
        )
    if impact.old_files:
        number = len(impact.old_files)
        yield Point(
            "bad",
            f"{count(number, 'file')} changed under {_verb(number, 'its', 'their')} old "
            f"{_verb(number, 'name', 'names')}: learners go on seeing the older",
            "give a changed file a new name",
            impact.old_files,
        )
    if impact.twice:
        yield Point(
            "bad",
            f"{count(len(impact.twice), 'guid')} "
            f"{_verb(len(impact.twice), 'stands', 'stand')} on more than one note: an update "
            "reaches only one of them",
            "give each note a guid of its own",
            impact.twice,
        )


def _not_arriving(reason: str, notes: Sequence[NoteImpact], ours: bool) -> Point:
    number = len(notes)
    names = tuple(note.name for note in notes)
    if reason in ("same time", "older"):
        than = "not newer" if reason == "same time" else "older"
        return Point(
            "bad",
            f"{_cards(number)} changed, but to Anki {_verb(number, 'it is', 'they are')} {than} "
            "than what learners have, who keep that",
            "a changed card needs a later modification time"
            + (
                "; `cps-cards release` sees to it, if published.json is the one of the last release"
                if ours
                else ""
            ),
            names,
        )
    if reason == "note type":
        return Point(
            "bad",
            f"{_cards(number)} {_verb(number, 'has', 'have')} another note type now: Anki keeps "
            "the older version without a word",
            "a card of another kind is a new card: give it a new id, and retire the old one"
            if ours
            else "keep the note type of a note that learners have",
            names,
        )
    return Point(
        "bad",
        f"{_cards(number)} {_verb(number, 'is', 'are')} not updated, since the {reason} of the "
        "note type changed",
        "",
        names,
    )


def _to_know(impact: Impact) -> Iterator[Point]:
    updated = impact.count("updated")
    if updated:
        yield Point(
            "note",
            f"On {_these(updated)}, a learner's own edits and tags are replaced; flags and "
            "schedules stay",
        )
    if impact.rewritten:
        number = len(impact.rewritten)
        yield Point(
            "note",
            f"{_cards(number)} {_verb(number, 'is', 'are')} written anew without a change of text "
            "or tags: that only takes away what learners changed themselves",
            "keep the modification time of what did not change",
            tuple(note.name for note in impact.rewritten),
        )
    if impact.staying:
        number = len(impact.staying)
        yield Point(
            "note",
            f"{_cards(number)} {_verb(number, 'stays', 'stay')} in the old sub-deck; only "
            f"newcomers find {_it(number)} in the new one",
            "whoever minds can move them in Anki's browser",
            tuple(f"{n.name}: {n.stays_in}, not {n.meant_for}" for n in impact.staying),
        )
    if impact.empty_decks:
        yield Point(
            "note",
            f"{count(len(impact.empty_decks), 'deck')} "
            f"{_verb(len(impact.empty_decks), 'appears', 'appear')} with nothing in "
            f"{_it(len(impact.empty_decks))}",
            f"learners can delete {_it(len(impact.empty_decks))}",
            impact.empty_decks,
        )
    more = [note for note in impact.notes if note.more_cards]
    if more:
        yield Point(
            "note",
            f"{_cards(len(more))} {_verb(len(more), 'gets', 'get')} a further card to study",
            "",
            tuple(f"{note.name}: {_ords(note.more_cards)}" for note in more),
        )
    styled = [one.name for one in impact.types if one.outcome == "updated"]
    if styled:
        yield Point(
            "note",
            f"The newer templates and styling of {name_list([f'“{name}”' for name in styled])} "
            "replace a learner's own",
        )
    if impact.presets:
        yield Point(
            "note",
            f"The deck options {name_list([f'“{name}”' for name in impact.presets])} arrive only "
            "where a learner ticks the box for them",
        )
    yield Point("good", "No full sync is asked for")


def _these(number: int) -> str:
    return "the card that is updated" if number == 1 else f"the {number} cards that are updated"


def _cards(number: int) -> str:
    return count(number, "card")


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _it(number: int) -> str:
    return "it" if number == 1 else "them"


def _ords(ords: Sequence[int]) -> str:
    return name_list([f"card {ord + 1}" for ord in ords])


def asked(change: NoteChange, comparison: Comparison) -> str:
    """What a card asks, where that is not its name already."""
    note, side = change.after, comparison.new
    if note is None:
        note, side = change.before, comparison.old
    said = asks(note, side.view.note_types.get(note.type_id)) if note is not None else ""
    return said if said != change.name else ""


def other_changes(change: NoteChange) -> list[tuple[str, str]]:
    """What changed about a card beside its texts: what it is, and from what to what."""
    lines = []
    if change.types is not None:
        lines.append(("note type", f"{change.types[0]} → {change.types[1]}"))
    lines.extend(("deck", f"{old} → {new}") for old, new in change.decks)
    tags = [f"+{tag}" for tag in change.tags_in] + [f"-{tag}" for tag in change.tags_out]
    if tags:
        lines.append(("tags", " ".join(tags)))
    return lines


def lint_line(lint: LintChange) -> str:
    """``Findings: 2 warnings before, 1 warning after; 1 mended, none new``."""

    def told(counts: Mapping[Severity, int]) -> str:
        listed = [count(counts[s], word) for s, word in _SEVERITIES.items() if counts.get(s)]
        return name_list(listed) or "none"

    return (
        f"{told(lint.before)} before, {told(lint.after)} after; "
        f"{len(lint.mended) or 'none'} mended, {len(lint.new) or 'none'} new"
    )
