"""``cps-cards new``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, get_args

import click

from cps_cards.cli import options, run
from cps_cards.model.cards import KINDS
from cps_cards.model.texts import did_you_mean, name_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Unpack

    from cps_cards.contribute.draft import Draft
    from cps_cards.model.deck import Collection

_TextKey = Literal["scenario", "front", "back", "text", "question", "answer", "why"]
_TEXTS: tuple[_TextKey, ...] = get_args(_TextKey)


class _Given(TypedDict):
    """What the options of the command say of the card."""

    id: str | None
    kind: str | None
    reverse: bool
    scenario: str | None
    front: str | None
    back: str | None
    text: str | None
    question: str | None
    answer: str | None
    why: str | None
    distractors: tuple[str, ...]
    whys: tuple[str, ...]
    teaches: tuple[str, ...]
    sources: tuple[str, ...]
    after: tuple[str, ...]
    tags: tuple[str, ...]


_EPILOG = """\b
Examples:
  cps-cards new                            asks for everything, the facts without a card first
  cps-cards new --topic reporting          asks for the rest
  cps-cards new --from-fact reporting.know-agency-policy.critical-knowledge
  cps-cards new --teaches respect.four-principles.the-four --dry-run \\
    --front "How many foundational principles does peer support have?" --back "Four."
"""


@click.command(epilog=_EPILOG)
@options.own_deck_argument
@click.option("--topic", metavar="TOPIC", help="The card's topic; what it teaches tells it, too.")
@click.option(
    "--teaches",
    multiple=True,
    metavar="ID",
    help="A fact or an objective that the card teaches; may be given more than once.",
)
@click.option("--from-fact", metavar="ID", help="Start from a fact: show it, and teach it.")
@click.option("--kind", type=click.Choice(KINDS), help="The kind; the texts given tell it, too.")
@click.option("--scenario", metavar="TEXT", help="A short story above the question.")
@click.option("--front", metavar="TEXT", help="The question of a basic card.")
@click.option("--back", metavar="TEXT", help="The answer of a basic card.")
@click.option("--reverse", is_flag=True, help="Ask back to front too.")
@click.option("--text", metavar="TEXT", help="The text of a cloze card: a {{c1::hidden}} word.")
@click.option("--question", metavar="TEXT", help="The question of a choice card.")
@click.option("--answer", metavar="TEXT", help="The right option of a choice card.")
@click.option(
    "--distractor",
    "distractors",
    multiple=True,
    metavar="TEXT",
    help="A wrong option; give two to five.",
)
@click.option(
    "--why-not",
    "whys",
    multiple=True,
    metavar="TEXT",
    help='Why a wrong option is wrong: the first for the first, and so on; "" for none.',
)
@click.option("--why", metavar="TEXT", help="Why the answer is right.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="SOURCE",
    help='A source and where in it: "mgl-119-51a §a"; may be given more than once.',
)
@click.option("--after", multiple=True, metavar="ID", help="A card to learn first.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A further tag.")
@click.option("--id", metavar="ID", help="The card's id; made from its words if left out.")
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The card file to add it to; the one with its topic and priority if left out.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing.")
def command(
    deck: Path | None,
    topic: str | None,
    from_fact: str | None,
    file: Path | None,
    dry_run: bool,
    yes: bool,
    **given: Unpack[_Given],
) -> None:  # fmt: skip
    """Write a new card, step by step.

    Asks for what is not given, shows the card, says what could be better and adds it to the right
    file of DECK (./decks if left out), where nothing else changes. Without a terminal, or with
    --yes, nothing is asked, and what the card needs has to be given.
    """
    root = options.find_own_deck(deck)
    collection, faults = run.load(root)
    unsound = [one for one in faults.found if one.name != "no-cards"]
    if unsound:
        click.echo("The deck has to be sound before a card is added to it:\n", err=True)
    run.stop_if_unsound(unsound)

    from cps_cards.cli import writing

    draft = _draft(given, from_fact, collection)
    topic = _topic(topic, draft, collection)
    asks = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    if asks:
        from cps_cards.cli import interview

        click.echo(f"A new card for {collection.deck.name}. Nothing is written before you say so; "
                   "Ctrl+C stops.\n")  # fmt: skip
        draft, topic = interview.complete(draft, collection, topic)
    else:
        topic = _required(draft, topic, collection, yes)
    desk = writing.Desk(collection, root, topic, file)
    if asks:
        writing.finish(desk, draft, dry_run=dry_run)
    else:
        writing.add_at_once(desk, draft, dry_run=dry_run)


def _draft(given: _Given, from_fact: str | None, collection: Collection) -> Draft:
    """The draft that the options make; wrong usage where they contradict each other or the deck."""
    from cps_cards.contribute import draft as drafts
    from cps_cards.contribute import naming

    draft = drafts.Draft()
    for key in _TEXTS:
        value = given[key]
        if value is not None:
            text = drafts.clean(value)
            if fault := drafts.text_fault(text):
                raise click.UsageError(f"--{key}: {fault}")
            draft = draft.having(key, text)
    if given["reverse"]:
        draft = draft.having("reverse", "true")
    draft = draft.having("distractors", _distractors(given))
    draft = draft.having("teaches", _taught(given["teaches"], from_fact, collection))
    draft = draft.having("sources", _sources(given["sources"], collection))
    draft = draft.having("after", _known(given["after"], collection.by_id, "card", "--after"))
    draft = draft.having("tags", list(given["tags"]))
    id = given["id"]
    if id is not None:
        if fault := naming.id_fault(id, collection):
            raise click.UsageError(f"--id {id}: {fault}")
        draft = draft.having("id", id)
    if given["kind"] is not None:
        draft = draft.having("kind", given["kind"])
    if foreign := drafts.foreign_keys(draft):
        raise click.UsageError(
            f"{name_list([_option(key) for key in foreign])} cannot stand on a {draft.kind} card; "
            "--front and --back make a basic card, --text a cloze card, "
            "--question, --answer and --distractor a choice card"
        )
    return draft


def _distractors(given: _Given) -> list[dict[str, str] | str]:
    from cps_cards.contribute import draft as drafts

    texts = [drafts.clean(text) for text in given["distractors"]]
    whys = [drafts.clean(text) for text in given["whys"]]
    if len(whys) > len(texts):
        raise click.UsageError("there are more --why-not than --distractor")
    given_texts = [("--distractor", text) for text in texts]
    given_texts += [("--why-not", why) for why in whys if why]
    for option, text in given_texts:
        if fault := drafts.text_fault(text):
            raise click.UsageError(f"{option}: {fault}")
    whys += [""] * (len(texts) - len(whys))
    return [
        {"text": text, "why": why} if why else text
        for text, why in zip(texts, whys, strict=True)
    ]  # fmt: skip


def _taught(teaches: Iterable[str], from_fact: str | None, collection: Collection) -> list[str]:
    taught = [*([from_fact] if from_fact is not None else []), *teaches]
    if not taught:
        return []
    if collection.curriculum is None:
        raise click.UsageError("the deck has no curriculum.yaml, so there are no facts to teach")
    known = collection.curriculum.by_id
    if from_fact is not None and from_fact in known and known[from_fact][2] is None:
        facts = name_list([f"`{f.id}`" for f in known[from_fact][1].teachable], "or")
        raise click.UsageError(f"--from-fact {from_fact}: an objective, with the facts {facts}")
    return _known(taught, known, "fact or objective", "--from-fact" if from_fact else "--teaches")


def _sources(sources: Iterable[str], collection: Collection) -> list[str]:
    cited = [" ".join(text.split()) for text in sources]
    if "" in cited:
        raise click.UsageError("--source: name a source by its id in sources.yaml")
    _known([text.split()[0] for text in cited], collection.sources, "source", "--source")
    return list(dict.fromkeys(cited))


def _known(ids: Iterable[str], known: Mapping[str, object], what: str, option: str) -> list[str]:
    found = list(dict.fromkeys(ids))
    for id in found:
        if id not in known:
            near = did_you_mean(id, known)
            raise click.UsageError(f"{option}: there is no {what} `{id}`{near}")
    return found


def _topic(topic: str | None, draft: Draft, collection: Collection) -> str | None:
    """The card's topic: as given, as what it teaches tells, or the only one."""
    ids = [one.id for one in collection.deck.topics]
    if topic is not None:
        options.check_topics((topic,), ids)
    if collection.curriculum is None or not draft["teaches"]:
        return topic if topic is not None or len(ids) > 1 else ids[0]
    theirs = [collection.curriculum.by_id[id][0].id.value for id in draft["teaches"]]
    if topic is not None and topic not in theirs:
        raise click.UsageError(
            f"--topic {topic}: `{draft['teaches'][0]}` belongs to the topic `{theirs[0]}`"
        )
    return topic if topic is not None else theirs[0]


def _required(draft: Draft, topic: str | None, collection: Collection, yes: bool) -> str:
    """The topic; wrong usage, with every option that is missing, where nothing can be asked."""
    missing = [_option(key) for key in draft.missing()]
    texts = ("front", "back", "text", "question", "answer")
    if not draft["kind"] and not any(draft[key] for key in texts):
        missing = [
            "the texts of a card (--front and --back, or --text, or --question, --answer and "
            "two --distractor)"
        ]
    if collection.curriculum is not None and not draft["teaches"]:
        missing.insert(0, "--teaches (or --from-fact)")
    elif topic is None:
        missing.insert(0, "--topic")
    if missing or topic is None:
        why = "with --yes" if yes else "without a terminal to ask on"
        raise click.UsageError(f"{why}, `new` needs {name_list(missing)}")
    return topic


def _option(key: str) -> str:
    """The option that a key of a card is given with."""
    singular = {"distractors": "distractor", "sources": "source", "tags": "tag"}
    return f"--{singular.get(key, key)}"
