"""The codes of load faults, and a collector for them: readers report, they do not throw."""

from typing import Final

from cps_cards.diagnostics import Diagnostic, Related, Severity
from cps_cards.source import Source, Span, Text

CODES: Final[dict[str, str]] = {
    "syntax-error": "YML001",
    "not-utf8": "YML002",
    "control-character": "YML003",
    "anchor-or-alias": "YML004",
    "tag": "YML005",
    "merge-key": "YML006",
    "duplicate-key": "YML007",
    "several-documents": "YML008",
    "too-deep": "YML009",
    "file-too-large": "YML010",
    "unreadable-file": "YML011",
    "complex-key": "YML012",
    "unknown-key": "SCH001",
    "missing-key": "SCH002",
    "wrong-shape": "SCH003",
    "bad-value": "SCH004",
    "bad-id": "SCH005",
    "duplicate-id": "SCH006",
    "empty-field": "SCH007",
    "unknown-reference": "SCH008",
    "cloze-no-deletion": "SCH009",
    "cloze-braces": "SCH010",
    "choice-options": "SCH011",
    "media-file": "SCH012",
    "prerequisite-cycle": "SCH013",
    "prerequisite-order": "SCH014",
    "formerly-clash": "SCH015",
    "unpublished-removal": "SCH016",
    "kind-changed": "SCH017",
    "deck-id-changed": "SCH018",
    "ignore-without-reason": "SCH019",
    "wrong-topic": "SCH020",
    "link-address": "SCH021",
    "topics-differ": "SCH022",
    "bad-ledger": "SCH023",
    "no-cards": "SCH024",
    "bad-setting": "SCH025",
    "pending-fact": "SCH026",
    "guid-changed": "SCH027",
    "sample-card": "SCH028",
}
"""Every fault that loading or rendering can find, by name. A code is never reused."""

NOTICES: Final[dict[str, str]] = {
    "rule-crashed": "LNT001",
    "rule-gone": "LNT002",
}
"""What the linter tells of itself, by name: always, whatever level was asked for."""


class Faults:
    """Collects faults; each is an error, for a deck with one cannot be compiled."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.broken_files: set[str] = set()
        """Files that could not be read whole: what they lack is not reported missing."""

    def add(
        self,
        name: str,
        source: Source,
        span: Span,
        message: str,
        help: str = "",
        *related: Related,
        card: str | None = None,
    ) -> None:
        level, code = Severity.ERROR, CODES[name]
        found = Diagnostic(code, name, level, message, source, span, help, related, card=card)
        self.found.append(found)

    def refuse_file(
        self, shown: str, message: str, help: str, name: str = "unreadable-file"
    ) -> Source:
        """Report a file or folder of which nothing can be read; what stands in for it is empty."""
        source = Source(shown, "")
        self.broken_files.add(shown)
        self.add(name, source, Span(0, 0), message, help)
        return source

    def at(
        self,
        name: str,
        text: Text,
        message: str,
        help: str = "",
        *related: Related,
        card: str | None = None,
    ) -> None:
        """Report a fault at a whole scalar."""
        self.add(name, text.source, text.span, message, help, *related, card=card)
