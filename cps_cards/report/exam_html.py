"""An exam as one web page to be taken: it asks for nothing, keeps the score, and explains."""

import hashlib
import json
import re
from collections import Counter
from typing import Any

from cps_cards import page
from cps_cards.exam import score
from cps_cards.exam.forms import Form
from cps_cards.exam.questions import Question, with_media
from cps_cards.render.lettering import direction
from cps_cards.render.shown import has_maths

_SOURCE = re.compile(r"<li>(.*?)</li>")


def files(form: Form) -> dict[str, bytes]:
    data = _data(form)
    # Browsers may keep one store for all local files: the name is that of this very exam.
    name = f"cps-cards-exam-{hashlib.sha256(_json(data).encode()).hexdigest()[:20]}"
    text = page.render(
        "exam",
        media=bool(form.media),
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
    """What the page's script reads: HTML of the texts, and the scores of every result.

    The script puts files in the place of their names. Sources, which many share, stand once.
    """
    asked = Counter(question.card.topic for question in form.questions)
    topics = {topic.id: topic.title for topic in form.deck.topics if topic.id in asked}
    ranks = {topic: rank for rank, topic in enumerate(topics)}
    sources: dict[str, int] = {}

    def shown(body: str) -> str:
        return with_media(body, address=str)

    def question(one: Question) -> dict[str, Any]:
        return {
            "id": one.card.id.value,
            "topic": ranks[one.card.topic],
            "scenario": shown(one.scenario),
            "text": shown(one.text),
            "answers": [{"text": shown(a.text), "why": shown(a.why)} for a in one.answers],
            "right": one.answers.index(one.right),
            "why": shown(one.why),
            "sources": [
                sources.setdefault(line, len(sources)) for line in _SOURCE.findall(one.sources)
            ],
            "maths": has_maths(one.asked),
        }

    questions = [question(one) for one in form.questions]
    return {
        "deck": form.deck.id,
        "minutes": form.minutes,
        "report": form.deck.report_to,
        "topics": list(topics.values()),
        "sources": list(sources),
        "scores": {n: score.table(n) for n in sorted({len(questions), *asked.values()})},
        "media": {name: page.data_address(file) for name, file in form.media.items()},
        "questions": questions,
    }
