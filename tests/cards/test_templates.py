"""The templates, the style sheet and the script: what clients forbid, and what reads well."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cps_cards.apkg.notetypes import NOTE_TYPES, NoteType, css, script, template_html
from cps_cards.render import notes

SIDES = [
    pytest.param(note_type, name, id=name.removesuffix(".html"))
    for note_type in NOTE_TYPES.values()
    for template in note_type.templates
    for name in (template.front, template.back)
]
FILTERS = {"cloze"}
each_script = pytest.mark.parametrize(
    "whole", [script("choice.js"), script("forget.js")], ids=["choice", "forget"]
)
_MARK = re.compile(r"\{\{([#^/]?)([^{}]*)\}\}")


@pytest.mark.parametrize(("note_type", "name"), SIDES)
def test_a_template_names_fields_and_filters_that_exist(note_type: NoteType, name: str) -> None:
    """Anki ignores an unknown filter without a word, and shows an unknown field as an error."""
    body = template_html(name)
    marks = list(_MARK.finditer(body))
    assert len(marks) == body.count("{{") == body.count("}}")
    open_sections: list[str] = []
    for mark in marks:
        sign, (*filters, field) = mark[1], mark[2].split(":")
        assert field in note_type.field_names
        assert set(filters) <= FILTERS
        if sign in ("#", "^"):
            open_sections.append(field)
        elif sign == "/":
            assert open_sections.pop() == field
    assert not open_sections


@pytest.mark.parametrize(("note_type", "name"), SIDES)
def test_all_parts_of_a_template_are_put_in(note_type: NoteType, name: str) -> None:
    assert "<!--" not in template_html(name)


@pytest.mark.parametrize(("note_type", "name"), SIDES)
def test_a_template_loads_and_calls_nothing(note_type: NoteType, name: str) -> None:
    body = template_html(name)
    assert not re.search(r"https?:|//[a-z]|<(?:link|meta|base|iframe|object|img)\b", _plain(body))
    assert not re.search(r"\son\w+\s*=|javascript:|pycmd|AnkiDroidJS|\$\(", body)


@pytest.mark.parametrize(("note_type", "name"), SIDES)
def test_a_field_in_an_attribute_is_quoted_and_plain(note_type: NoteType, name: str) -> None:
    """Only the language stands in an attribute; the compiler escapes it."""
    inside = re.findall(r"<[^<>]*\{\{[^<>]*>", template_html(name))
    assert all(tag.count("{{") == 1 and 'lang="{{Language}}"' in tag for tag in inside)


@each_script
def test_a_script_is_alike_for_all_cards(whole: str) -> None:
    """No field stands in it, nor anything that Anki or HTML would read as a mark."""
    script = whole.removeprefix("<script>").removesuffix("</script>")
    assert not re.search(r"\{\{|\}\}|<%|%>|<!--|</|\[sound:|\[latex", script)
    code = _plain(script)
    assert code.strip().startswith("(function () {")
    assert code.strip().endswith("})();")
    assert not re.search(
        r"\b(?:setTimeout|setInterval|requestAnimationFrame|fetch|XMLHttpRequest|eval|import"
        r"|innerHTML|outerHTML|insertAdjacentHTML|document\.write|onload|DOMContentLoaded"
        r"|localStorage|window)\b",
        code,
    )


@each_script
def test_a_script_runs_in_old_web_views(whole: str) -> None:
    """Some phones never update theirs: no syntax that is younger than ES5."""
    code = _plain(whole)
    assert not re.search(r"=>|\b(?:let|const|class|async|await)\b|`|\?\.|\?\?|\.\.\.", code)


def _plain(script: str) -> str:
    """Without comments."""
    return re.sub(r"^\s*//.*$", "", script, flags=re.MULTILINE)


def rules() -> Iterator[tuple[str, str]]:
    """Selector and declarations of each rule, those in media queries too."""
    text = re.sub(r"/\*.*?\*/", "", css(), flags=re.DOTALL)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        for selector in selectors.split(","):
            yield selector.strip(), body


def test_the_clients_own_rules_do_not_win() -> None:
    """Two classes in each selector: desktop's ``.isWin button`` is stronger than one."""
    for selector, _ in rules():
        if selector != ".card" and not selector.startswith(".card *"):
            assert len(re.findall(r"\.[A-Za-z]", selector)) >= 2, selector
    assert (".card *", " box-sizing: border-box; ") in list(rules())


def test_the_style_sheet_loads_nothing_and_names_no_field() -> None:
    assert not re.search(r"url\(|@import|@font-face|https?:|\{\{|\}\}[^\s]|!important", css())


def test_colors_are_named_once_and_have_a_night() -> None:
    """Each color is a variable with a value for the day and one for the night."""
    named: dict[str, set[str]] = {}
    for selector, body in rules():
        for name, _ in re.findall(r"(--[a-z-]+): (#[0-9a-f]+)", body):
            named.setdefault(selector, set()).add(name)
    day = named.pop(".card")
    assert len(day) > 8
    assert named
    assert all(night == day for night in named.values())
    elsewhere = [
        selector
        for selector, body in rules()
        if re.search(r"#[0-9a-f]{3,}|rgba?\(", re.sub(r"--[a-z-]+: [^;]+;", "", body))
    ]
    assert all(selector.endswith(".cps img") for selector in elsewhere)


def test_every_class_in_the_style_sheet_is_on_some_card() -> None:
    """Those of Anki and MathJax apart: a rule for nothing is left over from something."""
    theirs = {"card", "cloze", "cloze-inactive", "nightMode", "night_mode", "night-mode", "MathJax"}
    templates = [template_html(name) for _, name in (param.values for param in SIDES)]
    written = " ".join([*templates, _source_of_fields()])
    classes = {
        name for selector, _ in rules() for name in re.findall(r"\.([A-Za-z][\w-]*)", selector)
    }
    for name in classes - theirs:
        assert re.search(rf"\b{name}\b", written) or _composed(name), name


def _source_of_fields() -> str:
    import inspect

    return inspect.getsource(notes)


def _composed(name: str) -> bool:
    """Classes that the compiler puts together: of the right option, and of the others."""
    return name in ("cps-key", "cps-distractor")


def test_names_and_descriptions_read_well_in_the_editor() -> None:
    for note_type in NOTE_TYPES.values():
        assert note_type.name == f"{note_type.kind.title()} (cps-cards)"
        for field in note_type.fields:
            assert field.description[0].isupper()
            assert 8 < len(field.description) < 120
            assert not field.description.endswith(".")
