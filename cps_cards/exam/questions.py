"""A question as every format writes it: a choice card whose options are in the draw's order."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from cps_cards.exam.draw import options
from cps_cards.model.cards import Choice
from cps_cards.model.curriculum import Priority
from cps_cards.model.deck import Collection, MediaFile
from cps_cards.model.texts import compared
from cps_cards.render.markdown import render
from cps_cards.render.notes import LETTERS, RenderedNote, unfolded
from cps_cards.source import Text

_MEDIA = re.compile(r'<img\b((?:[^<>"]|"[^"]*")*)>|\[sound:([A-Za-z0-9.-]+)\]')
"""A picture or a sound as the renderer writes them; what authors type looks different by then."""
_ATTRIBUTE = re.compile(r'(src|alt)="([^"]*)"')
_BLOCK = re.compile(r"<(?:blockquote|h[1-6]|hr|ol|p|pre|table|ul)\b")


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

    ``media`` are its files by their names in the package.
    """

    card: Choice
    topic_title: str
    priority: Priority | None
    scenario: str
    text: str
    answers: tuple[Answer, ...]
    why: str
    sources: str
    media: Mapping[str, MediaFile]

    @property
    def stem(self) -> str:
        return _blocks(self.scenario, self.text)

    @property
    def feedback(self) -> str:
        """What is told whatever was chosen: the card's reason, its sources, its id."""
        return _blocks(self.why, self.sources, f"<p>Card: {self.card.id.value}</p>")

    @property
    def asked(self) -> tuple[str, ...]:
        """All that is read before an answer is chosen."""
        return self.scenario, self.text, *(answer.text for answer in self.answers)

    @property
    def right(self) -> Answer:
        return next(answer for answer in self.answers if answer.right)


def question(card: Choice, note: RenderedNote, collection: Collection, seed: int) -> Question:
    """A card's question, with options as the seed draws them; ``note`` is the card as rendered."""

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
        card=card,
        topic_title=collection.topic_titles[card.topic],
        priority=collection.priority_of(card),
        scenario=html(card.scenario),
        text=html(card.question),
        answers=tuple(answers),
        why=html(card.why),
        sources=unfolded(note.fields["Sources"]),
        media={file.packaged: file for file in note.media},
    )


def _blocks(*bodies: str) -> str:
    """Texts one above the other: a single paragraph gets its tag."""
    return "\n".join(b if _BLOCK.match(b) else f"<p>{b}</p>" for b in bodies if b)


def with_media(body: str, address: Callable[[str], str]) -> str:
    """The HTML of a text whose files stand where ``address`` says by their names."""

    def shown(match: re.Match[str]) -> str:
        if match[2] is not None:
            return f'<audio controls="controls" src="{address(match[2])}"></audio>'
        found = dict(_ATTRIBUTE.findall(match[1]))
        return f'<img src="{address(found["src"])}" alt="{found.get("alt", "")}">'

    return _MEDIA.sub(shown, body)


def in_words(body: str) -> str:
    """The HTML of a text with what its pictures show, in brackets, in their place."""

    def told(match: re.Match[str]) -> str:
        words = dict(_ATTRIBUTE.findall(match[1] or "")).get("alt")
        return f"[{words}]" if words else match[0]

    return _MEDIA.sub(told, body)
