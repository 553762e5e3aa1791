"""Decks of any size for benchmarks: ``python tests/bench/generate.py FOLDER 3000``.

Two fifths choice cards, three tenths cloze, the rest basic; a tenth of the texts has Markdown, a
third of the cards a scenario, one in twelve waits for another. Words come from a seeded generator,
so that the same size gives the same bytes. The curriculum has a fact for every second card.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

TOPICS = ("respect", "integrity", "confidentiality", "autonomy", "reporting", "boundaries")
PRIORITIES = ("core", "important", "extended")
CARDS_A_FILE = 100
WORDS = """
person peer specialist supervisor agency policy program meeting center hospital respite street
telephone group library shelter story trust choice voice plan goal hope limit report concern
record note question answer reply silence listening sharing asking telling keeping promise rule
duty right reason value honest gentle open private careful early plain quiet common shared small
first second next later morning evening week visit walk talk letter phone door room table coffee
neighbor sister brother friend worker trainer board state county office form number law
""".split()


class Writer:
    """Sentences and cards from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def sentence(self, low: int, high: int, end: str = ".") -> str:
        words = [self.random.choice(WORDS) for _ in range(self.random.randint(low, high))]
        if self.random.random() < 0.1:
            words[0] = f"**{words[0]}**"
        return " ".join(words).capitalize() + end

    def card(self, number: int, fact: str, earlier: str | None) -> str:
        pick = self.random.random()
        lines = [f"  - id: card-{number}"]
        if self.random.random() < 0.33:
            lines.append(f"    scenario: {self.sentence(20, 40)}")
        if pick < 0.4:
            lines.insert(1, "    kind: choice")
            lines.append(f"    question: {self.sentence(8, 16, '?')}")
            lines.append(f"    answer: {self.sentence(6, 10)}")
            lines.append("    distractors:")
            for _ in range(3):
                lines.append(f"      - text: {self.sentence(6, 10)}")
                lines.append(f"        why: {self.sentence(8, 14)}")
        elif pick < 0.7:
            lines.insert(1, "    kind: cloze")
            hidden = self.random.choice(WORDS)
            text = self.sentence(8, 14, f" {{{{c1::{hidden} {number}}}}} at last.")
            lines.append(f'    text: "{text}"')
        else:
            lines.append(f"    front: {self.sentence(8, 16, '?')}")
            lines.append(f"    back: {self.sentence(4, 12)}")
            if pick > 0.95:
                lines += ["    reverse: true", f"    term: {self.sentence(1, 2)}"]
        lines.append(f"    why: {self.sentence(10, 20)}")
        lines.append(f"    teaches: [{fact}]")
        if earlier is not None and self.random.random() < 1 / 12:
            lines.append(f"    after: [{earlier}]")
        # A text that begins with a mark needs quotes; this writer knows no other trouble.
        return "\n".join(_quoted(line) for line in lines)


def _quoted(line: str) -> str:
    key, _, value = line.partition(": ")
    return f'{key}: "{value}"' if value.startswith("*") else line


def generate(folder: Path, cards: int, seed: int = 1) -> None:
    """Write a deck folder with that many cards."""
    writer = Writer(seed)
    (folder / "cards").mkdir(parents=True)
    (folder / "deck.yaml").write_text("id: bench\nname: Bench\nsubdecks: priority\n")
    (folder / "sources.yaml").write_text(
        "sources:\n"
        + "".join(
            f"  - {{id: source-{n}, title: Source {n}, kind: page, url: 'https://example.org/{n}'}}\n"
            for n in range(50)
        )
    )
    by_group: dict[tuple[str, str], list[str]] = {}
    facts: dict[tuple[str, str], list[str]] = {}
    earlier: dict[tuple[str, str], str] = {}
    for number in range(cards):
        group = (TOPICS[number % 6], PRIORITIES[(number // 6) % 10 // 5 + (number % 60 == 59)])
        objective = number // 60
        fact = f"{group[0]}.objective-{group[1]}-{objective}.fact-{number % 60 // 12}"
        facts.setdefault(group, []).append(fact)
        card = writer.card(number, fact, earlier.get(group))
        earlier[group] = f"card-{number}"
        by_group.setdefault(group, []).append(card)
    for (topic, priority), texts in by_group.items():
        for start in range(0, len(texts), CARDS_A_FILE):
            path = folder / "cards" / topic / f"{priority}-{start // CARDS_A_FILE:03d}.yaml"
            path.parent.mkdir(exist_ok=True)
            body = "\n".join(texts[start : start + CARDS_A_FILE])
            path.write_text(f"topic: {topic}\ncards:\n{body}\n", encoding="utf-8")
    (folder / "curriculum.yaml").write_text(_curriculum(facts, writer), encoding="utf-8")


def _curriculum(facts: dict[tuple[str, str], list[str]], writer: Writer) -> str:
    lines = ["topics:"]
    for topic in TOPICS:
        lines += [f"  - id: {topic}", f"    title: {topic.title()}", "    objectives:"]
        for priority in PRIORITIES:
            objectives: dict[str, list[str]] = {}
            for fact in dict.fromkeys(facts.get((topic, priority), [])):
                objectives.setdefault(fact.rpartition(".")[0], []).append(fact)
            for objective, inside in objectives.items():
                lines += [
                    f"      - id: {objective}",
                    f"        statement: {writer.sentence(5, 9)}".replace("**", ""),
                    f"        priority: {priority}",
                    "        facts:",
                ]
                for fact in inside:
                    lines += [
                        f"          - id: {fact}",
                        f"            text: {writer.sentence(8, 16)}".replace("**", ""),
                        f"            sources: [source-{writer.random.randrange(50)}]",
                    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
