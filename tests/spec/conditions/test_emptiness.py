"""What an empty value does, and how to ask for it."""

from __future__ import annotations

from typing import Any

import pytest

from govern.spec.conditions import types
from tests.spec.conditions.making import (
    Record,
    error,
    evaluate,
    value,
)


@pytest.mark.parametrize(
    "text",
    [
        'note == "x"',
        'note != "x"',
        'note < "x"',
        "note == title",
        'note in ["x"]',
        'note + "x"',
        'note.startsWith("x")',
        "size(note)",
        "note == note",
    ],
)
def test_an_empty_value_is_an_error_wherever_it_is_used(text: str) -> None:
    assert error(text) == "note is empty"


@pytest.mark.parametrize(
    ("text", "changed", "said"),
    [
        ("cost <= 10", {"cost": None}, "cost is empty"),
        ("10 <= cost", {"cost": None}, "cost is empty"),
        ("cost <= limit * 2", {"limit": None}, "limit is empty"),
        ("-ratio > 1", {"ratio": None}, "ratio is empty"),
        ("actor == requester", {"requester": None}, "requester is empty"),
        ("actor in reviewers", {"actor": None}, "actor is empty"),
        ("holds(requester, librarian)", {"requester": None}, "requester is empty"),
        ("days(due, date(now))", {"due": None}, "due is empty"),
        ("parent.owner == actor", {"parent": None}, "parent is empty"),
        ("book.parent.owner == actor", {"book": None}, "book is empty"),
        ("book.parent.owner == actor", {"book": Record("B", parent=None)}, "book.parent is empty"),
        ("(urgent ? note : title) == title", {}, "urgent ? note : title is empty"),
        ("min([]) > 1", {}, "min([]) is empty"),
        ("entered(lost) < now", {}, "entered(lost) is empty"),
        ("sum(children.loan.map(l, l.cost)) > 1", {}, "one of the values is empty"),
        ("rows[ratio].amount", {"ratio": None}, "ratio is empty"),
        ("lost_before && urgent", {}, "lost_before is empty"),
        ("!lost_before", {}, "lost_before is empty"),
        ("lost_before ? 1 : 2", {}, "lost_before is empty"),
        ("reviewers.all(r, lost_before)", {}, "lost_before is empty"),
        ("book.parent == parent", {"book": Record("B", parent=None)}, "book.parent is empty"),
    ],
)
def test_the_error_names_what_is_empty(text: str, changed: dict[str, Any], said: str) -> None:
    assert error(text, **changed) == said


@pytest.mark.parametrize(
    "text",
    [
        "note == null",
        "null == note",
        "!(note != null)",
        "null == null",
        "parent.owner == null",
        "book.parent.room == null",
        "limit * 2 == null",
        "min([]) == null",
        "entered(lost) == null",
        "(urgent ? note : title) == null",
    ],
)
def test_a_comparison_with_null_never_errs_for_what_is_empty(text: str) -> None:
    assert value(text, parent=None, book=None, limit=None) is True


def test_a_comparison_with_null_does_not_hide_other_errors() -> None:
    assert error("1 / 0 == null") == "division by zero"


def test_what_is_filled_is_not_null() -> None:
    assert value("title == null") is False
    assert value("parent.owner != null && urgent != null && cost != null") is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("has(cost)", True),
        ("has(note)", False),
        ("has(lost_before)", False),
        ("has(parent.owner)", True),
        ("has(book.parent.parent)", False),
        ("has(book.parent.parent.owner)", False),
        ("has(reviewers)", True),
        ("has(children.loan)", True),
        ("has(rows[0].amount)", True),
        ("children.loan.exists(l, !has(l.cost))", True),
    ],
)
def test_has_asks_whether_a_field_is_filled_in(text: str, *, expected: bool) -> None:
    assert value(text) is expected


@pytest.mark.parametrize("empty", [(), [], None])
def test_has_is_false_for_an_empty_list(empty: Any) -> None:
    assert value("has(reviewers)", reviewers=empty) is False


def test_has_is_false_for_an_empty_text_and_true_for_zero_and_no() -> None:
    assert value("has(title)", title="") is False
    assert value("has(ratio) && has(urgent)", ratio=0, urgent=False) is True


def test_a_list_that_is_missing_fails_closed() -> None:
    assert error("reviewers.all(r, r == actor)", reviewers=None) == "reviewers is empty"
    assert error("reviewers.all(r, r == actor)", reviewers="bob") == "reviewers is not a list"


def test_an_empty_boolean_is_an_error_where_a_condition_is_expected() -> None:
    assert evaluate("lost_before", types.BOOLEAN).error == "lost_before is empty"
    assert evaluate("lost_before").error is None
