"""Which deck is meant: by a folder, by files in one, or by nothing but where somebody stands."""

import os
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from cps_cards.diagnostics import Diagnostic
from cps_cards.model.texts import did_you_mean
from cps_cards.source import Source


class NoDeckError(Exception):
    """No deck is where one was looked for; the message says what to name instead."""


def find(path: Path | None) -> Path:
    """The deck folder: the one named, else the one here, else the one that came with the package.

    Raises :class:`NoDeckError` where there is none.
    """
    if path is None:
        return here() or shipped()
    if not path.exists():
        raise NoDeckError(f"there is no deck folder `{path}`")
    if not path.is_dir():
        raise NoDeckError(f"`{path}` is a file; name the deck folder that holds deck.yaml")
    if not _holds_deck(path):
        near = [*path.glob("*/deck.yaml")]
        hint = f"; did you mean `{near[0].parent}`?" if len(near) == 1 else ""
        raise NoDeckError(f"`{path}` is no deck folder: it holds no deck.yaml{hint}")
    return path


def find_own(path: Path | None) -> Path:
    """As :func:`find`, for what is about somebody's own deck: never the one that came along.
    Raises :class:`NoDeckError`."""
    found = find(path) if path is not None else here()
    if found is None:
        near = [*Path().glob("*/deck.yaml")]
        hint = f": `{near[0].parent}`" if len(near) == 1 else ""
        raise NoDeckError(
            f"there is no deck in ./decks; name the deck folder{hint}, or begin one with "
            "`cps-cards init`"
        )
    return found


def here() -> Path | None:
    """``./decks`` or the current folder, whichever is a deck folder."""
    return next((folder for folder in (Path("decks"), Path()) if _holds_deck(folder)), None)


def shipped() -> Path:
    """The deck in the wheel, or the checkout's where the package is installed from one. Raises
    :class:`NoDeckError`."""
    package = Path(__file__).parent
    for folder in (package / "decks", package.parent / "decks"):
        if (folder / "deck.yaml").exists():
            return folder
    raise NoDeckError("there is no ./decks here, and no deck came with the package: name one")


def _holds_deck(folder: Path) -> bool:
    """Whether a deck is meant to be here; a broken link is for the loader to tell of."""
    return os.path.lexists(folder / "deck.yaml")


@dataclass(frozen=True)
class Target:
    """A deck folder, and the files and folders in it that somebody asked about; None: all."""

    root: Path
    only: Set[Path] | None = None

    @cached_property
    def wants(self) -> Callable[[str], bool]:
        """Whether what is found in a file of the deck, by its shown path, is to be told."""

        @cache
        def wanted(shown: str) -> bool:
            real = Path(shown).resolve()
            return any(one in (real, *real.parents) for one in self.only or ())

        return (lambda shown: True) if self.only is None else wanted

    @cached_property
    def typed(self) -> Callable[[str], str]:
        """A shown path of the deck as somebody types it who stands in the deck folder."""
        current = Path.cwd()
        if self.root.resolve() not in (current, *current.parents):
            return lambda shown: shown
        return lambda shown: Path(os.path.relpath(shown)).as_posix()

    def as_typed(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Findings whose paths are what somebody types who stands in the deck folder."""

        @cache
        def shown(source: Source) -> Source:
            return Source(self.typed(source.path), source.text, source.bom, source.align)

        return [
            one._replace(
                source=shown(one.source),
                related=tuple(r._replace(source=shown(r.source)) for r in one.related),
            )
            for one in found
        ]


def targets(paths: Sequence[Path]) -> list[Target]:
    """The decks that paths lie in or are; the deck here for none. Raises :class:`NoDeckError`."""
    if not paths:
        return [Target(find_own(None))]
    found: dict[Path, set[Path] | None] = {}
    for path in paths:
        if not path.exists():
            names = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
            raise NoDeckError(f"there is no `{path}`{did_you_mean(path.name, names)}")
        root = _root_of(path)
        if root is None:
            raise NoDeckError(
                f"`{path}` belongs to no deck: neither it nor a folder above it holds deck.yaml"
            )
        if path.is_dir() and path.resolve() == root.resolve():
            found[root] = None
        elif (only := found.setdefault(root, set())) is not None:
            only.add(path.resolve())
    return [Target(root, only) for root, only in found.items()]


def _root_of(path: Path) -> Path | None:
    """The deck folder that a path is or lies in, written as the user would."""
    if path.name == "deck.yaml":
        return path.parent
    whole = path.absolute()
    near = zip([path, *path.parents], [whole, *whole.parents], strict=False)
    for written, folder in (*near, *((one, one) for one in path.resolve().parents)):
        if (folder / "deck.yaml").exists():
            return written
    # A folder with cards and no deck.yaml is a deck that lacks one: loading says so.
    return path if (path / "cards").is_dir() else None
