"""``cps-cards preview``."""

import gc
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

import click

from cps_cards.cli import options, run
from cps_cards.source import shown_path

_LOOK_AGAIN = 0.5
_EPILOG = """\b
Examples:
  cps-cards preview --open                 the deck in ./decks, shown in the browser
  cps-cards preview decks -o deck.html     a deck, and where to write the page
  cps-cards preview --watch                write it again whenever a file changes
"""


@click.command(epilog=_EPILOG)
@options.deck_argument
@options.output_option(
    "Where to write the page; <deck id>.html in the current folder if left out.", ".html"
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.option("--watch", is_flag=True,
              help="Write it again when a file of the deck changes; Ctrl-C stops.")  # fmt: skip
def command(deck: Path, output: Path | None, show: bool, watch: bool) -> None:
    """Show the deck in a web page, as learners see it.

    One page with every card on a phone: flip it, filter by topic, kind, priority, week or words,
    switch to night. Beside a card stands what `cps-cards lint` finds in it. Print the page for a
    handout. It needs no network.
    """
    seen = _state(deck, output)
    target, status = _write(deck, output)
    if show and target is not None:
        address = target.resolve().as_uri()
        # What ought to open it may be missing, or fail later: so it is said where the page is.
        if click.launch(address):
            told = f"There is no browser to open it here. The page is at {address}"
            click.echo(told, err=True)
        else:
            click.echo(f"Opening {address} in the browser.")
    if not watch:
        raise SystemExit(status)
    if target is not None:  # that page is no change of the deck
        seen.pop(str(target), None)
    click.echo(f"Watching {shown_path(deck)}; Ctrl-C stops.")
    with suppress(KeyboardInterrupt):
        while True:
            if target is None:
                click.echo("The page was left as it was: mend the deck first.", err=True)
            output = target or output
            while (now := _state(deck, output)) == seen:
                time.sleep(_LOOK_AGAIN)
            seen = now
            target, _ = _write(deck, output)
            gc.collect()  # commands have it switched off, which only does for one deck
    click.echo("Stopped.")


def _write(root: Path, output: Path | None) -> tuple[Path | None, int]:
    """Write the page and tell what is wrong; the file, where one was written, and the status."""
    from cps_cards import atomic
    from cps_cards.diagnostics import Severity
    from cps_cards.preview import preview
    from cps_cards.report import text

    try:
        opened = run.sound_deck(root)
    except SystemExit:  # its faults are told
        return None, run.UNSOUND
    # Beside a card stands what `cps-cards lint` shows by default.
    found = opened.findings(least=Severity.WARNING)
    id = opened.collection.deck.id
    target = options.check_output(output or Path(f"{id}.html"), ".html")
    exam, sign = "", f'id="exam" data-deck="{id}"'.encode()
    for name in (f"{id}-exam.html", "exam.html"):  # this deck's practice exam, if it is beside
        with suppress(OSError):  # none is there, or none that can be read: then there is no link
            if name != target.name and sign in target.with_name(name).read_bytes():
                exam = exam or name
    data = preview(opened.collection, opened.notes, found, exam).encode()
    atomic.write(target, data)
    click.echo(f"Wrote {target} ({len(data) / 1024:.0f} kB).")
    crashes = [one for one in found if one.name == "rule-crashed"]
    if crashes:
        text.write(crashes, sys.stderr)
    return target, run.BUG if crashes else run.OK


def _state(root: Path, output: Path | None) -> dict[str, tuple[int, int]]:
    """Time and size of every file of the deck, but for hidden ones, which are those of editors, and
    the page itself, which may lie in the deck folder."""
    page = output.resolve() if output is not None else None
    found = {}
    for path in root.rglob("*"):
        if path.name.startswith(".") or path.resolve() == page:
            continue
        with suppress(OSError):  # a file that goes while we look is not there
            status = path.stat()
            if stat.S_ISREG(status.st_mode):
                found[str(path)] = (status.st_mtime_ns, status.st_size)
    return found
