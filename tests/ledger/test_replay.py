"""Recorded changes, applied in order, say what every row must hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from govern.ledger.facts import changes, difference, same
from govern.ledger.replay import Difference, Replay, compare


def _replayed(*bodies: dict[str, Any]) -> Replay:
    replay = Replay("record:1")
    for body in bodies:
        replay.take(body)
    return replay


def test_changes_are_applied_in_order() -> None:
    found = _replayed(
        {"changes": {"state": [None, "draft"]}, "values": {"cost": [None, 1]}},
        {"changes": {"state": ["draft", "lent"]}, "commitments": {"name": [None, "ab"]}},
        {"values": {"cost": [1, None]}, "documents": {"d": {"state": [None, "pending"]}}},
    )
    assert found.problems == []
    assert found.own == {
        "changes": {"state": "lent"},
        "values": {"cost": None},
        "commitments": {"name": "ab"},
    }
    assert found.rows["documents"] == {"d": {"state": "pending"}}


def test_no_entries_leave_nothing_behind() -> None:
    assert _replayed().own["changes"] == {}


def test_a_change_that_starts_elsewhere_is_named() -> None:
    found = _replayed({"changes": {"state": [None, "a"]}}, {"changes": {"state": ["b", "c"]}})
    (problem,) = found.problems
    assert (problem.table, problem.row, problem.column) == (
        "entries",
        "record:1/2",
        "changes.state",
    )
    assert (problem.expected, problem.actual) == ("a", "b")


@pytest.mark.parametrize("pair", [None, [1], [1, 2, 3], {"old": 1}, "ab"])
def test_a_change_that_is_no_pair_is_named(pair: Any) -> None:
    (problem,) = _replayed({"values": {"cost": pair}}).problems
    assert problem.why == "is not [old, new]"


@pytest.mark.parametrize("section", ["changes", "values", "documents", "installation"])
@pytest.mark.parametrize("content", [None, [], 1, "text"])
def test_a_section_of_another_form_is_passed_over(section: str, content: Any) -> None:
    assert _replayed({section: content}).own["changes"] == {}


def test_what_is_in_force_may_start_anywhere() -> None:
    replay = Replay("pack:a")
    replay.take({"installation": {"in_force": ["b", "a"]}})
    assert replay.installation == [("in_force", "b", "a")]
    assert replay.problems == []


def test_differences_name_the_row_and_the_column() -> None:
    found = compare("people", "bob", {"active": True, "email": "x"}, {"active": 1, "email": "x"})
    assert found == [Difference("people", "bob", "active", "differs", True, 1)]


def test_a_column_that_is_missing_counts_as_empty() -> None:
    assert compare("t", "r", {"a": None}, {}) == compare("t", "r", {}, {"a": None}) == []


def test_one_and_true_are_not_the_same_though_python_says_so() -> None:
    assert not same(1, True)
    assert not same([1], [True])
    assert not same("1", 1)
    assert not same(b"", None)
    assert same({"a": [1]}, {"a": [1.0]})


rows = st.dictionaries(
    st.sampled_from("abcd"), st.none() | st.booleans() | st.integers(0, 2) | st.text(max_size=2)
)


@given(st.lists(st.fixed_dictionaries({"changes": rows, "values": rows}), max_size=6))
def test_replay_undoes_what_difference_does(states: list[dict[str, dict[str, Any]]]) -> None:
    replay, before = Replay("record:1"), None
    for state in states:
        replay.take(difference(before, state))
        before = state
    assert replay.problems == []
    last = states[-1] if states else {"changes": {}, "values": {}}
    for section in ("changes", "values"):
        assert compare("t", "r", replay.own[section], last[section]) == []


@given(rows, rows)
def test_only_what_differs_is_a_change(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = changes(before, after)
    assert all(not same(old, new) for old, new in found.values())
    assert {**before, **{name: new for name, (_, new) in found.items()}}.items() >= {
        name: value for name, value in after.items() if value is not None
    }.items()


def test_nested_rows_differ_row_by_row() -> None:
    one = {"documents": {"d": {"state": "pending", "size": None}, "e": {"state": "issued"}}}
    two = {"documents": {"d": {"state": "issued", "size": 5}, "e": {"state": "issued"}}}
    assert difference(one, two) == {
        "documents": {"d": {"size": [None, 5], "state": ["pending", "issued"]}}
    }
    assert difference(two, two) == {}
