"""An exam in Moodle's GIFT format: questions as text, by category, with their reasons."""

import re
from collections.abc import Iterator
from itertools import groupby

from cps_cards import page
from cps_cards.exam.forms import Form
from cps_cards.exam.questions import Question, with_media

_MARKS = re.compile(r"[\\~=#{}:]")


def files(form: Form) -> dict[str, bytes]:
    media = form.media

    def html(body: str) -> str:
        """A text of the format, its files in itself; without its first word, some would be
        marks."""
        return f"[html]{_escaped(with_media(body, lambda name: page.data_address(media[name])))}"

    parts = []
    for category, questions in categories(form):
        parts.append(f"$CATEGORY: {category}\n")
        for one in questions:
            tag = f" [tag:{one.priority}]" if one.priority else ""
            name = _escaped(one.card.id.value)
            lines = [f"// [id:{one.card.key}]{tag}", f"::{name}::{html(one.stem)}{{"]
            for answer in one.answers:
                why = f"#{html(answer.why)}" if answer.why else ""
                lines.append(f"\t{'=' if answer.right else '~'}{html(answer.text)}{why}")
            parts.append("\n".join([*lines, f"\t####{html(one.feedback)}", "}\n"]))
    return {"": "\n".join(parts).encode()}


def categories(form: Form) -> Iterator[tuple[str, Iterator[Question]]]:
    """The questions by where Moodle files them: a slash in a name is doubled, nothing escaped."""
    for title, questions in groupby(form.questions, lambda one: one.topic_title):
        names = (" ".join(name.split()).replace("/", "//") for name in (form.deck.name, title))
        yield "/".join(["$course$/top", *names]), questions


def _escaped(text: str) -> str:
    """Marks escaped; a line break too, for a blank line would end the question."""
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", text).replace("\n", "\\n")
