"""Cards to notes: the fields and tags that learners get, and what is wrong with them."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple, assert_never

from cps_cards.faults import Faults
from cps_cards.model.cards import Basic, Card, Choice, Cloze, Kind, Option
from cps_cards.model.curriculum import Priority
from cps_cards.model.deck import Collection, MediaFile
from cps_cards.model.texts import compared
from cps_cards.render.lettering import set_in
from cps_cards.render.plain import escape, simple_html
from cps_cards.source import Text

LETTERS = "ABCDEF"
_LETTER_HTML = tuple(f'<span class="cps-letter" dir="ltr">{letter}</span> ' for letter in LETTERS)
"""A letter is text, for screen readers do not say drawn ones. It has a direction of its own, as
the marks have, so that it does not decide that of the text beside it."""
_KINDS_OF_OPTION = tuple(
    (
        f"cps-option cps-{kind}",
        '<div class="cps-note"><span class="cps-mark" lang="en" dir="ltr">'
        f'<span aria-hidden="true">{sign}</span> <span class="cps-word">{word}</span></span>',
    )
    for kind, sign, word in (
        ("distractor", "&#10007;", "Not this one"),
        ("key", "&#10003;", "Right answer"),
    )
)
"""Classes and mark of a wrong option and the right one on the back: a sign and a word tell them
apart, not colour alone. The signs are entities: one such character makes Python hold and copy the
whole field at two bytes a character."""
MOST_SOURCES_IN_SIGHT = 2
"""More are folded, so that they do not push the rest of the back off a phone."""
_FOLD = re.compile(r"</?details\b[^>]*>|<summary\b.*?</summary>")
_CODE_BLOCK = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_BLANK = re.compile(r"[ \t\r\n]+")
_BLOCK = re.compile(
    r" ?(</?(?:blockquote|br|h[1-6]|hr|li|ol|p|table|tbody|td|th|thead|tr|ul)\b[^<>]*>) ?"
)
_BLOCK_FIRST = re.compile(r"<(?!/|(?:a|br|code|em|img|s|strong)\b)")
_TABLE = '<div class="cps-table" role="group" aria-label="Table" tabindex="0"><table>'
_LINK = re.compile(r'</?a(?=[ >])(?:[^<>"]|"[^"]*")*>')


class RenderedNote(NamedTuple):
    """A note as it reaches learners, but for the study week: ``fields`` by name, all of them HTML.
    A field that is not named is empty. ``media`` are the files that the note shows."""

    card: Card
    kind: Kind
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    media: tuple[MediaFile, ...]

    def content_hash(self) -> str:
        """What changes when, and only when, something that the learner sees of the note does."""
        parts = [self.kind, *(f"{k}\x1e{v}" for k, v in sorted(self.fields.items()) if v)]
        return hashlib.sha256("\x1f".join((*parts, *self.tags)).encode()).hexdigest()


def render_all(
    collection: Collection, faults: Faults, progress: Callable[[], object] | None = None
) -> list[RenderedNote]:
    """Every card of a collection in its order; ``progress`` is called after each one."""
    renderer = _Renderer(collection, faults)
    notes = []
    for card in collection.cards:
        notes.append(renderer.note(card))
        if progress is not None:
            progress()
    for card in (*collection.faulty, *collection.inbox):
        renderer.note(card)
    return notes


def render_description(collection: Collection, faults: Faults) -> str:
    """The deck's description and imprint as HTML, faults reported like those of a card's text."""
    text, language = collection.deck.description, collection.deck.language
    body = ""
    if text is not None:
        body = simple_html(text.value, cloze=False) or _parsed(text, {}, faults, None)[0]
    imprint = set_in(escape(collection.imprint), language)
    return overview(set_in(body, language), f"<p>{imprint}</p>")


def overview(*parts: str) -> str:
    """HTML for the overview of a deck, where Anki shows line breaks as they stand.

    So a paragraph is one line, and nothing stands between tags; code alone keeps its lines. Parts
    become paragraphs of their own.
    """
    kept = [part for part in parts if part]
    if len(kept) > 1:
        kept = [part if _BLOCK_FIRST.match(part) else f"<p>{part}</p>" for part in kept]
    pieces = _CODE_BLOCK.split("".join(kept))
    pieces[::2] = [_BLOCK.sub(r"\1", _BLANK.sub(" ", piece)).strip(" ") for piece in pieces[::2]]
    return "".join(pieces)


def _parsed(
    text: Text,
    media: Mapping[str, MediaFile],
    faults: Faults,
    card_id: str | None,
    cloze: bool = False,
) -> tuple[str, tuple[MediaFile, ...]]:
    """The HTML of a text and the files that it shows; the first such text imports the parser."""
    from cps_cards.render.markdown import render

    rendered = render(text.value, media, cloze)
    for name, start, end, message, help in rendered.problems:
        faults.add(name, text.source, text.slice(start, end), message, help, card=card_id)
    return rendered.html, rendered.media


class _Renderer:
    """Renders cards of one collection; what many cards share is worked out once."""

    def __init__(self, collection: Collection, faults: Faults) -> None:
        self.collection = collection
        self.faults = faults
        self._card_id = ""
        self._media: dict[str, MediaFile] = {}
        """What the card that is being rendered shows."""
        self._cited = cache(self._source_line)
        self._deck_id = escape(collection.deck.id)
        self._language = escape(collection.deck.language)
        titles = collection.topic_titles.items()
        self._topics = {id: self._set(escape(title)) for id, title in titles}

    def _set(self, body: str) -> str:
        return set_in(body, self.collection.deck.language)

    def _html(self, text: Text | None, cloze: bool = False) -> str:
        if text is None:
            return ""
        body = simple_html(text.value, cloze)
        if body is None:
            known = self.collection.media
            body, shown = _parsed(text, known, self.faults, self._card_id, cloze)
            self._media.update((file.name, file) for file in shown)
            # A table too wide for a phone scrolls by itself, with the keyboard too.
            body = body.replace("<table>", _TABLE).replace("</table>", "</table></div>")
        return self._set(body)

    def note(self, card: Card) -> RenderedNote:
        self._card_id = card_id = card.id.value
        self._media = {}
        html = self._html
        report_to = self.collection.deck.report_to
        report = escape(report_to.replace("{id}", card_id)) if report_to is not None else ""
        priority = None if card.retired is not None else self.collection.priority_of(card)
        fields = {
            "Card ID": card_id,
            "Scenario": html(card.scenario),
            "Why": html(card.why),
            "Sources": self._sources(card),
            "Notice": self._notice(card),
            "Topic": self._topics.get(card.topic, card.topic),
            "Priority": priority.title() if priority is not None else "",
            "Deck ID": self._deck_id,
            "Report": f'<a href="{report}">Report a mistake in this card</a>' if report else "",
            "Language": self._language,
        }
        match card:
            case Basic():
                fields["Question"] = html(card.front)
                fields["Answer"] = html(card.back)
                fields["Ask back to front"] = html(card.term) if card.reverse else ""
            case Cloze():
                fields["Text"] = html(card.text, cloze=True)
            case Choice():
                fields["Question"] = html(card.question)
                fields.update(self._options(card))
            case _:
                assert_never(card)
        return RenderedNote(
            card=card,
            kind=card.kind,
            fields=fields,
            tags=_tags(card, self.collection, priority),
            media=tuple(self._media.values()),
        )

    def _options(self, card: Choice) -> dict[str, str]:
        """The fields of options, in the order of the package.

        The list runs as the deck's language does, each text in it as its own letters do: options
        that are numbers, or begin with a Latin word, do not turn an Arabic list around. A class
        tells what the script may mix, so that a list that an author ordered stays, and one of an
        earlier package too; the role is for screen readers that take it from one without markers.
        """
        options, key = shuffled(card)
        texts = [self._html(option.text) for option in options]
        if len(set(texts)) < len(texts):
            self._refuse_twins(options, texts)
        front, back = [], []
        for index, (option, text) in enumerate(zip(options, texts, strict=True)):
            letter, (classes, mark) = _LETTER_HTML[index], _KINDS_OF_OPTION[index == key]
            why = self._html(option.why)
            reason = f': <div class="cps-reason" dir="auto">{why}</div>' if why else ""
            # Links are for the back: on the front, a tap on one chooses the option.
            front.append(
                f'<li class="cps-option">{letter}'
                f'<div class="cps-body" dir="auto">{_LINK.sub("", text)}</div></li>'
            )
            back.append(
                f'<li class="{classes}">{letter}<div class="cps-body">'
                f'<div class="cps-text" dir="auto">{text}</div>{mark}{reason}</div></div></li>'
            )
        mixed = "" if card.ordered else " cps-mixed"
        opening = f'<ol class="cps-options{mixed}" role="list">'
        return {
            "Options": f"{opening}{''.join(front)}</ol>",
            "Options explained": f"{opening}{''.join(back)}</ol>",
            "Key": LETTERS[key],
            "Answer": texts[key],
        }

    def _refuse_twins(self, options: Sequence[Option], texts: Sequence[str]) -> None:
        """Options written in two ways that look the same: those written alike the loader told."""
        shown: dict[str, Text] = {}
        for option, html in zip(options, texts, strict=True):
            first = shown.setdefault(html, option.text)
            if compared(first.value) != compared(option.text.value):
                told = "this option looks the same as another one"
                help = "a learner could not tell the two apart: change one of them"
                self.faults.at("choice-options", option.text, told, help, card=self._card_id)

    def _sources(self, card: Card) -> str:
        lines = [self._cited(*citation) for citation in self.collection.citations_of(card)]
        items = [f"<li>{line}</li>" for line in lines if line]
        found = f"<ul>{''.join(items)}</ul>" if items else ""
        if len(items) <= MOST_SOURCES_IN_SIGHT:
            return found
        # A tap elsewhere than on what is "tappable" is a gesture of AnkiDroid's and AnkiMobile's.
        return (
            '<details class="cps-fold"><summary class="tappable" lang="en">'
            f"{len(items)} sources</summary>{found}</details>"
        )

    def _source_line(self, source_id: str, locator: str) -> str:
        """Title, linked where there is an address, locator, and who says so."""
        source = self.collection.sources.get(source_id)
        if source is None:
            return ""
        line = self._set(escape(source.title.value))
        if source.url is not None:
            line = f'<a href="{escape(source.url.value)}">{line}</a>'
        if locator:
            line += f", {escape(locator)}"
        publisher = source.publisher.value if source.publisher is not None else ""
        if publisher.casefold() not in source.title.value.casefold():
            line += f" · {escape(publisher)}"
        return line

    def _notice(self, card: Card) -> str:
        """The banner of a retired card: why it is no longer taught, and where to look instead."""
        if card.retired is None:
            return ""
        notice = (
            '<p lang="en" dir="ltr"><strong>Retired.</strong></p>'
            f'<div dir="auto">{self._html(card.retired.reason)}</div>'
        )
        if card.retired.see:
            ids = ", ".join(f"<code>{escape(see.value)}</code>" for see in card.retired.see)
            notice += f'<p lang="en" dir="ltr">Study instead: {ids}</p>'
        return notice


def unfolded(sources: str) -> str:
    """The list of sources alone, for where nothing can be opened: paper, quizzes, a terminal."""
    return _FOLD.sub("", sources)


def shuffled(card: Choice) -> tuple[tuple[Option, ...], int]:
    """The options in the order of the package, and where the key stands among them.

    The order hangs on the key of the card alone, so that it is the same in every build and an
    edited option keeps its place. The card's script mixes options that are not ``ordered`` anew
    each time; where none runs, learners see this order.
    """
    if card.ordered:
        return card.options, card.key_index

    order = option_order(card.key, len(card.options))
    return tuple(card.options[i] for i in order), order.index(card.key_index)


def option_order(key: str, count: int) -> list[int]:
    """The places of options, the answer's being 0, in the order in which learners see them."""
    digest = hashlib.sha256(key.encode()).digest()
    return sorted(range(count), key=lambda i: digest[4 * i : 4 * i + 4])


def _tags(card: Card, collection: Collection, priority: Priority | None) -> tuple[str, ...]:
    """All tags but the study week's, sorted: that one is set when a card arrives."""
    prefix = collection.deck.tag_prefix
    tags = [f"{prefix}::topic::{card.topic}", f"{prefix}::kind::{card.kind}"]
    if card.retired is not None:
        tags.append(f"{prefix}::retired")
    else:
        objectives = collection.objectives_of(card)
        tags += (f"{prefix}::objective::{objective.id.value}" for objective in objectives)
        if priority is not None:
            tags.append(f"{prefix}::priority::{priority}")
    tags += (unicodedata.normalize("NFC", tag.value) for tag in card.tags)
    return tuple(sorted(set(tags)))
