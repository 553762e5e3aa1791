"""An exam as a table for sheets: one row a question, and whether Kahoot could take it."""

import csv
import io

from cps_cards.exam.forms import Form
from cps_cards.exam.questions import Question
from cps_cards.render.notes import LETTERS
from cps_cards.render.shown import shown

_KAHOOT_QUESTION, _KAHOOT_ANSWER, _KAHOOT_ANSWERS = 120, 75, 4
_FORMULA = ("=", "+", "-", "@")
COLUMNS = (
    *("id", "card", "topic", "priority", "scenario", "question"),
    *(f"option_{letter.lower()}" for letter in LETTERS),
    *("answer", "answer_text", "why"),
    *(f"why_{letter.lower()}" for letter in LETTERS),
    *("sources", "kahoot"),
)


def files(form: Form) -> dict[str, bytes]:
    stream = io.StringIO(newline="")
    table = csv.DictWriter(stream, COLUMNS, restval="")
    table.writeheader()
    for question in form.questions:
        row = _row(question)
        # A sheet would take some texts for formulas.
        table.writerow({k: f"'{v}" if v.startswith(_FORMULA) else v for k, v in row.items()})
    return {"": stream.getvalue().encode("utf-8-sig")}


def _row(question: Question) -> dict[str, str]:
    row = {
        "id": question.card.key,
        "card": question.card.id.value,
        "topic": question.topic_title,
        "priority": question.priority or "",
        "scenario": _plain(question.scenario),
        "question": _plain(question.text),
        "answer": question.right.letter,
        "answer_text": _plain(question.right.text),
        "why": _plain(question.why),
        "sources": "; ".join(line.text for line in shown(question.sources).lines),
    }
    for answer in question.answers:
        row[f"option_{answer.letter.lower()}"] = _plain(answer.text)
        row[f"why_{answer.letter.lower()}"] = _plain(answer.why)
    row["kahoot"] = _kahoot(question, row)
    return row


def _kahoot(question: Question, row: dict[str, str]) -> str:
    """``yes``, or why Kahoot's own sheet could not take the question: nothing is cut to fit."""
    asked = len(" ".join(filter(None, (row["scenario"], row["question"]))))
    longest = max(len(row[f"option_{answer.letter.lower()}"]) for answer in question.answers)
    reasons = [
        f"{what}, {most} fit"
        for what, size, most in (
            (f"scenario and question have {asked} characters", asked, _KAHOOT_QUESTION),
            (f"an option has {longest} characters", longest, _KAHOOT_ANSWER),
            (f"{len(question.answers)} options", len(question.answers), _KAHOOT_ANSWERS),
        )
        if size > most
    ]
    if "<img" in "".join(question.asked):
        reasons.append("a picture")
    return f"no: {'; '.join(reasons)}" if reasons else "yes"


def _plain(body: str) -> str:
    """Words on one line, lists with their signs; a picture as what it shows."""
    lines = shown(body, picture=lambda _, words: f"[picture: {words}]").lines
    return " ".join(line.lead.lstrip() + line.text for line in lines)
