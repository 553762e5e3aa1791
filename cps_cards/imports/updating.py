"""Edits made in Anki come home: into the YAML at the right words, or told where that is unsafe."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from cps_cards import pipeline
from cps_cards.diagnostics import Diagnostic, Edit, Severity
from cps_cards.imports import prose
from cps_cards.imports.answers import unmixed
from cps_cards.imports.attachments import Attachments
from cps_cards.imports.records import Loose, Told
from cps_cards.lint import fixing
from cps_cards.model.cards import Card, Choice
from cps_cards.model.texts import counted, short
from cps_cards.pipeline import Opened
from cps_cards.render.markdown import render
from cps_cards.render.shown import shown_text
from cps_cards.source import Text
from cps_cards.yamlio.scalars import encoded

_END_OF_TIME = 1 << 35
"""What a calendar has no year for, in seconds since 1970."""
_TORN = "an option was edited in one place only"
_MARKS = re.compile(r"\{\{c\d+::|\}\}|!\[[^\]]*\]\([^)]*\)")


_Difference = tuple[str, Text | None, str, str, str, tuple[Edit, ...]]
"""The key of a text, the text, what it and its note show, why it is left alone, or its edits."""


class Updater:
    """Compares the notes of a file with the cards of a deck.

    ``found`` are the texts that differ: ``message`` shows both, ``help`` says why one is left to a
    person. ``mended`` is what the files become; ``absent`` are notes that the deck does not have,
    ``unread`` those that tell no card any more, or one again, and why.
    """

    def __init__(
        self, opened: Opened, notes: Sequence[Loose], media: Attachments, told: Told
    ) -> None:
        self._media = media
        self.unread, self.found = [*told.left], list[Diagnostic]()
        self.absent: list[Loose] = []
        self.tags: list[str] = []
        deck, seen = opened.collection, set[str]()
        cards = (*deck.cards, *deck.inbox)
        by_guid = {card.guid_in(deck.deck.id): card for card in cards}
        by_id = {card.id.value: card for card in cards}
        published = {p.guid: p.mod for p in deck.ledger.cards.values()} if deck.ledger else {}
        for note in notes:
            card = by_guid.get(note.guid) or by_id.get(note.id)
            if card is None:
                self.absent.append(note)
            elif card.id.value in seen:
                self.unread.append((note.place, f"is a further note of the card {card.id}"))
            elif not card.retired:
                seen.add(card.id.value)
                known = {tag.value.casefold() for tag in card.tags} | {"leech", "marked", ""}
                self.tags += [f"{card.id}: the tag `{short(tag, 40)}` was added"
                              for tag in note.tags if tag.casefold() not in known]  # fmt: skip
                released = published.get(card.guid_in(deck.deck.id), 0)
                if not released or note.mod != released:  # else what differs is newer here
                    self.found += self._of_card(note, card, released)

        def look_again(changes: Mapping[str, bytes]) -> list[Diagnostic]:
            return pipeline.open_deck(deck.root, changes, shown=opened.shown).faults.found

        self.mended = fixing.mend(self.found, opened.files, look_again, unsafe=True)
        self.found = [
            one._replace(help="the file would not say just that")
            if one in self.mended.refused else one
            for one in self.found
        ]  # fmt: skip

    @property
    def complete(self) -> bool:
        by_hand = any(one.help for one in self.found)
        return not (by_hand or self.absent or self.unread or self.tags)

    def _of_card(self, note: Loose, card: Card, released: int) -> Iterator[Diagnostic]:
        """The texts that a note and its card, ``released`` in a second since 1970, differ in."""
        when = ""
        if 0 < note.mod < _END_OF_TIME:
            when = f" (the note is of {datetime.fromtimestamp(note.mod, UTC).date()})"
        older = "it is older than the card's last release" if 0 < note.mod < released else ""
        for key, text, before, after, why, fix in self._differing(note, card):
            why = older or why
            sides = [f"  {sign} {line}" for sign, shown in (("-", before), ("+", after))
                     for line in (shown or "(nothing)").split("\n")]  # fmt: skip
            span = text.span if text is not None else card.id.span
            yield Diagnostic("", f"{key}{when}", Severity.INFO, "\n".join(sides), card.source, span,
                             why, fix=() if why else fix, card=card.id.value)  # fmt: skip

    def _differing(self, note: Loose, card: Card) -> Iterator[_Difference]:
        if note.kind != card.kind:
            yield "kind", None, card.kind, note.kind, "it is another kind", ()
            return
        for key, text, body in _texts(note, card):
            cloze = key == "text"
            before = "" if text is None else self._shown(text.value, cloze) or ""
            after, why, fix = self._compared(text, before, body, cloze)
            if why or fix:
                is_torn = note.torn and key.startswith(("answer", "option"))
                yield key, text, before, after, _TORN if is_torn else why, fix
        if not isinstance(card, Choice):
            return
        own = [render(one.text.value, self._media.known).html for one in card.options]
        if len(note.options) != len(own):
            theirs = [text for text, _ in note.options]
            before, after = ("\n".join(map(shown_text, texts)) for texts in (own, theirs))
            yield "options", None, before, after, "options were added or taken out", ()
        for explained, other in dict.fromkeys(note.torn):
            if _says(other) not in map(_says, own):
                yield "option", None, shown_text(explained), shown_text(other), _TORN, ()

    def _compared(
        self, text: Text | None, before: str, body: str, cloze: bool
    ) -> tuple[str, str, tuple[Edit, ...]]:
        """What a field shows; where it is not what its text shows, why that is left alone, or the
        edits that make the text say the same."""
        try:
            made = prose.written(body, cloze=cloze, take=self._media.take, known=self._media.known)
        except prose.UnwritableError as error:
            return shown_text(body), f"it {error}", ()
        after = _typed(made.text)
        if after == before and not made.gone:
            return after, "", ()
        if text is None or not after:
            return after, "a text was added or emptied", ()
        if made.gone or _MARKS.findall(before) != _MARKS.findall(after):
            return after, "deletions, pictures or scripts differ", ()
        if _says(render(text.value, self._media.known, cloze).html) == _says(body):
            return after, "only its formatting differs", ()
        value, found = text.value, list(_replacements(text.value, before.split(), after.split()))
        for start, end, words in reversed(found):
            value = value[:start] + words + value[end:]
        if self._shown(value, cloze) != after:
            return after, "the words do not stand once in the file", ()
        spans = text.slices([(start, end) for start, end, _ in found])
        written = [encoded(words, text.style) for _, _, words in found]
        return after, "", tuple(map(Edit, spans, written))

    def _shown(self, value: str, cloze: bool) -> str | None:
        """What a text of the deck shows, as the notes of the file are written; None if nothing."""
        rendered = render(value, self._media.known, cloze)
        if rendered.problems:
            return None
        take = prose.own_take(rendered)
        own = prose.written(rendered.html, cloze=cloze, take=take, known=self._media.known)
        return _typed(own.text)


def _texts(note: Loose, card: Card) -> Iterator[tuple[str, Text | None, str]]:
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
