"""Where cards go, what stays as it was, and that all is written or nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from cps_cards import atomic
from tests.cli.conftest import Cps
from tests.imports.conftest import Bring
from tests.imports.kit import Anki, cards_in

TABLE = "front,back\nWhat is hope?,A wish.\nWhat is trust?,A gift.\n"


def snapshot(deck: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(deck)): path.read_bytes()
        for path in sorted(deck.rglob("*"))
        if path.is_file()
    }


def test_the_same_file_again_adds_nothing_wherever_its_cards_went(deck: Path, bring: Bring) -> None:
    assert bring(TABLE, "--topic", "reporting").status == 0
    (deck / "cards/deep").mkdir()
    (deck / "cards/cards.yaml").rename(deck / "cards/deep/other.yaml")
    before = snapshot(deck)
    result = bring(TABLE, "--topic", "reporting")
    assert (result.status, "Nothing to write: 2 cards are there already." in result.out) == (
        0,
        True,
    )
    assert snapshot(deck) == before


def test_the_same_package_again_adds_nothing_after_its_texts_were_mended(
    anki: Anki, deck: Path, bring: Bring
) -> None:
    anki.add("Basic", "What is hop?", "A wish.")
    path = anki.package()
    assert bring(path, "--topic", "reporting").status == 0
    file = deck / "cards/foreign.yaml"
    file.write_text(file.read_text().replace("hop?", "hope?"))
    before = snapshot(deck)
    assert bring(path, "--topic", "reporting").status == 0
    assert snapshot(deck) == before


def test_the_same_file_into_the_same_deck_gives_the_same_bytes(deck: Path, bring: Bring) -> None:
    bring(TABLE, "--topic", "reporting")
    once = snapshot(deck)
    (deck / "cards/cards.yaml").unlink()
    bring(TABLE, "--topic", "reporting")
    assert snapshot(deck) == once


def test_a_dry_run_says_the_same_and_writes_nothing(deck: Path, bring: Bring) -> None:
    before = snapshot(deck)
    dry = bring(TABLE + ",none\n", "--topic", "reporting", "--dry-run")
    assert snapshot(deck) == before
    real = bring(TABLE + ",none\n", "--topic", "reporting")
    assert (dry.status, dry.out.replace("Would write", "Wrote")) == (real.status, real.out)


def test_rows_alike_are_one_card_and_other_answers_are_other_cards(
    deck: Path, bring: Bring
) -> None:
    result = bring(
        TABLE + "What is  hope?,A wish.\nWhat is hope?,A bird.\n", "--topic", "reporting"
    )
    assert result.status == 0
    assert "1 row said the same as one before" in result.out
    assert [card["id"] for card in cards_in(deck, "cards.yaml")] == ["hope", "trust", "hope-2"]


def test_existing_files_keep_every_byte_and_new_ones_have_names_of_their_own(
    deck: Path, bring: Bring
) -> None:
    (deck / "cards/cards.yaml").write_text("topic: listening\ncards: []\n  # odd\n")
    odd = deck / "cards/cards.yaml"
    odd.write_bytes(b"topic: listening\r\ncards:\r\n- {id: x, front: A?, back: B.}  # odd")
    before = snapshot(deck)
    result = bring(TABLE, "--topic", "reporting")
    assert "decks/cards/cards-2.yaml (2)" in result.out
    after = snapshot(deck)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_appending_leaves_all_that_was_there_in_front(
    newline: str, deck: Path, bring: Bring
) -> None:
    file = deck / "cards/mine.yaml"
    text = "# mine\ntopic: reporting\ncards:\n- id: x\n  front: A?\n  back: B.\n"
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", newline).encode())
    before = file.read_bytes()
    assert bring(TABLE, "--topic", "reporting", "--into", "mine.yaml").status == 0
    assert file.read_bytes().startswith(before)
    assert len(cards_in(deck, "mine.yaml")) == 3
    wrong = bring("front,back\na b,c d\n", "--topic", "listening", "--into", "mine.yaml")
    assert wrong.status == 1
    assert "belong to other topics than decks/cards/mine.yaml (reporting)" in wrong.err
    assert (
        bring("front,back\nnew,one\n", "--topic", "listening", "--into", "sub/new.yaml").status == 0
    )
    assert len(cards_in(deck, "sub/new.yaml")) == 1
    assert bring("front,back\nthe,two\n", "--topic", "listening", "--into", "new.yml").status == 0
    assert len(cards_in(deck, "new.yml")) == 1


@pytest.mark.parametrize("into", [(), ("--into", "first.yaml"), ("--into", "new.yaml")])
def test_a_card_that_the_loader_refuses_is_told_and_left_out(
    into: tuple[str, ...], deck: Path, bring: Bring
) -> None:
    before = snapshot(deck)
    table = "front,back,tags\nWhat is it?,An answer,a,b\n" + f"Long?,{'a *b* ' * 4_000},x\n"
    result = bring(table, "--topic", "listening", *into)
    assert result.status == 1, result.err
    assert "Nothing to write" in result.out
    assert snapshot(deck) == before


def test_nothing_is_written_where_the_deck_is_not_sound(deck: Path, bring: Bring) -> None:
    (deck / "cards/bad.yaml").write_text("topic: listening\ncards:\n  - id: x\n    frnt: A?\n")
    before = snapshot(deck)
    result = bring(TABLE, "--topic", "reporting")
    assert (result.status, "unknown key `frnt`" in result.err) == (1, True)
    assert snapshot(deck) == before


def test_a_full_disk_leaves_nothing_behind(
    anki: Anki, deck: Path, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = anki.media("a.png", b"\x89PNG\r\n\x1a\na")
    anki.add("Basic", f'<img src="{name}"> one', "1")
    path = anki.package()
    before = snapshot(deck)
    written: list[Path] = []
    real = atomic._Draft.write

    def write(draft: Any, data: bytes) -> None:
        if written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(draft.path))
        written.append(draft.path)
        real(draft, data)

    monkeypatch.setattr(atomic._Draft, "write", write)
    result = bring(path, "--topic", "reporting")
    assert (result.status, "no space left" in result.err) == (1, True)
    assert snapshot(deck) == before
    assert not (deck / "media").exists()


def test_a_deck_without_a_card_takes_its_first(deck: Path, bring: Bring, cps: Cps) -> None:
    (deck / "cards/first.yaml").unlink()
    assert bring(TABLE, "--topic", "reporting").status == 0
    assert cps("build", "-q").status == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--topic", "reportin"), "did you mean `reporting`?"),
        (("--teaches", "a.b"), "no fact or objective `a.b`"),
        (("--into", "../x.yaml"), "--into"),
        (("--map", "front"), "--map"),
        (("--map", "T: fornt=A"), "--map"),
        (("--into", "/tmp/x.yaml"), "--into"),
        (("--encoding", "utf-9"), "no encoding `utf-9`"),
        (("--encoding", "base64"), "no encoding `base64`"),
        (("--kind", "basik"), "did you mean `basic`?"),
        (("--media", "nowhere"), "nowhere"),
    ],
)
def test_wrong_usage(args: tuple[str, ...], words: str, deck: Path, bring: Bring) -> None:
    result = bring(TABLE, *args)
    assert (result.status, words in result.err) == (2, True), result.err


def test_a_topic_is_needed_where_nothing_tells_it(deck: Path, bring: Bring) -> None:
    result = bring(TABLE)
    assert result.status == 1
    assert "has no topic: say --topic" in result.out
    empty = bring("front,back,topic\na b,c,\n", "--topic-from", "column")
    assert (empty.status, "has no topic: say --topic" in empty.out) == (1, True)


def test_a_topic_is_named_in_any_case(deck: Path, bring: Bring) -> None:
    assert bring(TABLE, "--topic", "Reporting").status == 0
    assert (deck / "cards/cards.yaml").read_text().startswith("topic: reporting\n")
    assert bring("front,back\na,b\n", "--topic", "reporting,listening").status == 2


def test_each_row_that_is_left_out_is_named(deck: Path, bring: Bring) -> None:
    table = "front,back,Page\n" + "".join(f"q{n},,\n" for n in range(70)) + "a <b>,c,d\n"
    result = bring(f"#html:true\n{table}", "--topic", "listening")
    assert result.status == 1
    assert '  row 62 "q59" shows no answer\n' in result.out
    assert "  and 10 more: row 63, row 64, " in result.out
    assert "row 72\n" in result.out


def test_a_file_that_is_not_there(deck: Path, cps: Cps) -> None:
    assert cps("import", "nothing.csv").status == 2
    assert cps("import", str(deck)).status == 2


def test_bad_tags_are_mended_and_told(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.add("Basic", "one", "1", tags=["good", 'a"b', "marked", "ü"])
    result = bring(anki.package(), "--topic", "reporting")
    (card,) = cards_in(deck, "foreign.yaml")
    assert card["tags"] == ["a-b", "good", "ü"]
    assert 'the tag `a"b`, now `a-b`,' in result.out
    assert bring("front,back,tags\ntwo,2,x\x7fy\n", "--topic", "reporting").status == 0
    assert cards_in(deck, "cards.yaml")[0]["tags"] == ["x-y"]


def test_reverse_cards_have_their_term(deck: Path, anki: Anki, bring: Bring, cps: Cps) -> None:
    anki.add("Basic (and reversed card)", "<b>CPS</b>", "Certified Peer Specialist")
    assert bring(anki.package(), "--topic", "reporting").status == 0
    assert cps("build", "-q").status == 0


# --- into a curriculum ----------------------------------------------------------------------------

MIXED = (
    "front,back\n"
    "What comes first?,Hearing comes first.\n"
    "When is the deadline?,The deadline is 48 hours.\n"
    "When is the deadline not?,The deadline is 24 hours.\n"
    "What is hope?,A wish.\n"
)


def test_cards_close_to_a_fact_get_it_and_the_rest_waits(
    taught: Path, bring: Bring, cps: Cps
) -> None:
    result = bring(MIXED)
    assert result.status == 0, result.out + result.err
    assert cards_in(taught, "cards-listening.yaml")[0]["teaches"] == ["listening.first.hear"]
    assert cards_in(taught, "cards-reporting.yaml")[0]["teaches"] == ["reporting.deadline.hours"]
    waiting = cards_in(taught, "inbox/cards.yaml")
    assert [card["front"] for card in waiting] == ["When is the deadline not?", "What is hope?"]
    assert all("teaches" not in card for card in waiting)
    assert "→ reporting.deadline.hours: deadline, 48, hours" in result.out
    assert "2 cards in the inbox" in result.out
    built = cps("build", "-o", "out.apkg")
    assert "Passed over: 2 cards in cards/inbox, to be sorted." in built.err
    assert "Sample: 3 notes" in built.out
    assert cps("stats").err.startswith("Passed over: 2 cards")
    assert "inbox/cards.yaml" in cps("lint", "decks").out


def test_an_objective_takes_the_rest(taught: Path, bring: Bring) -> None:
    result = bring(MIXED, "--teaches", "listening.later")
    assert result.status == 0, result.out
    cards = cards_in(taught, "cards.yaml")
    assert [card["teaches"] for card in cards] == [
        ["listening.first.hear"], ["listening.later"], ["listening.later"], ["listening.later"]
    ]  # fmt: skip


def test_a_fact_that_is_named_is_the_fact(taught: Path, bring: Bring) -> None:
    assert bring(MIXED, "--teaches", "reporting.deadline.hours").status == 0
    taught_ids = {id for card in cards_in(taught, "cards.yaml") for id in card["teaches"]}
    assert taught_ids == {"reporting.deadline.hours"}


def test_may_is_not_must(taught: Path, bring: Bring) -> None:
    file = taught / "curriculum.yaml"
    file.write_text(file.read_text().replace("Waiting helps.", "Anyone may report elder abuse."))
    bring("front,back\nWho must report elder abuse?,Anyone must report elder abuse.\n")
    assert "teaches" not in cards_in(taught, "inbox/cards.yaml")[0]


# --- a package of this tool -----------------------------------------------------------------------


def test_a_package_of_this_tool_comes_back_as_it_was(
    home: Path, bring: Bring, cps: Cps, tmp_path: Path
) -> None:
    from tests.apkg.kit import sample

    sample(home / "decks")
    cards = (home / "decks/cards/respect.yaml").read_text()
    extra = (
        "  - id: ordered\n    kind: choice\n    question: Which year?\n    answer: '2'\n"
        "    options: ['1', {text: '2', why: Yes.}, '3']\n    teaches: [respect.words.person]\n"
        "  - id: mixed\n    kind: choice\n    question: Which *one*?\n    answer: this\n"
        '    distractors: [that, {text: other, why: "No: **not**."}, more]\n'
        "    tags: [mine]\n    teaches: [respect.words.person]\n"
    )
    (home / "decks/cards/respect.yaml").write_text(cards + extra)
    assert cps("build", "-o", "own.apkg").status == 0
    for path in (home / "decks/cards").iterdir():
        path.unlink()
    (home / "decks/media/wheel.png").unlink()
    result = bring(home / "own.apkg")
    assert (home / "decks/media").exists(), result.out
    got = {
        c["id"]: c
        for f in (home / "decks/cards").iterdir()
        for c in cards_in(home / "decks", f.name)
    }
    assert got["mixed"] == {
        "id": "mixed", "kind": "choice", "question": "Which *one*?", "answer": "this",
        "distractors": ["that", {"text": "other", "why": "No: **not**."}, "more"],
        "teaches": ["respect.words"], "tags": ["mine"],
    }  # fmt: skip
    assert got["ordered"]["options"] == ["1", {"text": "2", "why": "Yes."}, "3"]
    assert got["which-one"]["scenario"] == "It is Monday."
    assert got["both-ways"]["reverse"] == "true"
    assert "guid" not in got["mixed"]  # the deck and the id make the same
    again = bring(home / "own.apkg")
    assert "Nothing to write" in again.out
