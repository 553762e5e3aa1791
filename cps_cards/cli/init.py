"""``cps-cards init``."""

import os
import shlex
from pathlib import Path

import click

from cps_cards.cli import options
from cps_cards.source import shown_path

_EPILOG = """\b
Examples:
  cps-cards init first-aid                 a deck folder named first-aid
  cps-cards init first-aid --name "First Aid Exam"
  cps-cards init . --keep                  in a folder that holds files already
"""
_WORKFLOWS = ".github/workflows"
_OF_A_DECK = (
    "deck.yaml", "curriculum.yaml", "sources.yaml", "language.yaml", "published.json", "cards",
    ".schema",
)  # fmt: skip


@click.command(epilog=_EPILOG)
@click.argument("wanted", type=click.Path(), metavar="DIR")
@click.option("--id", "deck_id", metavar="ID",
              help="The deck's id; from the folder's name by default.")  # fmt: skip
@click.option("--name", metavar="NAME", help="The deck's name in Anki; likewise.")
@click.option("--language", "with_language", is_flag=True,
              help="Add language.yaml, a table of wording for the linter.")  # fmt: skip
@click.option("--license", type=click.Choice(["cc-by-sa", "cc-by", "cc0"]), help="What others may "
              "do with the deck; LICENSE lists the choices if left out.")  # fmt: skip
@click.option("--keep", is_flag=True, help="Where DIR holds other files: leave them as they are, "
              "add what is missing.")  # fmt: skip
def command(
    wanted: str, deck_id: str | None, name: str | None, with_language: bool, license: str | None,
    keep: bool,
) -> None:  # fmt: skip
    """Begin a deck of your own.

    Makes the folder DIR with a sample card of each kind, a curriculum, sources, a README and
    workflows for GitHub: ready to build and lint, and to be filled with your own. It overwrites
    nothing.
    """
    if not wanted.strip():
        raise click.UsageError("name the folder to make, or `.` for the current one")
    folder = Path(wanted)
    _check_folder(folder, keep)

    from cps_cards import atomic
    from cps_cards.contribute import scaffold
    from cps_cards.yamlio.wellformed import slug

    called = folder.resolve().name
    chosen = deck_id if deck_id is not None else slug(called)
    if not chosen:
        raise click.UsageError(f"the folder's name `{called}` tells no id for the deck: give --id")
    title = " ".join(name.split()) if name is not None else scaffold.name_for(called)
    with options.wrong_usage(ValueError):
        files = scaffold.files(chosen, title, with_language=with_language, license=license)
    kept = sorted(path for path in files if os.path.lexists(folder / path))
    made = {folder / path: data for path, data in files.items() if path not in kept}
    atomic.write_all(made, new=True)
    shown = shown_path(folder)
    click.echo(f"Made {title} in {shown}:")
    for path in sorted(files.keys() - kept):
        click.echo(f"  {path}")
    for path in kept:
        click.echo(f"  {path} was there and was left as it is")
    if not any(path.startswith(_WORKFLOWS) for path in kept):
        _tell_where_workflows_run(folder)
    here = "" if shown == "." else f" {_quoted(shown)}"
    click.echo(f"\nNext:\n  cps-cards lint{here}\n  cps-cards build{here}\n  cps-cards new{here}")


def _check_folder(folder: Path, keep: bool) -> None:
    """Wrong usage where a deck cannot begin in a folder without touching what is there."""
    if not os.path.lexists(folder):
        if not folder.absolute().parent.is_dir():
            raise click.UsageError(f"there is no folder `{folder.parent}`")
        return
    if not folder.is_dir():
        what = "a file" if folder.exists() else "a link that leads nowhere"
        raise click.UsageError(f"`{folder}` is {what}; name a folder to make")
    there = sorted({entry.name for entry in folder.iterdir()} - {".git", ".DS_Store"})
    for name in there:
        if name in _OF_A_DECK:
            raise click.UsageError(
                f"`{folder}` holds {name}: there is a deck in it already; name another folder"
            )
    if there and not keep:
        raise click.UsageError(
            f"`{folder}` is not empty: it holds {there[0]}; name a new folder, or add --keep to "
            "leave what is there as it is and add the deck to it"
        )


def _tell_where_workflows_run(folder: Path) -> None:
    """What to do about the workflows of a deck that is a part of a repository."""
    whole = folder.resolve()
    top = next((one for one in (whole, *whole.parents) if (one / ".git").exists()), whole)
    if top != whole:
        deck = _quoted(whole.relative_to(top).as_posix())
        click.echo(
            f"\n{shown_path(top)} is a git repository, and GitHub runs the workflows at its top "
            "alone. To have the deck checked there,\n"
            f"  move the files of {shown_path(folder)}/{_WORKFLOWS} to {shown_path(top)}/"
            f"{_WORKFLOWS}\n"
            f"  and write {deck} for the dot behind `cps-cards lint` and the other commands, "
            f"and {deck}/published.json."
        )


def _quoted(path: str) -> str:
    return shlex.quote(f"./{path}" if path.startswith("-") else path)
