"""A draft in the file that it belongs to: what the loader, the renderer and the linter say of it,
and its way onto the disk."""

import html
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cps_cards import atomic, pipeline
from cps_cards.contribute import append, json_schema
from cps_cards.contribute.draft import Draft, Namer, in_order, numbered
from cps_cards.diagnostics import Diagnostic, Severity, by_place
from cps_cards.model import clozes
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection
from cps_cards.pipeline import Opened
from cps_cards.render.notes import RenderedNote, unfolded
from cps_cards.render.shown import Line, cloze_html, shown

_LETTER = re.compile(r'<span class="cps-letter".*?</span>')
_BETWEEN = re.compile(r"([/.])")
"""What stands between the names of folders and files, kept where a path is split."""


@dataclass(frozen=True)
class Judged:
    """A card as it would stand in its file, and what is to be said about it.

    ``note`` is None where the card cannot be compiled; ``findings`` then say why. ``before`` is
    what the file holds, None where it is yet to be made, ``after`` what it would hold, ``piece``
    what is new in it, to be shown.
    """

    path: Path
    file: str
    before: bytes | None
    after: bytes
    piece: str
    id: str
    note: RenderedNote | None
    findings: list[Diagnostic]
    collection: Collection

    @property
    def worst(self) -> Severity:
        """The gravest of what was found."""
        return max((one.severity for one in self.findings), default=Severity.INFO)

    @property
    def line(self) -> int:
        """Where the card begins in its file."""
        card = self.collection.by_id[self.id]
        return card.source.position(card.id.start).line

    @property
    def progress(self) -> str:
        """How far the card's objective has come, as a sentence; empty where it has no facts."""
        for one in self.collection.objectives_of(self.collection.by_id[self.id]):
            taught = [fact.id.value in self.collection.taught for fact in one.teachable]
            if taught:
                return f"Cards now teach {sum(taught)} of {len(taught)} facts of `{one.id}`."
        return ""

    def write(self) -> bool:
        """Put the card into its file; False, and nothing written, where that has changed meanwhile.
        Raises OSError."""
        now = self.path.read_bytes() if self.path.exists() else None
        if now == self.before:
            atomic.write_all({self.path: self.after})
        return now == self.before


class Judge:
    """Judges drafts of one deck; what was to be said of the deck before is not told again."""

    def __init__(self, opened: Opened) -> None:
        self._collection = opened.collection
        self._shown = opened.shown
        self._namer = Namer(opened.collection)
        self._told_before = {_key(one) for one in opened.findings()}
        curriculum = opened.collection.curriculum
        self._known = curriculum.by_id if curriculum is not None else {}

    def judge(self, draft: Draft) -> Judged:
        """The draft in its file as that is now. Raises :class:`append.CannotAddError`, OSError."""
        root = self._collection.root
        file = self._file_for(draft)
        path = self._collection.path_of(file)
        id = draft.text("id") or self._namer.derive(draft)
        keys = in_order({**draft.keys, "id": id}, draft.kind)
        lead = json_schema.lead(path, root)
        appended = append.to_file(path, file, draft.topic, [keys], lead)
        now = pipeline.open_deck(root, {file: appended.after}, shown=self._shown)
        faulty = by_place(now.faults.found)
        notes = [note for note in now.notes if note.card.id.value == id and not faulty]
        return Judged(
            path=path,
            file=file.removeprefix("./"),
            before=appended.before,
            after=appended.after,
            piece=appended.piece.replace("\r\n", "\n").strip("\n"),
            id=id,
            note=next(iter(notes), None),
            findings=faulty or [
                one for one in now.findings()  # of the card, and of others because of it
                if one.card is not None and (one.card == id or _key(one) not in self._told_before)
            ],
            collection=now.collection,
        )  # fmt: skip

    def _file_for(self, draft: Draft) -> str:
        """The shown path of the file that holds most cards of the draft's topic and priority.

        Where none does, it is the topic's file in a deck that does not divide files by priority;
        else a new one, named as the deck names its other files.
        """
        topic, deck = draft.topic, self._collection
        taught = {self._known[id][1].priority for id in draft.teaches if id in self._known}
        priority = next((one for one in PRIORITIES if one in taught), None)
        alike = Counter(
            card.source.path for card in deck.live
            if card.topic == topic and deck.priority_of(card) == priority
        )  # fmt: skip
        if alike:
            return max(alike, key=lambda path: (alike[path], path))
        topics = {card.source.path: card.topic for card in deck.cards}
        names = {path: _BETWEEN.split(path.removeprefix(f"{self._shown}/")) for path in topics}
        by_priority = any(one in PRIORITIES for parts in names.values() for one in parts)
        own = [path for path, its in topics.items() if its == topic]
        if own and not by_priority:
            return max(own)
        likes: Counter[str] = Counter()
        for path, its in topics.items():
            if its in names[path] and (priority or not by_priority):
                new = dict.fromkeys(map(str, PRIORITIES), str(priority)) | {its: topic}
                likes["".join(new.get(part, part) for part in names[path])] += 1
        like = likes.most_common(1)[0][0] if likes else f"cards/{topic}.yaml"
        stem, dot, suffix = f"{self._shown}/{like}".rpartition(".")
        paths = (f"{name}{dot}{suffix}" for name in numbered(stem))
        return next(path for path in paths if path not in topics)


def front_and_back(note: RenderedNote) -> tuple[list[Line], list[Line]]:
    """What a learner sees before answering, and what the answer adds; of a cloze, its first card.

    Letters of options are left out, for they change from one review to the next.
    """
    fields = note.fields
    asked = fields.get("Question", "")
    answer = fields.get("Options explained") or fields.get("Answer", "")
    if (text := fields.get("Text")) is not None:
        first = min(clozes.parse(text).numbers, default=1)
        asked, answer = (cloze_html(text, first, hidden=hidden) for hidden in (True, False))
    sources = unfolded(fields["Sources"]).replace("<li>", "<li>Source: ")
    return (
        _lines(fields["Scenario"], asked, fields.get("Options", "")),
        _lines(answer, fields["Why"], sources),
    )


def _lines(*bodies: str) -> list[Line]:
    """Paragraphs, list items and rows of fields, with an empty line between two fields."""
    found: list[Line] = []
    for body in bodies:
        lines = shown(
            _LETTER.sub("", body),
            picture=lambda name, alt: f"[picture: {alt or name}]",
            sound=lambda name: html.escape(f"[sound: {name}]"),
        ).lines
        found += [Line("", ""), *lines] if found and lines else lines
    return found


def _key(one: Diagnostic) -> tuple[str, str, str | None]:
    return one.code, one.message, one.card
