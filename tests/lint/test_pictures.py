"""Pictures as the renderer finds them: what it shows is described, used and no tag."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import folders
from tests.lint.examples import DECK, lint, write

HEAD = (
    "topic: ethics\ncards:\n  - id: a\n    front: What does the picture show?\n    back: |\n      "
)


def found(back: str, root: Path, media: str = "my photo.png") -> list[str]:
    """Names of what is found about a picture; none of them is wrong for the package."""
    body = back.replace("\n", "\n      ")
    files = {"deck.yaml": DECK, f"media/{media}": folders.PNG, "cards/a.yaml": f"{HEAD}{body}\n"}
    return [
        one.name
        for one in lint(write(files, root))
        if one.code.startswith(("TXT", "DCK", "SCH", "CRD"))
    ]


@pytest.mark.parametrize(
    "back",
    [
        "![a mill](<my photo.png>)",
        "![a mill](my%20photo.png)",
        '![a mill](<my photo.png> "a (round) title")',
        "![a [square] (big) mill][pic]\n\n[pic]: <my photo.png>",
        "[![a mill](<my photo.png>)](https://example.org)",
        "- ![a mill](<my photo.png>)\n- a second item",
    ],
)
def test_a_picture_with_a_description_is_sound_however_it_is_written(
    back: str, tmp_path: Path
) -> None:
    assert found(back, tmp_path) == []


@pytest.mark.parametrize(
    "back",
    [
        "![](<my photo.png>)",
        "![   ](<my photo.png>)",
        "![][pic]\n\n[pic]: <my photo.png>",
        '![](<my photo.png> "a (round) title")',
        "[![](<my photo.png>)](https://example.org)",
        "![my photo.png](<my photo.png>)",
    ],
)
def test_a_picture_without_one_is_found_however_it_is_written(back: str, tmp_path: Path) -> None:
    assert found(back, tmp_path) == ["missing-alt"]


@pytest.mark.parametrize("name", ["map of town.png", "image.png", "table 2.png", "code b.png"])
def test_a_name_between_angle_brackets_is_no_tag(name: str, tmp_path: Path) -> None:
    assert found(f"![the mill](<{name}>)", tmp_path, name) == []


@pytest.mark.parametrize("back", ["See ![[my photo.png]] there.", "See ![a mill][pic] there."])
def test_what_is_no_picture_is_told(back: str, tmp_path: Path) -> None:
    assert sorted(found(back, tmp_path)) == ["raw-html", "unused-media"]


@pytest.mark.parametrize("back", ["As `![[my photo.png]]`.", "As !\\[a mill]."])
def test_what_is_typed_on_purpose_is_not(back: str, tmp_path: Path) -> None:
    assert found(back, tmp_path) == ["unused-media"]
