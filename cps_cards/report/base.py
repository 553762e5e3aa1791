"""The formats in which things are written: one module each, and one line here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.model.texts import counted, name_list


class Format(NamedTuple):
    """The module whose ``write(what, stream)`` writes a format, and the suffixes of its files.

    The module is imported when it is asked for: a calendar does not need jinja2. One that
    also has ``write_failure(message, stream)`` is for programs, which get a whole document even
    where there is nothing but a failure to tell. One of an exam has ``files(form)`` instead: bytes
    by what comes behind the file's name. Both raise OSError where a media file cannot be read.
    """

    module: str
    suffix: str = ""
    suffixes: tuple[str, ...] = ()

    @property
    def writer(self) -> Any:
        return import_module(self.module)


Formats = Mapping[str, Format]
"""By the names that ``--format`` takes; ``text`` is for the screen."""


def _formats(group: str, **suffixes: str) -> Formats:
    """A format by name, in the module that is named for both; usual suffixes come first."""
    found = {name: tuple(suffix.split()) for name, suffix in suffixes.items()}
    module = f"cps_cards.report.{group}"
    return {
        name: Format(f"{module}{name}", "".join(each[:1]), each) for name, each in found.items()
    }


FINDINGS = _formats("", text="", json="", github="", sarif="")
PLAN = _formats("plan_", text=".txt", html=".html", json=".json", ics=".ics")
EXAM = _formats(
    "exam_", html=".html", print=".html", moodle=".xml", gift=".txt .gift", qti=".zip", csv=".csv"
)
COMPARISON = _formats("diff_", text=".txt", markdown=".md", html=".html", json=".json")


def counts(found: Iterable[Diagnostic]) -> dict[str, int]:
    """How many findings of each severity by its label, the gravest first."""
    of = Counter(one.severity for one in found)
    return {severity.label: of[severity] for severity in reversed(Severity)}


def told(counts: Mapping[str, int]) -> str:
    """``1 error and 2 suggestions``; empty where there is nothing."""
    words = {"info": "suggestion"}
    return name_list([counted(n, words.get(label, label)) for label, n in counts.items() if n])


def fixable(found: Sequence[Diagnostic]) -> tuple[int, int]:
    """How many findings have a safe fix, and how many only an unsafe one."""
    safe = sum(one.is_fixable for one in found)
    return safe, sum(bool(one.fix) for one in found) - safe
