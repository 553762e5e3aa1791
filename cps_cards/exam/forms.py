"""Forms of an exam: from the notes of a deck to what a format writes, and what is to be noted."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cps_cards.exam.draw import Wanted, by_topic, draw, mixed, topics_in_order
from cps_cards.exam.questions import Question, question
from cps_cards.media_kinds import is_sound
from cps_cards.model.cards import Choice
from cps_cards.model.curriculum import Priority
from cps_cards.model.deck import Collection, Deck, MediaFile
from cps_cards.model.texts import counted, name_list
from cps_cards.render.notes import RenderedNote
from cps_cards.schedule.order import clashes

_CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody reads for one another; 32, so that five bits make one."""


@dataclass(frozen=True)
class Form:
    """One form of an exam; ``letter`` is empty where there is but one."""

    deck: Deck
    letter: str
    questions: Sequence[Question]
    seed: int
    minutes: int | None

    @property
    def title(self) -> str:
        form = f", form {self.letter}" if self.letter else ""
        return f"{' '.join(self.deck.name.split())}: practice exam{form}"

    @property
    def media(self) -> dict[str, MediaFile]:
        """The files that the questions show, by their names in the package."""
        found = {name: file for one in self.questions for name, file in one.media.items()}
        return dict(sorted(found.items()))

    @property
    def digest(self) -> bytes:
        """What changes with anything that is asked; no answer can be told from it."""
        parts = [part for one in self.questions for part in one.asked]
        return hashlib.sha256("\x1f".join((self.title, *parts)).encode()).digest()

    @property
    def code(self) -> str:
        """Six signs that tie a form and its key together."""
        number = int.from_bytes(self.digest[:4], "big")
        return "".join(_CODE_SIGNS[number >> 5 * place & 31] for place in range(6))


def pool(
    notes: Iterable[RenderedNote],
    collection: Collection,
    topics: frozenset[str],
    priorities: frozenset[Priority],
) -> list[RenderedNote]:
    """The notes that an exam can be made of: live choice cards; empty sets mean all of them."""
    return [
        note
        for note in notes
        if isinstance(note.card, Choice)
        and note.card.retired is None
        and (not topics or note.card.topic in topics)
        and (not priorities or collection.priority_of(note.card) in priorities)
    ]


def plays(note: RenderedNote) -> bool:
    """Whether a note has a sound anywhere: not every format can carry one."""
    return any(is_sound(file.packaged) for file in note.media)


def make(
    notes: Sequence[RenderedNote], collection: Collection, wanted: Wanted, *, bank: bool
) -> tuple[list[Form], list[str]]:
    """Draw the forms from a pool that holds enough; in a ``bank``, questions stand by topic.

    Beside them, what whoever asked for them should know.
    """
    of_card = {note.card.key: note for note in notes}
    drawn = draw([n.card for n in notes if isinstance(n.card, Choice)], collection, wanted)
    titles, forms, remarks = collection.topic_titles, [], []
    if drawn.short:
        short = [
            f"{titles[topic]} has {counted(has, 'choice card')} for {counted(seats, 'seat')}"
            for topic, has, seats in drawn.short
        ]
        took = [f"{titles[topic]} ({seats})" for topic, seats in drawn.gained]
        remarks.append(f"{name_list(short)}; what is left over went to {name_list(took)}")
    letters = list("ABCDEFGH") if wanted.forms > 1 else [""]
    for letter, hand in zip(letters, drawn.forms, strict=False):
        cards = mixed(hand, wanted.seed)
        if bank:
            cards = by_topic(cards, topics_in_order(collection))
        questions = [question(one, of_card[one.key], collection, wanted.seed) for one in cards]
        forms.append(Form(collection.deck, letter, questions, wanted.seed, wanted.minutes))
        if neighbours := clashes(cards):
            where = f" of form {letter}" if letter else ""
            follow = "follows" if neighbours == 1 else "follow"
            remarks.append(
                f"{counted(neighbours, 'question')}{where} {follow} one with the same options: "
                "there is no better place"
            )
    return forms, remarks
