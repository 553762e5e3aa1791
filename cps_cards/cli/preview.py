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
@options.output_option(
    "Where to write the page; <deck id>.html in the current folder if left out.", ".html"
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--watch", is_flag=True, help="Write it again when a file of the deck changes; Ctrl-C stops."
)
def command(deck: Path, output: Path | None, show: bool, watch: bool) -> None:
    """Show the deck in a web page, as learners see it.

    One page with every card on a phone: flip it, filter by topic, kind, priority, week or words,
    switch to night. Beside a card stands what `cps-cards lint` finds in it. Print the page for a
    handout. It needs no network.
    """
    seen = _state(deck, output)
    target, status = _write(deck, output)
    if show and target is not None:
        _open(target.resolve().as_uri())
    if watch:
        _watch(deck, output, target, seen)
    elif status != run.OK:
        raise SystemExit(status)


def _open(address: str) -> None:
    """Show the page, or say where it is: what ought to open it may be missing, or fail later."""
    if click.launch(address):
        click.echo(f"There is no browser to open it here. The page is at {address}", err=True)
    else:
        click.echo(f"Opening {address} in the browser.")


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
    target = options.check_output(output or Path(f"{opened.collection.deck.id}.html"), ".html")
    exam = _exam_beside(target, opened.collection.deck.id)
    data = preview(opened.collection, opened.notes, found, exam).encode()
    atomic.write(target, data)
    click.echo(f"Wrote {target} ({len(data) / 1024:.0f} kB).")
    crashes = [one for one in found if one.name == "rule-crashed"]
    if crashes:
        text.write(crashes, sys.stderr)
    return target, run.BUG if crashes else run.OK


def _exam_beside(page: Path, deck_id: str) -> str:
    """The name of this deck's practice exam in the page's folder, if it was made there."""
    sign = f'id="exam" data-deck="{deck_id}"'.encode()
    for name in (f"{deck_id}-exam.html", "exam.html"):
        with suppress(OSError):  # none is there, or none that can be read: then there is no link
            if name != page.name and sign in page.with_name(name).read_bytes():
                return name
    return ""


def _watch(root: Path, output: Path | None, target: Path | None, seen: _State) -> None:
    """Write the page whenever a file of the deck changes, until Ctrl-C.

    ``target`` is the page as written so far, ``seen`` the deck as it was then.
    """
    if target is not None:  # that page is no change of the deck
        seen.pop(str(target), None)
    click.echo(f"Watching {shown_path(root)}; Ctrl-C stops.")
    try:
        while True:
            if target is None:
                click.echo("The page was left as it was: mend the deck first.", err=True)
            output = target or output
            while (now := _state(root, output)) == seen:
                time.sleep(_LOOK_AGAIN)
            seen = now
            target, _ = _write(root, output)
            gc.collect()  # commands have it switched off, which only does for one deck
    except KeyboardInterrupt:
        click.echo("Stopped.")


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
