"""What the writers were given, and texts compared as a browser would read them."""

from __future__ import annotations

import html
from html.parser import HTMLParser

from cps_cards.exam.draw import Wanted
from cps_cards.exam.forms import make, pool
from cps_cards.exam.questions import Question
from cps_cards.pipeline import Opened


def expected(deck: Opened, seed: int = 42) -> list[Question]:
    """Every question of a deck's whole pool, in the order of an exam with one form."""
    notes = pool(deck.notes, deck.collection, frozenset(), frozenset())
    wanted = Wanted(len(notes), 1, seed)
    (form,), _ = make(notes, deck.collection, wanted, bank=False)
    return list(form.questions)


def unescaped(text: str) -> str:
    return html.unescape(text)


class HtmlReader(HTMLParser):
    """Tags and words of HTML in order; where files come from is left out, what they show is not."""

    def __init__(self, pictures: bool, tags: bool) -> None:
        super().__init__()
        self.pictures, self.tags = pictures, tags
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img" and not self.pictures:
            self.found.append(f"[{dict(attrs)['alt']}]")
            return
        kept = sorted((name, value) for name, value in attrs if name != "src")
        self.found += [f"<{tag} {kept}>"] * self.tags

    def handle_endtag(self, tag: str) -> None:
        self.found += [f"</{tag}>"] * self.tags

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    @classmethod
    def read(cls, text: str, pictures: bool = True, tags: bool = True) -> str:
        reader = cls(pictures, tags)
        reader.feed(text.strip())
        reader.close()
        return "".join(reader.found)

    @classmethod
    def same(cls, one: str | None, other: str, pictures: bool = True) -> bool:
        return cls.read(one or "") == cls.read(other, pictures)
