"""A comparison of two decks as JSON, for programs, and the view of it that all templates show."""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from cps_cards import page
from cps_cards.diff.comparison import KINDS, Comparison, NoteChange
from cps_cards.diff.impact import Impact
from cps_cards.model.curriculum import PRIORITIES, Priority
from cps_cards.model.deck import Collection
from cps_cards.model.texts import counted, name_list
from cps_cards.report.base import counts, told
from cps_cards.report.json import dump, finding
from cps_cards.stats import Coverage, stats

VERSION = 1
TITLES = {
    "added": "Added",
    "changed": "Changed",
    "retired": "Retired",
    "moved": "Moved",
    "removed": "Taken out",
}

View = dict[str, Any]


def write(comparison: Comparison, stream: TextIO) -> None:
    dump(view(comparison), stream)


def view(comparison: Comparison) -> View:
    """``lint`` and ``coverage`` are None where a side is a package: it has neither."""
    old, new = comparison.old.deck, comparison.new.deck
    of_kind = Counter(change.kind for change in comparison.changes)
    numbers: dict[str, int] = {kind: of_kind[kind] for kind in KINDS}
    found = [(number, TITLES[kind].lower()) for kind, number in numbers.items() if number]
    first = [f"{counted(number, 'card')} {what}" for number, what in found[:1]]
    title = name_list(first + [f"{number} {what}" for number, what in found[1:]])
    lint = {
        "before": counts(comparison.old.findings),
        "after": counts(comparison.new.findings),
        "new": [finding(one) for one in comparison.new_findings],
        "mended": [finding(one) for one in comparison.mended_findings],
    }
    return {
        "version": VERSION,
        "old": comparison.old.label,
        "new": comparison.new.label,
        "title": title or "No card changed",
        "summary": numbers,
        "cards": [_change(change) for change in comparison.changes],
        "learners": learners(comparison.impact),
        "lint": lint if old and new else None,
        "coverage": _coverage(old.collection, new.collection) if old and new else None,
    }


def context(comparison: Comparison) -> View:
    """The view as templates take it. ``kinds`` are the kinds of change that there are, each with
    its name, its title and its cards; and there is how to say what programs work out themselves."""
    found = view(comparison)
    kinds = ((kind, [card for card in found["cards"] if card["kind"] == kind]) for kind in KINDS)
    return found | {
        "kinds": [(kind, TITLES[kind], cards) for kind, cards in kinds if cards],
        "beside_texts": _beside_texts,
        "lint_line": _lint_line,
    }


def _beside_texts(card: View) -> Iterator[tuple[str, str]]:
    """What changed about a card beside its texts: what it is, and from what to what."""
    if card["note_type"]:
        yield "note type", "{before} → {after}".format_map(card["note_type"])
    for deck in card["decks"]:
        yield "deck", "{before} → {after}".format_map(deck)
    tags = [f"+{tag}" for tag in card["tags_added"]] + [f"-{tag}" for tag in card["tags_removed"]]
    if tags:
        yield "tags", " ".join(tags)


def segments(text: str) -> list[tuple[bool, str]]:
    """A sentence of ours in pieces, each with whether it is code: what stands between backticks."""
    return [(at % 2 == 1, part) for at, part in enumerate(re.split("`([^`]*)`", text)) if part]


def _change(change: NoteChange) -> View:
    return {
        "kind": change.kind,
        "card": change.name,
        "asks": change.asks,
        "guid": change.guid,
        "fields": [
            {
                "name": field.name,
                "markup_only": field.markup_only,
                "before": "".join(piece.text for piece in field.pieces if piece.change != "in"),
                "after": "".join(piece.text for piece in field.pieces if piece.change != "out"),
                "pieces": [piece._asdict() for piece in field.pieces],
            }
            for field in change.fields
        ],
        "tags_added": change.tags_in,
        "tags_removed": change.tags_out,
        "decks": [{"before": old, "after": new} for old, new in change.decks],
        "note_type": (
            {"before": change.types[0], "after": change.types[1]} if change.types else None
        ),
    }


def learners(impact: Impact) -> View:
    """What an update does to people; ``level`` is ``bad`` where ``--strict`` fails, else ``note``
    where there is something to know, else ``good``. Sentences have code between backticks."""
    minor = impact.presets or [note for note in impact.notes if note.stays_in]
    told = dataclasses.asdict(impact)
    del told["ours"]
    for note in told["notes"]:
        note["schedule"] = "new" if note["verdict"] == "new" else "kept"
        note["tags_replaced"] = note["verdict"] == "updated"
    return {
        "safe": impact.safe,
        "loses_history": impact.loses_history,
        "falls_short": impact.falls_short,
        "level": "bad" if not impact.safe else "note" if minor else "good",
        "verdict": _sentences("verdict", impact)[0],
        # With the boxes that the model knows, an import never asks for one.
        "full_sync": False,
        "counts": {
            verdict: impact.count(verdict)
            for verdict in ("new", "updated", "skipped", "conflicting")
        },
        **told,
        "points": [] if impact.refused else _points(impact),
    }


def _points(impact: Impact) -> list[View]:
    """What goes wrong (``bad``), then what is good to know."""
    notes, types, found = impact.notes, impact.note_types, list[View]()

    def point(
        level: str, key: str, items: Sequence[str] = (), number: int = 0, **more: object
    ) -> None:
        if number := number or len(items):
            text, help = _sentences(key, impact, number=number, **more)
            found.append({"level": level, "text": text, "help": help, "cards": items})

    def numbered(key: str) -> list[str]:
        numbers = ((note.card, getattr(note, key)) for note in notes)
        return [f"{card}: {name_list([f'card {n}' for n in ns])}" for card, ns in numbers if ns]

    point("bad", "starts anew", [one.card for one in impact.history_lost])
    emptied = sum(len(note.empty_cards) for note in notes)
    point("bad", "emptied", numbered("empty_cards"), emptied)
    for reason in dict.fromkeys(note.reason for note in notes if note.reason):
        names = [note.card for note in notes if note.reason == reason]
        point("bad", "not arriving", names, reason=reason)
    for one in types:
        if one.outcome in ("copied", "not newer"):
            point("bad", one.outcome, number=1, note_type=one)
    point("bad", "left behind", [one.card for one in impact.left_behind])
    point("bad", "old files", impact.old_files)
    point("bad", "guids twice", impact.guids_twice)
    point("note", "updated", number=impact.count("updated"))
    point("note", "rewritten", [note.card for note in notes if note.rewritten])
    stay = [f"{n.card}: {n.stays_in}, not {n.meant_for}" for n in notes if n.stays_in]
    point("note", "staying", stay)
    point("note", "empty decks", impact.empty_decks)
    point("note", "more cards", numbered("more_cards"))
    for key, names in (
        ("styled", [one.name for one in types if one.outcome == "updated"]),
        ("presets", list(impact.presets)),
    ):
        quoted = name_list([f"“{name}”" for name in names])
        point("note", key, number=len(names), names=quoted)
    point("good", "no full sync", number=1)
    return found


def _sentences(key: str, impact: Impact, **more: object) -> tuple[str, str]:
    """What is said, and what helps."""
    context = {"key": key, "impact": impact, "counted": counted, "name_list": name_list, **more}
    text = page.text("diff_words.txt", _on_one_line, **context)
    said, _, help = text.strip("\n").partition("\n")
    return said, help


def _on_one_line(text: str) -> str:
    return text.replace("\n", " ")


def _lint_line(lint: View) -> str:
    """``2 warnings before, 1 warning after; 1 mended, none new``."""
    return (
        f"{told(lint['before']) or 'none'} before, {told(lint['after']) or 'none'} after; "
        f"{len(lint['mended']) or 'none'} mended, {len(lint['new']) or 'none'} new"
    )


def _coverage(old: Collection, new: Collection) -> View | None:
    """None where neither deck has a curriculum."""
    if old.curriculum is None and new.curriculum is None:
        return None
    sides = {"before": stats(old), "after": stats(new)}

    def figures(what: str, priority: Priority) -> View:
        found = ((when, getattr(side, what).get(priority)) for when, side in sides.items())
        return {when: dataclasses.asdict(one or Coverage()) for when, one in found}

    return {
        "priorities": {
            priority: {what: figures(what, priority) for what in ("objectives", "facts")}
            for priority in PRIORITIES
        },
        "gained": sorted(new.taught - old.taught),
        "lost": sorted(old.taught - new.taught),
    }
