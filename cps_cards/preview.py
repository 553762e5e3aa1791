"""The deck as one web page that shows every card as learners see it.

The page holds the fields of the notes and the very templates that go into the package; its script
puts them together as Anki does. Deletions are read here, by the code that checks them.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never

from cps_cards import page
from cps_cards.apkg.notetypes import NOTE_TYPES, NoteType, css, script, template_html
from cps_cards.diagnostics import Diagnostic
from cps_cards.media_kinds import is_sound
from cps_cards.model import clozes
from cps_cards.model.cards import KINDS, Basic, Choice, Cloze, ords_of
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection
from cps_cards.render.lettering import direction
from cps_cards.render.markdown import render
from cps_cards.render.notes import RenderedNote
from cps_cards.render.shown import cloze_html, has_maths, shown
from cps_cards.schedule.order import study_order
from cps_cards.schedule.weeks import timetable

_SHARED_FIELDS = ("Deck ID", "Language")
_DRAWN = re.compile(r'<span class="cps-(?:letter".*?|mark".*?</span>)</span>')
"""What rendering adds to an option: its letter, and a word for right or wrong."""


def preview(
    collection: Collection,
    notes: Sequence[RenderedNote],
    findings: Iterable[Diagnostic],
    exam: str = "",
) -> str:
    """The page: one HTML file that needs no other and asks for none. ``exam`` is the name of a
    practice exam beside it, to which it then links. Raises OSError for media that are gone."""
    told: dict[str, list[dict[str, str]]] = defaultdict(list)  # those of the deck under no id
    for found in findings:
        card = found.card or ""
        told[card if card in collection.by_id else ""].append(_finding(found))
    note_of = {note.card.id.value: note for note in notes}
    ordered = study_order(collection)
    week_of = timetable(collection.deck, ordered).week_of
    entries = [_note(note_of[c.id.value], collection, week_of, told) for c in ordered]
    shared = notes[0].fields if notes else {}
    files = sorted({m.packaged: m for note in notes for m in note.media}.items())
    choosing = script("choice.js").removeprefix("<script>").removesuffix("</script>")
    return page.render(
        "preview",
        styles=[css()],
        scripts=[choosing],
        media=True,
        deck=collection.deck,
        imprint=collection.imprint,
        exam=exam,
        direction=direction(collection.deck.language),
        kinds=[(kind, kind.title()) for kind in KINDS],
        priorities=[(p, p.title()) for p in PRIORITIES] if collection.curriculum else [],
        weeks=sorted({entry["week"] for entry in entries if entry["week"]}),
        has_retired=any(note.card.retired for note in notes),
        gaps=_gaps(collection),
        has_curriculum=collection.curriculum is not None,
        findings=told[""],
        notes=len(entries),
        cards=sum(len(entry["cards"]) for entry in entries),
        frame=_frame(collection),
        data={
            "script": choosing,
            "shared": {name: shared.get(name, "") for name in _SHARED_FIELDS},
            "types": {kind: _templates(NOTE_TYPES[kind]) for kind in KINDS},
            "topics": list(collection.topic_titles.items()),
            "media": {name: page.data_address(media) for name, media in files},
            "sounds": {name: media.name for name, media in files if is_sound(media.name)},
            "notes": entries,
        },
    )


def _gaps(collection: Collection) -> dict[str, list[tuple[str, str, str]]]:
    """The objectives that no live card teaches, whole or by a fact, by their topics: statement, id
    and priority of each."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for topic, objective in collection.curriculum.objectives() if collection.curriculum else ():
        parts = {objective.id.value, *(fact.id.value for fact in objective.facts)}
        if not parts & collection.taught:
            found.setdefault(topic.title.value, []).append(
                (objective.statement.value, objective.id.value, objective.priority.title())
            )
    return found


def _templates(note_type: NoteType) -> list[dict[str, Any]]:
    """The templates of a note type; the script is kept apart, for it stands in the page once."""
    return [
        {
            "name": template.name,
            "scripted": script("choice.js") in template_html(template.front),
            "front": template_html(template.front).replace(script("choice.js"), ""),
            "back": template_html(template.back).replace(script("choice.js"), ""),
        }
        for template in note_type.templates
    ]


def _note(
    note: RenderedNote,
    collection: Collection,
    week_of: Mapping[str, int],
    findings: Mapping[str, list[dict[str, str]]],
) -> dict[str, Any]:
    card = note.card
    place = card.source.position(card.span.start)
    whole, searched = _asked_and_answered(note)
    asked = shown(whole or note.fields["Question"])
    return {
        "id": card.id.value,
        "kind": note.kind,
        "title": asked.words or " ".join(asked.pictures) or card.id.value,
        "whole": whole,
        "search": _search(note, [whole, *searched], collection),
        "maths": has_maths(note.fields.values()),
        "topic": card.topic,
        "priority": collection.priority_of(card) if card.retired is None else None,
        "week": week_of.get(card.id.value),
        "retired": card.retired is not None,
        "where": f"{card.source.path}:{place.line}",
        "teaches": [taught.value for taught in card.teaches],
        "fields": {
            name: value
            for name, value in note.fields.items()
            if value and name not in (*_SHARED_FIELDS, "Text")
        },
        "cards": _cards(note),
        "findings": findings.get(card.id.value, []),
    }


def _asked_and_answered(note: RenderedNote) -> tuple[str, list[str]]:
    """A cloze's text with nothing hidden, else nothing; and what else asks or answers."""
    fields = note.fields
    match note.card:
        case Basic():
            return "", [fields["Question"], fields["Answer"]]
        case Cloze():
            text = fields["Text"]
            hints = [text[slice(*one.hint)] for one in clozes.parse(text).deletions if one.hint]
            return cloze_html(text, None), hints
        case Choice():
            return "", [fields["Question"], fields["Options explained"]]
        case _:
            assert_never(note.card)


def _search(note: RenderedNote, asked: Sequence[str], collection: Collection) -> str:
    """What the words typed into the filter are looked for in: what authors wrote for learners."""
    parts = [note.fields["Scenario"], *asked, note.fields["Why"]]
    if note.card.retired is not None:
        parts.append(render(note.card.retired.reason.value, collection.media).html)
    read = [shown(_DRAWN.sub("", body)) for body in parts]
    found = [part for one in read for part in (one.words, *one.pictures) if part]
    return "\n".join([note.card.id.value, *found])


def _cards(note: RenderedNote) -> list[dict[str, Any]]:
    """The cards that Anki makes of a note: which template, and for a cloze both its texts."""
    if note.kind != "cloze":
        return [{"template": ord} for ord in ords_of(note.card)]
    text = note.fields["Text"]
    numbers = [ord + 1 for ord in ords_of(note.card)]
    return [
        {"template": 0, "front": cloze_html(text, n, hidden=True), "back": cloze_html(text, n)}
        for n in numbers
    ]


def _finding(found: Diagnostic) -> dict[str, str]:
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.label,
        "message": found.message,
        "help": found.help,
        "where": f"{found.source.path}:{found.position.line}",
    }


def _frame(collection: Collection) -> str:
    """The page inside the phone: a client's page with no card on it yet."""
    return (
        f'<!doctype html><html lang="{html.escape(collection.deck.language)}">'
        '<head><meta charset="utf-8"><title>Card</title>'
        f'<style>{css()}</style></head><body class="card card1"><div id="qa"></div></body></html>'
    )
