"""``cps-cards plan`` as people call it: dates, formats, files, and wrong usage."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cps_cards.cli import group
from cps_cards.plan.proposal import MOST_MINUTES
from cps_cards.plan.request import DEFAULT_REVIEW_DAYS
from tests.plan.decks import mixed, written

pytestmark = pytest.mark.usefixtures("few_followed")

TODAY = "1798934400"
"""2027-01-03, a Sunday."""
EXAM = "2027-03-15"


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("plan") / "deck", mixed(60))


def run(*arguments: object, today: str = TODAY) -> Result:
    command = ["plan", *map(str, arguments)]
    return CliRunner().invoke(group, command, env={"SOURCE_DATE_EPOCH": today, "COLUMNS": "80"})


def answer(*arguments: object, today: str = TODAY) -> str:
    result = run(*arguments, today=today)
    assert result.exit_code == 0, result.output
    return result.stdout


def data(*arguments: object, today: str = TODAY) -> dict[str, object]:
    found: dict[str, object] = json.loads(answer(*arguments, "--format", "json", today=today))
    return found


def test_a_plan_begins_today(deck: Path) -> None:
    assert data(deck, "--exam-date", EXAM)["start"] == "2027-01-03"
    assert data(deck, "--exam-date", EXAM, "--start", "2027-01-10")["start"] == "2027-01-10"


def test_a_plan_that_began_in_the_past_can_be_printed_again(deck: Path) -> None:
    began = ["--exam-date", EXAM, "--start", "2026-12-20"]
    assert data(deck, *began) == data(deck, *began, today="1799971200")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--exam-date", "2027-01-02"], "the exam date 2027-01-02 has passed"),
        (["--exam-date", "2027-01-03"], "the exam is today"),
        (["--exam-date", "2027-01-09", "--review-days", "7"], "no day is left for new cards"),
        (["--exam-date", EXAM, "--start", EXAM], "begin before the exam"),
        (["--exam-date", "2027-01-04", "--review-days", "7"], "there is 1 day, and"),
        (["--exam-date", "2072-03-15"], "check the year"),
        (["--exam-date", "15/03/2027"], "as year-month-day, like 2027-03-15"),
        (["--exam-date", "20270315"], "as year-month-day, like 2027-03-15"),
        (
            ["--exam-date", "2027-02-29"],
            "--exam-date is `2027-02-29`, and should be a day of the calendar",
        ),
        (["--exam-date", "٢٠٢٧-٠٣-١٥"], "as year-month-day, like 2027-03-15"),
        ([], "Missing option '--exam-date'"),
        (["--exam-date", EXAM, "--rest-days", "sat,sun,fry"], "days of the week, as sat,sun"),
        (["--exam-date", EXAM, "--rest-days", ""], "days of the week, as sat,sun"),
        (["--exam-date", EXAM, "--rest-days", "t"], "days of the week, as sat,sun"),
        (
            ["--exam-date", EXAM, "--minutes", "nan"],
            "--minutes is `nan`, and should be a number from 1 to 1440",
        ),
        (
            ["--exam-date", EXAM, "--minutes", "0"],
            "--minutes is `0`, and should be a number from 1 to 1440",
        ),
        (["--exam-date", EXAM, "--minutes", "20", "--new", "5"], "not both"),
        (
            ["--exam-date", EXAM, "--new", "0"],
            "--new is `0`, and should be a whole number from 1 to 9999",
        ),
        (["--exam-date", EXAM, "--goal", "90"], "a number from 0.01 to 1"),
        (
            ["--exam-date", EXAM, "--retention", "0.5"],
            "--retention is `0.5`, and should be a number from 0.7 to 0.99",
        ),
        (
            ["--exam-date", EXAM, "--retention", "often"],
            "--retention is `often`, and should be a number",
        ),
        (["--exam-date", EXAM, "--topic", "t7"], "the deck has no topic `t7`"),
        (["--exam-date", EXAM, "--fsrs-parameters", "1, 2, x"], "copy them from Anki"),
        (["--exam-date", EXAM, "--fsrs-parameters", "1,2,3"], "there are 3 FSRS parameters"),
        (["--exam-date", EXAM, "-o", "no/such/plan.html"], "there is no folder"),
        (["--exam-date", EXAM, "-o", "x.pdf"], "end in .txt, .html, .json or .ics"),
        (["--exam-date", EXAM, "-o", "x.pdf", "--format", "html"], "`x.pdf` end in .html"),
        (["--exam-date", EXAM, "-o", "x.html", "--format", "ics"], "end in .ics"),
        (["--exam-date", EXAM, "-o", "x"], "or add --format"),
        (["--exam-date", EXAM, "-o", ".html"], "`.html` does not say what to write"),
        (["--exam-date", EXAM, "--format", "pdf"], "should be text, html, json or ics"),
        (["--exam-date", EXAM, "--new", "1.5"], "--new is `1.5`, and should be a whole number"),
        (["--exam-date", EXAM, "--new", "٣"], "--new is `٣`, and should be a whole number"),
        (["--exam-date", EXAM, "--new", "9" * 5000], "and should be a whole number"),
        (["--exam-date", EXAM, "--minutes", "1,5"], "a number from 1 to 1440"),
        (["--exam-date", EXAM, "--pace", "relax"], "did you mean `relaxed`?"),
        (["--exam-date", EXAM, "--priority", "cor"], "did you mean `core`?"),
        (["--exam-date", EXAM, "--review-days", "-1"], "a whole number from 0 to 365"),
        (["--exam-date", EXAM, "--topic", ","], "--topic names no topic"),
        (["--exam-date", EXAM, "--topic", "t0,t7"], "the deck has no topic `t7`"),
        (["--exam-date", EXAM, "--new", "9999", "--pace", "relaxed", "--minutes", "3"], "not both"),
    ],
)
def test_wrong_usage_says_what_to_do(deck: Path, arguments: list[str], words: str) -> None:
    result = run(deck, *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "nvalid" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("days", ["sat,sun", "SAT, Sunday", "sunday,sat,sat", "sat sun", "sa,su"])
def test_days_of_rest_are_written_in_many_ways(deck: Path, days: str) -> None:
    made = data(deck, "--exam-date", EXAM, "--rest-days", days)
    assert made["request"]["rest_days"] == ["sat", "sun"]  # type: ignore[index]


def test_days_of_rest_given_twice_add_up(deck: Path) -> None:
    given = ["--rest-days", "sat", "--rest-days", "sun,wed"]
    made = data(deck, "--exam-date", EXAM, *given)
    assert made["request"]["rest_days"] == ["wed", "sat", "sun"]  # type: ignore[index]


@pytest.mark.parametrize("given", [["t0,T1"], ["T0 , t1"], ["t1", "t0"], ["t0,t1,"]])
def test_topics_are_named_with_commas_and_in_any_case(deck: Path, given: list[str]) -> None:
    topics = [word for one in given for word in ("--topic", one)]
    made = data(deck, "--exam-date", EXAM, *topics)
    assert made["request"]["topics"] == ["t0", "t1"]  # type: ignore[index]


def test_a_date_without_its_zeros_is_understood(deck: Path) -> None:
    assert data(deck, "--exam-date", "2027-3-5")["exam_date"] == "2027-03-05"


def test_a_date_where_the_deck_stands_gets_a_hint() -> None:
    for more in ([], ["--exam-date", EXAM]):
        result = run("2027-03-15", *more)
        assert result.exit_code == 2
        assert "the day of the exam is --exam-date 2027-03-15" in result.stderr


def test_the_pace_reaches_the_plan(deck: Path) -> None:
    assumed = data(deck, "--exam-date", EXAM, "--pace", "relaxed")["assumptions"]
    assert isinstance(assumed, dict)
    assert (assumed["first_right"], assumed["memory"]) == (0.65, 0.7)
    assert 18 < assumed["answer_seconds"] < 19


def test_a_plan_follows_the_sub_decks(deck: Path) -> None:
    mixed_, by_topic = (
        data(deck, "--exam-date", EXAM, "--new", 3, "--subdecks", subdecks)["weeks"]
        for subdecks in ("priority", "topic")
    )
    assert len(mixed_[0]["topics"]) == 3  # type: ignore[index]
    assert list(by_topic[0]["topics"]) == ["Topic 0"]  # type: ignore[index]


def test_sub_decks_by_priority_do_not_go_with_a_class(tmp_path: Path) -> None:
    folder = written(tmp_path / "deck", mixed(12), "schedule: {weeks: {1: [t1]}}")
    result = run(folder, "--exam-date", EXAM, "--subdecks", "priority")
    assert result.exit_code == 2
    assert "deck.yaml has the weeks of a class" in result.stderr
    assert data(folder, "--exam-date", EXAM)["request"]["subdecks"] == "topic"  # type: ignore[index]


def test_a_slower_learner_needs_more_minutes(deck: Path) -> None:
    usual, slow = (
        data(deck, "--exam-date", EXAM, "--new", 3, "--pace", pace)["totals"]
        for pace in ("average", "relaxed")
    )
    assert slow["hours"]["median"] > 1.5 * usual["hours"]["median"]  # type: ignore[index]


def test_json_holds_every_card_with_its_week(deck: Path) -> None:
    made = data(deck, "--exam-date", EXAM, "--new", 4)
    weeks, cards = made["weeks"], made["cards"]
    assert isinstance(weeks, list)
    assert isinstance(cards, dict)
    assert set(cards) == {f"c{n}" for n in range(60)}
    assert weeks[2]["search"] == "tag:cps::week::03 is:new"
    for week in weeks:
        assert week["notes"] == list(cards.values()).count(week["week"])


@pytest.mark.parametrize("name", ["plan.html", "plan.json", "plan.ics", "plan.txt"])
def test_a_file_is_what_the_screen_would_show(deck: Path, tmp_path: Path, name: str) -> None:
    output = tmp_path / name
    result = run(deck, "--exam-date", EXAM, "-o", output)
    assert (result.stdout, result.stderr) == ("", f"Wrote {output}.\n")
    format_name = {"txt": "text"}.get(output.suffix[1:], output.suffix[1:])
    shown = run(deck, "--exam-date", EXAM, "--format", format_name).stdout_bytes
    assert output.read_bytes() == shown


def test_a_file_without_an_ending_holds_the_format_that_is_named(
    deck: Path, tmp_path: Path
) -> None:
    output = tmp_path / "calendar"
    answer(deck, "--exam-date", EXAM, "-o", output, "--format", "ics")
    assert output.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_dash_is_the_screen(deck: Path) -> None:
    for more in ([], ["--format", "json"]):
        asked = [deck, "--exam-date", EXAM, *more]
        assert answer(*asked, "-o", "-") == answer(*asked)


def test_a_calendar_is_dated_by_the_day_of_its_making(deck: Path) -> None:
    asked = [deck, "--exam-date", EXAM, "--start", "2027-01-10", "--format", "ics"]
    first, again = answer(*asked), answer(*asked)
    assert first == again
    assert "DTSTAMP:20270103T000000Z\r\n" in run(*asked).stdout_bytes.decode()
    assert "DTSTAMP:20270104T000000Z" in answer(*asked, today="1799020800")


def test_the_help_names_the_limit_that_nobody_asked_for() -> None:
    said = " ".join(CliRunner().invoke(group, ["plan", "--help"]).stdout.split())
    assert f"at most {MOST_MINUTES:g} minutes a day" in said
    assert f"{DEFAULT_REVIEW_DAYS} if left out" in said


def test_a_build_for_a_plan_says_to_tick_the_box(deck: Path, tmp_path: Path) -> None:
    asked = ["build", str(deck), "-o", str(tmp_path / "x.apkg")]
    environment = {"SOURCE_DATE_EPOCH": TODAY}
    usual = CliRunner().invoke(group, asked, env=environment).stdout
    planned = (
        CliRunner()
        .invoke(group, [*asked, "--exam-date", EXAM, "--new", "1"], env=environment)
        .stdout
    )
    assert "leave the boxes as they are" in usual
    assert "leave the boxes" not in planned
    assert 'tick "Import any deck presets", Import.' in planned
    assert f"Planned for the exam on {EXAM}: 1 new card a day." in planned


def test_an_unsound_deck_is_told_as_everywhere(tmp_path: Path) -> None:
    folder = written(tmp_path / "deck", mixed(3))
    (folder / "cards" / "t0.yaml").write_text("topic: t0\ncards:\n  - id: c0\n    front: Why?\n")
    result = run(folder, "--exam-date", EXAM)
    assert result.exit_code == 1
    assert "back" in result.stderr


def test_a_plan_keeps_the_weeks_of_a_class(tmp_path: Path) -> None:
    weeks = "schedule: {weeks: {1: [t2], 2: [t0], 4: [t1]}}"
    folder = written(tmp_path / "deck", mixed(60), weeks)
    for rest in ([], ["--rest-days", "fri,sat,sun"]):
        made = data(folder, "--exam-date", EXAM, *rest)
        at = {2: 1, 0: 2, 1: 4}
        assert made["cards"] == {f"c{n}": at[n % 3] for n in range(60)}
        assert "The weeks of the class are kept" in answer(folder, "--exam-date", EXAM, *rest)
    few = " ".join(answer(folder, "--exam-date", EXAM, "--new", 1).split())
    assert re.search("The weeks of the class are not kept: they take [3-5] new cards a day", few)
