"""Nodes to the wording table, whose patterns are regular expressions that hold."""

import re
import warnings
from collections.abc import Mapping

from cps_cards.diagnostics import Severity
from cps_cards.faults import Faults
from cps_cards.model.language import LanguageTable, PreferredTerm, Term
from cps_cards.source import Source, Text
from cps_cards.yamlio import keys
from cps_cards.yamlio.curriculumfile import Ids
from cps_cards.yamlio.fields import Fields, Reader, top_fields
from cps_cards.yamlio.nodes import Node


def read_language(node: Node | None, source: Source, faults: Faults) -> LanguageTable | None:
    fields = top_fields(node, source, keys.LANGUAGE, faults)
    if fields is None:
        return None
    ids = Ids(faults, "the term")
    got = fields.read(special=_SPECIAL)
    terms = (_term(inner) for inner in fields.maps("terms", keys.TERM))
    preferred = (inner.read() for inner in fields.maps("preferred_terms", keys.PREFERRED_TERM))
    return LanguageTable(
        source,
        **got,
        terms=tuple(term for term in terms if term is not None and ids.take(term.id)),
        preferred_terms=tuple(PreferredTerm(**one) for one in preferred if "concept" in one),
    )


def _term(fields: Fields) -> Term | None:
    got = fields.read(special=_SPECIAL)
    if not got.keys() >= keys.TERM.required[None]:
        return None
    return Term(**{**got, "severity": Severity[got["severity"].upper()]})


def _pattern(fields: Fields, name: str) -> Text | None:
    text = fields.text(name)
    return text if text is not None and _is_pattern(text, text.value, fields.faults) else None


def _exempt(fields: Fields, name: str) -> tuple[Text, ...]:
    """Patterns that will be put together into one."""
    return tuple(
        text for text in fields.lines(name) if _is_pattern(text, f"(?:{text.value})", fields.faults)
    )


def _is_pattern(text: Text, pattern: str, faults: Faults) -> bool:
    """Whether a pattern can be compiled; it is a fault where it cannot."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of forms that mean something else in other languages
            re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        told = f"this is no regular expression: {error}"
        help = "put a backslash before a mark that is meant as it stands; single quotes keep "
        faults.at("bad-value", text, told, f"{help}backslashes as they are")
        return False
    return True


_SPECIAL: Mapping[str, Reader] = {
    "pattern": _pattern,
    "exempt_patterns": _exempt,
    "global_exempt_patterns": _exempt,
    "acronyms": Fields.line_map,
    "replace": Fields.line_map,
}
