"""Edits made in Anki come home: into the YAML at the right words, or told where that is unsafe."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cps_cards import atomic, pipeline
from cps_cards.diagnostics import Diagnostic, Edit, Severity
from cps_cards.imports import prose
from cps_cards.imports.attachments import Attachments
from cps_cards.imports.records import Loose, Piece
from cps_cards.model.cards import Card, Choice
from cps_cards.model.texts import counted, short
from cps_cards.pipeline import Opened
from cps_cards.render.markdown import render
from cps_cards.render.notes import option_order
from cps_cards.render.shown import shown_text
from cps_cards.source import Source, Text
from cps_cards.yamlio import edits

_MARKS = re.compile(r"\{\{c\d+::|\}\}|!\[[^\]]*\]\([^)]*\)")
_MOST_CONTEXT = 6


@dataclass(frozen=True)
class Difference:
    """A text that differs: what the deck shows and what the note does, as Markdown; ``why_not``
    says why it is left to a person."""

    card: Card
    key: str
    text: Text | None
    before: str
    after: str
    why_not: str = ""
    fix: tuple[Edit, ...] = ()

    @property
    def change(self) -> Diagnostic:
        source, span = self.card.source, self.card.id.span
        return Diagnostic("", self.key, Severity.INFO, "", source, span, fix=self.fix)


class Updater:
    """Compares the notes of a file with the cards of a deck."""

    def __init__(self, opened: Opened, media: Attachments) -> None:
        self.opened = opened
        deck = opened.collection
        there = (*deck.cards, *deck.inbox)
        self.by_guid = {card.guid_in(deck.deck.id): card for card in there}
        self.by_id = {card.id.value: card for card in there}
        self.published = {p.guid: p.mod for p in deck.ledger.cards.values()} if deck.ledger else {}
        self.files = prose.Files(lambda name: media.take(name, {}), media.known, media.named)
        self.changed: dict[str, bytes] = {}

    def differences(
        self, notes: Sequence[Loose]
    ) -> tuple[list[Difference], list[Loose], list[str]]:
        """What differs, changes that can be made without a doubt among it; the notes that the deck
        does not have; and tags that were added."""
        found: list[Difference] = []
        absent: list[Loose] = []
        tags: list[str] = []
        for note in notes:
            card = self.by_guid.get(note.guid) or self.by_id.get(note.id)
            if card is None:
                absent.append(note)
            elif card.retired is None and not note.retired:
                found += self._of_card(note, card)
                tags += _added_tags(note, card)
        return self._settled(found), absent, tags

    def _of_card(self, note: Loose, card: Card) -> Iterator[Difference]:
        published = self.published.get(card.guid_in(self.opened.collection.deck.id), 0)
        if published and note.mod == published:
            return  # nobody edited it: what differs is newer here
        when = f" (the note is of {_date(note.mod)})" if note.mod else ""
        old = "it is older than the card's last release" if 0 < note.mod < published else ""
        if note.kind != card.kind:
            yield Difference(card, "kind", None, card.kind, note.kind, f"it is another kind{when}")
            return
        for key, text, piece in _pairs(note, card):
            one = self._compared(card, key, text, piece)
            if one is not None:
                why = note.torn if key.startswith(("answer", "option")) and note.torn else ""
                reason = why or old or one.why_not
                fix = () if reason else one.fix
                yield Difference(card, key + when, text, one.before, one.after, reason, fix)

    def _compared(self, card: Card, key: str, text: Text | None, piece: Piece) -> Difference | None:
        cloze = key == "text"
        before = self._shown(text.value if text is not None else "", cloze) or ""
        try:
            made = prose.written(*piece, cloze=cloze, files=self.files)
        except prose.UnwritableError as error:
            return Difference(card, key, text, before, shown_text(piece.text), f"it {error}")
        after = _typed(made.text)
        if after == before and not made.gone:
            return None
        why = ""
        fix: tuple[Edit, ...] = ()
        if text is None or not after:
            why = "a text was added or emptied"
        elif made.gone or _MARKS.findall(before) != _MARKS.findall(after):
            why = "deletions, pictures or scripts differ"
        elif _says(render(text.value, self.files.known, cloze).html) == _says(
            prose.as_html(*piece)
        ):
            why = "only its formatting differs"
        elif not (fix := self._fix(text, before, after, cloze)):
            why = "the words do not stand once in the file"
        return Difference(card, key, text, before, after, why, fix)

    def _shown(self, value: str, cloze: bool) -> str | None:
        """What a text of the deck shows, as the notes of the file are written; None if nothing."""
        rendered = render(value, self.files.known, cloze)
        names = prose.Files(lambda name: (self.files.named.get(name, name), ""), self.files.known,
                            self.files.named)  # fmt: skip
        if rendered.problems:
            return None
        return _typed(prose.written(rendered.html, cloze=cloze, files=names).text)

    def _fix(self, text: Text, before: str, after: str, cloze: bool) -> tuple[Edit, ...]:
        """Edits that make a text say what the note says; none where that cannot be proved."""
        found = list(_replacements(text.value, before.split(), after.split()))
        replaced = sorted((one for one in found if one is not None), reverse=True)
        value = text.value
        for start, end, words in replaced:
            value = value[:start] + words + value[end:]
        if len(replaced) < len(found) or self._shown(value, cloze) != after:
            return ()
        spans = text.slices([(start, end) for start, end, _ in replaced])
        return tuple(
            Edit(span, _encoded(words, text.style))
            for span, (_, _, words) in zip(spans, replaced, strict=True)
        )

    def _settled(self, found: Iterable[Difference]) -> list[Difference]:
        """Differences of which those with a fix were put into their files, and are sound there."""
        found = list(found)
        sources: dict[str, Source] = {one.card.source.path: one.card.source for one in found}
        kept: set[Diagnostic] = set()
        for path, source in sources.items():
            wanted = [one.change for one in found if one.fix and one.card.source is source]
            fixed = edits.apply(source, wanted)
            now = pipeline.open_deck(
                self.opened.collection.root, {path: fixed.data}, shown=self.opened.shown
            )
            if fixed.fixed and not now.faults.found:
                self.changed[path] = fixed.data
                kept.update(fixed.fixed)
        unsafe = "the file would not say just that"
        return [
            one if not one.fix or one.change in kept
            else Difference(one.card, one.key, one.text, one.before, one.after, unsafe)
            for one in found
        ]  # fmt: skip

    def write(self) -> None:
        """Write the changed files, all or none. Raises OSError."""
        root, shown = self.opened.collection.root, self.opened.shown
        atomic.write_all(
            {root / name.removeprefix(f"{shown}/"): data for name, data in self.changed.items()}
        )


def _pairs(note: Loose, card: Card) -> Iterator[tuple[str, Text | None, Piece]]:
    """The texts of a card beside those of its note."""
    texts = dict(card.named_texts())
    for key, piece in note.texts.items():
        if key in texts or piece.text.strip():
            yield key, texts.get(key), piece
    if not isinstance(card, Choice) or len(note.options) != len(card.options):
        return
    places = list(range(len(card.options)))
    if not card.ordered and note.ordered:  # as this tool shows them
        places = option_order(card.key, len(card.options))
    for place, option in zip(places, note.options, strict=True):
        own = card.options[place]
        is_key = place == card.key_index
        yield ("answer" if is_key else "option"), own.text, option.text
        if own.why is not None or option.why is not None:
            yield "option why", own.why, option.why or Piece("")


def _replacements(
    value: str, before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[int, int, str] | None]:
    """Where words that differ stand in a value, and what takes their place; None where they do not
    stand there once, however many words around them are looked at."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        new = " ".join(after[j1:j2])
        for more in range(1 if i1 == i2 else 0, _MOST_CONTEXT):
            left, right = before[max(i1 - more, 0) : i1], before[i2 : i2 + more]
            space = r"\s+" if not new else ""  # what goes takes the space before it along
            words = _pattern(before[i1:i2])
            middle = rf"(?P<old>{space if left else ''}{words}{space if not left else ''})"
            if left and words and new:
                middle = rf"\s+{middle}"
            if right and words:
                middle = rf"{middle}\s+" if new or left else middle
            if not words:
                middle = r"(?P<old>)(?=\s|\Z)" if left else "(?P<old>)"
                right = [] if left else right
            pattern = rf"(?<!\S){_pattern(left)}{middle}{_pattern(right)}(?!\S)"
            found = list(re.finditer(pattern, value))
            if len(found) == 1:
                lead, tail = (" " * bool(left), " " * (not left)) if not words else ("", "")
                yield *found[0].span("old"), f"{lead}{new}{tail}"
                break
        else:
            yield None


def _pattern(words: Sequence[str]) -> str:
    """Words as they may stand in a file, whose author may type other quotation marks."""
    text = r"\s+".join(map(re.escape, words))
    return text.replace('"', '["“”„«»]').replace("'", "['‘’‚]")


def _typed(text: str) -> str:
    """A text with the quotation marks of a keyboard: those of print are put in when it is built."""
    text = re.sub(r"[“”„]|«\s*|\s*»", '"', text)
    return re.sub("[‘’‚]", "'", text)


def _says(body: str) -> str:
    return "".join(_typed(shown_text(body)).split())


def _encoded(words: str, style: str) -> str:
    if style == "'":
        return words.replace("'", "''")
    return words.replace("\\", "\\\\").replace('"', '\\"') if style == '"' else words


def _added_tags(note: Loose, card: Card) -> Iterator[str]:
    known = {tag.value.casefold() for tag in card.tags} | {"leech", "marked", ""}
    for tag in note.tags:
        if tag.casefold() not in known:
            yield f"{card.id.value}: the tag `{short(tag, 40)}` was added"


def _date(mod: int) -> str:
    return datetime.fromtimestamp(mod, UTC).date().isoformat()


def told(
    name: str, found: Sequence[Difference], absent: Sequence[Loose], tags: Sequence[str],
    *, dry_run: bool,
) -> str:  # fmt: skip
    """What was changed, and what a person has to look at."""
    lines = []
    for one in found:
        done = f"not changed: {one.why_not}" if one.why_not else "changed"
        done = "would be changed" if dry_run and not one.why_not else done
        at = one.text.start if one.text is not None else one.card.id.start
        place = f"{one.card.source.path.removeprefix('./')}:{one.card.source.position(at).line}"
        lines += [f"{one.card.id.value}, {one.key}  {place}", *_sides(one), f"    {done}"]
    lines += [*tags, *(f"{note.place} is not in the deck" for note in absent)]
    changed = [one for one in found if not one.why_not]
    files = {one.card.source.path for one in changed}
    by_hand = len(found) - len(changed)
    summary = f"{counted(len(changed), 'text')} {'would be ' * dry_run}changed in "
    summary += counted(len(files), "file")
    summary += f", {by_hand} to be changed by hand" if by_hand else ""
    summary += f", {counted(len(absent), 'note')} that the deck does not have" if absent else ""
    return "\n".join([f"{name}: compared with the deck", *lines, f"{summary}."])


def _sides(one: Difference) -> Iterator[str]:
    for sign, text in (("-", one.before), ("+", one.after)):
        yield from (f"  {sign} {line}" for line in (text or "(nothing)").split("\n"))
