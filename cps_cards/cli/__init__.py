"""The command line: a command is imported only when it is called, so that help is instant."""

from importlib import import_module
from typing import Any

import click

from cps_cards import __version__

COMMANDS = {
    "build": "Build the Anki package of a deck.",
    "lint": "Check the wording of the cards and the coverage of the deck.",
    "explain": "Explain a lint rule: why it matters, how to mend a card.",
    "plan": "Make a study plan that ends on the day of the exam.",
    "stats": "Count cards, and what of the curriculum they cover.",
    "preview": "Show the deck in a web page, as learners see it.",
    "exam": "Make a practice exam from the deck's choice cards.",
    "diff": "Show what changed, and what it does to learners.",
    "new": "Write a new card, step by step.",
    "import": "Bring cards in from spreadsheets, Quizlet, Anki and quiz programs.",
    "init": "Begin a deck of your own.",
    "schema": "Print the schema that helps editors with deck files.",
    "release": "Build the package and record what it ships.",
}
"""The one-line help of each command, in the order of ``--help``; its module has its name."""

_OTHER_NAMES = {"import": "importing"}
"""What the module is called where the command's name is a word of Python."""

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
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"{__name__}.{_OTHER_NAMES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
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
            formatter.write_dl([*COMMANDS.items()])


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
