"""Times whole processes side by side, in one run on one machine, and prints Markdown tables.

``python tests/bench/run.py`` takes about seven minutes; ``--sizes 300,3000`` fewer. Each figure is
the best of three runs (``--rounds``); memory is the peak of that process. The peers are a script
that a user would write instead (``plain_script.py``) and genanki alone from ready HTML
(``floor.py``).
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FIT_SIZES = (300, 1_000, 3_000, 10_000, 30_000)


class Figure(NamedTuple):
    """Seconds and megabytes of one process."""

    seconds: float
    megabytes: float


def environment(work: Path) -> dict[str, str]:
    """Every process finds compiled modules, as after ``pip install``; the first run makes them."""
    chosen = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return chosen | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(work / "compiled")}


def measure(command: Sequence[str], rounds: int, work: Path) -> Figure:
    """The best of some runs after one that warms up.

    Exit status 1 is accepted: a linter that finds something ends so.
    """
    best: Figure | None = None
    for _ in range(rounds + 1):
        started = time.perf_counter()
        with subprocess.Popen(
            command, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment(work),
        ) as process:  # fmt: skip
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        if process.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)} ended with {process.returncode}")
        megabytes = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
        if best is None or seconds < best.seconds:
            best = Figure(seconds, megabytes)
    assert best is not None
    return best


def python(*args: str) -> list[str]:
    return [sys.executable, *args]


def tool(*args: str) -> list[str]:
    return python("-m", "cps_cards", *args)


def row(*cells: object) -> None:
    print(f"| {' | '.join(str(cell) for cell in cells)} |", flush=True)


def builds(decks: dict[int, Path], work: Path, rounds: int) -> None:
    print("\n**Build**, beside (a) a plain script and (b) genanki alone\n")
    row("cards", "cps-cards", "MB", "(a)", "(b)", "ratio to (a)", "ratio to (b)")
    row("---:", "---:", "---:", "---:", "---:", "---:", "---:")
    for size, deck in decks.items():
        ready = work / f"{size}.json"
        subprocess.run(
            python(str(HERE / "floor.py"), "--prepare", str(deck), str(ready)),
            check=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        ours = measure(tool("build", "-q", "-o", "ours.apkg", str(deck)), rounds, work)
        plain = measure(
            python(str(HERE / "plain_script.py"), str(deck), "plain.apkg"), rounds, work
        )
        floor = measure(python(str(HERE / "floor.py"), str(ready), "floor.apkg"), rounds, work)
        row(f"{size:,}", f"{ours.seconds:.2f} s", f"{ours.megabytes:.0f}", f"{plain.seconds:.2f} s",
            f"{floor.seconds:.2f} s", f"{ours.seconds / plain.seconds:.2f}",
            f"{ours.seconds / floor.seconds:.2f}")  # fmt: skip


def commands(decks: dict[int, Path], work: Path, rounds: int) -> None:
    print("\n**Other commands**, seconds (MB)\n")
    row("cards", "build again", "lint", "stats", "preview", "plan")
    row("---:", *["---:"] * 5)
    for size, deck in decks.items():
        cells = []
        for args in (
            ("build", "-q", "-o", "ours.apkg", str(deck)),
            ("lint", str(deck)),
            ("stats", str(deck)),
            ("preview", str(deck), "-o", "ours.html"),
            ("plan", str(deck), "--start", "2027-01-01", "--exam-date", "2027-05-01"),
        ):
            figure = measure(tool(*args), rounds, work)
            cells.append(f"{figure.seconds:.2f} ({figure.megabytes:.0f})")
        row(f"{size:,}", *cells)


def start_up(work: Path, rounds: int) -> None:
    print("\n**Start-up**\n")
    row("what", "seconds", "beside", "seconds", "ratio")
    row("---", "---:", "---", "---:", "---:")
    rounds = max(rounds, 10)
    for args, peer in (
        (("--help",), "import click"),
        (("build", "-q", "-o", "ours.apkg", str(ROOT / "decks")), "import genanki, yaml"),
    ):
        ours = measure(tool(*args), rounds, work)
        theirs = measure(python("-c", peer), rounds, work)
        name = f"cps-cards {args[0]}" + (" of the shipped deck" if len(args) > 1 else "")
        row(f"`{name}`", f"{ours.seconds:.3f}", f"`{peer}`", f"{theirs.seconds:.3f}",
            f"{ours.seconds / theirs.seconds:.2f}")  # fmt: skip


def fits(work: Path, rounds: int) -> None:
    """Time as a power of size: the slope of a line through the logarithms.

    What a deck of one card takes is taken off first: that is start-up, and no part of growth.
    """
    print("\n**Growth**: seconds over five sizes, and the exponent of a power law through them\n")
    row("command", *(f"{size:,}" for size in FIT_SIZES), "exponent")
    row("---", *["---:"] * (len(FIT_SIZES) + 1))
    decks = {size: deck_of(size, work) for size in FIT_SIZES}
    for name in ("build", "lint"):
        extra = ("-q", "-o", "ours.apkg") if name == "build" else ()
        idle, *times = (
            measure(tool(name, *extra, str(deck)), rounds, work).seconds
            for deck in (deck_of(1, work), *decks.values())
        )
        x = [math.log(size) for size in FIT_SIZES]
        y = [math.log(max(seconds - idle, 1e-3)) for seconds in times]
        mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
        slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum(
            (a - mean_x) ** 2 for a in x
        )
        row(name, *(f"{seconds:.2f}" for seconds in times), f"{slope:.2f}")


def deck_of(size: int, work: Path) -> Path:
    folder = work / f"deck-{size}"
    if not folder.exists():
        # In a process of its own: the peak of this one is where that of every child begins.
        subprocess.run(python(str(HERE / "generate.py"), str(folder), str(size)), check=True)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", default="300,3000,30000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("builds", "commands", "start", "fits"))
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        decks = {size: deck_of(size, work) for size in sizes}
        if options.only in (None, "start"):
            start_up(work, options.rounds)
        if options.only in (None, "builds"):
            builds(decks, work, options.rounds)
        if options.only in (None, "commands"):
            largest = min(max(sizes), 10_000)
            chosen = [size for size in FIT_SIZES if size <= largest]
            commands({size: deck_of(size, work) for size in chosen}, work, options.rounds)
        if options.only in (None, "fits"):
            fits(work, options.rounds)


if __name__ == "__main__":
    main()
