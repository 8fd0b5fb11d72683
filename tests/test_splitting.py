"""Pasted texts as they come out of reports, and the recommendations that are read in them."""

import pytest

from roundtables.recommending.marks import roman
from roundtables.recommending.splitting import split
from roundtables.recommending.tidying import lines

TEXTS = {
    "numbers, broken lines, a title before them": (
        "Recommendations\n\nThe experts recommended that:\n\n1. Share seizure data\nmonthly;\n2. Post officers; and\n"
        "3. Meet again.",
        [(1, "Share seizure data monthly"), (2, "Post officers"), (3, "Meet again.")],
        ["Recommendations", "The experts recommended that:"],
    ),
    "out of Word, with odd spaces and line ends": (
        "1)\tTrain\u00a0officers in\u202fcontrolled deli\u00adveries\r\n2)\tIntroduce dogs\vat seaports\r\n",
        [(1, "Train officers in controlled deliveries"), (2, "Introduce dogs at seaports")],
        [],
    ),
    "letters, with a roman list inside": (
        "(a) Share data;\n(b) Post officers:\n(i) at Torkham;\n(ii) at Chaman;\n(c) Report yearly.",
        [(1, "Share data"), (2, "Post officers:\n(i) at Torkham;\n(ii) at Chaman"), (3, "Report yearly.")],
        [],
    ),
    "bullets of several kinds": (
        "• Share data\n\uf0b7 Post officers,\nas agreed\n– Report",
        [(None, "Share data"), (None, "Post officers, as agreed"), (None, "Report")],
        [],
    ),
    "roman numbers": (
        "I. Share data\nII. Post officers\nIII. Report\nIV. Meet again",
        [(1, "Share data"), (2, "Post officers"), (3, "Report"), (4, "Meet again")],
        [],
    ),
    "Russian, over a page": (
        "1. Усилить контроль на границе\nТаджикистана;\n- 4 -\n2. Обеспечить обмен информацией.",
        [(1, "Усилить контроль на границе Таджикистана"), (2, "Обеспечить обмен информацией.")],
        ["- 4 -"],
    ),
    "Russian letters": (
        "а) Усилить контроль;\nб) Обмениваться данными;\nв) Встретиться вновь.",
        [(1, "Усилить контроль"), (2, "Обмениваться данными"), (3, "Встретиться вновь.")],
        [],
    ),
    "French, with its spaces before signs": (
        "Les experts recommandent\u00a0:\n\n1° Renforcer la coopération\u00a0;\n"
        "2° Former les douaniers\u00a0; et\n3° Se revoir.",
        [(1, "Renforcer la coopération"), (2, "Former les douaniers"), (3, "Se revoir.")],
        ["Les experts recommandent :"],
    ),
    "all on one line": (
        "1. Train officers; 2. Share data; and 3. Meet again.",
        [(1, "Train officers"), (2, "Share data"), (3, "Meet again.")],
        [],
    ),
    "named ones, with a heading between": (
        "Recommendation 1: Share data.\nRecommendation 2: Post officers.\n\nPillar II\n\n"
        "Recommendation 3: Follow the money.",
        [(1, "Share data."), (2, "Post officers."), (3, "Follow the money.")],
        ["Pillar II"],
    ),
    "chapters that count anew": (
        "A. Border control\n\n1. Share data.\n2. Post officers.\n\nB. Money\n\n1. Follow the money.\n2. Train units.",
        [(1, "Share data."), (2, "Post officers."), (1, "Follow the money."), (2, "Train units.")],
        ["A. Border control", "B. Money"],
    ),
    "numbers of a chapter": (
        "4.1 Share data.\n4.2 Spend 1.5 million.\n4.3 Meet.",
        [(1, "Share data."), (2, "Spend 1.5 million."), (3, "Meet.")],
        [],
    ),
    "numbers alone in their lines, as tables come out": (
        "1\nShare data\n2\nPost officers\n3\nMeet again",
        [(1, "Share data"), (2, "Post officers"), (3, "Meet again")],
        [],
    ),
    "paragraphs without marks": (
        "Share seizure data every month.\n\nPost liaison officers at the cross-\nborder posts.\n\nMeet again.",
        [(None, "Share seizure data every month."), (None, "Post liaison officers at the cross-border posts."),
         (None, "Meet again.")],
        [],
    ),
    "sentences without marks or free lines": (
        "Share data.\nPost officers at the border\nand beyond.\nMeet again.",
        [(None, "Share data."), (None, "Post officers at the border and beyond."), (None, "Meet again.")],
        [],
    ),
    "words divided at the end of a line, and a reference": (
        "1. Control pre-\ncursors; as in recom\u00ad\nmendation\n3. above;\n2. Post officers at cross-\nborder gates.",
        [(1, "Control precursors; as in recommendation 3. above"), (2, "Post officers at cross-border gates.")],
        [],
    ),
    "one paragraph": ("Share data", [(None, "Share data")], []),
    "nothing": (" \n\u200b\n", [], []),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_pasted_text_is_split(name: str) -> None:
    text, items, left_out = TEXTS[name]
    found = split(text)
    assert [(item.number, item.text) for item in found.items] == items
    assert found.left_out == left_out


def test_no_word_of_a_list_is_lost() -> None:
    for text, _, _ in TEXTS.values():
        found = split(text)
        told = " ".join([*(item.text for item in found.items), *found.left_out])
        words = [word for line in lines(text) for word in line.split() if word[0].isalpha() and len(word) > 3]
        assert [
            word for word in words if word.strip(";.-:)") not in told and word not in {"Recommendation", "III."}
        ] == []


def test_a_divided_word_that_nothing_tells_of_is_doubtful() -> None:
    found = split("1. Promote the under-\nstanding of pre-\ncursors\n2. Meet")
    assert [(one.written, one.read) for one in found.doubtful] == [("under-/standing", "understanding")]


def test_a_chapter_right_above_a_list_that_begins_again_is_named_and_not_glued() -> None:
    found = split("A. Borders\n1. Open offices.\n2. Train guards.\nB. Precursors\n1. Report seizures.")
    assert [item.text for item in found.items] == ["Open offices.", "Train guards.", "Report seizures."]
    assert found.left_out == ["A. Borders", "B. Precursors"]


def test_a_number_out_of_its_turn_stays_where_it_is_and_is_told() -> None:
    found = split("1. Open offices.\n6. Train guards.\n3. Report seizures.")
    assert found.items[-1].text == "Train guards.\n3. Report seizures."
    assert found.out_of_turn == ["3. Report seizures."]


def test_a_number_of_another_kind_is_an_item_where_it_is_the_next_one() -> None:
    found = split("1. Alpha\n2. Delta\n(3) Zeta\n4. Iota\n7 - Kappa")
    assert [(one.number, one.text) for one in found.items][2:] == [(3, "Zeta"), (4, "Iota"), (7, "Kappa")]
    assert found.missing == [(5, 6)]
    inside = split("1. Open offices:\n(1) at Torkham;\n(2) at Chaman.\n2. Post:\n(3) officers.\n3. Meet.")
    assert [one.number for one in inside.items] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7. UNODC to publish the report.", [7]),
        ("5. Share data.\n20. Post officers", [5, 20]),
        ("5. Share data\n20. Post officers", [5, 20]),
        ("Share data on\n12. june.", [None]),
        ("3. Share data\n4. Post officers", [3, 4]),
    ],
)
def test_a_number_is_no_part_of_the_words(text: str, numbers: list[int | None]) -> None:
    found = split(text)
    assert [one.number for one in found.items] == numbers
    assert all(not one.text[0].isdigit() for one in found.items)


@pytest.mark.parametrize(("sign", "number"), [("iv", 4), ("xxxix", 39), ("iiii", 0), ("ic", 0), ("m", 0), ("c", 0)])
def test_roman_numbers(sign: str, number: int) -> None:
    assert roman(sign) == number
