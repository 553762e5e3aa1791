"""A draft in the file that it belongs to: what the loader, the renderer and the linter say of it,
and its way onto the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cps_cards import atomic, pipeline
from cps_cards.contribute import append, modelines
from cps_cards.contribute.append import CannotAddError
from cps_cards.contribute.draft import Draft, in_order
from cps_cards.contribute.naming import Namer
from cps_cards.contribute.offers import offers
from cps_cards.contribute.place import file_for
from cps_cards.diagnostics import Diagnostic
from cps_cards.faults import Faults
from cps_cards.model.deck import Collection
from cps_cards.pipeline import Opened
from cps_cards.render.notes import RenderedNote
from cps_cards.source import Source
from cps_cards.yamlio.decode import decode_file

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Judged:
    """A card as it would stand in its file, and what is to be said about it.

    ``note`` is None where the card cannot be compiled; ``findings`` then say why. ``before`` is
    what the file holds, None where it is yet to be made, ``after`` what it would hold.
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
    def line(self) -> int:
        """Where the card begins in its file."""
        card = self.collection.by_id[self.id]
        return card.source.position(card.id.start).line

    @property
    def progress(self) -> str:
        """How far the card's objective has come, as a sentence; empty where it has no facts."""
        card = self.collection.by_id[self.id]
        objectives = self.collection.objectives_of(card)
        for offer in offers(self.collection, card.topic):
            if offer.objective in objectives and offer.objective.teachable:
                total = len(offer.objective.teachable)
                taught = f"{total - len(offer.gaps)} of {total} facts"
                return f"Cards now teach {taught} of `{offer.objective.id}`."
        return ""


class Judge:
    """Judges drafts of one deck; what was to be said of the deck before is not told again."""

    def __init__(self, opened: Opened, file: Path | None = None) -> None:
        self._opened = opened
        self._root = opened.collection.root
        self._file = file
        self._namer = Namer(opened.collection)
        self._told_before = {_key(one) for one in opened.findings()}

    def judge(self, draft: Draft) -> Judged:
        """The draft in its file as that is now. Raises :class:`CannotAddError` and OSError."""
        collection, shown = self._opened.collection, self._opened.shown
        path = self._file or self._root / file_for(draft, collection, shown).removeprefix(
            f"{shown}/"
        )
        file = f"{shown}/{path.relative_to(self._root).as_posix()}"
        id = draft.text("id") or self._namer.derive(draft)
        keys = in_order({**draft.keys, "id": id}, draft.kind)
        before = self._source(path, file)
        if before is None:
            lead = modelines.line_for(path, self._root) if modelines.has_schemas(self._root) else ""
            text = piece = append.new_file(draft.topic, [keys], lead)
        else:
            text = append.add(before, [keys], self._objective(draft))
            piece = _added(before.text, text)
        bom = _BOM if before is not None and before.bom else b""
        after = bom + text.encode()
        now = pipeline.open_deck(self._root, {file: after}, shown=shown)
        notes = [note for note in now.notes if note.card.id.value == id]
        return Judged(
            path=path,
            file=file.removeprefix("./"),
            before=bom + before.text.encode() if before is not None else None,
            after=after,
            piece=piece,
            id=id,
            note=notes[0] if notes and not now.faults.found else None,
            findings=self._new(now, id),
            collection=now.collection,
        )

    def _source(self, path: Path, file: str) -> Source | None:
        faults = Faults()
        if not path.exists() and not path.is_symlink():
            return None
        got = decode_file(path, file, faults)
        if got is None or faults.found:
            raise CannotAddError(f"{file}: {faults.found[0].message}")
        return got[0]

    def _objective(self, draft: Draft) -> str:
        """The objective that the draft belongs to first of all."""
        curriculum = self._opened.collection.curriculum
        known = curriculum.by_id if curriculum is not None else {}
        return next((known[id][1].id.value for id in draft.teaches[:1] if id in known), "")

    def _new(self, now: Opened, id: str) -> list[Diagnostic]:
        """What is wrong with the card, and with others because of it."""
        return now.faults.found or [
            one for one in now.findings()
            if one.card is not None and (one.card == id or _key(one) not in self._told_before)
        ]  # fmt: skip


def write(judged: Judged) -> bool:
    """Put the card into its file; False, and nothing written, where that has changed meanwhile."""
    now = judged.path.read_bytes() if judged.path.exists() else None
    if now != judged.before:
        return False
    judged.path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(judged.path, judged.after)
    return True


def _key(one: Diagnostic) -> tuple[str, str, str | None]:
    return one.code, one.message, one.card


def _added(before: str, after: str) -> str:
    """The piece that makes one text of the other."""
    start = 0
    while start < len(before) and before[start] == after[start]:
        start += 1
    return after[start : len(after) - (len(before) - start)]
