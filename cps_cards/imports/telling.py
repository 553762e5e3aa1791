"""What an import says: what the file is, what becomes of it, what is left out, what is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cps_cards.imports.bringing import Brought
from cps_cards.imports.moving import moving_steps
from cps_cards.imports.records import Told
from cps_cards.model.texts import counted, name_list, short
from cps_cards.pipeline import Opened

_MOST_LEFT = 60
_MOST_PROPOSED = 20


def told(name: str, told: Told, brought: Brought, opened: Opened, *, dry_run: bool) -> str:
    """The account of an import, for people."""
    lines = [f"{name}: {told.what}"]
    types = [(f"{type} ({number})", kind, how) for type, (kind, number, how) in told.types.items()]
    width = min(max((len(title) for title, _, _ in types), default=0), 40)
    for title, kind, how in types:
        lines.append(f"  {title:{width}}  {kind or 'left out':9}  {short(how, 90)}".rstrip())
    lines += told.remarks
    lines.append(_written(brought, opened, dry_run=dry_run))
    lines += _proposed(brought)
    if not told.complete or told.lost:
        found = told.lines()
        lines += ["Not carried:", *(f"  {line}" for line in found[:_MOST_LEFT])]
        if len(found) > _MOST_LEFT:
            lines.append(f"  and {len(found) - _MOST_LEFT:,} more")
    lines += _linted(brought)
    if brought.pinned and told.moves:
        lines += ["", moving_steps(f"{opened.collection.deck.id}.apkg", brought.pinned, told)]
    return "\n".join(lines)


def _written(brought: Brought, opened: Opened, *, dry_run: bool) -> str:
    total = sum(brought.counts.values())
    there = (
        f"{counted(brought.there, 'card')} {'is' if brought.there == 1 else 'are'} there already"
    )
    if brought.alike:
        there += f", {counted(brought.alike, 'row')} said the same as one before"
    if not total:
        return f"Nothing to write: {there}."
    files = [f"{name.removeprefix('./')} ({count})" for name, count in brought.counts.items()]
    shown = name_list(files) if len(files) < 9 else f"{len(files)} files"
    media = len(brought.media.new)
    more = f", {counted(media, 'file')} to {opened.shown}/media/" if media else ""
    did = "Would write" if dry_run else "Wrote"
    return f"{did} {counted(total, 'card')} to {shown}{more}. {there}."


def _proposed(brought: Brought) -> Iterator[str]:
    if brought.proposals:
        many = len(brought.proposals)
        yield (
            f"{counted(many, 'card')} {'says' if many == 1 else 'say'} what a fact says, by the "
            "words below. Look at each: the card now cites that fact's sources."
        )
    for id, proposal in brought.proposals[:_MOST_PROPOSED]:
        yield f"  {id} → {proposal.fact}: {', '.join(proposal.words)}"
    if len(brought.proposals) > _MOST_PROPOSED:
        yield f"  and {len(brought.proposals) - _MOST_PROPOSED} more"
    if waiting := sum(count for name, count in brought.counts.items() if "/cards/inbox/" in name):
        yield (
            f"{counted(waiting, 'card')} in the inbox: add `teaches` (`cps-cards stats` lists what "
            "is to be taught) and move the file, or cards of it, out of cards/inbox. Until then "
            "builds pass them over."
        )


def _linted(brought: Brought) -> Iterator[str]:
    files = " ".join(name.removeprefix("./") for name in list(brought.counts)[:3])
    if brought.findings is None:
        yield f"Linter: too many new cards to look at now; `cps-cards lint {files}` does."
    elif brought.findings:
        counts = Counter(one.name for one in brought.findings)
        kinds = ", ".join(f"{number} {name}" for name, number in counts.most_common(8))
        more = ", …" if len(counts) > 8 else ""
        yield (
            f"Linter: {counted(len(brought.findings), 'finding')} on the new cards: {kinds}{more}; "
            f"`cps-cards lint {files}` shows them."
        )
