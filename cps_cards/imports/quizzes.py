"""Questions of quiz programs: GIFT, Moodle's XML, and Markdown with `Q:` and `A:`."""

import base64
import html
import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

from cps_cards.apkg.reader import check_media_name
from cps_cards.imports.answers import in_order
from cps_cards.imports.records import BadFileError, Loose, Markdown, Told, as_html
from cps_cards.imports.records import joined as as_one
from cps_cards.model.texts import counted, short
from cps_cards.render.shown import shown_text

_UNCARRIED = {
    "essay": "asks for an essay",
    "description": "asks nothing",
    **dict.fromkeys(("matching", "match"), "asks to match things"),
    **dict.fromkeys(("calculated", "calculatedsimple", "calculatedmulti"), "is worked out anew"),
    **dict.fromkeys(("cloze", "multianswer"), "has several questions in one text"),
}

_BY_RESULT = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
"""Moodle fills them in itself ("Your answer is correct.")."""
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TRUTH = re.compile(r"\s*(t|true|f|false)\s*(?:#|$)", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|b|i|u|em|strong|br|div|span|sub|sup|ul|ol|li|img|table|code|pre)\b[^<>]*>",
    re.IGNORECASE,
)
LIKE_GIFT = re.compile(
    r"^(?:::.*?::|[^\n\t{}]*[^\\\n\t{])\{[^{}]*(?:[~=#][^{}]*|\s*(?:T|F|TRUE|FALSE)\s*)\}",
    re.MULTILINE,
)


class _Answer(NamedTuple):
    """An answer; ``share`` is what of the points it gives, in percent."""

    text: str
    share: float
    feedback: str = ""


def _card(
    place: str, kind: str, stem: str, answers: list[_Answer], feedback: str, told: Told
) -> Iterator[Loose]:
    """The card of a question of any program; ``kind`` is Moodle's name for it."""
    place = f'{place} "{short(shown_text(stem), 40)}"'
    right = [one for one in answers if one.share >= 100]
    given = sum(one.share > 0 for one in answers)
    left = ""
    if kind in ("truefalse", "shortanswer", "numerical"):
        left = "" if right else "has no answer that is wholly right"
    elif kind != "multichoice":
        left = f"{_UNCARRIED.get(kind, f'is of the kind `{kind}`')}, which no card here does"
    elif len(right) != 1 or given != 1:
        left = f"has {counted(given, 'right option')}; a choice card has one"
    if left:
        told.left.append((place, left))
        return
    if kind == "multichoice":
        card = Loose(place, "choice", {"question": stem, "why": feedback})
        card.options = [(one.text, one.feedback) for one in answers]
        card.key = answers.index(right[0])
        card.ordered = in_order(one.text for one in answers)
    else:
        further = [shown_text(a.text) for a in answers if a.share > 0 and a is not right[0]]
        also = as_html(f"Also right: {'; '.join(further)}" if further else "")
        why = as_one(("", text) for text in (also, *(one.feedback for one in answers), feedback))
        card = Loose(place, "basic", {"front": stem, "back": right[0].text, "why": why})
    told.types[kind, card.kind, ""] += 1
    yield card


def _formatted(text: str, form: str) -> str:
    """A text as HTML or Markdown, by a name that GIFT or Moodle has for how it is written."""
    if form in ("plain", "plain_text", "markdown"):
        return Markdown(text) if form == "markdown" else as_html(text)
    return text.replace("\n", "<br>") if form.startswith("moodle") else text


def read_gift(text: str, told: Told) -> Iterator[Loose]:
    """The questions of a GIFT file, divided by empty lines."""
    told.what = "questions in GIFT"
    category, number = "", 0
    lines = enumerate(text.split("\n"), 1)
    for _, block in groupby(lines, key=lambda line: bool(line[1].strip())):
        own: dict[int, str] = {}
        for at, line in block:
            if found := re.match(r"\s*\$CATEGORY:\s*(.*)", line):
                category = found[1].strip().replace("/", "::")
            elif line.strip() and not line.lstrip().startswith("//"):
                own[at] = line
        if own:
            number += 1
            place = f"question {number} (line {min(own)})"
            for card in _gift("\n".join(own.values()), place, told):
                card.deck = category
                yield card


def _gift(source: str, place: str, told: Told) -> Iterator[Loose]:
    # What is escaped is no sign: it stands apart until the question is read.
    text = _ESCAPED.sub(lambda found: chr(0xE000 + ord(found[1])), source)
    text = re.sub(r"^\s*::.*?::", "", text, count=1, flags=re.DOTALL)
    own = _FORM.match(text)
    form = own[1].casefold() if own else "moodle"
    stem, brace, rest = text[own.end() if own else 0 :].partition("{")
    inside, end, tail = rest.partition("}")
    if not brace or not end:
        words = short(" ".join(source.split()), 40)
        told.left.append((f'{place} "{words}"', "has no answers between { and }"))
        return
    stem = f"{stem.rstrip()} _____ {tail.lstrip()}" if tail.strip() else stem
    inside, _, feedback = inside.partition("####")
    kind, answers = _gift_answers(inside, form)
    yield from _card(place, kind, _gift_text(stem, form), answers, _gift_text(feedback, form), told)


def _gift_text(text: str, form: str) -> str:
    if own := _FORM.match(text):
        form, text = own[1].casefold(), text[own.end() :]
    signs = re.compile("[\ue000-\ue0ff]")
    text = signs.sub(lambda m: {"n": "\n"}.get(s := chr(ord(m[0]) - 0xE000), s), text).strip()
    return _formatted(text, "plain" if form == "moodle" and not _TAG.search(text) else form)


def _gift_answers(inside: str, form: str) -> tuple[str, list[_Answer]]:
    if not inside.strip():
        return "essay", []
    if truth := _TRUTH.match(inside):
        why = as_one(("", _gift_text(one, form)) for one in inside.split("#")[1:])
        return "truefalse", [_Answer("True" if truth[1][0] in "tT" else "False", 100, why)]
    is_number = inside.lstrip().startswith("#")
    body = inside.lstrip()[is_number:]
    if "->" in body and "=" in body:
        return "matching", []
    if is_number and body.lstrip()[:1] not in ("=", "~"):
        body = f"={body}"
    answers = []
    for sign, percent, text in re.findall(r"([=~])\s*(?:%(-?\d*\.?\d+)%)?([^=~]*)", body):
        words, _, feedback = text.partition("#")
        shown = _number(words) if is_number else _gift_text(words, form)
        share = float(percent or 100 * (sign == "="))
        answers.append(_Answer(shown, share, _gift_text(feedback, form)))
    kind = "multichoice" if "~" in body else "shortanswer"
    return "numerical" if is_number else kind, answers


def _number(text: str) -> str:
    """A number and its tolerance, or a range, in words."""
    value, colon, tolerance = as_html(text).partition(":")
    if ".." in value:
        return " to ".join(part.strip() for part in value.split("..", 1))
    return f"{value} (± {tolerance.strip()})" if colon and tolerance.strip(" 0.") else value


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
    category, number, general = "", 0, False
    for element in root.iter("question"):
        kind = element.get("type", "")
        if kind == "category":
            category = _html(element.find("category")).replace("/", "::")
            continue
        number += 1
        files = dict(map(_file, element.iter("file")))
        answers = [_answer(answer, kind) for answer in element.iterfind("answer")]
        stem, feedback = (_html(element.find(n)) for n in ("questiontext", "generalfeedback"))
        if any(shown_text(_html(hint)) for hint in element.iterfind("hint")):
            told.left_of[kind, "hints for another try"] += 1
        general |= any(shown_text(_html(element.find(name))) for name in _BY_RESULT)
        for card in _card(f"question {number}", kind, stem, answers, feedback, told):
            card.ordered |= element.findtext("shuffleanswers", "").strip() in ("0", "false")
            card.deck, card.files = category, files
            card.tags = [_html(tag) for tag in element.iterfind("tags/tag")]
            yield card
    if general:
        told.remarks.append("What Moodle says to right, half right and wrong answers, whatever "
                            "the question, is not carried.")  # fmt: skip


def _answer(element: ElementTree.Element, kind: str) -> _Answer:
    share = element.get("fraction", "0")
    if not re.fullmatch(r"-?\d{1,9}(?:\.\d+)?", share):
        raise BadFileError(f"an answer has the fraction `{short(share, 20)}`, which is no number")
    shown = _html(element)
    if kind == "numerical":
        shown = _number(f"{_html(element)}:{element.findtext('tolerance', '')}")
    elif kind == "truefalse":
        shown = _html(element).capitalize()
    return _Answer(shown, float(share), _html(element.find("feedback")))


def _html(element: ElementTree.Element | None) -> str:
    """What an element says, as HTML or as Markdown; nothing where it is not there."""
    if element is None:
        return ""
    text, inner = element.findtext("text") or element.text or "", element.find("text")
    if inner is not None and len(inner):  # HTML that stands there unescaped
        tags = (ElementTree.tostring(tag, "unicode") for tag in inner)
        text = "".join((html.escape(inner.text or "", quote=False), *tags))
    text = re.sub(r"@@PLUGINFILE@@/+", "", text.strip())
    return _formatted(text, element.get("format", "html"))


def _file(element: ElementTree.Element) -> tuple[str, bytes]:
    """A file of a question; its name must be a name."""
    name = unquote(element.get("name", ""))
    check_media_name(name)
    try:
        return name, base64.b64decode(element.text or "")
    except ValueError as error:
        raise BadFileError(f"its file {short(name, 40)} is damaged") from error


def looks_like_pairs(text: str, *, led: bool) -> bool:
    """Whether cards follow each other from the first line, or with ``led`` from another."""
    first = re.search(r"^[ \t]*Q:[ \t]*\S" if led else r"\A\s*Q:[ \t]*\S", text, re.MULTILINE)
    answer = re.compile(r"^[ \t]*A:", re.MULTILINE)
    return first is not None and answer.search(text, first.end()) is not None


def read_pairs(text: str, told: Told) -> Iterator[Loose]:
    """Cards as `Q:` and `A:`; their texts are Markdown already."""
    told.what = "Markdown with `Q:` and `A:`"
    pattern = r"^[ \t]*Q:(.*?)(?:^[ \t]*A:(.*?))?(?=^[ \t]*Q:|\Z)"
    found = list(re.finditer(pattern, text, re.MULTILINE | re.DOTALL))
    if lead := " ".join(text[: found[0].start()].split()):
        told.left.append(("line 1", f"stands before the first `Q:`: “{short(lead, 50)}”"))
    for number, pair in enumerate(found, 1):
        asked, answered = pair[1].strip(), (pair[2] or "").strip()
        answered = re.sub(r"\n[ \t]*\n[ \t]*-{3,}\Z", "", answered)  # a line between two cards
        line = text.count("\n", 0, pair.start()) + 1
        place = f'card {number} (line {line}) "{short(" ".join(asked.split()), 40)}"'
        if not answered:
            told.left.append((place, "has no answer behind `A:`"))
            continue
        told.types["pairs", "basic", "Q → front, A → back"] += 1
        texts: dict[str, str] = {"front": Markdown(asked), "back": Markdown(answered)}
        yield Loose(place, "basic", texts)
