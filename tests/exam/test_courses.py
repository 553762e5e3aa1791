"""Moodle XML and QTI: read back with parsers that others wrote, and every option chosen once."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from moodle_xml_parser import parser

from cps_cards.pipeline import Opened
from tests import folders
from tests.cli.conftest import Cps
from tests.exam import decks, hostile
from tests.exam.decks import Entry
from tests.exam.written import HtmlReader, expected, unescaped

PREFIX = "%24IMS-CC-FILEBASE%24/"


def texts(element: ET.Element, tag: str) -> list[str]:
    return [one.text or "" for one in element.iter(tag)]


# Moodle XML


@pytest.fixture
def moodle(deck: Opened, cps: Cps) -> Path:
    assert cps("exam", "-o", "x.xml", "--questions", "7").status == 0
    return Path("x.xml")


def test_every_text_and_reason_comes_back(deck: Opened, moodle: Path) -> None:
    entries = {
        entry.findtext("name/text"): entry
        for entry in ET.parse(moodle).getroot()
        if entry.get("type") == "multichoice"
    }
    wanted = expected(deck)
    assert set(entries) == {question.card.id.value for question in wanted}
    for question in wanted:
        entry = entries[question.card.id.value]
        assert HtmlReader.same(entry.findtext("questiontext/text"), question.stem)
        assert HtmlReader.same(entry.findtext("generalfeedback/text"), question.feedback)
        for option, answer in zip(entry.iter("answer"), question.answers, strict=True):
            assert option.get("fraction") == ("100" if answer.right else "0")
            assert HtmlReader.same(option.findtext("text"), answer.text)
            assert HtmlReader.same(option.findtext("feedback/text"), answer.why)


def test_a_parser_that_others_wrote_reads_the_same(deck: Opened, moodle: Path) -> None:
    found = {one.name: one for one in parser.parse_file(str(moodle))["multichoice"]}
    for question in expected(deck):
        one = found[question.card.id.value]
        assert (one.default_grade, one.single, one.answernumbering) == (1, True, "ABCD")
        assert one.penalty == pytest.approx(1 / 3)
        assert one.shuffle_answers is not question.card.ordered
        # It takes entities for characters, and so do we here.
        assert HtmlReader.same(one.general_feedback, unescaped(question.feedback))
        for option, answer in zip(one.options, question.answers, strict=True):
            assert option.score_fraction == (100 if answer.right else 0)
            assert HtmlReader.same(option.answer, unescaped(answer.text))
            assert HtmlReader.same(option.feedback, unescaped(answer.why))


def test_moodle_files_questions_by_topic_under_ids_that_stay(deck: Opened, moodle: Path) -> None:
    root = ET.parse(moodle).getroot()
    category, filed = "", []
    for entry in root:
        if entry.get("type") == "category":
            (category,) = texts(entry, "text")
        else:
            filed.append((category, entry.findtext("idnumber")))
    top = "$course$/top/Beta //// hard: {talks}"
    assert [one for one, _ in filed] == [f"{top}/Topic // one"] * 4 + [f"{top}/Topic ~two = #2"] * 3
    assert {id for _, id in filed} == {card.get("formerly", card["id"]) for card in hostile.CARDS}


def test_moodle_texts_are_no_elements_and_no_reason_is_empty(moodle: Path) -> None:
    root = ET.parse(moodle).getroot()
    for text in root.iter("text"):
        assert not len(text)
        assert text.text
    for entry in root.iter("question"):
        if entry.get("type") == "multichoice":
            assert entry.findtext("showstandardinstruction") == "0"
            assert entry.findtext("hidden") == "0"
            for tag in ("questiontext", "generalfeedback", "answer", "feedback"):
                assert all(one.get("format") == "html" for one in entry.iter(tag))


def test_moodle_pictures_stand_where_they_are_shown_and_nowhere_else(moodle: Path) -> None:
    contents = {"dot": hostile.DOT, "wheel": hostile.WHEEL}
    holders = [one for one in ET.parse(moodle).getroot().iter() if one.find("file") is not None]
    assert len(holders) == 4
    for holder in ET.parse(moodle).getroot().iter():
        named = set(re.findall(r"@@PLUGINFILE@@/([\w.-]+)", holder.findtext("text") or ""))
        files = holder.findall("file")
        assert sorted(file.get("name", "") for file in files) == sorted(named)
        for file in files:
            assert (file.get("path"), file.get("encoding")) == ("/", "base64")
            name = (file.get("name") or "").split("-")[0]
            assert base64.b64decode(file.text or "") == contents[name]


def test_moodle_gets_sounds(home: Path, cps: Cps) -> None:
    more = {"question": "Which bell is ![the bell](bell.mp3)?"}
    folders.write(
        home / "decks", {**decks.files([Entry(more=more)]), "media/bell.mp3": b"ID3 ding"}
    )
    cps("exam", "-o", "x.xml")
    (file,) = ET.parse("x.xml").getroot().iter("file")
    assert base64.b64decode(file.text or "") == b"ID3 ding"
    assert file.get("name", "").endswith(".mp3")


# QTI


@pytest.fixture
def qti(deck: Opened, cps: Cps) -> zipfile.ZipFile:
    result = cps("exam", "-o", "x.zip", "--questions", "7", "--minutes", "30")
    assert result.status == 0
    return zipfile.ZipFile(io.BytesIO(Path("x.zip").read_bytes()))


def bare(data: bytes) -> ET.Element:
    """The document without its namespaces."""
    root = ET.fromstring(data)
    for one in root.iter():
        one.tag = one.tag.rpartition("}")[2]
    return root


def assessment(package: zipfile.ZipFile) -> ET.Element:
    (name,) = (n for n in package.namelist() if re.fullmatch(r"([^/]+)/\1\.xml", n))
    return bare(package.read(name))


def test_qti_names_every_file_of_the_package_and_no_other(qti: zipfile.ZipFile) -> None:
    manifest = bare(qti.read("imsmanifest.xml"))
    named = [file.get("href") for file in manifest.iter("file")]
    assert sorted([*named, "imsmanifest.xml"]) == qti.namelist()
    kinds = [(one.get("type"), one.get("href")) for one in manifest.iter("resource")]
    assert [kind for kind, _ in kinds] == [
        "imsqti_xmlv1p2",
        "associatedcontent/imscc_xmlv1p1/learning-application-resource",
        "webcontent",
        "webcontent",
    ]
    ids = [one.get("identifier") for one in manifest.iter("resource")]
    assert len(set(ids)) == len(ids)
    (dependency,) = manifest.iter("dependency")
    assert dependency.get("identifierref") == ids[1]
    assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in qti.infolist())


def test_qti_tells_canvas_what_the_quiz_is(qti: zipfile.ZipFile) -> None:
    (name,) = (n for n in qti.namelist() if n.endswith("/assessment_meta.xml"))
    meta = bare(qti.read(name))
    assert meta.findtext("quiz_type") == "practice_quiz"
    assert meta.findtext("available") == "false"
    assert meta.findtext("shuffle_answers") == "false"
    assert meta.findtext("time_limit") == "30"
    assert meta.get("identifier") == name.split("/")[0]


def test_each_option_chosen_scores_and_tells_its_reason(deck: Opened, qti: zipfile.ZipFile) -> None:
    root = assessment(qti)
    assert [section.get("ident") for section in root.iter("section")] == ["root_section"]
    items = {item.get("ident"): item for item in root.iter("item")}
    wanted = expected(deck)
    assert list(items) == [f"card-{question.card.key}" for question in wanted]
    for question in wanted:
        item = items[f"card-{question.card.key}"]
        parts = [part.tag for part in item]
        assert parts[:3] == ["itemmetadata", "presentation", "resprocessing"]
        assert set(parts[3:]) == {"itemfeedback"}
        labels = list(item.iter("response_label"))
        stem = item.find("presentation/material/mattext")
        assert stem is not None
        assert HtmlReader.same(stem.text, question.stem)
        told = {one.get("ident"): texts(one, "mattext")[0] for one in item.iter("itemfeedback")}
        for label, answer in zip(labels, question.answers, strict=True):
            assert HtmlReader.same(texts(label, "mattext")[0], answer.text)
            ident = label.get("ident") or ""
            assert re.fullmatch(r"[1-9][0-9]*", ident)
            score, shown = respond(item, ident)
            assert score == (100 if answer.right else 0)
            assert shown == [f"{ident}_fb"] * bool(answer.why) + ["general_fb"]
            if answer.why:
                assert HtmlReader.same(told[f"{ident}_fb"], answer.why, pictures=False)
        assert HtmlReader.same(told["general_fb"], question.feedback, pictures=False)
        assert all(re.fullmatch(r"(?:general|\d+)_fb", name or "") for name in told)


def respond(item: ET.Element, chosen: str) -> tuple[int, list[str]]:
    """What a system does with an answer: the conditions in order, until one says to stop."""
    score, shown = 0, []
    for condition in item.iter("respcondition"):
        equal = condition.find("conditionvar/varequal")
        if equal is None:
            assert condition.find("conditionvar/other") is not None
        elif equal.text != chosen:
            continue
        for one in condition.iter("displayfeedback"):
            shown.append(one.get("linkrefid") or "")
        for value in condition.iter("setvar"):
            score = int(value.text or 0)
        if condition.get("continue") == "No":
            break
    return score, sorted(shown)


def test_canvas_weighs_an_option_by_the_last_condition_that_names_it(
    qti: zipfile.ZipFile,
) -> None:
    for item in assessment(qti).iter("item"):
        weights: dict[str, int] = {}
        for condition in item.iter("respcondition"):
            value = condition.findtext("setvar")
            for ident in texts(condition, "varequal"):
                weights[ident] = int(value or 0)
        assert sorted(weights.values())[-1] == 100
        assert sum(weights.values()) == 100


def test_option_idents_come_from_words_and_not_from_places(home: Path, cps: Cps) -> None:
    folders.write(home / "decks", decks.files(decks.mixed(9)))
    found = []
    for seed in ("1", "2"):
        cps("exam", "-o", f"{seed}.zip", "--seed", seed)
        root = assessment(zipfile.ZipFile(f"{seed}.zip"))
        found.append(
            {
                (item.get("ident"), texts(label, "mattext")[0]): label.get("ident")
                for item in root.iter("item")
                for label in item.iter("response_label")
            }
        )
    assert found[0] == found[1]


def test_qti_titles_tell_students_the_topic_and_no_answer(
    deck: Opened, qti: zipfile.ZipFile
) -> None:
    keys = {question.card.key: question for question in expected(deck)}
    for item in assessment(qti).iter("item"):
        question = keys[(item.get("ident") or "").removeprefix("card-")]
        code = hashlib.sha256(question.card.key.encode()).hexdigest()[:6]
        assert item.get("title") == f"{question.topic_title} {code}"
        labels = dict(zip(texts(item, "fieldlabel"), texts(item, "fieldentry"), strict=True))
        assert labels["qmd_topic"] == question.topic_title
        assert labels["question_type"] == "multiple_choice_question"
        assert labels["original_answer_ids"].split(",") == [
            label.get("ident") for label in item.iter("response_label")
        ]


def test_qti_pictures_are_files_and_in_feedback_words(qti: zipfile.ZipFile) -> None:
    contents = {"dot": hostile.DOT, "wheel": hostile.WHEEL}
    pictures = [name for name in qti.namelist() if name.startswith("images/")]
    assert len(pictures) == 2
    for name in pictures:
        assert qti.read(name) == contents[name.removeprefix("images/").split("-")[0]]
    text = ET.tostring(assessment(qti), "unicode")
    shown = set(re.findall(re.escape(PREFIX) + r'([^"&]+)', unescaped(text)))
    assert shown == set(pictures)
    for feedback in assessment(qti).iter("itemfeedback"):
        assert all("<img" not in one for one in texts(feedback, "mattext"))
    item = next(i for i in assessment(qti).iter("item") if i.get("ident") == "card-all-pictures")
    told = [texts(one, "mattext")[0] for one in item.iter("itemfeedback")]
    assert told[0] == "See [the wheel]."
    assert "<p>It is [a dot, red].</p>" in told[-1]


def test_a_picture_that_only_feedback_shows_is_no_file(home: Path, cps: Cps) -> None:
    more = {"why": "See ![the dot](dot.png)."}
    files = decks.files([Entry(more=more), *decks.mixed(5)])
    folders.write(home / "decks", {**files, "media/dot.png": hostile.DOT})
    cps("exam", "-o", "x.zip")
    assert not [n for n in zipfile.ZipFile("x.zip").namelist() if n.startswith("images/")]


def test_qti_gets_sounds(home: Path, cps: Cps) -> None:
    more = {"question": "Which bell is ![the bell](bell.mp3)?"}
    folders.write(
        home / "decks", {**decks.files([Entry(more=more)]), "media/bell.mp3": b"ID3 ding"}
    )
    cps("exam", "-o", "x.zip")
    package = zipfile.ZipFile("x.zip")
    (name,) = (n for n in package.namelist() if n.endswith(".mp3"))
    assert package.read(name) == b"ID3 ding"
    assert f"{PREFIX}{name}" in unescaped(ET.tostring(assessment(package), "unicode"))
