"""Questions on a terminal: each is asked again until its answer will do."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

import click

from cps_cards.model.texts import did_you_mean

Fault = Callable[[str], str]


def ask(label: str, fault: Fault, *, default: str = "", hint: str = "") -> str:
    """One text; Enter takes the default. A line that ends with a backslash goes on in the next."""
    if hint:
        click.echo(click.style(f"  {hint}", dim=True))
    shown = f" [{_short(default)}]" if default else ""
    while True:
        answer = _lines(f"{label}{shown}:") or default
        problem = fault(answer)
        if not problem:
            return answer
        click.echo(f"  {problem}")


def _lines(label: str) -> str:
    parts: list[str] = []
    with _line_editing():
        while True:
            line = str(click.prompt(label, default="", show_default=False, prompt_suffix=" "))
            if not line.endswith("\\") or line.endswith("\\\\"):
                return "\n".join([*parts, line]).strip()
            parts.append(line[:-1].rstrip())
            label = "  …"


@contextlib.contextmanager
def _line_editing() -> Iterator[None]:
    """Arrow keys in long texts, where Python has them."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - to be imported is all that it takes
    yield


def choose(label: str, options: Sequence[tuple[str, str]], *, default: str = "") -> str:
    """One of (name, description): by its number, its name or the beginning of its name."""
    width = max(len(name) for name, _ in options)
    for number, (name, text) in enumerate(options, start=1):
        click.echo(f"  {number:>2}  {name:{width}}  {text}".rstrip())
    names = [name for name, _ in options]
    shown = f" [{default}]" if default else ""
    while True:
        answer = _lines(f"{label} (number or name){shown}:") or default
        picked = pick(answer, names)
        if picked is not None:
            return picked
        if not answer:
            click.echo(f"  Type a number from 1 to {len(names)}, or a name from the list.")
        else:
            click.echo(f"  There is no `{answer}` in the list{did_you_mean(answer, names)}")


def pick(answer: str, names: Sequence[str]) -> str | None:
    """The name that an answer means: its number from 1, the name, or a beginning of it alone."""
    if answer.isdecimal() and 1 <= int(answer) <= len(names):
        return names[int(answer) - 1]
    folded = answer.casefold()
    exact = [name for name in names if name.casefold() == folded]
    begun = [name for name in names if folded and name.casefold().startswith(folded)]
    found = exact or begun
    return found[0] if len(found) == 1 else None


def pick_several(answer: str, names: Sequence[str]) -> tuple[list[str], str]:
    """The names that numbers or names, divided by commas or spaces, mean; and what means none."""
    picked: list[str] = []
    for part in answer.replace(",", " ").split():
        name = pick(part, names)
        if name is None:
            return [], part
        if name not in picked:
            picked.append(name)
    return picked, ""


def _short(text: str, most: int = 50) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
