"""The questions that `new` asks on a terminal: what the card teaches, and what it says."""

from __future__ import annotations

import re
import shutil
import textwrap

import click

from cps_cards.cli import asking
from cps_cards.contribute import draft as drafts
from cps_cards.contribute import naming
from cps_cards.contribute.draft import Draft
from cps_cards.contribute.offers import Offer, offers, search
from cps_cards.model.curriculum import Fact
from cps_cards.model.deck import Collection
from cps_cards.model.texts import did_you_mean

_PAGE = 10
_ANY_TOPIC = "*"
KINDS = [
    ("basic", "a question and its answer"),
    ("cloze", "a sentence with hidden words"),
    ("choice", "a question with one right and some wrong options"),
]
LABELS = {
    "scenario": ("Scenario", "A short story above the question. Enter for none."),
    "front": ("Front", "The question: one thing, that has one answer."),
    "back": ("Back", "The answer, as short as it can be."),
    "text": ("Text", "A sentence. Hide words as {{c1::words}}, or say afterwards which to hide."),
    "question": ("Question", "It can be answered without a look at the options."),
    "answer": ("Answer", "The right option."),
    "why": ("Why", "Why the answer is right, shown below it. Enter for none."),
}
_OPTIONAL = ("scenario", "why")


def complete(draft: Draft, collection: Collection, topic: str | None) -> tuple[Draft, str]:
    """The draft with all that was missing asked for, and its topic."""
    if collection.curriculum is None:
        topic = topic or ask_topic(collection)
    elif not draft["teaches"]:
        offer, taught = ask_teaches(collection, topic)
        topic = offer.topic.id.value
        draft = draft.having("teaches", taught)
    else:
        known = collection.curriculum.by_id
        topics = [known[id][0].id.value for id in draft["teaches"]]
        topic = topic or topics[0]
        for id in draft["teaches"]:
            fact = known[id][2]
            if fact is not None:
                show_fact(fact, collection)
    if not draft["kind"]:
        kind = drafts.kind_of(draft.values) or asking.choose("Kind", KINDS, default="basic")
        draft = draft.having("kind", kind)
    return ask_texts(draft, collection), topic


def ask_topic(collection: Collection) -> str:
    topics = [(topic.id, topic.title) for topic in collection.deck.topics]
    return topics[0][0] if len(topics) == 1 else asking.choose("Topic", topics)


def ask_teaches(collection: Collection, topic: str | None) -> tuple[Offer, list[str]]:
    """An objective, then its facts; those without a card come first."""
    if topic is None:
        topic = _ask_topic_with_needs(collection)
    offer = _ask_objective(offers(collection, topic if topic != _ANY_TOPIC else None))
    return offer, _ask_facts(offer, collection)


def _ask_topic_with_needs(collection: Collection) -> str:
    """A topic, or the sign for any; those that need cards come first."""
    options: list[tuple[tuple[bool, bool], tuple[str, str]]] = []
    for topic in collection.deck.topics:
        found = offers(collection, topic.id)
        gaps = sum(len(offer.gaps) for offer in found)
        thin = any(offer.need != "covered" for offer in found)
        some = f"{gaps} fact{'' if gaps == 1 else 's'} without a card"
        text = some if gaps else "all facts taught"
        options.append(((not gaps, not thin), (topic.id, f"{topic.title}: {text}")))
    options.sort(key=lambda one: one[0])
    listed = [one for _, one in options]
    if len(listed) == 1:
        return listed[0][0]
    return asking.choose("Topic", [*listed, (_ANY_TOPIC, "search in all topics")])


def _ask_objective(found: list[Offer]) -> Offer:
    if len(found) == 1:
        return found[0]
    click.echo("\nWhat shall it teach? What needs a card comes first.")
    listed, first = found, 0
    show = True
    while True:
        page = listed[first : first + _PAGE]
        if show:
            _print_offers(page, first)
        more = first + _PAGE < len(listed)
        way = "number, words to search for" + (", or Enter for more" if more else "")
        answer = asking.ask(f"Objective ({way})", lambda _: "")
        show = True
        if not answer:
            first = first + _PAGE if more else 0
            listed = listed if more else found
        elif answer.isdecimal() and 1 <= int(answer) <= len(listed):
            return listed[int(answer) - 1]
        elif (exact := [o for o in found if o.objective.id.value == answer]) or (
            exact := [o for o in found if any(f.id.value == answer for f in o.objective.facts)]
        ):
            return exact[0]
        elif hits := search(found, answer):
            listed, first = hits, 0
        else:
            show = False
            click.echo(f"  Nothing has the words `{answer}`. Try fewer, or a number from the list.")


def _print_offers(page: list[Offer], first: int) -> None:
    width = shutil.get_terminal_size().columns
    several = len({offer.topic.id.value for offer in page}) > 1
    for number, offer in enumerate(page, start=first + 1):
        lead = f"  {number:>2}  {offer.objective.priority:9}  "
        state = f"{offer.topic.title}: {offer.state}" if several else offer.state
        text = f"{offer.objective.statement.value} ({state})"
        click.echo(_wrapped(text, lead, width))


def _ask_facts(offer: Offer, collection: Collection) -> list[str]:
    objective = offer.objective
    facts = [*offer.gaps, *(f for f in objective.teachable if f not in offer.gaps)]
    names = [fact.id.value for fact in facts]
    if not facts:
        return [objective.id.value]
    click.echo(f"\n{objective.statement.value}")
    width = shutil.get_terminal_size().columns
    for number, fact in enumerate(facts, start=1):
        count = len(offer.cards_on(fact.id.value))
        state = f"{count} card{'' if count == 1 else 's'}" if count else "no card yet"
        click.echo(_wrapped(f"{fact.text.value} ({state})", f"  {number:>2}  ", width))
    names.append(objective.id.value)
    click.echo(f"  {len(names):>2}  the objective as a whole")
    while True:
        answer = asking.ask("Facts (numbers, with commas between)", lambda _: "", default="1")
        picked, unknown = asking.pick_several(answer, names)
        if picked:
            break
        click.echo(f"  There is no `{unknown}` in the list: type numbers from 1 to {len(names)}.")
    known = {fact.id.value: fact for fact in facts}
    for id in picked:
        if id in known:
            show_fact(known[id], collection)
    if objective.scenario_hint is not None:
        click.echo(_wrapped(objective.scenario_hint.value, "  Idea for a scenario: ", width))
    return picked


def show_fact(fact: Fact, collection: Collection) -> None:
    """A fact with what an author has to know: how sure it is, where it holds, what teaches it."""
    width = shutil.get_terminal_size().columns
    click.echo()
    click.echo(_wrapped(fact.text.value, "  Fact: ", width))
    for label, text in (("Caution", fact.caution), ("Holds for", fact.scope)):
        if text is not None:
            click.echo(_wrapped(text.value, f"  {label}: ", width))
    for citation in fact.sources:
        source = collection.sources.get(citation.source_id)
        if source is not None:
            title = f"{source.title.value} {citation.locator}".strip()
            click.echo(_wrapped(title, "  Source: ", width))
    for card in collection.live:
        if any(taught.value == fact.id.value for taught in card.teaches):
            asked = next(text.value for key, text in card.named_texts() if key != "scenario")
            click.echo(_wrapped(f"{' '.join(asked.split())} ({card.id})", "  Card: ", width))
    click.echo()


def ask_texts(draft: Draft, collection: Collection) -> Draft:
    """The texts of the kind that are not there yet."""
    names = {
        "basic": ("scenario", "front", "back", "why"),
        "cloze": ("scenario", "text", "why"),
        "choice": ("scenario", "question", "answer", "distractors", "why"),
    }[draft.kind]
    for name in names:
        if not draft[name]:
            draft = ask_again(draft, name, collection)
    return draft if draft["sources"] else ask_again(draft, "sources", collection)


def ask_again(draft: Draft, name: str, collection: Collection) -> Draft:
    """One key of the draft asked for; what it holds is the default."""
    if name == "distractors":
        return draft.having(name, _ask_distractors(draft))
    if name == "sources":
        return draft.having(name, _ask_sources(draft, collection))
    if name == "id":
        given = asking.ask(
            "Id", lambda id: naming.id_fault(id, collection), default=draft["id"] or ""
        )
        return draft.having("id", given)
    label, hint = LABELS[name]
    optional = name in _OPTIONAL

    def fault_of(text: str) -> str:
        return "" if optional and not text else drafts.text_fault(text)

    if name == "text":
        return draft.having(name, _ask_cloze(draft, label, hint, collection))
    default = draft[name] or ""
    if optional and default:
        hint = "Enter keeps it; a single - takes it out."
    answer = asking.ask(label, fault_of, default=default, hint=hint)
    return draft.having(name, "" if optional and answer == "-" else answer)


def _ask_cloze(draft: Draft, label: str, hint: str, collection: Collection) -> str:
    default = draft["text"] or ""
    fact = _only_fact(draft, collection)
    if not default and fact is not None:
        default, hint = fact.text.value, f"{hint} Enter takes the fact as it stands."
    text = asking.ask(label, drafts.text_fault, default=default, hint=hint)
    while not drafts.hides_something(text):
        answer = asking.ask("Words to hide (with ; between)", drafts.text_fault)
        words = [word.strip() for word in answer.split(";") if word.strip()]
        hidden, absent = drafts.hide(text, words)
        if absent:
            click.echo(f"  `{absent[0]}` does not stand in the sentence: type it as it is there.")
        else:
            text = hidden
    return text


def _only_fact(draft: Draft, collection: Collection) -> Fact | None:
    taught: list[str] = draft["teaches"] or []
    if collection.curriculum is None or len(taught) != 1:
        return None
    return collection.curriculum.by_id[taught[0]][2]


def _ask_distractors(draft: Draft) -> list[dict[str, str] | str]:
    click.echo(click.style("  Two to five wrong options that someone could believe.", dim=True))
    found: list[dict[str, str] | str] = []
    texts = {str(draft["answer"] or "")}
    while len(found) < 5:
        enough = len(found) >= 2

        def fault(text: str, enough: bool = enough) -> str:
            if not text and enough:
                return ""
            if text in texts:
                return "this option is there already: a learner could not tell the two apart"
            return drafts.text_fault(text)

        label = f"Wrong option {len(found) + 1}" + (" (Enter: no more)" if enough else "")
        text = asking.ask(label, fault)
        if not text:
            break
        texts.add(text)
        why = asking.ask("  Why it is wrong (Enter for none)", _control_fault)
        found.append({"text": text, "why": why} if why else text)
    return found


def _control_fault(text: str) -> str:
    return drafts.text_fault(text) if text else ""


def _ask_sources(draft: Draft, collection: Collection) -> list[str]:
    if not collection.sources:
        return []
    inherited = "Beyond those of the facts" if draft["teaches"] else "What the card cites"
    hint = f"{inherited}: ids of sources.yaml, with ; between (mgl-119-51a §a). Enter for none."
    default = "; ".join(draft["sources"] or ())
    if default:
        hint = "Enter keeps them; a single - takes them out."

    def fault(answer: str) -> str:
        unknown = [s for s in split_sources(answer) if s.split()[0] not in collection.sources]
        if not unknown or answer == "-":
            return ""
        near = did_you_mean(unknown[0].split()[0], collection.sources)
        return f"unknown source `{unknown[0]}`{near}"

    answer = asking.ask("Sources", fault, default=default, hint=hint)
    return [] if answer == "-" else split_sources(answer)


def split_sources(answer: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"[;\n]", answer) if part.strip()]


def _wrapped(text: str, lead: str, width: int) -> str:
    return textwrap.fill(
        " ".join(text.split()), max(width, 40), initial_indent=lead,
        subsequent_indent=" " * min(len(lead), 16), break_on_hyphens=False,
    )  # fmt: skip
