"""The questions that `new` asks on a terminal: what the card teaches, and what it says.

They are Click's plain prompts, line by line: the same on every terminal, in a pipe and to a screen
reader, and nothing to install. Arrow keys work in them where Python has readline.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from cps_cards.contribute import draft as drafts
from cps_cards.contribute.append import Value
from cps_cards.contribute.draft import Draft
from cps_cards.contribute.offers import Offer, offers, search
from cps_cards.model.cards import Kind
from cps_cards.model.curriculum import Fact
from cps_cards.model.deck import Collection
from cps_cards.model.texts import counted, did_you_mean, short
from cps_cards.report.paint import DIM, Paint

with contextlib.suppress(ImportError):  # Windows has none
    import readline  # noqa: F401 - to be imported is all that it takes

_PAGE = 10
_ANY = "any"
KINDS: Mapping[Kind, str] = {
    "basic": "a question and its answer",
    "cloze": "a sentence with hidden words",
    "choice": "a question with one right and some wrong options",
}
_NONE = "Enter for none."
_QUESTIONS = {
    "scenario": ("Scenario", f"A short story above the question. {_NONE}"),
    "front": ("Front", "The question: one thing, that has one answer."),
    "back": ("Back", "The answer, as short as it can be."),
    "question": ("Question", "It can be answered without a look at the options."),
    "answer": ("Answer", "The right option."),
    "why": ("Why", f"Why the answer is right, shown below it. {_NONE}"),
}


def complete(keys: Mapping[str, Value], topic: str | None, collection: Collection) -> Draft:
    """A draft with all that was missing asked for; facts first, with what an author must know."""
    answers = dict(keys)
    if collection.curriculum is None:
        topic = topic or _ask_topic({one.id: one.title for one in collection.deck.topics})
    elif not answers.get("teaches"):
        topic, answers["teaches"] = _ask_teaches(collection, topic)
    draft = Draft(topic or "", answers)
    known = collection.curriculum.by_id if collection.curriculum is not None else {}
    facts = [fact for id in draft.teaches if (fact := known[id][2]) is not None]
    for fact in facts:
        _show_fact(fact, collection)
    if not answers.get("kind"):
        answers["kind"] = drafts.kind_of(answers) or choose("Kind", KINDS, default="basic")
    for key in drafts.texts_of(draft.kind):
        if not answers.get(key):
            answers[key] = _ask_key(key, facts)
    if not answers.get("sources") and collection.sources:
        lead = "Beyond those of the facts" if draft.teaches else "What the card cites"
        example = f"{next(iter(collection.sources))} §2"
        hint = f"{lead}: ids of sources.yaml, with ; between ({example}). {_NONE}"
        answers["sources"] = _parts(ask("Sources", hint, optional=True))
    return draft


def _ask_key(key: str, facts: Sequence[Fact]) -> Value:
    if key == "text":
        return _ask_cloze(facts[0].text.value if len(facts) == 1 else "")
    if key == "distractors":
        return _ask_distractors()
    label, hint = _QUESTIONS[key]
    return ask(label, hint, optional=hint.endswith(_NONE))


def _parts(answer: str) -> list[str]:
    """What stands between semicolons."""
    return [" ".join(part.split()) for part in answer.split(";") if part.strip()]


# --- one question ---------------------------------------------------------------------------------


def ask(label: str, hint: str = "", *, default: str = "", optional: bool = False) -> str:
    """One text; Enter takes the default."""

    def needed(answer: str) -> str:
        if not answer.strip() and not optional:
            raise click.UsageError("the card needs this. Type it, or stop with Ctrl+C.")
        if not drafts.is_text(answer):
            raise click.UsageError("the terminal sends bytes that are not UTF-8")
        return answer.strip()

    if hint:
        _tell(hint)
    shown = f"{label} [{short(default, 50)}]" if default else label
    return str(click.prompt(shown, default=default, show_default=False, value_proc=needed))


def choose(label: str, options: Mapping[Any, str], *, default: str = "") -> Any:
    """One of the options, by its number, its name or the beginning of its name."""
    width = max(map(len, options))
    for number, (name, text) in enumerate(options.items(), start=1):
        click.echo(f"  {number:>2}  {name:{width}}  {text}".rstrip())
    return _prompt(f"{label} (number or name)", default, lambda a: _picked(a, list(options)))


def _prompt(label: str, default: str, value_of: Callable[[str], Any]) -> Any:
    return click.prompt(label, default=default or None, value_proc=value_of)


def _picked(answer: str, names: Sequence[str]) -> str:
    if answer.isdecimal() and 1 <= int(answer) <= len(names):
        return names[int(answer) - 1]
    begun = [name for name in names if name.casefold().startswith(answer.casefold())]
    exact = [name for name in begun if name.casefold() == answer.casefold()]
    if len(exact or begun) != 1:
        near = did_you_mean(answer, names) or f"; type a number from 1 to {len(names)}"
        raise click.UsageError(f"there is no `{answer}` in the list{near}")
    return (exact or begun)[0]


# --- what it teaches ------------------------------------------------------------------------------


def _ask_topic(topics: Mapping[str, str]) -> str:
    return next(iter(topics)) if len(topics) == 1 else str(choose("Topic", topics))


def _ask_teaches(collection: Collection, topic: str | None) -> tuple[str, list[str]]:
    """A topic, then one of its objectives, then facts; what needs a card comes first."""
    if topic is None:
        gaps = {
            one.id: sum(len(offer.gaps) for offer in offers(collection, one.id))
            for one in collection.deck.topics
        }
        texts = {
            id: f"{title}: {counted(gaps[id], 'fact')} without a card" if gaps[id]
            else f"{title}: all facts taught"
            for id, title in sorted(collection.topic_titles.items(), key=lambda o: not gaps[o[0]])
        }  # fmt: skip
        topic = _ask_topic(texts | ({_ANY: "search in all topics"} if len(texts) > 1 else {}))
    offer = _ask_objective(offers(collection, topic if topic != _ANY else None))
    return offer.topic.id.value, _ask_facts(offer)


def _ask_objective(found: list[Offer]) -> Offer:
    if len(found) == 1:
        return found[0]
    click.echo("\nWhat shall it teach? What needs a card comes first.")
    several = len({offer.topic.id.value for offer in found}) > 1
    listed, first = found, 0
    while True:
        for number, offer in enumerate(listed[first : first + _PAGE], start=first + 1):
            state = f"{offer.topic.title}: {offer.state}" if several else offer.state
            text = f"{offer.objective.statement} ({state})"
            _echo(text, f"  {number:>2}  {offer.objective.priority:9}  ")
        more = first + _PAGE < len(listed)
        way = "number, words to search for" + (", or Enter for more" if more else "")
        answer = ask(f"Objective ({way})", optional=True)
        if answer.isdecimal() and 1 <= int(answer) <= len(listed):
            return listed[int(answer) - 1]
        hits = search(found, answer.replace(".", " "))
        if not hits:
            click.echo(f"  Nothing has the words `{answer}`. Try fewer, or a number from the list.")
        elif answer:
            listed, first = hits, 0
        else:
            first = first + _PAGE if more else 0


def _ask_facts(offer: Offer) -> list[str]:
    objective = offer.objective
    if not objective.facts:
        return [objective.id.value]
    facts = [*offer.gaps, *(fact for fact in objective.teachable if fact not in offer.gaps)]
    names = [*(fact.id.value for fact in facts), objective.id.value]
    click.echo(f"\n{objective.statement.value}")
    for number, fact in enumerate(facts, start=1):
        cards = len(offer.cards_on(fact.id.value))
        _echo(
            f"{fact.text} ({counted(cards, 'card') if cards else 'no card yet'})",
            f"  {number:>2}  ",
        )
    click.echo(f"  {len(names):>2}  the objective as a whole")
    if objective.scenario_hint is not None:
        _echo(objective.scenario_hint.value, "  Idea for a scenario: ")

    def several(answer: str) -> list[str]:
        picked = [_picked(part, names) for part in answer.replace(",", " ").split()]
        return list(dict.fromkeys(picked))

    return list(_prompt("Facts (numbers, with commas between)", "1", several))


def _show_fact(fact: Fact, collection: Collection) -> None:
    """A fact with what an author has to know: how sure it is, where it holds, what teaches it."""
    click.echo()
    _echo(fact.text.value, "  Fact: ")
    for label, text in (("Caution", fact.caution), ("Holds for", fact.scope)):
        if text is not None:
            _echo(text.value, f"  {label}: ")
    for citation in fact.sources:
        source = collection.sources.get(citation.source_id)
        if source is not None:
            _echo(f"{source.title} {citation.locator}", "  Source: ")
    for card in collection.live:
        if any(taught.value == fact.id.value for taught in card.teaches):
            asked = next(text.value for key, text in card.named_texts() if key != "scenario")
            _echo(f"{asked} ({card.id})", "  Card: ")
    click.echo()


def _echo(text: str, lead: str) -> None:
    width = max(shutil.get_terminal_size().columns, 40)
    below = " " * min(len(lead), 16)
    line = " ".join(text.split())
    click.echo(textwrap.fill(line, width, initial_indent=lead, subsequent_indent=below,
                             break_on_hyphens=False))  # fmt: skip


# --- what it says ---------------------------------------------------------------------------------


def _ask_cloze(fact: str) -> str:
    hint = "A sentence. Hide words as {{c1::words}}, or say afterwards which to hide."
    hint += " Enter takes the fact as it stands." if fact else ""
    again = "Words to hide (with ; between; Enter for another sentence)"
    while True:
        text = ask("Text", hint, default=fact)
        while not drafts.hides_something(text):
            words = _parts(ask(again, optional=True))
            if not words:
                break
            hidden, absent = drafts.hide(text, words)
            if absent:
                click.echo(f"  `{absent[0]}` does not stand there: type it as the sentence has it.")
            else:
                text = hidden
        else:
            return text


def _tell(hint: str) -> None:
    click.echo(Paint(sys.stdout)(f"  {hint}", DIM), color=True)  # Paint has decided


def _ask_distractors() -> list[Value]:
    _tell("Two to five wrong options that someone could believe.")
    found: list[Value] = []
    while len(found) < 5:
        enough = len(found) >= 2
        label = f"Wrong option {len(found) + 1}{' (Enter: no more)' if enough else ''}"
        text = ask(label, optional=enough)
        if not text:
            break
        why = ask("  Why it is wrong (Enter for none)", optional=True)
        found.append({"text": text, "why": why} if why else text)
    return found
