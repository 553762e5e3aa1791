"""Loose cards to the keys of card files: their texts in Markdown, or why that cannot be."""

import re
from collections.abc import Mapping
from functools import partial

from cps_cards.contribute.append import Value
from cps_cards.imports import prose
from cps_cards.imports.answers import unmixed
from cps_cards.imports.attachments import Attachments
from cps_cards.imports.records import LeftOutError, Loose, Markdown, Told
from cps_cards.model.cards import Card, Choice, Kind
from cps_cards.model.clozes import parse
from cps_cards.model.texts import compared, counted, short
from cps_cards.yamlio.wellformed import TAG_BAD, tag_fault

Keys = dict[str, Value]

ASKED = {"basic": ("front", "back"), "cloze": ("text",), "choice": ("question",)}
"""The texts that a card has to have, by kinds; of a choice, beside its options."""
_MANY_NUMBERS = re.compile(r"\{\{c(\d+(?:,\d+)+)::((?:(?!\{\{|\}\}).)*)\}\}", re.DOTALL)


class Carrier:
    """Carries the cards of one file; what is lost on the way is told."""

    def __init__(self, told: Told, media: Attachments) -> None:
        self.told, self.media = told, media

    def keys(self, card: Loose) -> Keys:
        """The texts and tags of a card. Raises :class:`LeftOutError`."""
        if card.retired:
            raise LeftOutError("is retired in the deck that it comes from")
        keys: Keys = {"kind": card.kind}
        for key, text in card.texts.items():
            keys[key] = self._markdown(card, text, key)
        for key in ASKED[card.kind]:
            if not keys.get(key):
                raise LeftOutError(f"shows no {'answer' if key == 'back' else 'question'}")
        if card.kind == "cloze" and not parse(str(keys["text"])).deletions:
            raise LeftOutError("hides nothing")
        if card.kind == "choice":
            self._add_options(card, keys)
        if card.reverse:
            keys["reverse"] = "true"
            keys.setdefault("term", keys["front"])
        keys["tags"] = self._tags(card)
        return {key: value for key, value in keys.items() if value}

    def _markdown(self, card: Loose, text: str, key: str) -> str:
        if isinstance(text, Markdown) or not text:
            return prose.CONTROL.sub(" ", text).strip()
        cloze = key == "text"
        if cloze:
            text = _MANY_NUMBERS.sub(_nested, text)
        try:
            take = partial(self.media.take, own=card.files)
            made = prose.written(text, cloze=cloze, take=take, known=self.media.known)
        except prose.UnwritableError as error:
            raise LeftOutError(f"has a {key} that {error}") from error
        self.told.lost.update((card.type, what) for what in sorted(made.lost))
        self.told.left += [(card.place, f"loses {what}") for what in made.gone]
        return made.text

    def _add_options(self, card: Loose, keys: Keys) -> None:
        found = [
            (self._markdown(card, text, "option"), self._markdown(card, why, "reason"))
            for text, why in (card.options if card.ordered else unmixed(card, card.id))
        ]
        right = found[card.key if card.ordered else 0]
        texts = [text for text, _ in found]
        if not 2 <= len(texts) - 1 <= 5:
            number = counted(len(texts) - 1, "wrong option")
            raise LeftOutError(f"has {number}; a card has two to five")
        if not all(texts) or len(set(map(compared, texts))) < len(texts):
            raise LeftOutError("has options that are alike, or that show nothing")
        options: list[Value] = [{"text": text, "why": why} if why else text for text, why in found]
        keys["answer"] = right[0]
        if card.ordered:
            keys["options"] = options
        else:
            keys["distractors"] = options[1:]
            keys["why"] = "\n\n".join(filter(None, (right[1], str(keys.get("why", "")))))

    def _tags(self, card: Loose) -> list[str]:
        tags: dict[str, None] = {}
        for tag in card.tags:
            parts = re.sub(f"{TAG_BAD}+", "-", prose.CONTROL.sub(" ", tag).strip()).split("::")
            mended = "::".join(filter(None, parts))
            if tag_fault(mended) is None:
                tags[mended] = None
                if mended != tag:
                    self.told.lost[card.type, f"the tag `{short(tag, 30)}`, now `{mended}`,"] += 1
        return list(tags)


def _nested(found: re.Match[str]) -> str:
    """Words that are hidden on several cards, as deletions inside each other."""
    words, colons, hint = found[2].partition("::")
    for number in reversed(found[1].split(",")):
        words = f"{{{{c{number}::{words}{colons}{hint}}}}}"
    return words


def sameness(kind: Kind, keys: Mapping[str, Value]) -> tuple[str, ...]:
    """What makes two cards the same one: kind and texts, whatever their ids and files."""
    texts = [compared(str(keys.get(key, ""))) for key in ("scenario", *ASKED[kind], "answer")]
    listed = keys.get("options") or keys.get("distractors") or ()
    options = [one["text"] if isinstance(one, Mapping) else one for one in listed]
    wrong = sorted({compared(str(one)) for one in options} - {texts[-1]})
    return (kind, *texts, *wrong)


def sameness_of(card: Card) -> tuple[str, ...]:
    """The same of a card of the deck."""
    keys: Keys = {key: text.value for key, text in card.named_texts() if key != "distractor"}
    if isinstance(card, Choice):
        keys["options"] = [one.text.value for one in card.options]
    return sameness(card.kind, keys)
