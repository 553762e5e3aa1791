"""An exam as one web page to be taken: it asks for nothing, keeps the score, and explains."""

import hashlib
import json
from collections import Counter
from typing import Any

from cps_cards import page
from cps_cards.exam import score
from cps_cards.exam.forms import Form
from cps_cards.exam.markup import with_media
from cps_cards.exam.questions import Question
from cps_cards.render.direction import direction
from cps_cards.render.shown import has_maths


def files(form: Form) -> dict[str, bytes]:
    data = _data(form)
    # Browsers may keep one store for all local files: the name is that of this very exam.
    name = f"cps-cards-exam-{hashlib.sha256(_json(data).encode()).hexdigest()[:20]}"
    text = page.render(
        "exam",
        page.Allowed(media=bool(form.media)),
        form=form,
        direction=direction(form.deck.language),
        maths=any(one["maths"] for one in data["questions"]),
        data=_json({"name": name, **data}),
    )
    return {"": text.encode()}


def _json(data: object) -> page.Marked:
    """JSON that can stand in a script: no text in it can end that."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return page.Marked(text.replace("<", "\\u003c"))


def _data(form: Form) -> dict[str, Any]:
    """What the page's script reads: HTML of the texts, and the scores of every result."""
    asked = Counter(question.topic for question in form.questions)
    topics = [topic for topic in form.deck.topics if topic.id in asked]
    ranks = {topic.id: rank for rank, topic in enumerate(topics)}
    sources: dict[str, int] = {}
    questions = [_question(one, ranks, sources) for one in form.questions]
    sizes = {len(questions), *asked.values()}
    return {
        "deck": form.deck.id,
        "minutes": form.minutes,
        "report": form.deck.report_to,
        "topics": [topic.title for topic in topics],
        "sources": list(sources),
        "scores": {size: score.table(size) for size in sorted(sizes)},
        "media": {name: page.data_address(file) for name, file in form.media.items()},
        "questions": questions,
    }


def _question(
    question: Question, topics: dict[str, int], sources: dict[str, int]
) -> dict[str, Any]:
    """A question; sources, which many share, by their number in ``sources``, which grows.

    The script puts the files of the texts in the place of their names.
    """

    def shown(body: str) -> str:
        return with_media(body, address=str)

    return {
        "id": question.card_id,
        "topic": topics[question.topic],
        "scenario": shown(question.scenario),
        "text": shown(question.text),
        "answers": [
            {"text": shown(answer.text), "why": shown(answer.why)} for answer in question.answers
        ],
        "right": question.answers.index(question.right),
        "why": shown(question.why),
        "sources": [sources.setdefault(line, len(sources)) for line in question.source_lines],
        "maths": has_maths(question.asked),
    }
