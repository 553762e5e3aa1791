"""``cps-cards lint`` and ``explain`` from outside: status, selection, ignores, formats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cps_cards.cli.explain import command as explain_command
from cps_cards.cli.lint import command
from cps_cards.diagnostics import Diagnostic
from cps_cards.faults import CODES, NOTICES
from cps_cards.lint import catalogue
from cps_cards.lint.explain import PAGES
from cps_cards.lint.rules.spelling import Spelling
from cps_cards.lint.views import CardView
from tests.lint.examples import DECK, SOURCES, example, write

BAD = "front: How do you greet a client?\nback: They recieve a smile."


def run(*args: object) -> Result:
    return CliRunner().invoke(command, [str(arg) for arg in args])


def names(result: Result) -> list[str]:
    return [one["name"] for one in json.loads(result.stdout)["findings"]]


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return write(example(BAD).files, tmp_path / "deck")


def test_status(deck: Path) -> None:
    assert run(deck).exit_code == 1
    assert run(deck, "--fail-on", "error").exit_code == 0
    assert run(deck, "--select", "typography").exit_code == 0


@pytest.mark.parametrize("where", ["", "mydeck/cards", "empty"])
def test_without_a_deck_here_none_is_passed(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook in somebody else's repository must not judge the deck that came along."""
    write(example(BAD).files, tmp_path / "mydeck")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / where)
    result = run()
    assert result.exit_code == 2
    assert "there is no deck in ./decks; name the deck folder" in result.stderr
    assert ("`mydeck`" in result.stderr) is (where == "")


def test_the_deck_here_is_the_default(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(deck)
    assert run().exit_code == 1
    deck.rename(tmp_path / "decks")
    monkeypatch.chdir(tmp_path)
    assert "decks/cards" in run().stdout


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["status-label", "spelling"]),
        (["--select", "LAN"], ["status-label"]),
        (["--select", "lan003"], ["status-label"]),
        (["--select", "status-label,TXT"], ["status-label", "spelling"]),
        (["--ignore", "TXT002"], ["status-label"]),
        (["--select", "ALL", "--ignore", "LAN", "--ignore", "spelling"], []),
    ],
)
def test_selection(deck: Path, options: list[str], expected: list[str]) -> None:
    assert names(run(deck, "--format", "json", *options)) == expected


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--select", "status-lable"], "did you mean `status-label`"),
        (["--ignore", "SCH001"], "always shown"),
        (["--unsafe-fixes"], "goes with --fix"),
        (["--fix", "--diff"], "choose one"),
    ],
)
@pytest.mark.parametrize("format_name", ["json", "sarif"])
def test_wrong_usage_is_told_to_people_and_programs(
    deck: Path, args: list[str], words: str, format_name: str
) -> None:
    result = run(deck, *args, "--format", format_name)
    assert result.exit_code == 2
    assert words in result.stderr
    json.loads(result.stdout)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    write(example(BAD).files, tmp_path / "deck")
    result = run(tmp_path / "dekc", "--format=json")
    assert result.exit_code == 2
    assert "did you mean `deck`" in result.stderr
    assert json.loads(result.stdout)["findings"] == []
    assert run(tmp_path, "--format=json", "--level", "loud").exit_code == 2


def test_files_narrow_what_is_shown_and_rules_still_see_the_deck(tmp_path: Path) -> None:
    same = (
        "front: What does a CPS explain before somebody shares?, "
        "back: The limits of confidentiality."
    )
    files = {
        "deck.yaml": DECK,
        "sources.yaml": SOURCES,
        "cards/a.yaml": f"topic: ethics\ncards:\n  - {{id: a, {same}, sources: [handbook]}}\n"
        "  - {id: x, front: Who recieves the letter?, back: Ana., sources: [handbook]}\n",
        "cards/b/b.yaml": f"topic: ethics\ncards:\n  - {{id: b, {same}, sources: [handbook]}}\n",
    }
    root = write(files, tmp_path)
    assert sorted(names(run(root, "--format", "json"))) == ["near-duplicate-card", "spelling"]
    assert names(run(root / "cards/b/b.yaml", "--format", "json")) == ["near-duplicate-card"]
    assert names(run(root / "cards/b", "--format", "json")) == ["near-duplicate-card"]
    at_a = json.loads(run(root / "cards/a.yaml", "--format", "json").stdout)["findings"]
    assert [(one["name"], one["card"]) for one in at_a] == [
        ("near-duplicate-card", "a"),
        ("spelling", "x"),
    ]
    assert "`b`" in at_a[0]["message"]
    assert all(one["path"].endswith("/cards/a.yaml") for one in at_a)


@pytest.mark.parametrize("ignoring", ["a", "b"])
def test_a_pair_that_one_of_its_cards_ignores_is_not_told_at_the_other(
    tmp_path: Path, ignoring: str
) -> None:
    def card(name: str, days: int) -> str:
        ignore = ", ignore: {contradicting-cards: two houses}" if name == ignoring else ""
        return (
            f"topic: ethics\ncards:\n  - {{id: {name}, sources: [handbook]{ignore}, "
            f"front: How long may a stay at Harbor House last?, back: {days} days.}}\n"
        )

    files = {"deck.yaml": DECK, "sources.yaml": SOURCES}
    cards = {"cards/a.yaml": card("a", 14), "cards/b.yaml": card("b", 30)}
    root = write(files | cards, tmp_path)
    for path in ("", "cards/a.yaml", "cards/b.yaml"):
        assert names(run(root / path, "--format", "json", "--select", "DUP,DCK")) == []


def test_a_pair_is_told_at_the_file_that_was_asked_for(tmp_path: Path) -> None:
    question = "front: How long may a stay at Harbor House last?, sources: [handbook]"
    files = {"deck.yaml": DECK, "sources.yaml": SOURCES}
    for name, days in (("a", 14), ("b", 30), ("c", 60)):
        files[f"cards/{name}.yaml"] = (
            f"topic: ethics\ncards:\n  - {{id: {name}, {question}, back: {days} days.}}\n"
        )
    root = write(files, tmp_path)

    def told(path: str) -> list[tuple[str, str]]:
        result = run(root / path, "--format", "json", "--select", "contradicting-cards")
        found = json.loads(result.stdout)["findings"]
        return [(one["card"], one["message"][:3]) for one in found]

    assert told("") == [("b", "`a`"), ("c", "`a`")]
    assert told("cards/a.yaml") == [("a", "`b`"), ("a", "`c`")]
    assert told("cards/b.yaml") == [("b", "`a`"), ("b", "`c`")]
    assert told("cards/c.yaml") == [("c", "`a`")]


@pytest.mark.parametrize(
    ("folder", "path", "shown"),
    [
        (".", "deck", "deck/cards/example.yaml"),
        ("deck", ".", "cards/example.yaml"),
        ("deck", "cards/example.yaml", "cards/example.yaml"),
        ("deck/cards", "example.yaml", "example.yaml"),
        ("deck/cards", "..", "example.yaml"),
        ("deck/media", "../cards", "../cards/example.yaml"),
    ],
)
def test_paths_are_what_somebody_would_type(
    deck: Path, monkeypatch: pytest.MonkeyPatch, folder: str, path: str, shown: str
) -> None:
    (deck / "media").mkdir()
    monkeypatch.chdir(deck.parent / folder)
    found = json.loads(run(path, "--format", "json").stdout)["findings"]
    assert {one["path"] for one in found} == {shown}
    told = run(path, "--format", "github").stdout.splitlines()
    assert all(f" file={shown},line=" in line for line in told)
    diff = run(path, "--diff").stdout
    assert diff.startswith(f"--- {shown}\n+++ {shown}\n")
    assert run(path, "--fix", "--select", "spelling").exit_code == 0
    assert "receive" in (deck / "cards/example.yaml").read_text(encoding="utf-8")


def test_load_errors_stand_among_the_findings_and_the_other_cards_are_judged(deck: Path) -> None:
    with (deck / "cards" / "example.yaml").open("a") as stream:
        stream.write("  - id: broken\n    frnt: Who?\n    back: Ana\n")
    result = run(deck, "--format", "json")
    assert result.exit_code == 1
    assert set(names(result)) == {"status-label", "spelling", "unknown-key"}


def test_levels_limits_and_ignores_of_the_deck(deck: Path) -> None:
    settings_ = "lint:\n  levels: {status-label: info, spelling: error}\n"
    (deck / "deck.yaml").write_text(DECK + settings_)
    result = run(deck, "--format", "json")
    assert [(f["name"], f["severity"]) for f in json.loads(result.stdout)["findings"]] == [
        ("spelling", "error")
    ]
    (deck / "deck.yaml").write_text(DECK + "lint:\n  ignore: {TXT: an old text}\n")
    assert names(run(deck, "--format", "json")) == ["status-label"]
    (deck / "deck.yaml").write_text(DECK + "lint:\n  limits: {answer_words: 3}\n  select: [CRD]\n")
    assert names(run(deck, "--format", "json")) == ["answer-too-long"]


def test_an_ignore_of_a_card_silences_and_an_unused_one_is_told(tmp_path: Path) -> None:
    text = BAD + "\nignore: {status-label: the old form says so, typography: none}"
    root = write(example(text).files, tmp_path)
    assert sorted(names(run(root, "--format", "json"))) == ["spelling", "unused-ignore"]
    assert "unused-ignore" not in names(run(root, "--format", "json", "--select", "LAN,DCK"))


@pytest.mark.parametrize(
    ("lint", "place", "words"),
    [
        ("select: [speling]", (6, 12), "did you mean `spelling`"),
        ("select: [spelling, speling]", (6, 22), "did you mean `spelling`"),
        ("limits: {anser_words: 3}", (6, 12), "did you mean `answer_words`"),
        ("levels: {SCH: info}", (6, 12), "cannot be set or silenced"),
        ("ignore: {spelin: why}", (6, 12), "did you mean `spelling`"),
    ],
)
def test_wrong_settings_are_told_at_their_place(
    deck: Path, lint: str, place: tuple[int, int], words: str
) -> None:
    (deck / "deck.yaml").write_text(DECK.rstrip() + f"\nlint:\n  {lint}\n")
    found = json.loads(run(deck, "--format", "json").stdout)["findings"]
    wrong = [one for one in found if one["name"] == "bad-setting"]
    assert len(wrong) == 1
    assert (wrong[0]["line"], wrong[0]["column"]) == place
    assert wrong[0]["code"] == "SCH025"
    assert words in wrong[0]["message"]


def test_a_limit_that_is_refused_does_not_count(deck: Path) -> None:
    (deck / "deck.yaml").write_text(DECK.rstrip() + "\nlint:\n  limits: {answer_words: -1}\n")
    found = json.loads(run(deck, "--format", "json", "--ignore", "LAN,TXT").stdout)["findings"]
    assert [(one["name"], one["help"]) for one in found] == [
        ("bad-value", "it is a number, 0 or above")
    ]


def test_fixes_are_written_to_all_files_or_to_none(
    deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = "topic: ethics\ncards:\n  - {id: z, front: Who recieves it?, back: Ana.}\n"
    (deck / "cards/z.yaml").write_text(card)
    files = [deck / "cards/example.yaml", deck / "cards/z.yaml"]
    before = [file.read_text() for file in files]
    replace = Path.replace

    def refusing(path: Path, target: Path) -> Path:
        if target.name == "z.yaml":
            raise OSError(5, "Input/output error")
        return replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refusing)
        result = run(deck, "--fix", "--select", "spelling")
    assert isinstance(result.exception, OSError)
    assert result.exception.filename == str(files[1])
    assert [file.read_text() for file in files] == before
    assert run(deck, "--fix", "--select", "spelling").exit_code == 0
    assert all("receive" in file.read_text() for file in files)


def test_a_file_that_is_changed_meanwhile_is_left_as_it_is(
    deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = deck / "cards/example.yaml"
    changed = file.read_text() + "# somebody wrote this\n"
    check = Spelling.check

    def slow(self: Spelling, card: CardView) -> Iterator[Diagnostic]:
        yield from check(self, card)
        file.write_text(changed)

    monkeypatch.setattr(Spelling, "check", slow)
    result = run(deck, "--fix", "--select", "spelling")
    assert "changed while it was read; nothing was mended" in str(result.exception)
    assert file.read_text() == changed


def test_statistics_count(deck: Path) -> None:
    result = run(deck, "--statistics", "--timings")
    assert "     1  TXT002  warning  spelling\n" in result.stdout
    assert "near-duplicate-card" in result.stderr


def test_findings_do_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    card = (
        "topic: ethics\ncards:\n  - {{id: {0}, front: {1}, back: A client., sources: [handbook]}}\n"
    )
    fronts = {
        "a": "Who recieves the letter?",
        "b": "Whom may a peer specialist call after they recieve a report?",
        "c": "Whose goals are recieved with thanks?",
    }
    found = []
    for at, order in enumerate((("a", "b", "c"), ("c", "a", "b"))):
        files = {"deck.yaml": DECK, "sources.yaml": SOURCES}
        files |= {
            f"cards/{number}.yaml": card.format(name, fronts[name])
            for number, name in enumerate(order)
        }
        result = run(write(files, tmp_path / str(at)), "--format", "json")
        found.append(
            sorted(
                (f["card"], f["name"], f["column"]) for f in json.loads(result.stdout)["findings"]
            )
        )
    assert found[0] == found[1]


TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("aeTN .,!?'\"*_`[](){}<>|#-\\:;&~1$\n"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")),
    ),
    min_size=1,
    max_size=60,
)


@given(st.lists(TEXTS, min_size=4, max_size=4), st.sampled_from(["basic", "cloze", "choice"]))
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_lint_never_crashes_and_json_is_always_valid(
    tmp_path: Path, texts: list[str], kind: str
) -> None:
    q = [json.dumps(text) for text in texts]
    keys = {
        "basic": f"front: {q[0]}\n    back: {q[1]}",
        "cloze": f"text: {json.dumps('{{c1::' + texts[0] + '}} ' + texts[1])}",
        "choice": f"question: {q[0]}\n    answer: {q[1]}\n    distractors: [{q[2]}, {q[3]}]",
    }[kind]
    cards = f"topic: ethics\ncards:\n  - id: a\n    kind: {kind}\n    {keys}\n    why: {q[3]}\n"
    root = write({"deck.yaml": DECK, "cards/a.yaml": cards}, tmp_path)
    result = run(root, "--format", "json", "--select", "ALL", "--level", "info")
    assert result.exit_code in (0, 1), result.exception
    for one in json.loads(result.stdout)["findings"]:
        assert (one["line"], one["column"]) <= (one["end_line"], one["end_column"])


def test_explain_knows_every_rule_and_fault() -> None:
    everything = [*CODES, *CODES.values(), *NOTICES, *NOTICES.values()]
    everything += [name for rule in catalogue.rules() for name in (rule.name, rule.code)]
    for name in everything:
        result = CliRunner().invoke(explain_command, [name])
        assert result.exit_code == 0, name
        assert len(result.stdout) > 100
    listed = CliRunner().invoke(explain_command, []).stdout
    assert all(name in listed for name in everything)
    assert (CODES | NOTICES).keys() == PAGES.keys()


def test_explain_of_nothing_known() -> None:
    result = CliRunner().invoke(explain_command, ["statuslabel"])
    assert result.exit_code == 2
    assert "did you mean `status-label`" in result.stderr
    result = CliRunner().invoke(explain_command, ["lan03"])
    assert "did you mean `LAN003`" in result.stderr


@pytest.mark.parametrize("prefix", ["LAN", "lan", "LAN0"])
def test_explain_lists_the_rules_of_a_family(prefix: str) -> None:
    result = CliRunner().invoke(explain_command, [prefix])
    assert result.exit_code == 0
    assert "LAN003  status-label" in result.stdout
    assert "CRD" not in result.stdout
