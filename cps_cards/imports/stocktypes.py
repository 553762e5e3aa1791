"""The note types that every Anki has, by their names in all of its languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def _stock_names() -> Mapping[str, str]:
    table = (Path(__file__).parent / "stock.tsv").read_text(encoding="utf-8")
    return {name: role for role, name in (line.split("\t") for line in table.lower().splitlines())}


def stock_role(name: str) -> str:
    """What a stock note type is, in any language, and behind a `+` or a number of Anki's."""
    return _stock_names().get(re.sub(r"(?:\++|-[0-9a-f]{5,})+$", "", name.strip().lower()), "")
