"""Edits made in Anki come home: into the YAML at the right words, or told where that is unsafe."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from cps_cards import pipeline
from cps_cards.diagnostics import Diagnostic, Edit, Severity
from cps_cards.imports import prose
from cps_cards.imports.answers import unmixed
from cps_cards.imports.attachments import Attachments
from cps_cards.imports.records import Loose
from cps_cards.lint import fixing
from cps_cards.model.cards import Card, Choice
from cps_cards.model.texts import counted, short
from cps_cards.pipeline import Opened
from cps_cards.render.markdown import render
from cps_cards.render.shown import shown_text
from cps_cards.source import Text
from cps_cards.yamlio.edits import encoded

_END_OF_TIME = 1 << 35
"""What a calendar has no year for, in seconds since 1970."""
_TORN = "an option was edited in one place only"
_MARKS = re.compile(r"\{\{c\d+::|\}\}|!\[[^\]]*\]\([^)]*\)")


class Updater:
    """Compares the notes of a file with the cards of a deck.

    ``found`` are the texts that differ: ``message`` shows both, ``help`` says why one is left to a
    person. ``mended`` is what the files become; ``absent`` are notes that the deck does not have,
    ``unread`` those that tell no card any more, and why.
    """

    def __init__(
        self,
        opened: Opened,
        notes: Sequence[Loose],
        media: Attachments,
        unread: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.unread = unread
        self.files = prose.Files(media.take, media.known, media.named)
        known = _Known(opened)
        pairs = [(note, known.card_of(note)) for note in notes]
        self.absent = [note for note, card in pairs if card is None]
        there = [(note, card) for note, card in pairs if card and not card.retired]
        self.tags = [line for note, card in there for line in _added_tags(note, card)]
        self.found = [one for pair in there for one in self._of_card(*pair, known)]
        differing = {one.card for one in self.found}
        again = [note for note, card in there if card.id.value in differing]

        def look_again(changes: Mapping[str, bytes]) -> list[Diagnostic]:
            now = pipeline.open_deck(opened.collection.root, changes, shown=opened.shown)
            known = _Known(now)
            pairs = ((note, known.card_of(note)) for note in again)
            left = [one for note, card in pairs if card for one in self._of_card(note, card, known)]
            return [*now.faults.found, *left]

        self.mended = fixing.mend(self.found, opened.files, look_again, unsafe=True)
        left = {(one.card, one.name, one.message) for one in self.mended.left}
        unsafe = "the file would not say just that"
        self.found = [
            one._replace(help=unsafe, fix=())
            if one.fix and (one.card, one.name, one.message) in left else one
            for one in self.found
        ]  # fmt: skip

    @property
    def complete(self) -> bool:
        by_hand = any(one.help for one in self.found)
        return not (by_hand or self.absent or self.unread or self.tags)

    def _of_card(self, note: Loose, card: Card, known: _Known) -> Iterator[Diagnostic]:
        published = known.published.get(card.guid_in(known.deck_id), 0)
        if published and note.mod == published:
            return  # nobody edited it: what differs is newer here
        when = ""
        if 0 < note.mod < _END_OF_TIME:
            date = datetime.fromtimestamp(note.mod, UTC).date()
            when = f" (the note is of {date.isoformat()})"
        reason = "it is older than the card's last release" if 0 < note.mod < published else ""
        if note.kind != card.kind:
            yield _difference(card, when, None, card.kind, note.kind, f"it is another kind{when}")
            return
        for key, text, body in _pairs(note, card):
            one = self._compared(card, f"{key}{when}", text, body, cloze=key == "text")
            torn = _TORN if note.torn and key.startswith(("answer", "option")) else ""
            if one is not None and (torn or reason):
                one = one._replace(help=torn or reason, fix=())
            if one is not None:
                yield one
        if isinstance(card, Choice):
            own = [render(one.text.value, self.files.known).html for one in card.options]
            if len(note.options) != len(own):
                theirs = [text for text, _ in note.options]
                before, after = ("\n".join(map(shown_text, texts)) for texts in (own, theirs))
                why = reason or "options were added or taken out"
                yield _difference(card, f"options{when}", None, before, after, why)
            for explained, other in dict.fromkeys(note.torn):
                if _says(other) not in map(_says, own):
                    before, after = shown_text(explained), shown_text(other)
                    yield _difference(card, f"option{when}", None, before, after, reason or _TORN)

    def _compared(
        self, card: Card, key: str, text: Text | None, body: str, *, cloze: bool
    ) -> Diagnostic | None:
        before = self._shown(text.value if text is not None else "", cloze) or ""
        try:
            made = prose.written(body, cloze=cloze, files=self.files)
        except prose.UnwritableError as error:
            return _difference(card, key, text, before, shown_text(body), f"it {error}")
        after = _typed(made.text)
        if after == before and not made.gone:
            return None
        if text is None or not after:
            why = "a text was added or emptied"
        elif made.gone or _MARKS.findall(before) != _MARKS.findall(after):
            why = "deletions, pictures or scripts differ"
        elif _says(render(text.value, self.files.known, cloze).html) == _says(body):
            why = "only its formatting differs"
        elif fix := self._fix(text, before, after, cloze):
            return _difference(card, key, text, before, after)._replace(fix=fix)
        else:
            why = "the words do not stand once in the file"
        return _difference(card, key, text, before, after, why)

    def _shown(self, value: str, cloze: bool) -> str | None:
        """What a text of the deck shows, as the notes of the file are written; None if nothing."""
        rendered = render(value, self.files.known, cloze)
        names = self.files._replace(take=lambda name: (self.files.named.get(name, name), ""))
        if rendered.problems:
            return None
        return _typed(prose.written(rendered.html, cloze=cloze, files=names).text)

    def _fix(self, text: Text, before: str, after: str, cloze: bool) -> tuple[Edit, ...]:
        """Edits that make a text say what the note says; none where that cannot be proved."""
        found = list(_replacements(text.value, before.split(), after.split()))
        value = text.value
        for start, end, words in reversed(found):
            value = value[:start] + words + value[end:]
        if self._shown(value, cloze) != after:
            return ()
        spans = text.slices([(start, end) for start, end, _ in found])
        return tuple(
            Edit(span, encoded(words, text.style))
            for span, (_, _, words) in zip(spans, found, strict=True)
        )


class _Known:
    """The cards of a deck, and when they were published, by what notes are known by."""

    def __init__(self, opened: Opened) -> None:
        deck = opened.collection
        self.deck_id = deck.deck.id
        there = (*deck.cards, *deck.inbox)
        self._by_guid = {card.guid_in(self.deck_id): card for card in there}
        self._by_id = {card.id.value: card for card in there}
        self.published = {p.guid: p.mod for p in deck.ledger.cards.values()} if deck.ledger else {}

    def card_of(self, note: Loose) -> Card | None:
        return self._by_guid.get(note.guid) or self._by_id.get(note.id)


def _difference(
    card: Card, key: str, text: Text | None, before: str, after: str, why: str = ""
) -> Diagnostic:
    sides = [f"  {sign} {line}" for sign, shown in (("-", before), ("+", after))
             for line in (shown or "(nothing)").split("\n")]  # fmt: skip
    span = text.span if text is not None else card.id.span
    return Diagnostic("", key, Severity.INFO, "\n".join(sides), card.source, span, why,
                      card=card.id.value)  # fmt: skip


def _pairs(note: Loose, card: Card) -> Iterator[tuple[str, Text | None, str]]:
    """The texts of a card beside those of its note."""
    texts = dict(card.named_texts())
    theirs = dict(note.texts)
    if note.reverse and "term" in texts and texts["term"].value == texts["front"].value:
        theirs.setdefault("term", theirs["front"])
    for key, body in theirs.items():
        if key in texts or body.strip():
            yield key, texts.get(key), body
    if not isinstance(card, Choice) or len(note.options) != len(card.options):
        return
    options = note.options if card.ordered else unmixed(note, card.key)
    for place, (own, (text, why)) in enumerate(zip(card.options, options, strict=True)):
        yield ("answer" if place == card.key_index else "option"), own.text, text
        if own.why is not None or why:
            yield "option why", own.why, why


def _replacements(
    value: str, before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[int, int, str]]:
    """What takes the place of which part of a value, for the words that differ; nothing for words
    that the value does not have as they are shown."""
    words = list(re.finditer(r"\S+", value))
    shown = [_typed(word[0]) for word in words]
    place: dict[int, int] = {}
    for a, b, size in difflib.SequenceMatcher(None, shown, before, False).get_matching_blocks():
        place |= {b + n: a + n for n in range(size)}
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        low, high = i1, i2
        if tag in ("insert", "delete"):  # a word beside it stays, and has the space along
            low, high = (i1 - 1, i2) if i1 else (0, i2 + 1)
        first, last = place.get(low), place.get(high - 1)
        if tag == "equal" or first is None or last is None or last - first != high - 1 - low:
            continue
        own = [word[0] for word in words[first : last + 1]]
        new = [*own[: i1 - low], *after[j1:j2], *own[len(own) - (high - i2) :]]
        yield words[first].start(), words[last].end(), " ".join(new)


def _typed(text: str) -> str:
    """A text with the quotation marks of a keyboard: those of print are put in when it is built."""
    text = re.sub(r"[“”„]|«\s*|\s*»", '"', text)
    return re.sub("[‘’‚]", "'", text)


def _says(body: str) -> str:
    return "".join(_typed(shown_text(body)).split())


def _added_tags(note: Loose, card: Card) -> Iterator[str]:
    known = {tag.value.casefold() for tag in card.tags} | {"leech", "marked", ""}
    for tag in note.tags:
        if tag.casefold() not in known:
            yield f"{card.id.value}: the tag `{short(tag, 40)}` was added"


def told(name: str, update: Updater, *, dry_run: bool) -> str:
    """What was changed, and what a person has to look at."""
    lines = [f"{name}: compared with the deck"]
    would = "would be " * dry_run
    for one in update.found:
        done = f"not changed: {one.help}" if one.help else f"{would}changed"
        place = f"{one.source.path.removeprefix('./')}:{one.position.line}"
        lines += [f"{one.card}, {one.name}  {place}", one.message, f"    {done}"]
    lines += [f"{place} {reason}" for place, reason in update.unread]
    lines += [*update.tags, *(f"{note.place} is not in the deck" for note in update.absent)]
    changed = [one for one in update.found if not one.help]
    files = {one.source.path for one in changed}
    by_hand, absent = len(update.found) - len(changed), len(update.absent)
    summary = f"{counted(len(changed), 'text')} {would}changed in {counted(len(files), 'file')}"
    summary += f", {by_hand} to be changed by hand" if by_hand else ""
    summary += f", {counted(absent, 'note')} that the deck does not have" if absent else ""
    return "\n".join([*lines, f"{summary}."])
