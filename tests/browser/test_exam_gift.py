"""GIFT, read back by a parser that others wrote: what went in comes out, mark by mark."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cps_cards.cli import group
from cps_cards.exam.questions import Question
from cps_cards.pipeline import open_deck
from tests import folders
from tests.browser import npm
from tests.browser.conftest import DECKS
from tests.exam import hostile
from tests.exam.written import HtmlReader, expected

READ = """
const parser = require(process.argv[1]);
const text = require("fs").readFileSync(process.argv[2], "utf8");
process.stdout.write(JSON.stringify(parser.parse(text)));
"""

Parse = Callable[[Path], list[dict[str, Any]]]


@pytest.fixture
def parse(request: pytest.FixtureRequest, tmp_path: Path) -> Parse:
    script = tmp_path / "parser.js"
    script.write_text(npm.GIFT.read("pegjs-gift.js", Path(request.config.cache.mkdir("npm"))))

    def run(path: Path) -> list[dict[str, Any]]:
        args = ["node", "-e", READ, str(script), str(path)]
        done = subprocess.run(args, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    return run


def written(deck: Path, folder: Path, questions: int) -> Path:
    path = folder / "exam.txt"
    args = ["exam", str(deck), "-o", str(path), "--questions", str(questions)]
    result = CliRunner().invoke(group, args)
    assert result.exit_code == 0, result.output
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    return path


@pytest.fixture(params=["hostile", "shipped"])
def exam(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, list[Question]]:
    deck = DECKS
    if request.param == "hostile":
        deck = folders.write(tmp_path / "deck", hostile.FILES)
    questions = expected(open_deck(deck))
    return written(deck, tmp_path, len(questions)), questions


def same(text: dict[str, str] | None, html: str) -> bool:
    """A text as it went in, to the letter, but for the addresses of pictures."""
    if text is None:
        return html == ""
    plain = re.sub(r'(<img src=")[^"]*"', r'\1"', text["text"])
    return text["format"] == "html" and plain == re.sub(r'(<img src=")[^"]*"', r'\1"', html)


def test_every_text_comes_back(parse: Parse, exam: tuple[Path, list[Question]]) -> None:
    path, questions = exam
    found = {one["id"]: one for one in parse(path) if one["type"] != "Category"}
    assert set(found) == {question.card.key for question in questions}
    for question in questions:
        one = found[question.card.key]
        assert one["type"] == "MC"
        assert one["title"] == question.card.id.value
        assert one["tags"] == ([question.priority] if question.priority else None)
        assert one["hasEmbeddedAnswers"] is False
        assert same(one["stem"], question.stem)
        for choice, answer in zip(one["choices"], question.answers, strict=True):
            assert choice["isCorrect"] is answer.right
            assert choice["weight"] is None
            assert same(choice["text"], answer.text)
            assert same(choice["feedback"], answer.why)
        assert same(one["globalFeedback"], question.feedback)


def test_categories_stand_before_their_questions(
    parse: Parse, exam: tuple[Path, list[Question]]
) -> None:
    path, questions = exam
    titles = {question.card.key: question.topic_title for question in questions}
    category, seen = "", []
    for one in parse(path):
        if one["type"] == "Category":
            category = one["title"]
            seen.append(category)
        else:
            assert category.endswith("/" + titles[one["id"]].replace("/", "//"))
            assert category.startswith("$course$/top/")
    assert len(seen) == len(set(seen)) == len(set(titles.values()))


def test_pictures_stand_in_the_text(parse: Parse, tmp_path: Path) -> None:
    deck = folders.write(tmp_path / "deck", hostile.FILES)
    found = {one["id"]: one for one in parse(written(deck, tmp_path, 7)) if "id" in one}
    stem = found["all-pictures"]["stem"]["text"]
    assert stem.count('src="data:image/png;base64,iVBOR') == 2
    assert 'alt="A &quot;dot&quot; = {red}"' in stem
    assert HtmlReader.read(stem).startswith("<p []><img")
