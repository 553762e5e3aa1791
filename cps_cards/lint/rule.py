"""What a rule is: its reason, its examples, and a loop that finds what is wrong.

One file under ``rules/`` holds one rule. The module's docstring is its documentation (the first
line says the rule in one sentence, the rest why it matters to a learner and how to mend it).
``good`` and ``bad`` are its tests.
"""

import re
from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar, Literal, dataclass_transform

from cps_cards.diagnostics import Diagnostic, Edit, Related, Severity
from cps_cards.lint.views import BasicView, CardView, ChoiceView, ClozeView, DeckView, TextView
from cps_cards.model.curriculum import Curriculum
from cps_cards.model.deck import Collection
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio.scalars import encoded

_FIX = re.compile("‹([^→]*)→([^›]*)›")
_WORDS = re.compile(r"\w(?:.*\w)?", re.DOTALL)
Findings = Iterator[Diagnostic]
Level = Literal["error", "warning", "info", "off"]
SEVERITIES: dict[Level, Severity] = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "info": Severity.INFO,
    "off": Severity.INFO,  # a rule that is off unless selected has not earned more
}


def limit(default: float, doc: str) -> Any:
    """A number that a deck may set under ``lint: limits:``, by the field's name."""
    return field(default=default, metadata={"section": "limits", "doc": doc})


def coverage(default: float, doc: str) -> Any:
    """A number that a deck may set under ``lint: coverage:``, by the field's name."""
    return field(default=default, metadata={"section": "coverage", "doc": doc})


@dataclass_transform(frozen_default=True)
@dataclass(frozen=True)
class Rule:
    """The base of all rules, frozen dataclasses; options are fields of the rule itself."""

    code: ClassVar[str]
    name: ClassVar[str]
    """That of its file, if it is left out."""

    level: ClassVar[Level] = "warning"
    fix: ClassVar[Literal["", "safe", "unsafe"]] = ""
    good: ClassVar[tuple[str, ...]]
    """Cards that pass. A card is its keys as YAML; what a card of its kind needs besides is filled
    in. Several cards are a list (``- id: …``); whole files each begin with ``=== cards/a.yaml``."""

    bad: ClassVar[tuple[str, ...]]
    """Cards that it finds fault with: «the words found», ‹what its fix takes→what it puts›."""

    help: ClassVar[str] = ""
    """What to do about a finding, where that is the same for all."""

    by_construction: ClassVar[bool] = False
    """Whether what the rule says holds by definition, so that there is nothing to measure."""

    tells_gaps: ClassVar[bool] = False
    """Whether it tells what no card does: nobody knows of a deck that could be read in part."""

    yields_to: ClassVar[tuple[str, ...]] = ()
    """Rules that see the same flaw more closely: at the same place they speak, and this one not."""

    severity: Severity | None = None
    """How grave all its findings are, where the deck says so."""

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True)(cls)
        if "name" not in vars(cls):
            cls.name = cls.__module__.rpartition(".")[2].replace("_", "-")

    def check(self, view: Any) -> Findings:
        """What is wrong with a view; nothing, for a rule that the engine itself asks."""
        return iter(())

    @classmethod
    def options(cls) -> list[Field[Any]]:
        """The fields that a deck may set, each with its ``section`` and ``doc`` as metadata."""
        return [one for one in fields(cls) if one.metadata]

    def found(
        self,
        where: TextView | Text | Source,
        at: tuple[int, int] | None,
        message: str,
        *,
        help: str = "",
        replace: str | None = None,
        fix: tuple[Edit, ...] = (),
        related: tuple[Related, ...] = (),
        severity: Severity | None = None,
        card: str | None = None,
    ) -> Diagnostic:
        """A finding at a range of what is shown (of a view), of the value (of a text) or of a file.

        Without ``at`` the whole text is meant. ``replace`` offers a fix, as safe as the rule's;
        none is made where the place of the words in the file is not certain. The engine adds the
        card of a card rule.
        """
        if isinstance(where, Source):
            source, span = where, Span(*at or (0, 0))
        else:
            text = where.text if isinstance(where, TextView) else where
            if at is None and text is where:  # an id is marked without its quotes
                at = 0, len(text.value)
            source, span = text.source, text.span if at is None else where.slice(*at)
            fix = fix if replace is None else self.edits(where, at or (0, 0), replace)
        level, help = self.severity or severity or SEVERITIES[self.level], help or self.help
        return Diagnostic(
            self.code, self.name, level, message, source, span, help, related, fix, card
        )

    def edits(self, text: TextView | Text, at: tuple[int, int], replace: str) -> tuple[Edit, ...]:
        """What puts other words into a place, as safe as the rule's fixes; none where the place in
        the file is not certain."""
        if isinstance(text, TextView):
            if not text.is_verbatim(*at):
                return ()
            letters = _WORDS.fullmatch(text.shown[slice(*at)]) and _WORDS.fullmatch(replace)
            at, scalar = text.place(*at), text.text
            if self.fix == "safe" and not letters and text.touches_mark(*at):
                return ()  # what is hidden, bold or code must stay what it is
        else:
            scalar = text
        if "\n" in replace or not self.fix or scalar.alignment() is None:
            return ()
        written = encoded(replace, scalar.style)
        return (Edit(scalar.slice(*at), written, safe=self.fix == "safe"),)


def phrases(pattern: str) -> re.Pattern[str]:
    """A pattern of words as they are read: in any case, a space stands for all white space."""
    return re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE)


def before_fix(example: str) -> str:
    """A bad example as its author wrote it, what is found between « and »."""
    return _FIX.sub(r"\1", example)


def after_fix(example: str) -> str:
    """A bad example as the rule's fix leaves it; the same as before where it has none."""
    return _FIX.sub(r"\2", example)


class CardRule(Rule):
    """A rule that judges each card by itself, of those that are seen as ``sees``."""

    sees: ClassVar[type[CardView]] = CardView


class BasicRule(CardRule):
    sees = BasicView


class ClozeRule(CardRule):
    sees = ClozeView


class ChoiceRule(CardRule):
    sees = ChoiceView


class DeckRule(Rule):
    """A rule that needs the whole deck; its findings name their card themselves (``card=``)."""


class CoverageRule(DeckRule):
    """A rule that holds the cards against the curriculum, where the deck has one."""

    by_construction = True
    tells_gaps = True

    def check(self, deck: DeckView) -> Findings:
        curriculum = deck.collection.curriculum
        return iter(()) if curriculum is None else self.judge(deck.collection, curriculum)

    def judge(self, collection: Collection, curriculum: Curriculum) -> Findings:
        raise NotImplementedError
