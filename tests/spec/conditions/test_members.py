"""What stands behind names and dots, and what is said where nothing does."""

from __future__ import annotations

import pytest

from govern.spec.conditions import ConditionError, Scope, compile_condition
from tests.spec.conditions.making import checks, problem, problems


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("cots > 5", "cots", "did you mean `cost`?"),
        ("True && urgent", "True", "did you mean `true`?"),
        ("urgent == None", "None", "did you mean `note`?"),
        ("state == open", "open", 'a text needs quotes: "open"'),
        ("category == tecnical", "tecnical", 'did you mean "technical"?'),
        ("size > 2", "size", "`size` is a function: write size(…)"),
        ("xyzzy > 5", "xyzzy", ""),
        ("parent.ownr == actor", "ownr", "did you mean `owner`?"),
        ("  parent . ownr == actor", "ownr", "did you mean `owner`?"),
        ("rows[0].amout > 1", "amout", "did you mean `amount`?"),
        ("children.lon.size() > 1", "lon", "did you mean `loan`?"),
        ("input.reson == title", "reson", "did you mean `reason`?"),
        ("children.loan.all(l, l.stat == title)", "stat", "did you mean `state`?"),
        ("books[0].parent.rom == title", "rom", "did you mean `room`?"),
    ],
)
def test_an_unknown_name_is_pointed_at(text: str, place: str, hint: str) -> None:
    assert problem(text) == ("unknown-name", place, hint)


def test_a_name_that_exists_but_not_here_says_why() -> None:
    (found,) = problems("changed == 1")
    assert (found.code, found.offset, found.length) == ("not-here", 0, 7)
    assert found.message == "`changed` may not be used here: nothing is changed here"


def test_a_function_may_be_withheld_too() -> None:
    scope = Scope(withheld={"fired": "it is about this record"})
    with pytest.raises(ConditionError, match="it is about this record"):
        compile_condition("fired(lend)", scope)


def test_a_name_behind_a_parent_of_several_types_must_be_in_each() -> None:
    (found,) = problems("parent.size_in_cm > 5")
    assert found.code == "unknown-name"
    assert "box, which has no `size_in_cm`" in found.message


def test_a_name_behind_a_parent_of_several_types_must_be_of_one_type() -> None:
    (found,) = problems('parent.room == "hall"')
    assert found.code == "wrong-type"
    assert "a number in box but a text in shelf" in found.message


def test_the_states_of_several_types_are_one_choice() -> None:
    assert checks('parent.state == "tidy" || parent.state == "shut"')
    assert problem('parent.state == "open"')[:2] == ("unknown-value", '"open"')


def test_a_record_type_may_be_within_itself_any_number_of_times() -> None:
    assert checks('book.parent.parent.parent.parent.parent.room == "hall"')


@pytest.mark.parametrize("text", ["children", "children == null", "[input]", "children ? 1 : 2"])
def test_a_group_of_names_needs_one_behind_its_dot(text: str) -> None:
    (found, *_) = problems(text)
    assert "needs" in found.message
    assert found.hint in ("there is `children.loan`", "there is `input.reason`")


@pytest.mark.parametrize("text", ["cost.amount > 1", "title.length > 1", "rows.amount > 1"])
def test_a_plain_value_has_no_names(text: str) -> None:
    assert problem(text)[0] == "wrong-type"
