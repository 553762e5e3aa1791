"""What a release brings, told to learners in Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cps_cards.apkg.build import Built
from cps_cards.apkg.versions import Version
from cps_cards.model import clozes
from cps_cards.model.deck import Collection
from cps_cards.model.texts import clipped, counted
from cps_cards.render.plain import shown_text

_LONGEST = 100
_MARKUP = re.compile(r"[\\`*_\[\]<>&~#|]")


def changelog(built: Built, collection: Collection) -> str:
    """New, changed and newly retired cards by topic; a first release has only a count."""
    lines = [f"## {_escaped(collection.deck.name)}", ""]
    total = len(built.versions)
    if collection.ledger is None or not collection.ledger.cards:
        return "\n".join([*lines, f"First release: {counted(total, 'note')}."])
    retired = [v for v in built.versions if v.change != "unchanged" and v.note.card.retired]
    new = [v for v in built.versions if v.change == "new" and not v.note.card.retired]
    changed = [v for v in built.versions if v.change == "changed" and not v.note.card.retired]
    if not (new or changed or retired):
        return "\n".join([*lines, "Nothing has changed."])
    lines.append(
        f"{len(new)} new, {len(changed)} changed, {len(retired)} retired; {total} notes in all. "
        "Import the package over the old one: your review history stays."
    )
    for title, versions in (("New", new), ("Changed", changed), ("Retired", retired)):
        lines.extend(_section(title, versions, collection))
    return "\n".join(lines)


def _section(title: str, versions: Sequence[Version], collection: Collection) -> list[str]:
    if not versions:
        return []
    lines = ["", f"### {title}", ""]
    for topic in collection.deck.topics:
        for version in versions:
            card = version.note.card
            if card.topic == topic.id:
                lines.append(f"- {_escaped(topic.title)}: {_question(version)} (`{card.id.value}`)")
    return lines


def _question(version: Version) -> str:
    """What the card asks, in one line."""
    fields = version.note.fields
    shown = shown_text(fields.get("Question") or _hidden(fields["Text"]))
    if not shown:
        shown = version.note.card.id.value  # a picture alone
    return _escaped(clipped(shown, _LONGEST))


def _hidden(text: str) -> str:
    """The text of a cloze as its front shows it, every deletion hidden at once."""
    parts, done = [], 0
    for deletion in clozes.parse(text).deletions:
        if deletion.start >= done:  # else it lies in another one
            parts.append(text[done : deletion.start] + "[…]")
            done = deletion.end
    return "".join((*parts, text[done:]))


def _escaped(text: str) -> str:
    """A text that Markdown shows as it stands."""
    return _MARKUP.sub(r"\\\g<0>", text)
