"""Common misspellings and what was meant; no wrong form is a word or a name of its own."""

from importlib import resources

_LIST = resources.files("cps_cards.lint") / "misspellings.txt"
MISSPELLINGS: dict[str, str] = {
    wrong: right
    for wrong, _, right in (
        line.partition(" ") for line in _LIST.read_text(encoding="utf-8").splitlines()
    )
}

_ES = ("s", "x", "z", "ch", "sh")


def _plurals() -> dict[str, str]:
    """Misspelt words with the ending that their right forms would have in the plural."""
    found: dict[str, str] = {}
    for wrong, right in MISSPELLINGS.items():
        if " " in right or "'" in right or right.endswith(_ES):
            continue
        if right.endswith("y") and right[-2] not in "aeiou":
            if wrong.endswith("y"):
                found[f"{wrong[:-1]}ies"] = f"{right[:-1]}ies"
        elif not wrong.endswith(_ES):
            found[f"{wrong}s"] = f"{right}s"
    return found


FORMS: dict[str, str] = _plurals() | MISSPELLINGS
"""All that is listed, plurals of it too."""

TWO_WORDS: dict[tuple[str, str], str] = {
    (modal, "of"): f"{modal} have" for modal in ("should", "could", "would", "must")
}
