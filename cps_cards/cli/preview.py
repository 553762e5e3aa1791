"""``cps-cards preview``."""

from __future__ import annotations

import gc
import stat
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cps_cards.cli import options, run

if TYPE_CHECKING:
    from cps_cards.diagnostics import Diagnostic

_State = dict[str, tuple[int, int]]
_LOOK_AGAIN = 0.5
_EPILOG = """\b
Examples:
  cps-cards preview --open                 the deck in ./decks, shown in the browser
  cps-cards preview decks -o deck.html     a deck, and where to write the page
  cps-cards preview --watch                write it again whenever a file changes
"""


@click.command(epilog=_EPILOG)
@options.deck_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write the page; <deck id>.html in the current folder if left out.",
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--watch", is_flag=True, help="Write it again when a file of the deck changes; Ctrl-C stops."
)
def command(deck: Path | None, output: Path | None, show: bool, watch: bool) -> None:
    """Show the deck in a web page, as learners see it.

    One page with every card on a phone: flip it, filter by topic, kind, priority, week or words,
    switch to night. Beside a card stands what `cps-cards lint` finds in it. Print the page for a
    handout. It needs no network.
    """
    root = options.find_deck(deck)
    if output is not None:
        options.check_output(output, ".html")
    seen = _state(root, output)
    target, found = _write(root, output)
    if found and not watch:
        run.stop_if_unsound(found)
    if found:
        _tell(found)
    if show and target is not None:
        click.launch(target.resolve().as_uri())
    if watch:
        # The page that was just written is no change of the deck.
        path = target or output
        if path is not None:
            seen.pop(str(path), None)
        _watch(root, path, seen)


def _write(root: Path, output: Path | None) -> tuple[Path | None, list[Diagnostic]]:
    """Write the page; where the deck is not sound, nothing is written and its faults come back."""
    from cps_cards import atomic, pipeline
    from cps_cards.cli.progress import bar
    from cps_cards.diagnostics import Severity
    from cps_cards.preview import preview

    with bar(sys.stderr) as step:
        opened = pipeline.open_deck(root, progress=step)
    if opened.faults.found:
        return None, opened.faults.found
    deck = opened.collection
    target = options.check_output(output or Path(f"{deck.deck.id}.html"), ".html")
    # What `cps-cards lint` shows by default.
    findings = opened.findings(least=Severity.WARNING)
    data = preview(deck, opened.notes, findings).encode()
    atomic.write(target, data)
    click.echo(f"Wrote {target} ({len(data) / 1024:.0f} kB).")
    return target, []


def _watch(root: Path, output: Path | None, seen: _State) -> None:
    """Write the page whenever a file of the deck changes, until Ctrl-C."""
    click.echo(f"Watching {run.shown_path(root)}; Ctrl-C stops.")
    try:
        while True:
            time.sleep(_LOOK_AGAIN)
            now = _state(root, output)
            if now == seen:
                continue
            seen = now
            target, found = _write(root, output)
            output = target or output
            if found:
                _tell(found)
            gc.collect()  # loading has it switched off, which only does for one deck
    except KeyboardInterrupt:
        click.echo("Stopped.")


def _tell(found: list[Diagnostic]) -> None:
    from cps_cards.diagnostics import by_place
    from cps_cards.report import text

    text.write(by_place(found), sys.stderr)
    click.echo("The page was left as it was: mend the deck first.", err=True)


def _state(root: Path, output: Path | None) -> _State:
    """Time and size of every file of the deck; one that goes while we look is not there.

    The page itself may lie in the deck folder, and hidden files are those of editors.
    """
    page = output.resolve() if output is not None else None
    found = {}
    for path in root.rglob("*"):
        if path.name.startswith(".") or path.resolve() == page:
            continue
        try:
            status = path.stat()
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode):
            found[str(path)] = (status.st_mtime_ns, status.st_size)
    return found
