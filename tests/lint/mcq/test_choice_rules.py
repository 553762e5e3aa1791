"""What each rule on choice cards finds, at which words, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from cps_cards.diagnostics import Diagnostic
from cps_cards.yamlio import edits
from tests.lint.examples import example, lint, write

FOUND: dict[str, list[str]] = {
    "mcq-all-of-the-above": [
        "answer: «All of the above.»\ndistractors: [Hope, Housing, Work]",
        "answer: Hope\ndistractors: [Pity, «all of these», Advice]",
        "answer: Hope\ndistractors: [Pity, «All are correct», Advice]",
        "answer: Hope\ndistractors: [Pity, «All the other answers», Advice]",
        "answer: «All of the supports above can help.»\ndistractors: [Hope, Housing]",
        "answer: «All»\ndistractors: [Hope, Housing]",
        "answer: Hope\ndistractors: [Pity, «Any of the options listed»]",
    ],
    "mcq-none-of-the-above": [
        "answer: Hope\ndistractors: [Pity, «None of the above.»]",
        "answer: Hope\ndistractors: [Pity, «none of these answers is right»]",
        "answer: Hope\ndistractors: [Pity, «Neither of these»]",
        "answer: Hope\ndistractors: [Pity, «None»]",
        "answer: Hope\ndistractors: [Pity, «It cannot be determined»]",
        "answer: Hope\ndistractors: [Pity, «Not enough information to tell»]",
        "answer: Hope\ndistractors: [Pity, «There is no correct answer.»]",
        "answer: Hope\ndistractors: [Pity, «Insufficient information»]",
    ],
    "mcq-k-type": [
        "answer: «A and B»\ndistractors: [Hope, Housing, «B and C»]",
        "answer: «Both A and C.»\ndistractors: [Hope, Housing, Work]",
        "answer: «Both of the above»\ndistractors: [Hope, Housing]",
        "answer: «Both»\ndistractors: [Hope, Housing]",
        "answer: Hope\ndistractors: [Pity, «Two of these»]",
        "question: 'True? (i) Hope helps. (ii) Pity helps. (iii) Work helps.'\n"
        "answer: «(i) and (iii)»\ndistractors: [«(ii) only», «'(i), (ii), and (iii)'»]",
        "question: 'True? 1. Hope helps. 2. Pity helps. 3. Work helps.'\n"
        "answer: «1 and 3»\ndistractors: [«2 only», «1 and 2»]",
        "answer: «Statement 1 is true; statement 2 is false»\n"
        "distractors: [«Both statements are true», «Both statements are false»]",
        "answer: «Options A and B»\ndistractors: [Hope, Housing, «Only C»]",
        "answer: «Neither I nor II»\ndistractors: [«I only», «II only», «Both I and II»]",
    ],
    "mcq-true-false": [
        "answer: «True»\ndistractors: [«False», Cannot say]",
        "answer: «no»\ndistractors: [«Yes.», Only with consent]",
        "answer: «Correct»\ndistractors: [«Incorrect», It depends]",
    ],
    "mcq-longest-option-correct": [
        "answer: «Ask what the person would like to happen, and when»\n"
        "distractors: [Call the family at once, Write it all down]",
        "answer: «The person, since it is their life that is planned»\n"
        "distractors: [The nurse, The court, All of the above]",
        "answer: «Shared power and trust»\ndistractors: [Advice, Rules]",
        "answer: «Confidentiality agreement»\ndistractors: [Rules, Law]",
    ],
    "mcq-duplicate-options": [
        "answer: The person\ndistractors: [Staff, «the  person»]",
        "answer: The person\ndistractors: [Staff, «staff.»]",
        'answer: The person\ndistractors: [Staff, «"The person!"»]',
    ],
    "mcq-word-repeat": [
        "question: Who chairs a peer council?\nanswer: A member of the «council»\n"
        "distractors: [A nurse, A judge]",
        "question: What protects privacy?\nanswer: «Privacy» rules\ndistractors: [Locks, Haste]",
    ],
    "mcq-absolute-terms": [
        "answer: Ask first\ndistractors: [«Never» share a story, «Always» share a story]",
        "answer: Ask first\ndistractors: [Tell «everyone», Wait]",
        "answer: Ask first\ndistractors: [Read «all» notes, Wait]",
        "answer: Ask first\ndistractors: [Trust the plan «completely», Wait]",
        "answer: Ask first\ndistractors: [Ask «in every case», Wait]",
    ],
    "mcq-vague-frequency-option": [
        "answer: Once a week\ndistractors: [«Often», Twice a year]",
        "answer: It «usually» lasts a day\ndistractors: [It lasts a year, It lasts an hour]",
    ],
    "mcq-option-style": [
        "answer: Ask first\ndistractors: [«call» home, Wait here]",
        "answer: ask first\ndistractors: [call home, «The» end]",
        "answer: Ask first.\ndistractors: [Call home., Wait «here»]",
        "answer: Ask first\ndistractors: [Call home«.», Wait here]",
        "answer: Listening\ndistractors: [«advising», Judging]",
        "answer: Ask first.\ndistractors: [«call» «home», Wait here.]",
    ],
    "mcq-mid-stem-blank": [
        "question: The «_____» sets the goals.\nanswer: person\ndistractors: [nurse, court]",
        "question: «____» is the heart of peer support.\nanswer: Trust\ndistractors: [Pay, Law]",
        "question: A «[blank]» plan is made in advance.\nanswer: crisis\ndistractors: [lunch, tax]",
        "question: Peers are «......» by their story.\nanswer: led\ndistractors: [paid, bound]",
        "question: Choose the word. A «__» plan helps.\nanswer: crisis\ndistractors: [lunch, tax]",
    ],
    "mcq-unfocused-stem": [
        "question: «Which of these statements is true?»\nanswer: Hope helps\n"
        "distractors: [Pity helps, Haste helps]",
        "question: «Which one is not correct?»\nanswer: Pity helps\n"
        "distractors: [Hope helps, Work helps]",
        "question: «Recovery»\nanswer: differs for each person\ndistractors: [ends, is linear]",
    ],
    "mcq-convergence-cue": [
        "answer: «Hope and choice»\ndistractors: [Hope and rules, Care and choice]",
    ],
}
LEFT_ALONE: dict[str, list[str]] = {
    "mcq-all-of-the-above": [
        "answer: All of the residents\ndistractors: [The staff, The visitors]",
        "question: How many agree?\nanswer: All\ndistractors: [Some, Few]",
        "answer: All the notes the person has written\ndistractors: [The last note, The chart]",
        "answer: Allow time\ndistractors: [Call home, Wait]",
        "question: 'In which order? i. Hope. ii. Plan. iii. Rest.'\n"
        "answer: i, ii, iii\ndistractors: ['ii, i, iii', 'iii, i, ii']",
    ],
    "mcq-none-of-the-above": [
        "question: How many notes are kept?\nanswer: None\ndistractors: [One, Two]",
        "answer: None of the person's notes\ndistractors: [All notes, The last note]",
        "answer: Nothing\ndistractors: [A fine, A letter]",
        "answer: No report\ndistractors: [A call, A letter]",
        "answer: It cannot be shared\ndistractors: [It may be read aloud, It is public]",
        "answer: Neither the nurse nor the doctor\ndistractors: [The nurse, The doctor]",
        "answer: Ubiquinone\ndistractors: [Iron, Zinc]",
    ],
    "mcq-k-type": [
        "answer: Both the person and the guardian\ndistractors: [The person, The guardian]",
        "answer: Vitamins A and D\ndistractors: [Vitamin C, Vitamin B]",
        "question: Which numbers are on the card?\nanswer: 9 and 8\n"
        "distractors: [1 and 2, 3 and 4]",
        "answer: I only listen\ndistractors: [I call home, I write notes]",
        "answer: Only with consent\ndistractors: [Only at night, Only by phone]",
        "answer: Hope and choice\ndistractors: [Rules and limits, Pay and law]",
        "answer: A\ndistractors: [B, C]",
        "question: 'What is r? 1. Hope. 2. Pity.'\nanswer: '0.2'\ndistractors: ['0.4', '0.6']",
        "answer: (a + b)(a - b)\ndistractors: [(a - b)2, a3 + b3]",
    ],
    "mcq-true-false": [
        "answer: Yes, with consent\ndistractors: ['Yes, always', 'No, never']",
        "answer: True north\ndistractors: [False hope, Yes men]",
    ],
    "mcq-longest-option-correct": [
        "answer: Ask the person what helps\ndistractors: [Ask the nurse what helps, Wait]",
        "answer: Confidentiality rules\ndistractors: [Safety rules, House rules]",
        "answer: One at a time\ndistractors: [All at once, In pairs]",
        "answer: Ask first\ndistractors: "
        "[Call home, Write all of it down and read it to the team in the morning]",
    ],
    "mcq-duplicate-options": [
        "answer: '18'\ndistractors: ['1.8', '-18']",
        "answer: Ask him\ndistractors: [Ask her, Ask them]",
    ],
    "mcq-word-repeat": [
        "question: What protects privacy?\nanswer: Privacy rules\n"
        "distractors: [Privacy locks, Haste]",
        "question: Which comes first, trust or advice?\nanswer: Trust\ndistractors: [Advice, Pay]",
        "question: What does a person want?\nanswer: To be a person first\n"
        "distractors: [Pay, Rest]",
        "question: How old is 16?\nanswer: 16 years\ndistractors: [A year, A day]",
    ],
    "mcq-absolute-terms": [
        "answer: Always ask\ndistractors: [Never ask, Ask once]",
        "question: What must all staff do?\nanswer: Report\ndistractors: [Tell all, Wait]",
        "answer: Ask first\ndistractors: [Do not always ask, Not all of the time]",
        "answer: Weekly\ndistractors: [Every day, Every two weeks]",
        "answer: Ask first\ndistractors: [Tell it all, Say that we all wait]",
        "answer: Hope\ndistractors: [All of the above, Pity]",
    ],
    "mcq-vague-frequency-option": [
        "question: How often do people relapse?\nanswer: Often\ndistractors: [Rarely, Never]",
        "answer: Once a week\ndistractors: [Twice a year, Daily]",
    ],
    "mcq-option-style": [
        "answer: the person\ndistractors: [DMH staff, Massachusetts, a friend]",
        "answer: In the law\ndistractors: [In 42 CFR, pH tables, '24 hours']",
        "answer: Freud\ndistractors: [Jung, a nurse]",
        "answer: '\"How are you?\"'\ndistractors: ['\"Cheer up.\"', '\"Wait here!\"']",
        "answer: At 9 a.m.\ndistractors: [At noon, By 5 p.m.]",
        "answer: Staff in the U.S.\ndistractors: [Peers, Kin]",
        "answer: Ask first.\ndistractors: [Call home., All of the above]",
    ],
    "mcq-mid-stem-blank": [
        "question: The goals are set by ____.\nanswer: the person\ndistractors: [staff, kin]",
        "question: 'The goals are set by _____: (choose one)'\nanswer: the person\n"
        "distractors: [staff, kin]",
        "question: 'Sam says, \"Well... I left.\" What next?'\nanswer: Wait\n"
        "distractors: [Go, Push]",
        "question: What does the field `full__name` hold?\nanswer: A name\n"
        "distractors: [A day, A code]",
        "question: Where is [the form](https://example.org/a__b) kept?\nanswer: Here\n"
        "distractors: [There, Online]",
    ],
    "mcq-unfocused-stem": [
        "question: Which statement about hope is true?\nanswer: It helps\n"
        "distractors: [It harms, It ends]",
        "question: Name the first step.\nanswer: Listen\ndistractors: [Call, Write]",
        "question: The ____ sets the goals.\nanswer: person\ndistractors: [nurse, court]",
        "question: 'A plan is made by:'\nanswer: the person\ndistractors: [staff, kin]",
        "scenario: Sam is late.\nquestion: Which is best?\nanswer: Wait\n"
        "distractors: [Call, Leave]",
    ],
    "mcq-convergence-cue": [
        "answer: Hope\ndistractors: [Hope and rules, Hope and care]",
        "answer: Trust and time\ndistractors: [Hope and rules, Care and choice]",
    ],
}


def _cases(table: dict[str, list[str]]) -> list[object]:
    return [
        pytest.param(rule, card, id=f"{rule}-{at}")
        for rule, cards in table.items()
        for at, card in enumerate(cards)
    ]


def _lint(card: str, rule: str, root: Path) -> list[Diagnostic]:
    keys = card if "question:" in card else f"question: What do you do first?\n{card}"
    found = lint(write(example(keys).files, root), rule)
    assert [one.message for one in found if one.name != rule] == []
    return found


@pytest.mark.parametrize(("rule", "card"), _cases(FOUND))
def test_flaw_is_found_at_its_words(rule: str, card: str, tmp_path: Path) -> None:
    found = _lint(card, rule, tmp_path)
    keys = card if "question:" in card else f"question: What do you do first?\n{card}"
    assert [tuple(one.span) for one in found] == [(s, e) for _, s, e in example(keys).marks]
    assert all(one.message and one.help and one.card == "example" for one in found)


@pytest.mark.parametrize(("rule", "card"), _cases(LEFT_ALONE))
def test_sound_card_is_left_alone(rule: str, card: str, tmp_path: Path) -> None:
    assert [one.message for one in _lint(card, rule, tmp_path)] == []


@pytest.mark.parametrize("rule", ["mcq-option-style"])
@pytest.mark.parametrize("card", FOUND["mcq-option-style"])
def test_style_is_mended_and_clean_after(rule: str, card: str, tmp_path: Path) -> None:
    found = _lint(card, rule, tmp_path)
    mended = edits.apply(found[0].source, found)
    assert mended.fixed == found
    write({"cards/example.yaml": mended.after.text}, tmp_path)
    assert lint(tmp_path, rule) == []


def test_long_answer_is_told_once(tmp_path: Path) -> None:
    card = FOUND["mcq-longest-option-correct"][0]
    found = lint(write(example(card).files, tmp_path), "MCQ")
    assert [one.name for one in found if "length" in one.name or "longest" in one.name] == [
        "mcq-longest-option-correct"
    ]


def _ordered(number: int, place: int) -> str:
    options = [number + step for step in range(4)]
    return (
        f"- {{id: card-{number}, kind: choice, question: How many in {number}?, "
        f"answer: {options[place]}, options: {options}, sources: [handbook]}}\n"
    )


@pytest.mark.parametrize(
    ("places", "named"),
    [
        ([1] * 9 + [0, 2, 3], "second"),
        ([3] * 8, "fourth"),
        ([0, 1, 2, 3] * 4, None),
        ([1] * 7, None),
        ([0, 1, 1, 2, 3, 1, 2, 0, 1, 3, 2, 1], None),
    ],
)
def test_answers_that_gather_in_one_place_are_told_once(
    places: list[int], named: str | None, tmp_path: Path
) -> None:
    cards = "".join(_ordered(number, place) for number, place in enumerate(places, start=10))
    found = lint(write(example(cards).files, tmp_path), "mcq-key-position-bias")
    assert len(found) == (named is not None)
    if named is not None:
        assert (
            f"stands {named} on {places.count(max(places, key=places.count))}" in found[0].message
        )


def test_mixed_cards_do_not_count_for_the_place_of_the_answer(tmp_path: Path) -> None:
    cards = "".join(
        f"- {{id: card-{n}, kind: choice, question: How many in {n}?, answer: {n}, "
        f"distractors: [{n + 1}, {n + 2}], sources: [handbook]}}\n"
        for n in range(10, 30)
    )
    assert lint(write(example(cards).files, tmp_path), "mcq-key-position-bias") == []


def test_basic_and_cloze_cards_have_no_options_to_judge(tmp_path: Path) -> None:
    cards = (
        "- {id: one, front: Which of these is not a duty?, back: All of the above, "
        "sources: [handbook]}\n"
        "- {id: two, kind: cloze, text: 'Peers {{c1::____}} listen', sources: [handbook]}\n"
    )
    assert lint(write(example(cards).files, tmp_path), "MCQ") == []
