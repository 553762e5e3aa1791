"""The rules, one file each; they are found by looking into this folder."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """The names of all rules, as their files say: none is imported for it."""
    files = (entry.name for entry in resources.files(__name__).iterdir())
    return frozenset(
        name.removesuffix(".py").replace("_", "-")
        for name in files
        if name.endswith(".py") and not name.startswith("_")
    )
