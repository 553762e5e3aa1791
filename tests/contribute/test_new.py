"""`cps-cards new`, as somebody uses it who has never written a card."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cps_cards.contribute import draft as drafts
from cps_cards.contribute.draft import Draft, offers, search
from cps_cards.model.deck import Collection
from cps_cards.yamlio.load import load
from cps_cards.yamlio.wellformed import is_id
from tests.cli.conftest import bound_by_permissions

from . import decks
from .terminal import ROOT, Terminal, run

on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    decks.write(tmp_path / "decks")
    return tmp_path


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*") if path.is_file()
    }  # fmt: skip


def added(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, str]:
    """What each file has got in addition; nothing else may have changed."""
    assert before.keys() <= after.keys()
    new: dict[str, str] = {}
    for path, data in after.items():
        old = before.get(path, b"")
        assert data.startswith(old), path
        if data != old:
            new[path] = data[len(old) :].decode()
    return new


BASIC = ["--teaches", "ethics.words.first", "--front", "Which words come first?",
         "--back", "Those that name the person."]  # fmt: skip

# --- without a terminal ---------------------------------------------------------------------------


def test_a_card_is_written_into_the_file_of_its_topic(here: Path) -> None:
    before = files_of(here)
    told = run("new", *BASIC, cwd=here)
    assert told.returncode == 0, told.stderr
    assert added(before, files_of(here)) == {
        "decks/cards/ethics.yaml": (
            "  - id: words-come-first\n    front: Which words come first?\n"
            "    back: Those that name the person.\n    teaches: [ethics.words.first]\n"
        )
    }
    assert "Added to decks/cards/ethics.yaml, line 8." in told.stdout
    assert "Cards now teach 1 of 1 facts of `ethics.words`." in told.stdout
    assert load(here / "decks")[1].found == []


def test_what_could_be_better_is_said_and_the_card_is_written(here: Path) -> None:
    told = run("new", "--teaches", "ethics.words.first", "--front", "Is the person first?",
               "--back", "Yes.", cwd=here)  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "ethics.yaml:9:12: warning CRD002 yes-no-question" in told.stdout
    assert "Is the person first?" in (here / "decks/cards/ethics.yaml").read_text()


def test_what_lint_calls_an_error_is_called_so_and_the_card_is_not_written(here: Path) -> None:
    before = files_of(here)
    told = run("new", "--teaches", "ethics.words.first", "--front", "Which words come first?",
               "--back", "TODO", cwd=here)  # fmt: skip
    assert told.returncode == 1
    assert "ethics.yaml:10:11: error CRD001 placeholder-text" in told.stdout
    assert "1 error in 1 file" in told.stdout
    assert told.stderr == "Nothing was written.\n"
    assert files_of(here) == before


def test_a_card_that_cannot_be_compiled_is_not_written(here: Path) -> None:
    before = files_of(here)
    told = run("new", "--teaches", "ethics.words.first", "--text", "A {{c1::b}", cwd=here)
    assert told.returncode == 1
    assert "error SCH010 cloze-braces: the deletion c1 is opened and not closed" in told.stdout
    assert told.stderr == "Nothing was written.\n"
    assert files_of(here) == before


def test_markup_that_only_rendering_can_judge_is_judged_too(here: Path) -> None:
    before = files_of(here)
    told = run("new", *BASIC, "--why", "![a wheel](wheel.png)", cwd=here)
    assert told.returncode == 1
    assert "wheel.png" in told.stdout
    assert files_of(here) == before


def test_a_choice_card_with_reasons(here: Path) -> None:
    before = files_of(here)
    told = run(
        "new", "--from-fact", "law.deadlines.written", "--scenario", "Luis has reported orally.",
        "--question", "When is the written report due?", "--answer", "Within 48 hours",
        "--distractor", "Within 24 hours", "--distractor", "Within 7 days", "--why-not", "",
        "--why-not", "That is: too late", "--source", "statute  §a, b", "--tag", "law::dates",
        "--after", "limits-when", "--id", "report-due", cwd=here,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr + told.stdout
    assert added(before, files_of(here)) == {
        "decks/cards/law.yaml": (
            "topic: law\ncards:\n  - id: report-due\n    kind: choice\n"
            "    scenario: Luis has reported orally.\n"
            "    question: When is the written report due?\n"
            "    answer: Within 48 hours\n    distractors:\n      - Within 24 hours\n"
            '      - text: Within 7 days\n        why: "That is: too late"\n'
            '    teaches: [law.deadlines.written]\n    sources: ["statute §a, b"]\n'
            "    after: [limits-when]\n    tags: [law::dates]\n"
        )
    }
    assert "✓ Right answer" in told.stdout
    assert "✗ Not this one:\n    That is: too late" in told.stdout
    assert load(here / "decks")[1].found == []


def test_dry_run_writes_nothing(here: Path) -> None:
    before = files_of(here)
    told = run("new", *BASIC, "--dry-run", cwd=here)
    assert told.returncode == 0
    assert "This would be added to decks/cards/ethics.yaml:\n\n  - id: words-come" in told.stdout
    assert files_of(here) == before


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "needs --teaches (or --from-fact)"),
        (["--teaches", "ethics.limits.when"], "needs the texts of a card (--front and --back"),
        (["--front", "f"], "needs --teaches (or --from-fact)"),
        (["--from-fact", "ethics.limits.wehn"], "did you mean `ethics.limits.when`?"),
        (["--teaches", "nothing.near"], "there is no fact or objective `nothing.near`"),
        ([*BASIC, "--topic", "ethic"], "did you mean `ethics`?"),
        ([*BASIC, "--kind", "quiz"], "'quiz' is not one of"),
        ([*BASIC, "--why-not", "x"], "more --why-not than --distractor"),
        ([*BASIC, "--why", "caf\udce9"], "bytes that are not UTF-8"),
        (["nowhere"], "there is no deck folder `nowhere`"),
    ],
)  # fmt: skip
def test_wrong_usage_says_what_to_do_and_writes_nothing(
    args: list[str], words: str, here: Path
) -> None:
    before = files_of(here)
    told = run("new", *args, cwd=here)
    assert told.returncode == 2
    assert words in " ".join(told.stderr.split())
    assert "Traceback" not in told.stderr
    assert files_of(here) == before


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--from-fact", "ethics.limits.when", "--front", "f"], "`back` is missing"),
        (["--from-fact", "ethics.limits.when", "--text", " "], "text"),
        ([*BASIC, "--topic", "law"], "topic `law`"),
        ([*BASIC, "--text", "x {{c1::y}}"], "text"),
        ([*BASIC[:2], "--text", "x {{c1::y}}", "--reverse"], "reverse"),
        ([*BASIC, "--kind", "cloze"], "`front`"),
        ([*BASIC, "--source", "cod"], "did you mean `code`?"),
        ([*BASIC, "--source", " "], "source"),
        ([*BASIC, "--after", "limits-wen"], "did you mean `limits-when`?"),
        ([*BASIC, "--id", "Bad Id"], "`bad-id`"),
        ([*BASIC, "--id", "limits-when"], "the id `limits-when` stands here a second time"),
        ([*BASIC, "--why", "a\x07b"], "U+0007"),
    ],
)  # fmt: skip
def test_what_the_loader_does_not_take_is_told_and_not_written(
    args: list[str], words: str, here: Path
) -> None:
    before = files_of(here)
    told = run("new", *args, cwd=here)
    assert told.returncode == 1, told.stderr
    assert words in " ".join((told.stdout + told.stderr).split())
    assert files_of(here) == before


def test_what_is_missing_is_told_in_one_order(here: Path) -> None:
    told = run("new", *BASIC[:2], "--kind", "choice", "--front", "Who asks?", cwd=here)
    missing = re.findall(r"`(\w+)` is missing", told.stdout)
    assert missing == ["answer", "distractors", "question"]


def test_the_deck_that_came_along_is_never_written_to(tmp_path: Path) -> None:
    told = run("new", *BASIC, cwd=tmp_path)
    assert told.returncode == 2
    assert "cps-cards init" in told.stderr


def test_an_unsound_deck_is_told_of_first(here: Path) -> None:
    (here / "decks/cards/ethics.yaml").write_text(decks.CARDS.replace("back:", "bakc:"))
    before = files_of(here)
    told = run("new", *BASIC, cwd=here)
    assert told.returncode == 1
    assert "decks/cards/ethics.yaml:5:5: error" in told.stderr
    assert files_of(here) == before


def test_without_a_curriculum_a_topic_is_enough(tmp_path: Path) -> None:
    files = {
        "deck.yaml": "id: a\nname: A\ntopics: {one: One, two: Two}\n",
        "cards/first.yaml": "topic: one\ncards: [{id: x, front: f, back: b}]\n",
    }
    decks.write(tmp_path, files)
    told = run("new", ".", "--front", "Who asks?", "--back", "You.", cwd=tmp_path)
    assert told.returncode == 2
    assert "needs --topic" in told.stderr
    told = run("new", ".", "--topic", "one", "--front", "Who asks?", "--back", "You.", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "cards/first.yaml").read_text().count("id") == 2
    told = run("new", "--topic", "two", "--front", "Who tells?", "--back", "I.", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "Added to cards/two.yaml, line 3." in told.stdout
    assert load(tmp_path)[1].found == []


def test_a_file_that_cannot_be_written_is_named(here: Path) -> None:
    folder = here / "decks/cards"
    folder.chmod(0o555)
    try:
        told = run("new", *BASIC, cwd=here, before=bound_by_permissions())
    finally:
        folder.chmod(0o755)
    assert told.returncode == 1
    assert "ethics.yaml" in told.stderr


def test_a_byte_order_mark_and_line_ends_of_windows_are_kept(here: Path) -> None:
    path = here / "decks/cards/ethics.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + decks.CARDS.rstrip().replace("\n", "\r\n").encode())
    before = files_of(here)
    told = run("new", *BASIC, cwd=here)
    assert told.returncode == 0, told.stderr
    assert added(before, files_of(here)) == {
        "decks/cards/ethics.yaml": (
            "\r\n  - id: words-come-first\r\n    front: Which words come first?\r\n"
            "    back: Those that name the person.\r\n    teaches: [ethics.words.first]"
        )
    }
    assert load(here / "decks")[1].found == []


def test_the_first_card_of_a_deck_without_any(here: Path) -> None:
    shutil.rmtree(here / "decks/cards")
    told = run("new", *BASIC, cwd=here)
    assert told.returncode == 0, told.stderr
    assert load(here / "decks")[1].found == []


# --- which file -----------------------------------------------------------------------------------


def write_and_tell(here: Path, *args: str) -> str:
    told = run("new", *args, cwd=here)
    assert told.returncode == 0, told.stderr + told.stdout
    return next(line for line in told.stdout.splitlines() if line.startswith("Added to"))


def test_files_by_priority_are_kept_by_priority(here: Path) -> None:
    cards = here / "decks/cards"
    (cards / "ethics").mkdir()
    (cards / "ethics.yaml").rename(cards / "ethics/core.yaml")
    assert "cards/ethics/important.yaml" in write_and_tell(here, *BASIC)
    core = ["--teaches", "ethics.limits.why", "--front", "Why first?", "--back", "To choose."]
    assert "cards/ethics/core.yaml, line 8" in write_and_tell(here, *core)
    law = [
        "--teaches",
        "law.deadlines",
        "--front",
        "How soon in writing?",
        "--back",
        "In 48 hours.",
    ]
    assert "cards/law/core.yaml" in write_and_tell(here, *law)
    assert load(here / "decks")[1].found == []


def test_a_new_file_is_named_as_the_deck_names_its_files(here: Path) -> None:
    cards = here / "decks/cards"
    (cards / "core").mkdir()
    (cards / "ethics.yaml").rename(cards / "core/ethics.yml")
    assert "cards/important/ethics.yml" in write_and_tell(here, *BASIC)
    law = ["--teaches", "law.deadlines", "--front", "How soon?", "--back", "In 48 hours."]
    assert "cards/core/law.yml" in write_and_tell(here, *law)
    assert load(here / "decks")[1].found == []


def test_a_new_file_points_at_the_schema_where_the_deck_has_one(here: Path) -> None:
    run("schema", "--write", cwd=here)
    law = ["--teaches", "law.deadlines", "--front", "How soon?", "--back", "In 48 hours."]
    write_and_tell(here, *law)
    first = (here / "decks/cards/law.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../.schema/card.json"


# --- on a terminal --------------------------------------------------------------------------------


@pytest.fixture
def editor(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """An editor for a terminal's environment: a program that replaces words in the file."""

    def made(*replacements: tuple[str, str]) -> str:
        script = tmp_path_factory.mktemp("editor") / "editor.py"
        script.write_text(
            "import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text()\n"
            f"for old, new in {list(replacements)!r}:\n    assert old in text, text\n"
            "    text = text.replace(old, new)\npath.write_text(text)\n"
        )
        return f"{sys.executable} {script}"

    return made


@on_a_terminal
def test_from_nothing_to_a_card_with_every_mistake_on_the_way(
    here: Path, editor: Callable[..., str]
) -> None:
    before = files_of(here)
    mend = editor(
        ("client's ", ""), ("    why: The statute says so.\n", ""), ("    id:", "    tags: [dates]")
    )
    with Terminal("new", cwd=here, EDITOR=mend) as terminal:
        terminal.answer_all([
            ("Topic (number or name):", "manners"),
            ("there is no `manners` in the list", ""),
            ("Topic (number or name):", "law"),
            ("Facts (numbers, with commas between) [1]:", "7"),
            ("there is no `7` in the list; type a number from 1 to 2", "1"),
        ])  # fmt: skip
        shown = terminal.answer("Kind (number or name) [basic]:", "c")
        assert "Fact: The written report follows within 48 hours." in shown
        assert "Source: The Statute" in shown
        terminal.answer("there is no `c` in the list", "choice")
        terminal.answer_all([
            ("Scenario:", ""),
            ("Question:", ""),
            ("the card needs this", "When is the client's written report due?"),
            ("Answer:", "After the oral report"),
            ("Wrong option 1:", "Before the oral report"),
            ("Why it is wrong", ""),
            ("Wrong option 2:", "With the oral report"),
            ("Why it is wrong", "It is: \"late\""),
            ("Wrong option 3 (Enter: no more):", ""),
            ("Why:", "The statute says so."),
            ("Sources:", "statute §a"),
        ])  # fmt: skip
        shown = terminal.answer("What now? (number or name) [change]:", "")
        assert "warning LAN003 status-label" in shown
        assert "  - With the oral report\n    ✗ Not this one" in shown
        shown = terminal.answer("What now? (number or name) [save]:", "")
        assert "Nothing to mend." in shown
        assert terminal.wait() == 0
        assert "Added to decks/cards/law.yaml, line 3." in terminal.screen
    assert added(before, files_of(here)) == {
        "decks/cards/law.yaml": (
            "topic: law\ncards:\n  - id: written-report-due\n    kind: choice\n"
            "    question: When is the written report due?\n    answer: After the oral report\n"
            "    distractors:\n      - Before the oral report\n      - text: With the oral report\n"
            "        why: 'It is: \"late\"'\n"
            "    teaches: [law.deadlines.written]\n    sources: [statute §a]\n    tags: [dates]\n"
        )
    }


@on_a_terminal
def test_a_cloze_from_a_fact_whose_sentence_is_taken_back(here: Path) -> None:
    before = files_of(here)
    with Terminal("new", "--from-fact", "law.deadlines.written", cwd=here) as terminal:
        terminal.answer_all([
            ("Kind (number or name) [basic]:", "2"),
            ("Scenario:", ""),
            ("Text [The written report follows within 48 hours.]:", "A sentence that will not do."),
            ("Words to hide (with ; between; Enter for another sentence):", ""),
            ("Text [The written report follows within 48 hours.]:", ""),
            ("Words to hide (with ; between; Enter for another sentence):", "49"),
            ("`49` does not stand there", "48; report"),
            ("Why:", ""),
            ("Sources:", ""),
        ])  # fmt: skip
        shown = terminal.answer("What now? (number or name)", "save")
        assert "The written report follows within [...] hours." in shown.replace("…", "...")
        assert terminal.wait() == 0
    (text,) = added(before, files_of(here)).values()
    assert "text: The written {{c2::report}} follows within {{c1::48}} hours.\n" in text


@on_a_terminal
def test_change_offers_kind_facts_and_topic_and_the_id_follows_the_words(
    here: Path, editor: Callable[..., str]
) -> None:
    before = files_of(here)
    change = editor(
        ("topic: ethics", "topic: law"), ("ethics.words.first", "law.deadlines.written"),
        ("kind: basic", "kind: cloze"),
        ("front: Which words come first?", "text: In {{c1::48}} hours, in writing."),
        ("    back: Those that name the person.\n", ""),
    )  # fmt: skip
    with Terminal("new", *BASIC, cwd=here, EDITOR=change) as terminal:
        terminal.answer_all([("Scenario:", ""), ("Why:", ""), ("Sources:", "")])
        shown = terminal.answer("What now?", "change")
        assert "words-come-first (basic) in decks/cards/ethics.yaml" in shown
        shown = terminal.answer("What now?", "save")
        assert "48-hours-writing (cloze) in decks/cards/law.yaml" in shown
        assert terminal.wait() == 0
    assert list(added(before, files_of(here))) == ["decks/cards/law.yaml"]


@on_a_terminal
def test_without_an_editor_the_draft_is_a_file_for_any(here: Path) -> None:
    with Terminal("new", *BASIC, cwd=here, EDITOR="", VISUAL="") as terminal:
        terminal.answer_all(
            [("Scenario:", ""), ("Why:", ""), ("Sources:", ""), ("What now?", "change")]
        )
        shown = terminal.expect("Enter when it is saved")
        path = Path(re.findall(r"^  (/.*\.yaml)$", shown, re.MULTILINE)[0])
        path.write_text(path.read_text().replace("kind: basic", "kind: [basic"))
        terminal.type("")
        shown = terminal.answer("What now? (number or name) [change]:", "change")
        assert "draft:" in shown
        assert "error YML001 syntax-error" in shown
        shown = terminal.expect("Enter when it is saved")
        path = Path(re.findall(r"^  (/.*\.yaml)$", shown, re.MULTILINE)[0])
        text = path.read_text().replace("kind: [basic", "kind: basic").replace("\n", "\r\n")
        path.write_bytes(
            text.replace(
                "Those that name the person.", "|-\r\n      Two:\r\n\r\n      - a\r\n"
            ).encode()
        )
        terminal.type("")
        terminal.answer("What now?", "save")
        assert terminal.wait() == 0
    written = (here / "decks/cards/ethics.yaml").read_text()
    assert "    back: |-\n      Two:\n\n      - a\n" in written


@on_a_terminal
def test_an_editor_that_fails_loses_nothing(here: Path) -> None:
    with Terminal("new", *BASIC, cwd=here, VISUAL="no-such-editor --wait") as terminal:
        terminal.answer_all([("Scenario:", ""), ("Why:", ""), ("Sources:", "")])
        terminal.answer("What now?", "change")
        shown = terminal.answer("Enter when it is saved", "")
        assert "no-such-editor --wait: Editing failed" in shown
        terminal.answer("What now?", "save")
        assert terminal.wait() == 0


@on_a_terminal
def test_a_draft_waits_for_the_next_time(here: Path, editor: Callable[..., str]) -> None:
    before = files_of(here)
    with Terminal("new", *BASIC, cwd=here) as terminal:
        terminal.answer_all([("Scenario:", "Mia writes a note."), ("Why:", ""), ("Sources:", "")])
        terminal.answer("What now?", "quit")
        assert terminal.wait() == 0
        kept = "decks/.drafts/words-come-first.yaml"
        assert (
            f"Nothing was added. Your draft is kept in {kept}; the next `cps-cards new`"
            in terminal.screen
        )
    assert {*files_of(here)} - {*before} == {kept}
    assert load(here / "decks")[1].found == []
    with Terminal("new", cwd=here, EDITOR=editor(("Mia", "Ana"))) as terminal:
        terminal.answer("Card (number or name) [words-come-first]:", "")
        shown = terminal.answer("What now?", "change")
        assert "Mia writes a note." in shown
        terminal.answer("What now?", "quit")
        assert terminal.wait() == 0
    assert "Ana writes" in (here / kept).read_text()
    with Terminal("new", cwd=here) as terminal:
        terminal.answer_all([("Card (number or name)", "words"), ("What now?", "save")])
        assert terminal.wait() == 0
    assert not (here / kept).exists()
    assert "Ana writes" in added(before, files_of(here))["decks/cards/ethics.yaml"]


def test_a_draft_with_an_unsound_id_stays_in_its_folder(here: Path) -> None:
    assert drafts.free_path("../Cards/x", here) == here / ".drafts/cards-x.yaml"
    assert drafts.free_path("", here) == here / ".drafts/draft.yaml"


@on_a_terminal
def test_a_draft_that_waits_is_neither_needed_nor_overwritten(here: Path) -> None:
    for _ in range(2):
        with Terminal("new", *BASIC, cwd=here) as terminal:
            terminal.answer_all([("Scenario:", ""), ("Why:", ""), ("Sources:", "")])
            terminal.answer("What now?", "quit")
            assert terminal.wait() == 0
    kept = sorted(path.name for path in (here / "decks/.drafts").iterdir())
    assert kept == ["words-come-first-2.yaml", "words-come-first.yaml"]
    with Terminal("new", cwd=here) as terminal:
        terminal.answer_all([("Card (number or name)", "new"), ("Topic", "ethics")])
        terminal.interrupt()
        assert terminal.wait() == 130
    assert kept == sorted(path.name for path in (here / "decks/.drafts").iterdir())


@on_a_terminal
@pytest.mark.parametrize("how", ["interrupt", "end_of_input"])
def test_leaving_in_the_middle_writes_nothing(how: str, here: Path) -> None:
    before = files_of(here)
    for last in ("Objective", "Scenario:", "What now?"):
        with Terminal("new", cwd=here) as terminal:
            terminal.answer_all(
                [("Topic", "ethics"), ("Objective", "1")]
                if last != "Objective"
                else [("Topic", "ethics")]
            )
            if last != "Objective":
                terminal.answer_all([("Facts", "1"), ("Kind", "1")])
            if last == "What now?":
                terminal.answer_all(
                    [
                        ("Scenario:", ""),
                        ("Front:", "Who?"),
                        ("Back:", "You."),
                        ("Why:", ""),
                        ("Sources:", ""),
                    ]
                )
            terminal.expect(last)
            getattr(terminal, how)()
            assert terminal.wait() == 130
            assert "stopped" in terminal.screen
            assert "Traceback" not in terminal.screen
        assert files_of(here) == before


@on_a_terminal
def test_a_file_that_changes_meanwhile_is_not_overwritten(here: Path) -> None:
    path = here / "decks/cards/ethics.yaml"
    with Terminal("new", *BASIC, cwd=here) as terminal:
        terminal.answer_all([("Scenario:", ""), ("Why:", ""), ("Sources:", "")])
        terminal.expect("What now?")
        path.write_text(f"# somebody else was here\n{decks.CARDS}")
        terminal.type("save")
        terminal.expect("has changed meanwhile. Nothing was written")
        assert path.read_text() == f"# somebody else was here\n{decks.CARDS}"
        terminal.answer("What now?", "save")
        assert terminal.wait() == 0
    assert path.read_text().startswith(f"# somebody else was here\n{decks.CARDS}")
    assert "id: words-come-first" in path.read_text()


@on_a_terminal
def test_a_draft_is_kept_where_its_file_was_broken_meanwhile(here: Path) -> None:
    path = here / "decks/cards/ethics.yaml"
    with Terminal("new", *BASIC, cwd=here) as terminal:
        terminal.answer_all([("Scenario:", ""), ("Why:", "")])
        terminal.expect("Sources:")
        path.write_text("cards: [")
        terminal.type("")
        assert terminal.wait() == 1
        assert "decks/cards/ethics.yaml has faults of its own" in terminal.screen
        assert "Your draft is kept in decks/.drafts/draft.yaml" in terminal.screen
    assert "    front: Which words come first?\n" in (here / "decks/.drafts/draft.yaml").read_text()


@on_a_terminal
def test_the_search_for_an_objective(here: Path) -> None:
    with Terminal("new", "--topic", "ethics", cwd=here) as terminal:
        shown = terminal.answer("Objective (number, words to search for):", "nonsense")
        assert shown.index("Choose words with care. (no card yet)") < shown.index(
            "Explain the limits. (1 of 2 facts without a card)"
        )
        terminal.answer("Nothing has the words `nonsense`", "limits")
        terminal.expect("Objective (number")
        shown = terminal.answer("Objective (number", "1")
        assert "Choose words" not in shown
        terminal.expect("People choose what to say once they know who may hear it. (no card yet)")
        terminal.interrupt()
        assert terminal.wait() == 130


@on_a_terminal
def test_the_search_in_all_topics(here: Path) -> None:
    with Terminal("new", cwd=here) as terminal:
        shown = terminal.answer("Topic (number or name):", "3")
        assert "3  any     search in all topics" in shown
        shown = terminal.answer("Objective (number, words to search for):", "deadlines")
        assert "State the deadlines. (Law: no card yet)" in shown
        assert "Choose words with care. (Ethics: no card yet)" in shown
        terminal.answer("Objective (number", "1")
        terminal.expect("The written report follows within 48 hours. (no card yet)")
        terminal.interrupt()
        assert terminal.wait() == 130


@on_a_terminal
def test_a_topic_whose_facts_all_wait_has_nothing_to_teach(here: Path) -> None:
    path = here / "decks/curriculum.yaml"
    path.write_text(path.read_text() + "            pending: Is it 48?\n")
    with Terminal("new", "--topic", "law", cwd=here) as terminal:
        assert terminal.wait() == 2
        assert "`law` has nothing to teach yet" in terminal.screen


@on_a_terminal
def test_a_card_that_is_asked_back_to_front_needs_a_term(here: Path) -> None:
    before = files_of(here)
    with Terminal("new", *BASIC, "--reverse", cwd=here) as terminal:
        terminal.answer_all([
            ("Scenario:", ""), ("Term:", ""), ("the card needs this", "Words"), ("Why:", ""),
            ("Sources:", ""), ("What now?", "save"),
        ])  # fmt: skip
        assert terminal.wait() == 0
    (text,) = added(before, files_of(here)).values()
    assert "    reverse: true\n    term: Words\n" in text


@on_a_terminal
def test_topics_that_need_cards_come_first(here: Path) -> None:
    whole = "teaches: [ethics.limits, ethics.limits.when, ethics.limits.why, ethics.words.first]"
    path = here / "decks/cards/ethics.yaml"
    path.write_text(decks.CARDS.replace("teaches: [ethics.limits.when]", whole))
    assert whole in path.read_text()
    with Terminal("new", cwd=here) as terminal:
        shown = terminal.expect("Topic (number or name):")
        assert shown.index("1  law") < shown.index("2  ethics  Ethics: all facts taught")
        terminal.interrupt()
        assert terminal.wait() == 130


@on_a_terminal
def test_yes_asks_nothing_on_a_terminal_too(here: Path) -> None:
    with Terminal("new", *BASIC, "--yes", cwd=here) as terminal:
        assert terminal.wait() == 0
        assert "Added to decks/cards/ethics.yaml" in terminal.screen
    with Terminal("new", "--yes", cwd=here) as terminal:
        assert terminal.wait() == 2
        assert "with --yes, `new` needs --teaches" in terminal.screen


# --- what is offered, and what it is called -------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Collection:
    collection, _ = load(ROOT / "decks")
    return collection


def test_what_needs_a_card_comes_first(shipped: Collection) -> None:
    found = offers(shipped)
    needs = [(bool(offer.cards), not offer.gaps) for offer in found]
    assert needs == sorted(needs)
    assert shipped.curriculum is not None
    assert len(found) == len(list(shipped.curriculum.objectives()))
    assert all(fact.pending is None for offer in found for fact in offer.gaps)


def test_a_search_finds_words_in_statements_and_facts(shipped: Collection) -> None:
    found = offers(shipped)
    assert search(found, "") == found
    for offer in found:
        statement = offer.objective.statement.value
        assert offer in search(found, statement)
        assert offer in search(found, offer.objective.facts[0].text.value.upper())
    assert search(found, "qqqq") == []


def test_every_card_of_the_deck_would_get_a_telling_id(shipped: Collection) -> None:
    namer = drafts.Namer(shipped)
    taken = {card.key for card in shipped.cards}
    for card in shipped.live:
        keys = {key: text.value for key, text in card.named_texts() if key != "distractor"}
        id = namer.derive(Draft(card.topic, keys))
        assert is_id(id)
        assert id not in taken
        assert 2 <= id.count("-") + 1 <= 8, id


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_make_an_id(front: str, back: str) -> None:
    collection, _ = load(ROOT / "tests/contribute/nowhere")
    draft = Draft("topic", {"front": front, "back": back})
    assert is_id(drafts.Namer(collection).derive(draft))


def test_ids_do_not_collide(here: Path) -> None:
    for number in range(4):
        told = run("new", *BASIC[:4], "--back", f"Word {number}.", cwd=here)
        assert told.returncode == 0, told.stdout + told.stderr
    collection, faults = load(here / "decks")
    assert faults.found == []
    assert len(collection.cards) == 5


def test_an_id_that_was_published_once_is_not_given_again(here: Path) -> None:
    shutil.copytree(here / "decks", here / "was")
    assert run("release", "decks", "-o", "a.apkg", cwd=here).returncode == 0
    path = here / "decks/cards/ethics.yaml"
    path.write_text(path.read_text().replace("id: limits-when", "id: b\n    formerly: limits-when"))
    told = run("new", *BASIC, "--id", "limits-when", cwd=here)
    assert told.returncode == 1
    assert "limits-when" in told.stdout
    assert "id: limits-when" not in path.read_text()


@given(st.text("abc ", max_size=30), st.lists(st.text("abc", min_size=1, max_size=2)))
def test_hiding_words_changes_no_word(text: str, words: list[str]) -> None:
    try:
        hidden = drafts.hide(text, words)
    except LookupError:
        assume(False)
    shown = hidden.replace("}}", "")
    for number in range(len(words), 0, -1):
        shown = shown.replace(f"{{{{c{number}::", "", 1)
    assert shown == text
    assert hidden.count("{{c") == len(words)


def test_words_are_hidden_once_and_whole_whatever_their_case() -> None:
    text = "A report follows the port within 1 day."
    assert drafts.hide(text, ["Port", "1", "a"]) == (
        "{{c3::A}} report follows the {{c1::port}} within {{c2::1}} day."
    )
    assert drafts.hide("May is when they may.", ["may"]) == "May is when they {{c1::may}}."
    with pytest.raises(LookupError, match="port"):
        drafts.hide("A {{c1::port}}.", ["port"])
