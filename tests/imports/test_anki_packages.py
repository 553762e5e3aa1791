"""Anki packages as cards: what becomes of each kind of note, held against real Anki."""

from __future__ import annotations

import html
import shutil
from pathlib import Path

import genanki
import pytest

from tests.imports.conftest import Bring
from tests.imports.kit import Anki, cards_in

PICTURE = b"\x89PNG\r\n\x1a\nnot much of a picture"


def test_stock_notes_keep_their_words_kinds_tags_and_guids(
    anki: Anki, deck: Path, bring: Bring
) -> None:
    answer = "A <i>thing</i>&nbsp;with<br>feathers"
    anki.add("Basic", "What is <b>hope</b>?", answer, tags=["a", "leech"], guid="null")
    anki.add("Basic (and reversed card)", "CPS", "Certified Peer Specialist", guid="- x")
    anki.add("Basic (optional reversed card)", "one", "uno", "", guid="0123")
    anki.add("Basic (optional reversed card)", "two", "dos", "y", guid="b$%#:{}[]")
    anki.add("Basic (type in the answer)", "three", "tres", guid="~~")
    anki.add("Cloze", "The {{c1::moon::what}} and the {{c3::sun}}", "far away", guid="c!")
    result = bring(anki.package(), "--topic", "reporting")
    assert (result.status, result.err) == (0, "")
    assert cards_in(deck, "foreign.yaml") == [
        {"id": "hope", "front": "What is **hope**?", "back": "A *thing* with\\\nfeathers",
         "tags": ["a"], "guid": "null"},
        {"id": "cps", "front": "CPS", "back": "Certified Peer Specialist", "reverse": "true",
         "term": "CPS",
         "guid": "- x"},
        {"id": "uno", "front": "one", "back": "uno", "guid": "0123"},
        {"id": "two", "front": "two", "back": "dos", "reverse": "true",
         "term": "two", "guid": "b$%#:{}[]"},
        {"id": "three", "front": "three", "back": "tres", "guid": "~~"},
        {"id": "moon-sun", "kind": "cloze", "text": "The {{c1::moon::what}} and the {{c3::sun}}",
         "why": "far away", "guid": "c!"},
    ]  # fmt: skip
    assert "Basic (type in the answer): the answer is no longer typed in." in result.out
    assert "foreign.apkg: an Anki package, 6 notes of 5 note types" in result.out


@pytest.mark.parametrize("legacy", [False, True])
def test_what_is_shown_is_what_was_shown(
    legacy: bool, anki: Anki, deck: Path, bring: Bring, cps: object, tmp_path: Path
) -> None:
    """Imported, built, and taken by another collection: both sides of each card have the words."""
    picture = anki.media("Großes Bild (1).PNG", PICTURE)
    sound = anki.media("a b.mp3", b"ID3 sound")
    bodies = [
        "<div>one</div><div>two</div>", "<ul><li>a</li><li>b <b>c</b></li></ul>", "2*3*4 __x__ # y",
        "&lt;script&gt; &amp;amp;", r"\(a &lt; b\) and \[x_1^{2}\]",
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        f'<img src="{html.escape(picture)}">x',
        f"hear [sound:{sound}] it", "H<sub>2</sub>O", "<b>Note:</b>text", "a | b<br>--- | ---",
        "[x](y) ![z", "<code>a`b</code>", "5&nbsp;&gt; 3<br><br>4", "~~x~~ <s>y</s>", "1. x<br>- y",
    ]  # fmt: skip
    for number, body in enumerate(bodies):
        anki.add("Basic", f"Q{number} {body}", body, guid=f"b{number}")
        anki.add("Cloze", f"{body} {{{{c1::x{number}}}}} <i>z</i>", body, guid=f"c{number}")
    result = bring(anki.package(legacy=legacy), "--topic", "reporting")
    assert (result.status, result.err) == (0, ""), result.out
    assert cps("build", "-o", "built.apkg").status == 0  # type: ignore[operator]
    other = Anki(tmp_path / "other")
    other.take(Path("built.apkg"))
    wanted, got = anki.sides(), other.sides()
    other.close()
    for key, (front, back) in wanted.items():
        assert _letters(front) in _letters(got[key][0])
        for word in back.removeprefix(front).split():
            assert _letters(word) in _letters(got[key][1])


def _letters(text: str) -> str:
    return "".join(
        char for char in text.replace("₂", "2").replace("[...]", "") if not char.isspace()
    )


def test_media_come_along_once_under_names_of_their_own(
    anki: Anki, deck: Path, bring: Bring
) -> None:
    (deck / "media").mkdir()
    (deck / "media/there.png").write_bytes(PICTURE)
    (deck / "media/other.png").write_bytes(b"\x89PNG\r\n\x1a\nother")
    same = anki.media("same.png", PICTURE)
    clash = anki.media("Other.png", b"\x89PNG\r\n\x1a\nclash")
    odd = anki.media("a b%20#(1).png", b"\x89PNG\r\n\x1a\nodd")
    anki.media("unused.png", b"\x89PNG\r\n\x1a\nunused")
    anki.add("Basic", f'<img src="{same}">', "1")
    anki.add("Basic", f'<img src="{clash}">', "2")
    anki.add("Basic", f'<img src="{html.escape(odd)}">', "3")
    anki.add("Basic", '4 <img src="none.png"> [sound:none.mp3]', "4")
    result = bring(anki.package(), "--topic", "reporting")
    assert result.status == 1
    fronts = [card["front"] for card in cards_in(deck, "foreign.yaml")]
    assert fronts[0] == "![](there.png)"
    assert fronts[1].startswith("![](other-")
    assert fronts[2] == "![](a-b-1.png)"
    assert fronts[3] == "4"
    assert "loses the file none.png, which did not come along" in result.out
    assert "loses the file none.mp3, which did not come along" in result.out
    names = sorted(path.name for path in (deck / "media").iterdir())
    assert names == ["a-b-1.png", fronts[1][4:-1], "other.png", "there.png"]


def test_other_types_go_by_their_templates(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.new_type(
        "Geography", ["Country", "Capital", "Capital info", "Flag", "Sort"],
        ("{{Country}}", "{{FrontSide}}<hr>{{Capital}}<br>{{Capital info}}"),
        ("{{Capital}}", "{{FrontSide}}<hr>{{Country}}"),
        ("{{Flag}}", "{{FrontSide}}<hr>{{Country}}"),
    )  # fmt: skip
    anki.new_type("Worded", ["Word", "Meaning"], ("What is {{Word}}?", "{{Meaning}}"))
    anki.new_type(
        "Titled cloze", ["Title", "Body", "Source"],
        ("{{Title}}<br>{{cloze:Body}}", "{{Title}}<br>{{cloze:Body}}<br>{{Source}}"), cloze=True,
    )  # fmt: skip
    anki.add("Geography", "France", "Paris", "On the Seine", "", "7")
    anki.add("Worded", "hope", "a wish")
    anki.add("Titled cloze", "Planets", "{{c1::Mars}} is red", "A book")
    result = bring(anki.package(), "--topic", "reporting")
    assert result.status == 1
    cards = cards_in(deck, "foreign.yaml")
    assert [{k: v for k, v in card.items() if k != "guid"} for card in cards] == [
        {"id": "france", "front": "France", "back": "Paris", "reverse": "true",
         "term": "France",
         "why": "**Capital info:** On the Seine"},
        {"id": "hope", "front": "hope", "back": "a wish"},
        {"id": "mars-red", "kind": "cloze", "scenario": "Planets", "text": "{{c1::Mars}} is red",
         "why": "**Source:** A book"},
    ]  # fmt: skip
    assert "Geography: of its cards, “Card 3” are not carried" in result.out
    assert "Geography: the field `Sort`, which no card shows, on 1 note" in result.out
    assert "Worded: words of its templates are not carried: “What is ?”." in result.out


def test_what_a_cloze_has_typed_in_is_told_behind_it(anki: Anki, deck: Path, bring: Bring) -> None:
    side = "{{cloze:Body}} {{type:Said}}"
    anki.new_type("Typed cloze", ["Body", "Said"], (side, side), cloze=True)
    anki.add("Typed cloze", "{{c1::Mars}} is red", "as rust")
    result = bring(anki.package(), "--topic", "reporting")
    assert "Typed cloze: the answer is no longer typed in." in result.out
    assert cards_in(deck, "foreign.yaml")[0]["why"] == "**Said:** as rust"


def test_a_fields_name_stands_in_the_first_line_of_its_text(
    anki: Anki, deck: Path, bring: Bring
) -> None:
    anki.new_type("Noted", ["Front", "Back", "Note 1", "Notes"],
                  ("{{Front}}", "{{Back}}{{Note 1}}{{Notes}}"))  # fmt: skip
    anki.add("Noted", "one", "1", "<div>a</div><div>b</div>", "<p>c</p><ul><li>d</li></ul>")
    bring(anki.package(), "--topic", "reporting", "--map",
          "Noted: front=Front, back=Back, why=Note 1;Notes")  # fmt: skip
    (card,) = cards_in(deck, "foreign.yaml")
    assert card["why"] == "**Note 1:** a\\\nb\n\n**Notes:** c\n\n- d"


CHOICES = ("Question", "A", "B", "C", "D", "Key", "Explanation")


@pytest.mark.parametrize("key", ["B", "b)", "2", "two", "0 1 0 0"])
def test_options_in_fields_make_a_choice(key: str, anki: Anki, deck: Path, bring: Bring) -> None:
    anki.new_type(
        "MC", CHOICES, ("{{Question}} {{A}} {{B}} {{C}} {{D}}", "{{Key}} {{Explanation}}")
    )
    anki.add("MC", "Which?", "one", "two", "three", "", key if key != "0 1 0 0" else "0 1 0", "so")
    result = bring(anki.package(), "--topic", "reporting")
    assert result.status == 0, result.out
    (card,) = cards_in(deck, "foreign.yaml")
    assert (card["kind"], card["answer"], card["distractors"]) == (
        "choice",
        "two",
        ["one", "three"],
    )
    assert card["why"] == "so"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (("Q?", "one", "two", "three", "", "E", ""), "the key `E`, which fits none of its options"),
        (("Q?", "one", "two", "three", "", "four", ""), "which fits none of its options"),
        (("Q?", "one", "two", "three", "", "A, B", ""), "has several right options"),
        (("Q?", "3", "2", "1", "", "1", ""), "could mean two of its options"),
        (("Q?", "one", "two", "", "", "A", ""), "has 1 wrong option"),
        (("Q?", "one", "one", "two", "", "C", ""), "options that are alike"),
        (("Q?", "one", "two", "three", "", "", ""), "has no key"),
        (("", "one", "two", "three", "", "A", ""), "shows no question"),
    ],
)
def test_options_without_a_sure_key_are_told_and_left_out(
    fields: tuple[str, ...], why: str, anki: Anki, deck: Path, bring: Bring
) -> None:
    anki.new_type(
        "MC", CHOICES, ("x{{Question}} {{A}}", "{{B}} {{C}} {{D}} {{Key}} {{Explanation}}")
    )
    anki.add("MC", *fields, guid="the-note")
    result = bring(anki.package(), "--topic", "reporting")
    assert result.status == 1
    assert "note the-note" in result.out
    assert why in result.out
    assert not (deck / "cards/foreign.yaml").exists()


def test_all_in_one_notes(anki: Anki, deck: Path, bring: Bring) -> None:
    fields = ["Question", "Title", "QType (0=kprim,1=mc,2=sc)", *(f"Q_{n}" for n in range(1, 6)),
              "Answers", "Sources", "Extra 1"]  # fmt: skip
    anki.new_type("AllInOne (kprim, mc, sc)", fields, ("{{Question}}{{Title}}{{Q_1}}{{Q_2}}{{Q_3}}"
                  "{{Q_4}}{{Q_5}}", "{{Answers}}{{Sources}}{{Extra 1}}"))  # fmt: skip
    one = ("a", "b", "c", "d", "")
    anki.add("AllInOne (kprim, mc, sc)", "Single?", "T", "2", *one, "0 0 1 0", "src", "more")
    anki.add("AllInOne (kprim, mc, sc)", "Many, one right?", "", "1", *one, "1 0 0 0", "", "")
    anki.add("AllInOne (kprim, mc, sc)", "Many?", "", "1", *one, "1 1 0 0", "", "")
    anki.add("AllInOne (kprim, mc, sc)", "Kprim?", "", "0", *one, "1 0 0 0", "", "")
    result = bring(anki.package(), "--topic", "reporting")
    first, second = cards_in(deck, "foreign.yaml")
    assert (first["scenario"], first["answer"], first["why"]) == (
        "T", "c", "**Sources:** src\n\n**Extra 1:** more"
    )  # fmt: skip
    assert second["answer"] == "a"
    assert '"Many?" has 2 right options; a choice card has one' in result.out
    assert '"Kprim?" asks to judge each option by itself' in result.out


def test_what_cannot_be_a_card_is_told_with_its_note(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.add("Image Occlusion", "{{c1::image-occlusion:rect:left=.1}}", "x.png", "H")
    anki.add("Basic", "<br>", "an answer", guid="blank")
    anki.add("Cloze", "no deletion", guid="plain")
    anki.add("Cloze", r"{{c1::\(a}} b\)", guid="torn")
    anki.add("Basic", "fine", "fine")
    result = bring(anki.package(), "--topic", "reporting")
    assert result.status == 1
    assert "left out   pictures with hidden parts have no card here" in result.out
    assert 'note blank "an answer" shows no question' in result.out
    assert 'note plain "no deletion" hides nothing' in result.out
    assert "note torn" in result.out
    assert "cuts through a formula" in result.out
    assert len(cards_in(deck, "foreign.yaml")) == 1


def test_a_rule_of_the_user_beats_the_guess(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.new_type("Odd", ["Prompt", "Key", "A", "B", "C", "Notes"], ("{{Notes}}", "{{Prompt}}"))
    anki.add("Odd", "Which?", "c", "a", "b", "c", "Because")
    rule = "odd: question=Prompt, answer=Key, options=A;B;C, why=Notes"
    result = bring(anki.package(), "--topic", "reporting", "--map", rule)
    assert result.status == 0, result.out
    (card,) = cards_in(deck, "foreign.yaml")
    assert (card["question"], card["answer"]) == ("Which?", "c")
    wrong = bring(anki.package(), "--map", "Odd: question=Promt")
    assert (wrong.status, "`Promt`" in wrong.err) == (1, True)


def test_topics_from_decks_and_tags(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.add("Basic", "one", "1", deck="Foreign::Listening")
    anki.add("Basic", "two", "2", deck="Foreign::reporting", tags=["x::listening"])
    anki.add("Basic", "three", "3", deck="Foreign::Elsewhere")
    result = bring(anki.package(), "--topic-from", "deck")
    assert result.status == 1
    assert "its deck `Elsewhere` is no topic of the deck; say --topic" in result.out
    assert [card["front"] for card in cards_in(deck, "foreign-listening.yaml")] == ["one"]
    assert [card["front"] for card in cards_in(deck, "foreign-reporting.yaml")] == ["two"]
    shutil.rmtree(deck / "cards")
    rest = bring(anki.package(), "--topic-from", "tag", "--topic", "reporting")
    assert rest.status == 0, rest.err
    assert [card["front"] for card in cards_in(deck, "foreign-listening.yaml")] == ["two"]


def test_a_package_of_genanki(deck: Path, bring: Bring, tmp_path: Path) -> None:
    model = genanki.Model(
        1_607_392_001, "Gen", fields=[{"name": "Q"}, {"name": "A"}],
        templates=[{"name": "C", "qfmt": "{{Q}}", "afmt": "{{FrontSide}}{{A}}"}],
    )  # fmt: skip
    made = genanki.Deck(2_059_400_001, "Gen")
    made.add_note(genanki.Note(model=model, fields=["What?", "This."], guid="gen~1"))
    genanki.Package(made).write_to_file(tmp_path / "gen.apkg")
    assert bring(tmp_path / "gen.apkg", "--topic", "reporting").status == 0
    assert cards_in(deck, "gen.yaml") == [
        {"id": "card", "front": "What?", "back": "This.", "guid": "gen~1"}
    ]


def test_media_of_notes_that_are_left_out_stay_away(anki: Anki, deck: Path, bring: Bring) -> None:
    name = anki.media("a.png", b"\x89PNG\r\n\x1a\na")
    anki.add("Basic", f'one <img src="{name}">', "1")
    result = bring(anki.package(), "--topic-from", "deck")
    assert (result.status, "Nothing to write" in result.out) == (1, True)
    assert not (deck / "media").exists()


def test_cards_in_a_filtered_deck_are_of_their_own(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.add("Basic", "one", "1", deck="Old::Reporting")
    anki.col.sched.rebuild_filtered_deck(anki.col.decks.new_filtered("For now"))
    path = anki.folder / "all.colpkg"
    anki.col.export_collection_package(str(path), include_media=False, legacy=False)
    anki.col.reopen()
    assert bring(path, "--topic-from", "deck").status == 0
    assert cards_in(deck, "all.yaml")[0]["front"] == "one"


def test_a_whole_collection(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.add("Basic", "one", "1")
    path = anki.folder / "all.colpkg"
    anki.col.export_collection_package(str(path), include_media=True, legacy=False)
    anki.col.reopen()
    assert bring(path, "--topic", "reporting").status == 0
    assert len(cards_in(deck, "all.yaml")) == 1
