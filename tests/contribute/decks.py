"""Small decks for the tests, and YAML as an editor's schema validator types it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

DECK = "id: small\nname: Small\n"
CURRICULUM = """\
topics:
  - id: ethics
    title: Ethics
    objectives:
      - id: ethics.limits
        statement: Explain the limits.
        priority: core
        scenario_hint: Someone asks to keep a secret.
        facts:
          - id: ethics.limits.when
            text: Limits are explained at the start.
            sources: [code]
          - id: ethics.limits.why
            text: People choose what to say once they know who may hear it.
            sources: [code §2]
            caution: The wording is not official.
            caution_level: wording
      - id: ethics.words
        statement: Choose words with care.
        priority: important
        facts:
          - id: ethics.words.first
            text: The person comes first.
            sources: [code]
  - id: law
    title: Law
    objectives:
      - id: law.deadlines
        statement: State the deadlines.
        priority: core
        facts:
          - id: law.deadlines.written
            text: The written report follows within 48 hours.
            sources: [statute]
"""
SOURCES = """\
sources:
  - id: code
    title: Code of Ethics
    kind: code-of-ethics
  - id: statute
    title: The Statute
    kind: statute
    url: https://example.org/statute
"""
CARDS = """\
topic: ethics
cards:
  - id: limits-when
    front: When are the limits explained?
    back: At the start.
    why: People choose what to say once they know who may hear it.
    teaches: [ethics.limits.when]
"""
WHOLE = {
    "deck.yaml": DECK,
    "curriculum.yaml": CURRICULUM,
    "sources.yaml": SOURCES,
    "cards/ethics.yaml": CARDS,
}


def write(folder: Path, files: Mapping[str, str | bytes] = WHOLE) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Core(_Parser):  # type: ignore[misc]
    """YAML 1.2's core schema: what editors go by."""

    yaml_implicit_resolvers: Any = {}


_Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)\Z"), None)
_Core.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"), None
)
_Core.add_implicit_resolver(
    "core:int", re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z"), None
)
_Core.add_implicit_resolver(
    "core:float",
    re.compile(
        r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)"
        r"|\.(?:nan|NaN|NAN))\Z"
    ),
    None,
)


def _int(loader: Any, node: Any) -> int:
    text = str(loader.construct_scalar(node))
    base = {"0o": 8, "0x": 16}.get(text[:2])
    return int(text[2:], base) if base else int(text)


def _float(loader: Any, node: Any) -> float:
    text = str(loader.construct_scalar(node)).lower()
    return float(text.replace(".inf", "inf").replace(".nan", "nan"))


_Core.add_constructor("core:int", _int)
_Core.add_constructor("core:float", _float)


def typed(text: str) -> Any:
    """A file as an editor sees it: scalars typed by YAML 1.2, keys as texts."""
    return _text_keys(yaml.load(text.removeprefix("\ufeff"), Loader=_Core))


def _text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _text_keys(inner) for key, inner in value.items()}
    return [_text_keys(inner) for inner in value] if isinstance(value, list) else value
