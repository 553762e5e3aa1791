"""``cps-cards lint``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cps_cards.cli import options, run

if TYPE_CHECKING:
    from cps_cards.cli.fixing import Outcome
    from cps_cards.diagnostics import Diagnostic
    from cps_cards.pipeline import Timings

FORMATS = ("text", "json", "github", "sarif")
LEVELS = ("error", "warning", "info")
_MACHINE = ("json", "sarif")
_EPILOG = """\b
Examples:
  cps-cards lint                           the deck in ./decks, or the current folder
  cps-cards lint decks/cards/respect       only what stands in these files
  cps-cards lint --fix                     mend what can be mended safely
  cps-cards lint --select LAN --level info the rules about words, suggestions too
"""


class _Command(click.Command):
    """Wrong usage is told to programs, too, in the format that they asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            _tell_programs(_asked_format(given), error.format_message())
            raise

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, SystemExit, BrokenPipeError):
            raise
        except click.ClickException as error:
            _tell_programs(ctx.params["format_name"], error.format_message())
            raise
        except Exception as error:
            _tell_programs(ctx.params["format_name"], f"{type(error).__name__}: {error}")
            raise


def _asked_format(args: list[str]) -> str:
    for at, arg in enumerate(args):
        if arg.startswith("--format="):
            return arg.partition("=")[2]
        if arg == "--format" and at + 1 < len(args):
            return args[at + 1]
    return "text"


def _tell_programs(format_name: str, message: str) -> None:
    if format_name in _MACHINE:
        from cps_cards.report import base

        base.write_failure(message, format_name, sys.stdout)


@click.command(cls=_Command, epilog=_EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Run these rules only: names, codes, beginnings of codes, or ALL; with commas between.",
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Leave these rules out.")
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="warning",
    show_default=True,
    help="Show findings of this level and above.",
)
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    default="warning",
    show_default=True,
    help="Exit with 1 where there are findings of this level and above.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended without a change of meaning.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff: also make changes that you should read again.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option("--timings", is_flag=True, hidden=True)
def command(
    paths: tuple[Path, ...],
    format_name: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    level: str,
    fail_on: str,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    statistics: bool,
    timings: bool,
) -> None:  # fmt: skip
    """Check the wording of the cards and the coverage of the deck.

    PATH is a deck folder, or folders and files in one: then only what is found in them is shown.
    Exit status: 0 nothing found, 1 findings, 2 wrong usage.
    """
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    if fix and diff:
        raise click.UsageError("--fix changes files and --diff only shows how: choose one of them")
    from cps_cards.diagnostics import Severity

    selected, ignored = _rules(select), _rules(ignore)
    targets = _targets(paths)

    from cps_cards.cli import fixing
    from cps_cards.pipeline import Timings

    clock = Timings(time.perf_counter if timings else None)
    least = min(Severity[level.upper()], Severity[fail_on.upper()])
    outcomes = [
        fixing.lint(
            root, only, selected, ignored, clock, least, fix=fix or diff, unsafe=unsafe_fixes
        )
        for root, only in targets
    ]
    if fix:
        for outcome in outcomes:
            outcome.write()
    found = [one for outcome in outcomes for one in outcome.shown(changed=not diff)]
    visible = [one for one in found if one.severity >= Severity[level.upper()]]
    _print(visible, outcomes, format_name, fix=fix, diff=diff, statistics=statistics, clock=clock)
    failing = [one for one in found if one.severity >= Severity[fail_on.upper()]]
    would_change = diff and any(outcome.changes for outcome in outcomes)
    raise SystemExit(run.UNSOUND if failing or would_change else run.OK)


def _rules(given: tuple[str, ...]) -> tuple[str, ...]:
    """Selectors of the command line; wrong usage where one stands for nothing."""
    found = tuple(part.strip() for one in given for part in one.split(",") if part.strip())
    if not found:
        return ()
    from cps_cards.lint import catalogue

    for selector in found:
        if catalogue.matching(selector):
            continue
        if catalogue.is_load_fault(selector):
            raise click.UsageError(
                f"`{selector}` cannot be chosen or left out: faults of loading are always shown"
            )
        near = catalogue.suggestion(selector, catalogue.selectors())
        raise click.UsageError(f"there is no rule `{selector}`{near}")
    return found


def _targets(paths: tuple[Path, ...]) -> list[tuple[Path, frozenset[Path] | None]]:
    """Deck folders, each with the files in it that findings are wanted of (None: all)."""
    if not paths:
        return [(options.find_own_deck(None), None)]
    found: dict[Path, set[Path] | None] = {}
    for path in paths:
        if not path.exists():
            raise click.UsageError(f"there is no `{path}`{_near_path(path)}")
        root = _root_of(path)
        if root is None:
            raise click.UsageError(
                f"`{path}` belongs to no deck: neither it nor a folder above it holds deck.yaml"
            )
        if path.is_dir() and path.resolve() == root.resolve():
            found[root] = None
        elif (only := found.setdefault(root, set())) is not None:
            only.add(path.resolve())
    return [(root, frozenset(only) if only is not None else None) for root, only in found.items()]


def _root_of(path: Path) -> Path | None:
    """The deck folder that a path is or lies in, written as the user would."""
    if path.is_dir() and (path / "deck.yaml").exists():
        return path
    if path.name == "deck.yaml":
        return path.parent
    for written, real in zip(
        [path, *path.parents], [path.absolute(), *path.absolute().parents], strict=False
    ):
        if (real / "deck.yaml").is_file():
            return written
    above = next((p for p in path.resolve().parents if (p / "deck.yaml").is_file()), None)
    if above is not None:
        return above
    # A folder with cards and no deck.yaml is a deck that lacks one: loading says so.
    return path if path.is_dir() and (path / "cards").is_dir() else None


def _near_path(path: Path) -> str:
    from cps_cards.model.texts import did_you_mean

    folder = path.parent
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    return did_you_mean(path.name, names)


def _print(
    visible: list[Diagnostic],
    outcomes: list[Outcome],
    format_name: str,
    *,
    fix: bool,
    diff: bool,
    statistics: bool,
    clock: Timings,
) -> None:
    from cps_cards.report import base

    stdout = sys.stdout
    machine = format_name in _MACHINE
    if diff and not machine:
        for outcome in outcomes:
            stdout.write(outcome.diff())
    elif statistics and not machine:
        stdout.write(_statistics(visible))
        if format_name == "text":
            from cps_cards.report.text import summary

            stdout.write(summary(visible) + "\n")
    else:
        base.write(visible, format_name, stdout)
    if fix or diff:
        fixed = sum(outcome.fixed for outcome in outcomes)
        files = sum(len(outcome.changes) for outcome in outcomes)
        if fixed:
            would = "Would mend" if diff else "Mended"
            click.echo(
                f"{would} {base.count(fixed, 'finding')} in {base.count(files, 'file')}.", err=True
            )
        elif diff:
            click.echo("There is nothing to mend by itself.", err=True)
        for outcome, one in ((o, one) for o in outcomes for one in o.refused):
            place = f"{outcome.typed(one.source.path)}:{one.position.line}"
            click.echo(f"{place}: {one.name} was left as it is: mend it by hand", err=True)
    if clock.clock is not None:
        click.echo(_timings(clock.seconds), err=True)


def _statistics(found: list[Diagnostic]) -> str:
    counts: dict[tuple[str, str, str], int] = {}
    for one in found:
        key = (one.code, one.name, one.severity.label)
        counts[key] = counts.get(key, 0) + 1
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{n:6d}  {code}  {level:7}  {name}\n" for (code, name, level), n in rows)


def _timings(seconds: dict[str, float]) -> str:
    whole = sum(seconds.values()) or 1.0
    rows = sorted(seconds.items(), key=lambda item: -item[1])
    return "\n".join(f"{s * 1000:9.1f} ms  {s / whole:5.1%}  {name}" for name, s in rows)
