"""Paper: nothing on a form helps to answer it, and its key is that of this very form."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cps_cards.pipeline import Opened
from tests import folders
from tests.apkg.kit import SHIPPED
from tests.cli.conftest import Cps
from tests.exam import decks
from tests.exam.written import HtmlReader, expected


def written(cps: Cps, *args: str) -> tuple[str, str]:
    result = cps("exam", *args, "--format", "print", "-o", "x.html")
    assert result.status == 0, result.err
    return Path("x.html").read_text("utf-8"), Path("x-key.html").read_text("utf-8")


def test_a_form_holds_no_reason_id_or_seed(deck: Opened, cps: Cps) -> None:
    form, key = written(cps, "--questions", "7", "--seed", "8128")
    for question in expected(deck, 8128):
        assert question.text in form or "<img" in question.text
        reasons = filter(None, (question.why, *(answer.why for answer in question.answers)))
        for reason in reasons:
            assert reason not in form
            assert reason in key or "<img" in reason
        assert question.sources in key
        for id in {question.card.id.value, question.card.key}:
            assert id not in form
        assert f"<code>{question.card.id.value}</code>" in key
    assert "8128" in key
    for sign in ("8128", "<!--", "<script", "example.org/code"):
        assert sign not in form, sign


def test_the_shipped_decks_form_tells_nothing_of_its_cards(home: Path, cps: Cps) -> None:
    form, key = written(cps, str(SHIPPED), "--questions", "60", "--seed", "8128")
    ids = re.findall(r"Card: <code>([^<]+)</code>", key)
    assert len(ids) == 60
    assert not [id for id in ids if id in form]
    assert "8128" not in form


def test_right_and_wrong_options_look_alike_in_the_source(home: Path, cps: Cps) -> None:
    folders.write(home / "decks", decks.files(decks.mixed(30)))
    form, key = written(cps, "--questions", "30")
    right = dict(re.findall(r'<th scope="row">(\d+)</th><td>(\w)</td>', key))
    assert len(right) == 30
    shapes = set()
    for number, part in enumerate(form.split('<section class="question"')[1:], start=1):
        options = re.findall(r'<li class="option">.*?</li>', part, re.S)
        assert len(options) == 4
        for letter, option in zip("ABCD", options, strict=True):
            bare = re.sub(r">[^<]+<", "><", option)
            shapes.add((letter == right[str(number)], bare))
    assert len(shapes) == 2  # the same one for right and wrong options


class Rows(HTMLParser):
    """Each question's number, the words of its options by their letters, and its right letter."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.options: list[dict[str, str]] = []
        self.right: list[str] = []
        self._letter = self._class = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._class = dict(attrs).get("class") or ""
        if tag == "section":
            self.options.append({})
            self.right.append("")
        if tag == "li" and "option" in self._class:
            self._right = "right" in self._class

    def handle_data(self, data: str) -> None:
        if self._class == "letter" and data.strip():
            self._letter = data.strip(". ")
            self.options[-1][self._letter] = ""
            if self._right:
                self.right[-1] = self._letter
        elif self._class == "text" and self._letter:
            self.options[-1][self._letter] += data.strip()
        if data.strip() and self._class == "text":
            self._letter = ""
            self._class = ""


@pytest.mark.parametrize("forms", [1, 3])
def test_the_key_is_that_of_its_form(home: Path, cps: Cps, forms: int) -> None:
    folders.write(home / "decks", decks.files(decks.mixed(30)))
    result = cps("exam", "--format", "print", "-o", "x.html", "--forms", str(forms), "--seed", "3")
    assert result.status == 0
    codes = set()
    for letter in ("",) if forms == 1 else ("-a", "-b", "-c"):
        form = Path(f"x{letter}.html").read_text("utf-8")
        key = Path(f"x{letter}-key.html").read_text("utf-8")
        (code,) = re.findall(r'<b class="code">(\w{6})</b>', form)
        assert f'<b class="code">{code}</b>' in key
        codes.add(code)
        shown, told = Rows(form), Rows(key)
        assert shown.options == told.options
        letters = re.findall(r'<th scope="row">\d+</th><td>(\w)</td>', key)
        assert letters == told.right
        for options, right in zip(shown.options, letters, strict=True):
            assert " less " not in options[right]
        assert f"Form {letter[-1:].upper() or 'A'}" in form
    assert len(codes) == forms


def test_forms_of_a_class_share_no_question(home: Path, cps: Cps) -> None:
    folders.write(home / "decks", decks.files(decks.mixed(40)))
    cps("exam", "--format", "print", "-o", "x.html", "--forms", "4")
    asked = [
        set(re.findall(r"What is number \d+\?", Path(f"x-{letter}.html").read_text("utf-8")))
        for letter in "abcd"
    ]
    assert sum(map(len, asked)) == len(set.union(*asked)) == 40


def test_a_form_says_what_it_is(home: Path, cps: Cps) -> None:
    folders.write(home / "decks", decks.files(decks.mixed(9)))
    form, _ = written(cps, "--questions", "8", "--minutes", "12")
    words = HtmlReader.read(form)
    for part in ("Form A", "8 questions", "12 minutes", "Name", "Date", "circle its letter"):
        assert part in words
    assert "Tried & <true>" in words


def test_pictures_of_reasons_are_not_in_the_form(deck: Opened, cps: Cps) -> None:
    form, key = written(cps, "--questions", "7")
    assert form.count('src="data:image/png;base64,') == 3
    assert key.count('src="data:image/png;base64,') == 5
    assert "img-src data:" in form
