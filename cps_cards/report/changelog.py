"""What a release brings, told to learners in Markdown."""

from cps_cards import page
from cps_cards.apkg.build import Built
from cps_cards.apkg.versions import Version
from cps_cards.model.deck import Collection
from cps_cards.model.texts import clipped, counted
from cps_cards.render.shown import cloze_html, shown_text
from cps_cards.report.diff_markdown import code, escaped

_LONGEST = 100


def changelog(built: Built, collection: Collection) -> str:
    """New, changed and newly retired cards by topic; a first release has only a count."""
    ranks = {topic.id: rank for rank, topic in enumerate(collection.deck.topics)}
    versions = sorted(built.versions, key=lambda version: ranks[version.note.card.topic])
    live = [version for version in versions if not version.note.card.retired]
    kinds = {
        "new": [version for version in live if version.change == "new"],
        "changed": [version for version in live if version.change == "changed"],
        "retired": [v for v in versions if v.change != "unchanged" and v.note.card.retired],
    }
    return page.text(
        "changelog.md",
        escaped,
        name=collection.deck.name,
        is_first=collection.ledger is None or not collection.ledger.cards,
        total=counted(len(versions), "note"),
        kinds={kind: found for kind, found in kinds.items() if found},
        counts=", ".join(f"{len(found)} {kind}" for kind, found in kinds.items()),
        titles=collection.topic_titles,
        asks=_asks,
        code=code,
    )


def _asks(version: Version) -> str:
    """What the card asks, in one line; of a picture alone, the card's id."""
    fields = version.note.fields
    shown = shown_text(fields.get("Question") or cloze_html(fields["Text"], None, hidden=True))
    return clipped(shown, _LONGEST) or version.note.card.id.value
