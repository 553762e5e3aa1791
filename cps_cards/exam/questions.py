"""A question as every format writes it: a choice card whose options are in the draw's order."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from cps_cards.exam.draw import options
from cps_cards.exam.markup import block
from cps_cards.model.cards import Choice
from cps_cards.model.curriculum import Priority
from cps_cards.model.deck import Collection, MediaFile
from cps_cards.model.texts import compared
from cps_cards.render.markdown import render
from cps_cards.render.notes import LETTERS, RenderedNote, unfolded
from cps_cards.source import Text

_SOURCE = re.compile(r"<li>(.*?)</li>")


class Answer(NamedTuple):
    """An option as it is shown: ``text`` and ``why`` are HTML, ``written`` is what its author
    wrote. ``why`` is empty where there is no reason."""

    letter: str
    text: str
    why: str
    right: bool
    written: str


class Question(NamedTuple):
    """A card as it is asked; all texts are HTML.

    ``key`` makes the card's GUID, ``card_id`` is what learners see. ``media`` are its files by
    their names in the package.
    """

    key: str
    card_id: str
    topic: str
    topic_title: str
    priority: Priority | None
    scenario: str
    text: str
    answers: tuple[Answer, ...]
    ordered: bool
    why: str
    sources: str
    media: Mapping[str, MediaFile]

    @property
    def stem(self) -> str:
        return "\n".join(filter(None, (block(self.scenario), block(self.text))))

    @property
    def feedback(self) -> str:
        """What is told whatever was chosen: the card's reason, its sources, its id."""
        parts = (block(self.why), self.sources, f"<p>Card: {self.card_id}</p>")
        return "\n".join(filter(None, parts))

    @property
    def asked(self) -> tuple[str, ...]:
        """All that is read before an answer is chosen."""
        return self.scenario, self.text, *(answer.text for answer in self.answers)

    @property
    def source_lines(self) -> list[str]:
        return _SOURCE.findall(self.sources)

    @property
    def right(self) -> Answer:
        return next(answer for answer in self.answers if answer.right)


def question(card: Choice, note: RenderedNote, collection: Collection, seed: int) -> Question:
    def html(text: Text | None) -> str:
        return render(text.value, collection.media).html if text is not None else ""

    answers = []
    for letter, option in zip(LETTERS, options(card, seed), strict=False):
        right = option is card.options[card.key_index]
        why = option.why
        if right and why and card.why and compared(why.value) == compared(card.why.value):
            why = None  # the card's reason is told as well: nobody wants to read the same twice
        answers.append(Answer(letter, html(option.text), html(why), right, option.text.value))
    return Question(
        key=card.key,
        card_id=card.id.value,
        topic=card.topic,
        topic_title=collection.topic_titles[card.topic],
        priority=collection.priority_of(card),
        scenario=html(card.scenario),
        text=html(card.question),
        answers=tuple(answers),
        ordered=card.ordered,
        why=html(card.why),
        sources=unfolded(note.fields["Sources"]),
        media={file.packaged: file for file in note.media},
    )
