"""``cps-cards explain``."""

import click

from cps_cards.model.texts import did_you_mean

_EPILOG = """\b
Examples:
  cps-cards explain                        all rules
  cps-cards explain status-label           one of them
  cps-cards explain LAN                    rules whose codes begin so
  cps-cards explain SCH009                 by its code
"""


@click.command(epilog=_EPILOG)
@click.argument("rule", required=False)
def command(rule: str | None) -> None:
    """Explain a lint rule: why it matters, how to mend a card.

    RULE is a name or a code; of the beginning of a code, such as LAN, the rules are listed. Without
    one, all are.
    """
    from cps_cards.lint import explain

    if rule is not None and (name := explain.find(rule)):
        click.echo(explain.page(name), nl=False)
    elif listed := explain.overview(rule or ""):
        click.echo(listed)
    else:
        near = did_you_mean(str(rule), explain.known())
        raise click.UsageError(f"there is no rule `{rule}`{near}")
