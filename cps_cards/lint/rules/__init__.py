"""The rules, one file each; they are found by looking into this folder."""

import pkgutil
from functools import lru_cache


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """The names of all rules, as their files say: none is imported for it."""
    return frozenset(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))
