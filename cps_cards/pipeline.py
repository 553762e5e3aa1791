"""The one way into a deck: loaded, rendered and checked once; every command reads what it gives."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from cps_cards.diagnostics import Diagnostic, Severity, by_place
from cps_cards.faults import Faults
from cps_cards.model.deck import Collection
from cps_cards.render import notes as rendering
from cps_cards.render.notes import RenderedNote
from cps_cards.source import shown_path
from cps_cards.yamlio import load


@dataclass(frozen=True)
class Opened:
    """A deck folder as every command sees it.

    ``notes`` are the cards of the collection in its order, as learners get them; ``description``
    is HTML. Where there are ``faults``, the collection holds what is sound, and nothing may be made
    of it but findings.
    """

    collection: Collection
    notes: list[RenderedNote]
    description: str
    faults: Faults
    shown: str

    @property
    def files(self) -> dict[str, Path]:
        """The files that were read, by their paths as findings show them."""
        return {path: self.collection.path_of(path) for path in self.collection.mtimes}

    def findings(
        self,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        least: Severity = Severity.INFO,
        wanted: Callable[[str], bool] | None = None,
        timed: Callable[[str], AbstractContextManager[object]] = nullcontext,
    ) -> list[Diagnostic]:
        """All that is wrong with the deck, by its places: the faults, and what the rules find.

        ``select`` and ``ignore`` are selectors of rules beside those of the deck's settings; rules
        that find nothing as grave as ``least`` are spared. ``wanted`` tells by a shown path whether
        somebody looks at that file: what belongs to two cards is told there. It leaves none out.
        Each rule runs within ``timed`` of its name.
        """
        # A build has no use for the rules, and it takes a tenth of a second to import them.
        from cps_cards.lint import engine

        found = engine.check(self.collection, select, ignore, least, wanted, timed)
        return by_place([*self.faults.found, *found])


def open_deck(
    root: Path,
    changed: Mapping[str, bytes] | None = None,
    *,
    shown: str | None = None,
    progress: Callable[[int], object] | None = None,
) -> Opened:
    """Read a deck folder whole, and tell all that keeps it from being compiled.

    ``changed`` holds files, by their shown paths, as they would be after a change. ``shown`` is the
    folder's path in messages: as it would be typed in the current folder, if left out. ``progress``
    is called after each card that was rendered, with the number of all. Raises nothing for what an
    author wrote: that is in ``faults``.
    """
    shown = shown_path(root) if shown is None else shown
    collection, faults = load.load(root, shown, changed)
    total = len(collection.cards)
    step = None if progress is None else (lambda: progress(total))
    notes = rendering.render_all(collection, faults, step)
    description = rendering.render_description(collection, faults)
    _check_settings(collection, faults)
    return Opened(collection, notes, description, faults, shown)


def _check_settings(collection: Collection, faults: Faults) -> None:
    """Report what the deck says to the linter and the linter does not know.

    Names of rules are the names of their files; only what these do not answer needs the rules.
    """
    named = {rule.value for rule, _ in collection.rules_named()}
    numbers = collection.deck.lint.numbers()
    if not (named or numbers):
        return
    from cps_cards.lint import rules

    if numbers or not named <= rules.names():
        from cps_cards.lint import catalogue

        catalogue.check_settings(collection, faults)
