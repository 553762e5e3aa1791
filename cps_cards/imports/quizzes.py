"""Questions of quiz programs: GIFT, Moodle's XML, and Markdown with `Q:` and `A:`."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

from cps_cards.apkg.reader import check_media_name
from cps_cards.imports.fieldtexts import joined
from cps_cards.imports.optionkeys import in_order
from cps_cards.imports.records import BadFileError, Form, LeftOutError, Loose, Option, Piece, Told
from cps_cards.model.texts import counted, short
from cps_cards.render.shown import shown_text

_NOTHING = Piece("", "plain")
_UNCARRIED = {
    "essay": "asks for an essay",
    "description": "asks nothing",
    **dict.fromkeys(("matching", "match"), "asks to match things"),
    **dict.fromkeys(("calculated", "calculatedsimple", "calculatedmulti"), "is worked out anew"),
    **dict.fromkeys(("cloze", "multianswer"), "has several questions in one text"),
}


class _Answer(NamedTuple):
    """An answer; ``share`` is what of the points it gives, in percent."""

    text: Piece
    share: float
    feedback: Piece = _NOTHING


class _Question(NamedTuple):
    """A question, whatever program wrote it; ``kind`` is Moodle's name for it."""

    kind: str
    stem: Piece
    answers: Sequence[_Answer] = ()
    feedback: Piece = _NOTHING
    ordered: bool = False


def _carried(question: _Question, place: str, told: Told) -> Iterator[Loose]:
    try:
        card = _card(question, f'{place} "{short(shown_text(question.stem.text), 40)}"')
    except LeftOutError as error:
        told.left.append((error.args[1], error.args[0]))
        return
    told.count(question.kind, card.kind, "")
    yield card


def _card(question: _Question, place: str) -> Loose:
    answers = question.answers
    right = [one for one in answers if one.share >= 100]
    if question.kind in ("truefalse", "shortanswer", "numerical") and right:
        further = [shown_text(a.text.text) for a in answers if a.share > 0 and a is not right[0]]
        also = Piece(f"Also right: {'; '.join(further)}" if further else "", "plain")
        notes = [also, *(one.feedback for one in answers), question.feedback]
        why = joined(("", *note) for note in notes)
        return Loose(place, "basic", {"front": question.stem, "back": right[0].text, "why": why})
    if question.kind != "multichoice":
        what = _UNCARRIED.get(question.kind, f"is of the kind `{question.kind}`")
        raise LeftOutError(f"{what}, which no card here does", place)
    given = sum(one.share > 0 for one in answers)
    if len(right) != 1 or given != 1:
        raise LeftOutError(f"has {counted(given, 'right option')}; a choice card has one", place)
    options = tuple(Option(one.text, one.feedback) for one in answers)
    card = Loose(place, "choice", {"question": question.stem, "why": question.feedback})
    card.options, card.key = options, answers.index(right[0])
    card.ordered = question.ordered or in_order(one.text.text for one in answers)
    return card


# --- GIFT -----------------------------------------------------------------------------------------

_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TRUTH = re.compile(r"\s*(t|true|f|false)\s*(?:#|$)", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|b|i|u|em|strong|br|div|span|sub|sup|ul|ol|li|img|table|code|pre)\b[^<>]*>",
    re.IGNORECASE,
)
_LIKE_GIFT = re.compile(
    r"^(?:::.*?::|[^\n\t{}]*[^\\\n\t])\{[^{}]*(?:[~=#][^{}]*|\s*(?:T|F|TRUE|FALSE)\s*)\}",
    re.MULTILINE,
)


def looks_like_gift(text: str) -> bool:
    return _LIKE_GIFT.search(text) is not None


def read_gift(text: str, told: Told) -> Iterator[Loose]:
    """The questions of a GIFT file, divided by empty lines."""
    told.what = "questions in GIFT"
    block: list[str] = []
    category = ""
    number = first = 0
    for at, line in enumerate([*text.split("\n"), ""], 1):
        if found := re.match(r"\s*\$CATEGORY:\s*(.*)", line):
            category = found[1].strip().replace("/", "::")
        elif line.strip() and not (line.lstrip().startswith("//") and not block):
            first = first if block else at
            block.append(line)
        elif block and not line.strip():
            number += 1
            lines = [one for one in block if not one.lstrip().startswith("//")]
            for card in _gift("\n".join(lines), f"question {number} (line {first})", told):
                card.deck = category
                yield card
            block = []


def _gift(source: str, place: str, told: Told) -> Iterator[Loose]:
    # What is escaped is no sign: it stands apart until the question is read.
    text = _ESCAPED.sub(lambda found: chr(0xE000 + ord(found[1])), source)
    text = re.sub(r"^\s*::.*?::", "", text, count=1, flags=re.DOTALL)
    form = _FORM.match(text)
    stem, brace, rest = text[form.end() if form else 0 :].partition("{")
    inside, end, tail = rest.partition("}")
    if not brace or not end:
        words = short(" ".join(source.split()), 40)
        told.left.append((f'{place} "{words}"', "has no answers between { and }"))
        return
    stem = f"{stem.rstrip()} _____ {tail.lstrip()}" if tail.strip() else stem
    piece = partial(_gift_piece, form=form[1].casefold() if form else "moodle")
    inside, _, feedback = inside.partition("####")
    kind, answers = _gift_answers(inside, piece)
    yield from _carried(_Question(kind, piece(stem), answers, piece(feedback)), place, told)


def _gift_piece(text: str, form: str) -> Piece:
    if own := _FORM.match(text):
        form, text = own[1].casefold(), text[own.end() :]
    signs = re.compile("[\ue000-\ue0ff]")
    text = signs.sub(lambda m: {"n": "\n"}.get(s := chr(ord(m[0]) - 0xE000), s), text).strip()
    if form == "moodle" and _TAG.search(text):
        form, text = "html", text.replace("\n", "<br>")
    forms: dict[str, Form] = {"html": "html", "markdown": "markdown"}
    return Piece(text, forms.get(form, "plain"))


def _gift_answers(inside: str, piece: Callable[[str], Piece]) -> tuple[str, list[_Answer]]:
    if not inside.strip():
        return "essay", []
    if truth := _TRUTH.match(inside):
        word = "True" if truth[1][0] in "tT" else "False"
        why = joined(("", *piece(one)) for one in inside.split("#")[1:])
        return "truefalse", [_Answer(Piece(word, "plain"), 100, why)]
    is_number = inside.lstrip().startswith("#")
    body = inside.lstrip()[is_number:]
    if "->" in body and "=" in body:
        return "matching", []
    if is_number and body.lstrip()[:1] not in ("=", "~"):
        body = f"={body}"
    answers = []
    for sign, percent, text in re.findall(r"([=~])\s*(?:%(-?[\d.]+)%)?([^=~]*)", body):
        words, _, feedback = text.partition("#")
        shown = Piece(_number(words), "plain") if is_number else piece(words)
        share = float(percent) if percent.count(".") < 2 and percent.strip("-.") else 0.0
        answers.append(_Answer(shown, share if percent else 100.0 * (sign == "="), piece(feedback)))
    if is_number:
        return "numerical", answers
    return ("multichoice" if "~" in body else "shortanswer"), answers


def _number(text: str) -> str:
    """A number and its tolerance, or a range, in words."""
    value, colon, tolerance = text.strip().partition(":")
    if ".." in value:
        return " to ".join(part.strip() for part in value.split("..", 1))
    return f"{value} (± {tolerance.strip()})" if colon and tolerance.strip(" 0.") else value


# --- Moodle XML -----------------------------------------------------------------------------------


def read_moodle(text: str, told: Told) -> Iterator[Loose]:
    """The questions of a Moodle XML file. Raises :class:`BadFileError` for other XML."""
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise BadFileError("it declares a DOCTYPE or entities, which Moodle never writes")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without DOCTYPE there are no entities
    except (ElementTree.ParseError, ValueError) as error:
        raise BadFileError(f"it is no XML: {error}") from error
    if root.tag != "quiz":
        raise BadFileError(f"it is XML of another kind: <{short(root.tag, 40)}>, not <quiz>")
    told.what = "questions in Moodle XML"
    category = ""
    number = 0
    for element in root.iter("question"):
        if element.get("type") == "category":
            category = _text(element.find("category")).replace("/", "::")
            continue
        number += 1
        files = dict(map(_file, element.iter("file")))
        for card in _carried(_moodle(element), f"question {number}", told):
            card.deck, card.files = category, files
            card.tags = [_text(tag) for tag in element.iterfind("tags/tag")]
            yield card


def _moodle(element: ElementTree.Element) -> _Question:
    kind = element.get("type", "")
    answers = []
    for answer in element.iterfind("answer"):
        share = answer.get("fraction", "0")
        if not re.fullmatch(r"-?\d{1,9}(?:\.\d+)?", share):
            raise BadFileError(
                f"an answer has the fraction `{short(share, 20)}`, which is no number"
            )
        shown = _piece(answer)
        if kind == "numerical":
            shown = Piece(_number(f"{_text(answer)}:{_said(answer, 'tolerance')}"), "plain")
        elif kind == "truefalse":
            shown = Piece(_text(answer).capitalize(), "plain")
        answers.append(_Answer(shown, float(share), _piece(answer.find("feedback"))))
    return _Question(
        kind,
        _piece(element.find("questiontext")),
        answers,
        _piece(element.find("generalfeedback")),
        _said(element, "shuffleanswers") in ("0", "false"),
    )


def _piece(element: ElementTree.Element | None) -> Piece:
    text = re.sub(r"@@PLUGINFILE@@/+", "", _text(element))
    form = element.get("format", "html") if element is not None else ""
    if form == "moodle_auto_format":
        text = text.replace("\n", "<br>")
    forms: dict[str, Form] = {"plain_text": "plain", "markdown": "markdown"}
    return Piece(text, forms.get(form, "html"))


def _text(element: ElementTree.Element | None) -> str:
    if element is None:
        return ""
    return (element.findtext("text") or element.text or "").strip()


def _said(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(name) or "").strip().casefold()


def _file(element: ElementTree.Element) -> tuple[str, bytes]:
    """A file of a question; its name must be a name."""
    name = unquote(element.get("name", ""))
    check_media_name(name)
    try:
        return name, base64.b64decode(element.text or "")
    except (binascii.Error, ValueError) as error:
        raise BadFileError(f"its file {short(name, 40)} is damaged") from error


# --- Markdown -------------------------------------------------------------------------------------


def looks_like_pairs(text: str) -> bool:
    return re.match(r"\s*Q:[ \t]*\S[\s\S]*?^A:", text, re.MULTILINE) is not None


def read_pairs(text: str, told: Told) -> Iterator[Loose]:
    """Cards as `Q:` and `A:`; their texts are Markdown already."""
    told.what = "Markdown with `Q:` and `A:`"
    starts = [found.start() for found in re.finditer(r"^[ \t]*Q:", text, re.MULTILINE)]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
        pair = re.split(r"(?m)^[ \t]*[QA]:", text[start:end], maxsplit=2)
        asked, answered = (pair[1].strip(), pair[-1].strip()) if len(pair) == 3 else (pair[1], "")
        line = text.count("\n", 0, start) + 1
        place = f'card {number} (line {line}) "{short(" ".join(asked.split()), 40)}"'
        if not answered:
            told.left.append((place, "has no answer behind `A:`"))
            continue
        told.count("pairs", "basic", "Q → front, A → back")
        texts = {"front": Piece(asked, "markdown"), "back": Piece(answered, "markdown")}
        yield Loose(place, "basic", texts)
