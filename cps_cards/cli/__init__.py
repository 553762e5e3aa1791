"""The command line: a command is imported only when it is called, so that help is instant."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from cps_cards import __version__

COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("cps_cards.cli.build", "Build the Anki package of a deck."),
    "lint": ("cps_cards.cli.lint", "Check the wording of the cards and the coverage of the deck."),
    "explain": (
        "cps_cards.cli.explain",
        "Explain a lint rule: why it matters, how to mend a card.",
    ),
    "plan": ("cps_cards.cli.plan", "Make a study plan that ends on the day of the exam."),
    "stats": ("cps_cards.cli.stats", "Count cards, and what of the curriculum they cover."),
    "preview": ("cps_cards.cli.preview", "Show the deck in a web page, as learners see it."),
    "exam": ("cps_cards.cli.exam", "Make a practice exam from the deck's choice cards."),
    "diff": ("cps_cards.cli.diff", "Show what changed, and what it does to learners."),
    "new": ("cps_cards.cli.new", "Write a new card, step by step."),
    "import": (
        "cps_cards.cli.importing",
        "Bring cards in from spreadsheets, Quizlet, Anki and quiz programs.",
    ),
    "init": ("cps_cards.cli.init", "Begin a deck of your own."),
    "schema": ("cps_cards.cli.schema", "Print the schema that helps editors with deck files."),
    "release": ("cps_cards.cli.release", "Build the package and record what it ships."),
}
"""Module and one-line help of each command, in the order of ``--help``."""

EPILOG = """\b
Examples:
  cps-cards build                  build the deck in ./decks, or the one that came along
  cps-cards lint                   check it
  cps-cards build --help           more about one command
"""


class LazyGroup(click.Group):
    """A group whose commands stay unread until one is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = import_module(entry[0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from cps_cards.model.texts import did_you_mean

            near = did_you_mean(args[0], COMMANDS)
            raise click.UsageError(f"no command `{args[0]}`{near}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="cps-cards")
def group() -> None:
    """Turn flashcards written in YAML into a deck for Anki, and check them on the way."""


def main(args: list[str] | None = None, **_: Any) -> None:
    """Run the command line and exit with its status."""
    from cps_cards.cli import run

    run.main(group, args)
