"""``decks/KEYS.md``: every key of the deck files, made of the tables that the loader reads by."""

from __future__ import annotations

from cps_cards.contribute.json_schema import example
from cps_cards.lint import catalogue
from cps_cards.model.cards import KINDS
from cps_cards.yamlio import keys
from cps_cards.yamlio.keys import Field, Table

_HEAD = """\
# The keys of the deck files

Written by `.venv/bin/python -m tests.renew` from the tables that the loader reads by. A key in
**bold** is required. Editors with YAML support show the same beside the file, once
`cps-cards schema --write --link` has been run.

Every text is read as it was written: `No`, `1:30` and `0119` stay what they are. Put quotes around
a text that holds `: ` or ` #`. What learners read is Markdown: `**bold**`, lists, tables,
`[a link](https://…)`, `![a picture](name.png)` from `media/`; formulas stand between `\\(` and
`\\)`. A text of one line is shown as it begins: `> 35 hours` is no quotation. Straight quotes and
apostrophes become those of the deck's language, but not in code. In a deletion, `\\::` shows two
colons, and a space keeps braces apart that belong to the hidden words: `{{c1::x^{2} }}`.

A folder needs `deck.yaml` and one card file. `cps-cards release` alone writes `published.json`.

"""
_SECTIONS: tuple[tuple[str, Table, str], ...] = (
    ("A card file: `cards/**/*.yaml`", keys.CARD_FILE, ""),
    ("A card", keys.CARD, ""),
    ("A card: an entry of `distractors` or `options`", keys.OPTION, "A text alone will do, too."),
    ("A card: `retired`", keys.RETIRED, ""),
    ("`deck.yaml`", keys.DECK, ""),
    ("`deck.yaml`: `schedule`", keys.SCHEDULE, ""),
    (
        "`deck.yaml`: `lint`",
        keys.LINT,
        "`cps-cards explain` lists the rules and tells about one.",
    ),
    ("`curriculum.yaml`", keys.CURRICULUM, ""),
    ("`curriculum.yaml`: a topic", keys.TOPIC, ""),
    ("`curriculum.yaml`: an objective", keys.OBJECTIVE, ""),
    ("`curriculum.yaml`: a fact", keys.FACT, ""),
    ("`sources.yaml`", keys.SOURCES, ""),
    ("`sources.yaml`: a source", keys.SOURCE, ""),
    ("`language.yaml`", keys.LANGUAGE, "Wording for the linter; the file may be left out."),
    ("`language.yaml`: an entry of `preferred_terms`", keys.PREFERRED_TERM, ""),
    ("`language.yaml`: an entry of `terms`", keys.TERM, ""),
)


def page() -> str:
    """The whole text of the file."""
    parts = [_HEAD]
    for title, table, note in _SECTIONS:
        parts.append(f"## {title}\n\n" + (f"{note}\n\n" if note else ""))
        parts.append("| key | what it is | example |\n|---|---|---|\n")
        parts += [_row(one) for one in table.fields]
        if table is keys.LINT:
            parts.append(_settings("limits") + _settings("coverage"))
        parts.append("\n")
    return "".join(parts).rstrip("\n") + "\n"


def _row(one: Field) -> str:
    key = f"**`{one.name}`**" if one.required else f"`{one.name}`"
    kinds = "" if one.kinds == KINDS else f" ({' and '.join(one.kinds)} cards)"
    shown = f"`{one.name}: {example(one)}`" if one.example else "below"
    return f"| {key} | {_cell(one.doc)}{kinds} | {_cell(shown)} |\n"


def _settings(section: str) -> str:
    rows = [
        f"| `{name}` | {_cell(one.metadata['doc'])} | `{section}: {{{name}: {one.default:g}}}` |\n"
        for name, one in catalogue.settings(section).items()
    ]
    head = f"\n### `lint`: `{section}`\n\nThe examples show what holds where nothing is set.\n\n"
    return f"{head}| key | what it is | example |\n|---|---|---|\n{''.join(rows)}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
