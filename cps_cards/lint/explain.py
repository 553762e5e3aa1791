"""Pages about rules and load faults, as `cps-cards explain` prints them, with what was measured."""

import json
import re
import textwrap
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cps_cards.faults import CODES, NOTICES
from cps_cards.lint import catalogue
from cps_cards.lint.rule import Rule, after_fix, before_fix

FAMILIES = {
    "YML": "Reading YAML",
    "SCH": "What a deck may hold",
    "LAN": "Words about people",
    "CRD": "Cards",
    "CLZ": "Cloze cards",
    "MCQ": "Choice cards",
    "TXT": "Spelling, typography, reading",
    "SRC": "Sources",
    "DUP": "Between cards",
    "COV": "Coverage",
    "DCK": "The deck as a whole",
    "LNT": "The linter itself",
}
TABLE = Path(__file__).with_name("measured.json")
"""How rules did on labelled exam items, as the scorer writes it."""

FIXES = {"": "", "safe": "--fix", "unsafe": "--fix --unsafe-fixes"}

_TEXTS = r"""
syntax-error: The file is not YAML at this place.
  Look at the indentation and the quotes around the place. A text that holds ": " or " #", or
  begins with a mark such as - or [, needs quotes around it. The other cards of the file are read
  all the same.
not-utf8: The file is not UTF-8 text.
  Save it with the encoding "UTF-8" in your editor, then look at the characters named.
control-character: A character that shows nothing stands in the file.
  Only line breaks and tabs may stand beside visible characters. Such characters come along when
  text is copied from a PDF or a web page; take them out.
anchor-or-alias: YAML's anchors (&) and aliases (*) have no place in a deck.
  Write the text out. Quote a text that begins with & or *.
tag: YAML's tags (!) have no place in a deck.
  Every value is read as the text that was written. Quote a text that begins with !.
merge-key: YAML's merge key (<<) has no place in a deck.
  Write the keys out on each card, so that a card can be read by itself.
duplicate-key: A key stands twice in the same place.
  YAML would silently keep one of the two. Keep the one you mean.
several-documents: A second document begins in the file.
  Take out the line "---", or move what follows it into a file of its own.
too-deep: Lists and mappings are nested far deeper than a deck needs.
  Check the indentation and the brackets.
file-too-large: The file is larger than a deck file may be.
  Split it. Card files may be as many as you like, in any sub-folders.
unreadable-file: A file or folder could not be read, or is missing.
  Check that it is there, that it is a file, and that you may read it.
complex-key: A list or a mapping stands where a key belongs.
  Quote a text that begins with a bracket or a brace.
unknown-key: A key that a deck file does not know, or that belongs to another kind of card.
  Mend its spelling, or take it out. The message lists the keys that there are.
missing-key: Something that has to be there is missing.
  Add the key that the message names.
wrong-shape: A text, a list or a mapping stands where something else belongs.
  Write what the message asks for. A text that holds ": " needs quotes, or YAML takes it for a
  mapping.
bad-value: A value that cannot stand here.
  The message says which values can.
bad-id: An id is not one.
  Ids are made of small letters, digits and single hyphens, 64 characters at most; ids of
  objectives and facts join such parts with dots.
duplicate-id: Two things have the same id.
  Give the newer one another id: a learner's review history hangs on a card's id.
empty-field: A text shows nothing.
  It is blank, or holds nothing but markup or characters without a shape. Write a text, or take
  the key out.
unknown-reference: A card, fact, source or topic is named that there is not.
  Mend the id, or add what it names.
cloze-no-deletion: A cloze card hides nothing.
  Put the words to recall between {{c1:: and }}.
cloze-braces: The marks of a deletion do not fit together.
  A deletion is {{c1::hidden}} or {{c1::hidden::hint}}. It begins and ends within the same
  paragraph, list item or bold text.
choice-options: The options of a choice card do not make a choice.
  A choice card has `distractors` (two to five wrong options) or `options` (all three to six, the
  answer among them), each one different.
media-file: A picture or sound cannot be shown.
  Put the file into media/ and write its name as it is there. Nothing comes from the network: a
  card has to work without one.
prerequisite-cycle: Cards wait for each other in a circle.
  Take one `after` out: none of these cards could ever come first.
prerequisite-order: A card waits for one that learners meet later.
  Core comes before important, important before extended. Take the `after` out, or teach something
  of the same priority.
formerly-clash: `formerly` names an id that is taken.
  It is the id that this card, and no other, was first published under.
unpublished-removal: A published card is gone from the deck.
  Learners have it, and nothing takes it from them. Bring it back, in any card file, with
  `retired: {reason: …}`, or write `formerly: …` on the card that was renamed.
kind-changed: A published card has become one of another kind.
  Anki cannot change the kind of a card that learners have. Give the new one a new id, and bring
  the old one back with `retired: {reason: …}`.
guid-changed: A published card has another GUID than it was published with.
  Anki knows notes by their GUID: with another one, learners get the card a second time, as a new
  one. Give it the old one back.
deck-id-changed: The deck's id is not the one that it was published under.
  Write the old id again. With another one, every learner would lose the review history of every
  card.
ignore-without-reason: A rule is silenced without a reason.
  Write `ignore: {rule: reason}` in words that a reviewer can judge.
wrong-topic: A card teaches nothing of the topic that its file belongs to.
  Move it to a file of the right topic, or mend `teaches`.
pending-fact: A card teaches a fact that has not been confirmed yet.
  The curriculum says in `pending` what a person has to find out first. Teach another fact, or
  confirm this one and take its `pending` out.
sample-card: A sample that came with a new deck would be released.
  `cps-cards init` writes one card of each kind to show how. Write cards of your own in their
  place; if you keep one, take its `sample: true` out.
link-address: A link leads somewhere that cannot be opened from a card.
  Links go to https:, http: or mailto: addresses.
topics-differ: deck.yaml and curriculum.yaml name different topics.
  Name the same topics in both, or leave `topics` out of deck.yaml.
bad-ledger: published.json cannot be read.
  It is written by `cps-cards release`, never by hand. Bring back the version that was committed
  with the last release.
no-cards: The deck has no cards.
  Write one in a file such as cards/first.yaml.
bad-setting: A setting under `lint:`, or an `ignore`, names something that there is not.
  Mend the name. `cps-cards explain` lists all rules.
rule-crashed: A rule failed on a card: that is our fault, and not the card's.
  Please report it, with the line that begins with its name and the card if you can share it. All
  other rules have looked at the deck; what this one would have found is not known, so the exit
  status is 3.
rule-gone: A setting or an `ignore` names a rule that there is no more.
  Take the name out: it does nothing. It fails no check.
"""

PAGES: dict[str, tuple[str, str]] = {
    name: (title, " ".join(text.split()))
    for name, title, text in re.findall(r"^(\S+): (.+)\n((?:  .+\n)+)", _TEXTS, re.MULTILINE)
}
"""By the name of a fault or notice: its title, and what there is to do."""


class Measured(NamedTuple):
    """Findings of a rule that were right and wrong on a set of items, and flaws that it missed."""

    on: str
    right: int
    wrong: int
    missed: int


MEASURED: dict[str, list[Measured]] = {
    name: [Measured(*row) for row in rows]
    for name, rows in json.loads(TABLE.read_text(encoding="utf-8")).items()
}
"""What was measured of a rule, by its name: a row for each set of items."""


class Entry(NamedTuple):
    """What can be found, in a line: code, name, level, and what it says in one sentence."""

    code: str
    name: str
    level: str
    title: str


@lru_cache(maxsize=1)
def entries() -> dict[str, Entry]:
    """All faults, notices and rules that there are, by name."""
    found = [
        Entry(code, name, "info" if name == "rule-gone" else "error", PAGES[name][0])
        for name, code in (CODES | NOTICES).items()
    ]
    found += [Entry(r.code, r.name, r.level, catalogue.summary(r)) for r in catalogue.rules()]
    return {one.name: one for one in found}


def title(name: str) -> str:
    """What a rule or fault says, in one sentence; empty for one that there is not."""
    return entries()[name].title if name in entries() else ""


def known() -> list[str]:
    """All names and codes that can be explained."""
    return [known for entry in entries().values() for known in entry[:2]]


def find(selector: str) -> str | None:
    """The name of the rule or fault that a name or a code stands for; None where there is none."""
    low = selector.strip().lower()
    found = (e.name for e in entries().values() if low in (e.name, e.code.lower()))
    return next(found, catalogue.gone(low))


def overview(prefix: str = "") -> str:
    """A list of what lint can find, family by family; empty where no code begins like this."""
    prefix = prefix.strip().upper()
    found = sorted(entry for entry in entries().values() if entry.code.startswith(prefix))
    if not found:
        return ""
    width = max(len(entry.name) for entry in found)
    lines: list[str] = []
    for family, heading in FAMILIES.items():
        listed = [entry for entry in found if entry.code.startswith(family)]
        if listed:
            lines.append(f"{heading} ({family})")
            lines += [
                f"  {code}  {name:{width}}  {level:7}  {t}" for code, name, level, t in listed
            ]
            lines.append("")
    return "\n".join([*lines, "cps-cards explain NAME tells more about one of them."])


def page(name: str) -> str:
    """All there is to know about a rule or fault. Raises ``KeyError`` for what is neither."""
    if name in catalogue.GONE:
        return f"{catalogue.told_gone(name)}.\n"
    if name not in PAGES:
        return "\n".join(_rule_page(catalogue.by_name()[name]))
    entry = entries()[name]
    text = textwrap.fill(PAGES[name][1], 90)
    page = f"{entry.code} {name} ({entry.level})\n\n{entry.title}\n\n{text}\n"
    if name in CODES:
        page += "\nFound on loading: the deck cannot be built while it stands, and it cannot be "
        page += "silenced.\n"
    return page


def _rule_page(rule: type[Rule]) -> Iterator[str]:
    fix = f", mended by {FIXES[rule.fix]}" if rule.fix else ""
    level = "off unless selected" if rule.level == "off" else rule.level
    yield f"{rule.code} {rule.name} ({level}{fix})\n\n{catalogue.documentation(rule)}\n"
    if options := rule.options():
        yield "Settings, in deck.yaml:"
        for option in options:
            section, doc = option.metadata["section"], option.metadata["doc"]
            yield f"  lint: {section}: {option.name}: {option.default:g}   {doc}"
        yield ""
    for heading, examples in (
        ("Found (the words between « and »):", rule.bad),
        ("Not found:", rule.good),
    ):
        yield f"{heading}\n"
        for example in examples:
            before, after = before_fix(example), after_fix(example)
            yield _indented(before)
            yield f"  becomes\n{_indented(after)}\n" if before != after else ""
    if rule.by_construction:
        yield "What it finds holds by construction: there is nothing to measure."
    for on, right, wrong, missed in MEASURED.get(rule.name, ()):
        precision = f" (precision {right / (right + wrong):.2f})" if right + wrong else ""
        recall = f", {missed} missed (recall {right / (right + missed):.2f})"
        told = f"{right} of {right + wrong} findings right{precision}"
        yield f"Measured on {on}: {told}{recall if right + missed else ''}"
    yield f"To silence it on a card: ignore: {{{rule.name}: the reason}}\n"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.strip("\n").split("\n"))
