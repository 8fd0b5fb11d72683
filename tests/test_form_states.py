"""Three states of a form meet: what one side changed is taken, what both changed is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.forms.merging import Difference, Row, State, decided, merged, same_fields


def fields(**values: str) -> State:
    return State({name: [value] for name, value in values.items()})


def rows(*rows: Row) -> State:
    return State({}, {"activities": list(rows)})


def row(number: str, quantity: str, *, removed: bool = False) -> Row:
    return Row(number, {"type": ["A05"], "quantity": [quantity]}, removed)


OPENED = fields(title="Dogs", start="2026-01-01")


@pytest.mark.parametrize(
    ("theirs", "mine", "result"),
    [
        (OPENED, fields(title="Hounds", start="2026-01-01"), fields(title="Hounds", start="2026-01-01")),
        (fields(title="Hounds", start="2026-01-01"), OPENED, fields(title="Hounds", start="2026-01-01")),
        (fields(title="Hounds", start="2026-01-01"), fields(title="Dogs", start=""), fields(title="Hounds", start="")),
        (fields(title="Hounds", start=""), fields(title=" Hounds ", start=""), fields(title=" Hounds ", start="")),
    ],
)
def test_what_one_side_changed_is_taken_from_it(theirs: State, mine: State, result: State) -> None:
    assert merged(OPENED, theirs, mine) == (result, [])


def test_what_both_changed_is_a_difference() -> None:
    theirs, mine = fields(title="Hounds", start="2026-01-01"), fields(title="Dogs and handlers", start="2026-01-01")
    result, (difference,) = merged(OPENED, theirs, mine)
    assert difference == Difference("title", was=["Dogs"], theirs=["Hounds"], mine=["Dogs and handlers"])
    assert result == mine


def test_the_order_of_choices_is_no_difference() -> None:
    opened = State({"countries": ["AF", "TJ"]})
    result, differences = merged(opened, State({"countries": ["TJ", "AF"]}), State({"countries": ["AF"]}))
    assert (result.fields, differences) == ({"countries": ["AF"]}, [])


# -- Rows --------------------------------------------------------------------------------------------------------------
def test_rows_that_others_added_stay_and_new_ones_come_last() -> None:
    mine = rows(row("1", "2"), row("", "9"))
    result, differences = merged(rows(row("1", "2")), rows(row("1", "2"), row("5", "7")), mine)
    assert [one.id for one in result.rows["activities"]] == ["1", "5", ""]
    assert differences == []


def test_a_row_that_others_removed_goes_when_it_was_not_touched() -> None:
    opened = rows(row("1", "2"), row("2", "3"))
    result, differences = merged(opened, rows(row("2", "3")), opened)
    assert (result, differences) == (rows(row("2", "3")), [])


def test_a_row_that_others_removed_is_asked_for_when_it_was_changed() -> None:
    opened = rows(row("1", "2"))
    result, (difference,) = merged(opened, rows(), rows(row("1", "4")))
    assert (difference.key, difference.theirs, difference.mine) == ("activities:1:", None, ["A05", "4"])
    assert result == rows(row("1", "4"))


def test_a_row_removed_here_and_changed_there_is_asked_for() -> None:
    opened = rows(row("1", "2"))
    _, (difference,) = merged(opened, rows(row("1", "4")), rows(row("1", "2", removed=True)))
    assert (difference.key, difference.theirs, difference.mine) == ("activities:1:", ["A05", "4"], None)


def test_two_fields_of_one_row_go_together() -> None:
    opened = rows(row("1", "2"))
    mine = rows(Row("1", {"type": ["A06"], "quantity": ["2"]}))
    result, differences = merged(opened, rows(row("1", "4")), mine)
    assert (result, differences) == (rows(Row("1", {"type": ["A06"], "quantity": ["4"]})), [])


# -- Choices -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("choice", "kept"), [("theirs", ["TJ"]), ("mine", ["UZ"]), ("both", ["TJ", "UZ"]), ("", ["UZ"])]
)
def test_a_choice_is_carried_out(choice: str, kept: list[str]) -> None:
    shown, mine = State({"countries": ["TJ"]}), State({"countries": ["UZ"]})
    assert decided(mine, shown, {"countries": choice}).fields == {"countries": kept}


def test_choices_for_rows() -> None:
    mine = rows(row("1", "2"), row("3", "9"), row("4", "5"))
    shown = rows(row("1", "7"), row("4", "6"))
    made = {"activities:1:quantity": "theirs", "activities:3:": "theirs", "activities:4:": "theirs"}
    assert decided(mine, shown, made) == rows(row("1", "7"), row("4", "6"))


VALUES = st.dictionaries(st.sampled_from("abc"), st.lists(st.sampled_from(["x", "y", "z"]), max_size=2))


@given(base=VALUES, mine=VALUES, theirs=VALUES)
def test_nothing_is_lost_silently(base: dict[str, list[str]], mine: dict[str, list[str]], theirs: dict[str, list[str]]):
    """Where no difference is told, each side's change is in the result."""
    result, differences = merged(State(base), State(theirs), State(mine))
    told = {one.field for one in differences}
    for name in mine | theirs:
        for side in (mine, theirs):
            changed = not same_fields({name: side.get(name, [])}, {name: base.get(name, [])})
            kept = same_fields({name: side.get(name, [])}, {name: result.fields.get(name, [])})
            assert kept or name in told or not changed


@given(base=VALUES, mine=VALUES)
def test_alone_one_gets_what_one_typed(base: dict[str, list[str]], mine: dict[str, list[str]]):
    result, differences = merged(State(base), State(base), State(mine))
    assert differences == []
    assert same_fields(result.fields, mine)
