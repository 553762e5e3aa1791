"""Nodes to the wording table."""

from cps_cards.diagnostics import Severity
from cps_cards.faults import Faults
from cps_cards.model.language import LanguageTable, PreferredTerm, Term
from cps_cards.source import Source
from cps_cards.yamlio import keys
from cps_cards.yamlio.curriculumfile import Ids
from cps_cards.yamlio.fields import top_fields
from cps_cards.yamlio.nodes import Node


def read_language(node: Node | None, source: Source, faults: Faults) -> LanguageTable | None:
    fields = top_fields(node, source, keys.LANGUAGE, faults)
    if fields is None:
        return None
    ids = Ids(faults, "the term")
    got = fields.read()
    terms = []
    for one in [inner.read() for inner in got.pop("terms", ())]:
        if one.keys() >= keys.TERM.required[None] and ids.take(one["id"]):
            terms.append(Term(**{**one, "severity": Severity[one["severity"].upper()]}))
    preferred = [inner.read() for inner in got.pop("preferred_terms", ())]
    return LanguageTable(
        source,
        **got,
        terms=tuple(terms),
        preferred_terms=tuple(PreferredTerm(**one) for one in preferred if "concept" in one),
    )
