"""An exam in Moodle's GIFT format: questions as text, by category, with their reasons."""

import re

from cps_cards import page
from cps_cards.exam.forms import Form
from cps_cards.exam.markup import with_media
from cps_cards.exam.questions import Answer, Question

_MARKS = re.compile(r"[\\~=#{}:]")


def files(form: Form) -> dict[str, bytes]:
    parts = []
    topic = ""
    for question in form.questions:
        if question.topic != topic:
            topic = question.topic
            parts.append(f"$CATEGORY: {category(form, question)}\n")
        parts.append(_question(question))
    return {"": "\n".join(parts).encode()}


def category(form: Form, question: Question) -> str:
    """Where Moodle files a question. A slash in a name is doubled, and nothing else is escaped."""
    names = (form.deck.name, question.topic_title)
    return "/".join(["$course$/top", *(" ".join(n.split()).replace("/", "//") for n in names)])


def _question(question: Question) -> str:
    tag = f" [tag:{question.priority}]" if question.priority else ""
    return (
        f"// [id:{question.key}]{tag}\n"
        f"::{_escaped(question.card_id)}::{_html(question.stem, question)}{{\n"
        + "".join(f"\t{_answer(answer, question)}\n" for answer in question.answers)
        + f"\t####{_html(question.feedback, question)}\n}}\n"
    )


def _answer(answer: Answer, question: Question) -> str:
    why = f"#{_html(answer.why, question)}" if answer.why else ""
    return f"{'=' if answer.right else '~'}{_html(answer.text, question)}{why}"


def _html(body: str, question: Question) -> str:
    """A text of the format, its files in itself; without its first word, some would be marks."""
    shown = with_media(body, lambda name: page.data_address(question.media[name]))
    return f"[html]{_escaped(shown)}"


def _escaped(text: str) -> str:
    """Marks escaped; a line break too, for a blank line would end the question."""
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", text).replace("\n", "\\n")
