"""What an import says: what becomes of the file, and what learners of an old deck do, in Anki."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cps_cards.apkg.notetypes import NOTE_TYPES
from cps_cards.imports.records import Told
from cps_cards.model.cards import Kind
from cps_cards.model.texts import counted, name_list, short

if TYPE_CHECKING:
    from cps_cards.imports.bringing import Bringer

_MOST_LEFT = 60
_MOST_PROPOSED = 20
_USUAL: Mapping[Kind, str] = {
    "basic": "Question: what it asks, Answer: what it answers",
    "cloze": "Text: the text with deletions",
    "choice": "Question: what it asks",
}


def told(name: str, brought: Bringer) -> str:
    """The account of an import, for people."""
    told, counts, proposed = brought.told, brought.counts, brought.proposed
    titles = [f"{type} ({number})" for (type, _, _), number in told.types.items()]
    width = min(max(map(len, titles), default=0), 40)
    lines = [f"{name}: {told.what}"]
    lines += [f"  {title:{width}}  {kind or 'left out':9}  {short(how, 90)}".rstrip()
              for title, (_, kind, how) in zip(titles, told.types, strict=True)]  # fmt: skip
    lines += [*told.remarks, _written(brought)]
    if many := len(proposed):
        lines.append(
            f"{counted(many, 'card')} {'says' if many == 1 else 'say'} what a fact says, by the "
            "words below. Look at each: the card now cites that fact's sources."
        )
    lines += [
        f"  {id} → {its.fact}: {', '.join(its.words)}" for id, its in proposed[:_MOST_PROPOSED]
    ]
    lines += [f"  and {many - _MOST_PROPOSED} more"] * (many > _MOST_PROPOSED)
    if waiting := sum(count for name, count in counts.items() if "/cards/inbox/" in name):
        lines.append(
            f"{counted(waiting, 'card')} in the inbox: add `teaches` (`cps-cards stats` lists what "
            "is to be taught) and move the file, or cards of it, out of cards/inbox. Until then "
            "builds pass them over."
        )
    if not told.complete or told.lost:
        lines += ["Not carried:", *(f"  {line}" for line in _left(told))]
    files = " ".join(name.removeprefix("./") for name in list(counts)[:3])
    if brought.findings is None:
        lines.append(f"Linter: too many new cards to look at now; `cps-cards lint {files}` does.")
    elif brought.findings:
        kinds = Counter(one.name for one in brought.findings).most_common()
        found = ", ".join(f"{number} {name}" for name, number in kinds[:8]) + ", …" * (
            len(kinds) > 8
        )
        lines.append(
            f"Linter: {counted(len(brought.findings), 'finding')} on the new cards: {found}; "
            f"`cps-cards lint {files}` shows them."
        )
    if brought.pinned and told.moves:
        lines += ["", moving_steps(f"{brought.deck.deck.id}.apkg", brought.pinned, told)]
    return "\n".join(lines)


def _written(brought: Bringer) -> str:
    are = "is" if brought.there == 1 else "are"
    there = f"{counted(brought.there, 'card')} {are} there already"
    if brought.alike:
        there += f", {counted(brought.alike, 'row')} said the same as one before"
    if not brought.counts:
        return f"Nothing to write: {there}."
    files = [f"{name.removeprefix('./')} ({count})" for name, count in brought.counts.items()]
    to = name_list(files) if len(files) < 9 else f"{len(files)} files"
    if media := len(brought.media.new):
        to += f", {counted(media, 'file')} to {brought.opened.shown}/media/"
    did = "Would write" if brought.wish.dry_run else "Wrote"
    return f"{did} {counted(sum(brought.counts.values()), 'card')} to {to}. {there}."


def _left(told: Told) -> Iterator[str]:
    """What was not carried, a line each: note by note, but for those behind the first ones, which
    are named alone; then what many share, with counts."""
    yield from (f"{place} {reason}" for place, reason in told.left[:_MOST_LEFT])
    if rest := dict.fromkeys(place.partition(' "')[0] for place, _ in told.left[_MOST_LEFT:]):
        yield f"and {len(rest):,} more: {', '.join(rest)}"
    for counts, words in ((told.left_of, ""), (told.lost, " (the words are kept)")):
        types: dict[str, list[str]] = {}
        for (name, what), number in counts.items():
            types.setdefault(name, []).append(f"{what} on {counted(number, 'note')}")
        for name, whats in types.items():
            yield f"{f'{name}: ' if name else ''}{', '.join(whats)}{words}"


def moving_steps(package: str, kinds: Counter[Kind], found: Told | None = None) -> str:
    """What people who learn the old deck do once, so that they keep their progress. ``kinds``
    counts the notes that keep their GUIDs; without what was ``found`` in the old deck, its names
    are left to them."""
    notes = kinds.total()
    decks = {deck.split("::")[0] for deck in found.decks} if found is not None else set()
    deck = _search("deck", decks.pop()) if len(decks) == 1 else 'deck:"NAME OF THE OLD DECK"'
    if found is not None:
        moves = [([name, f"{name}+", f"{name}-*"], *move) for name, move in found.moves.items()]
    else:
        moves = [([f"OLD NOTE TYPE OF {counted(number, 'note')}"], kind, _USUAL[kind])
                 for kind, number in kinds.items()]  # fmt: skip
    steps = [
        f"Import {package}, all boxes as they are. Anki says that {counted(notes, 'note')} "
        f'{"was" if notes == 1 else "were"} not updated. Do NOT tick "Merge note types", though '
        "Anki proposes it: no later version of the deck would arrive.",
        *(
            f"Browse, search  {deck} ({' OR '.join(_search('note', name) for name in names)})  , "
            f"Ctrl+A, Notes > Change Note Type, choose {NOTE_TYPES[kind].name}; {fields}, Save. "
            "One note type at a time."
            for names, kind, fields in moves
        ),
        'Import the file again, under "Updates" set "Update notes" to "Always". The next sync is '
        "one-way: choose Upload. Empty decks can be deleted.",
    ]
    lead = "People who learn the old deck keep their progress if they do this once, on a computer:"
    last = "On a phone alone nobody can be sure of that: it takes a computer, or the old deck."
    numbered = (f"  {number}. {step}" for number, step in enumerate(steps, 1))
    return "\n".join([lead, *numbered, last])


def _search(what: str, name: str) -> str:
    """A search for a name, in the quotes that Anki asks for where it holds more than letters."""
    return f'"{what}:{name}"' if re.search(r"[^\w+*-]", name) else f"{what}:{name}"
