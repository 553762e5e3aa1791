"""An exam as Moodle XML: a bank of questions by category, with reasons and files."""

import base64
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from cps_cards.exam.forms import Form
from cps_cards.exam.questions import Question, with_media
from cps_cards.model.deck import MediaFile
from cps_cards.report.exam_gift import categories

_LONGEST_NAME, _LONGEST_ID = 255, 100


def sub(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """An element at the end of another one; loading refused what XML could not hold."""
    element = ET.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


def document(root: ET.Element) -> bytes:
    """The document, indented but for what stands inside texts."""
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"


def files(form: Form) -> dict[str, bytes]:
    quiz = ET.Element("quiz")
    for category, questions in categories(form):
        entry = sub(quiz, "question", type="category")
        sub(sub(entry, "category"), "text", category)
        for one in questions:
            _question(quiz, one)
    return {"": document(quiz)}


def _question(quiz: ET.Element, question: Question) -> None:
    entry = sub(quiz, "question", type="multichoice")
    sub(sub(entry, "name"), "text", question.card.id.value[:_LONGEST_NAME])
    _html(sub(entry, "questiontext"), question.stem, question.media)
    _html(sub(entry, "generalfeedback"), question.feedback, question.media)
    for name, value in (
        ("defaultgrade", "1"),
        ("penalty", "0.3333333"),
        ("hidden", "0"),
        ("idnumber", question.card.key[:_LONGEST_ID]),
        ("single", "true"),
        # Left out, it would mean false.
        ("shuffleanswers", "false" if question.card.ordered else "true"),
        ("answernumbering", "ABCD"),
        ("showstandardinstruction", "0"),
    ):
        sub(entry, name, value)
    for answer in question.answers:
        option = sub(entry, "answer", fraction="100" if answer.right else "0")
        _html(option, answer.text, question.media)
        if answer.why:
            _html(sub(option, "feedback"), answer.why, question.media)


def _html(parent: ET.Element, body: str, media: Mapping[str, MediaFile]) -> None:
    """A text in its element, and with it the files that it shows and no others."""
    shown: dict[str, MediaFile] = {}

    def address(name: str) -> str:
        shown[name] = media[name]
        return f"@@PLUGINFILE@@/{name}"

    parent.set("format", "html")
    sub(parent, "text", with_media(body, address))
    for name, file in shown.items():
        content = base64.b64encode(file.data()).decode()
        sub(parent, "file", content, name=name, path="/", encoding="base64")
