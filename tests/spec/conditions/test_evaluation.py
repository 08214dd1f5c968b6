"""What expressions come to: values, errors and who absorbs them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.spec.conditions.making import (
    BOOK_1,
    SHELF_1,
    Record,
    error,
    euros,
    evaluate,
    value,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cost + limit", euros(24500)),
        ("limit - cost", euros(-4500)),
        ("limit * 1.1", euros("11000.0")),
        ("0.5 * limit", euros("5000.0")),
        ("limit / 4", euros(2500)),
        ("cost / limit", Decimal("1.45")),
        ("-cost", euros(-14500)),
        ("due - lent_on", timedelta(days=30)),
        ("lent_on + period", date(2026, 3, 31)),
        ("period + lent_on", date(2026, 3, 31)),
        ("due - period", date(2026, 3, 1)),
        ("now - lent_at", timedelta(days=2)),
        ("lent_at + period", datetime(2026, 4, 30, 10, 30, tzinfo=UTC)),
        ("now - period", datetime(2026, 3, 3, 10, 30, tzinfo=UTC)),
        ("period + period", timedelta(days=60)),
        ("period - period * 2", timedelta(days=-30)),
        ("1.5 * period", timedelta(days=45)),
        ("period / 4", timedelta(days=7, hours=12)),
        ('period / duration("1 week")', Decimal(30) / Decimal(7)),
        ("-period", timedelta(days=-30)),
        ('title + " " + input.reason', "Emma because"),
        ("tags + ['green']", ("red", "blue", "green")),
        ("[actor] + reviewers", ("alice", "bob", "carol")),
    ],
)
def test_values_are_computed(text: str, expected: Any) -> None:
    found = value(text)
    assert type(found) is type(expected)
    if isinstance(expected, Decimal):
        assert abs(found - expected) < Decimal("1e-20")
    else:
        assert found == expected


def test_a_whole_number_of_the_world_becomes_exact() -> None:
    assert value("days_late / 4") == Decimal("0.5")
    assert isinstance(value("days_late"), Decimal)
    assert isinstance(value("rows[0].amount"), Decimal)
    assert isinstance(value("size(tags)"), Decimal)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 / 0", "division by zero"),
        ("1 % 0", "division by zero"),
        ("cost / 0 > 5", "division by zero"),
        ("cost / (limit - limit)", "division by zero"),
        ("period / 0", "division by zero"),
        ("period / (period - period)", "division by zero"),
        ("cost + some_money > 5", "EUR and USD cannot be compared or added"),
        ("cost > some_money", "EUR and USD cannot be compared or added"),
        ("cost == some_money", "EUR and USD cannot be compared or added"),
        ("cost in [limit, some_money]", "EUR and USD cannot be compared or added"),
        ('due + duration("3 hours")', "a date can only be moved by whole days"),
        ('due - duration("3 hours")', "a date can only be moved by whole days"),
        ('add(due, "3 hours")', "a date can only be moved by whole days"),
        ('due + duration("999999 weeks")', "the time is out of range"),
        ('now - duration("999999 weeks")', "the time is out of range"),
        ("period * 100000000000", "the time is out of range"),
        ("period * 1000000000000000000000000000000", "the time is out of range"),
        ("rows[2].amount", "rows has no member 2"),
        ("rows[-1].amount", "rows has no member -1"),
        ("rows[0.5].amount", "rows has no member 0.5"),
    ],
)
def test_what_has_no_value_says_why(text: str, said: str) -> None:
    assert error(text) == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cost > 10000", True),
        ("10000 > cost", False),
        ("cost == 14500.00", True),
        ("cost != 14500", False),
        ("cost >= limit * 1.45", True),
        ('title < "Zadig"', True),
        ('"a" < "B"', False),
        ("due <= date(now)", True),
        ('lent_at == datetime("2026-03-31T12:30:00+02:00")', True),
        ('period == duration("30 days")', True),
        ('period > duration("4 weeks")', True),
        ("actor == requester", True),
        ("actor != reader", True),
        ('state == "open"', True),
        ("category == genre", True),
        ("tags == ['red', 'blue']", True),
        ("tags == ['blue', 'red']", False),
        ("rows.map(r, r.amount) == [1, 2.5]", True),
        ("[cost, limit] == [cost, limit]", True),
        ("urgent == true", True),
        ("reader in reviewers", True),
        ("actor in reviewers", False),
        ("cost in [limit, cost]", True),
        ("due in [lent_on]", False),
        ("[1, 2] in [[1, 2], [3]]", True),
    ],
)
def test_values_are_compared(text: str, *, expected: bool) -> None:
    assert value(text) is expected


def test_a_link_is_equal_to_the_record_it_names_loaded_or_not() -> None:
    assert value("book == books[0]") is True
    assert value("book == books[0]", book="id-of-BOOK-1") is True
    assert value("book in books", books=("id-of-BOOK-1",)) is True
    assert value("book == books[0]", book="id-of-BOOK-2") is False
    assert value("parent != book.parent", book=Record("B", parent=SHELF_1)) is False


def test_a_link_that_was_loaded_as_a_list_of_one_is_that_record() -> None:
    assert value("book.title", book=(BOOK_1,)) == "Emma"
    assert value("book == null", book=()) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 / 0 > 1 && false", False),
        ("false && 1 / 0 > 1", False),
        ("1 / 0 > 1 || true", True),
        ("true || 1 / 0 > 1", True),
        ("has(note) && note == title", False),
        ("note == null || note == title", True),
        ("1 / 0 > 1 && true && false", False),
        ("[0, 1].exists(x, 1 / x >= 1)", True),
        ("[0, 2].all(x, 1 / x >= 1)", False),
        ("true ? true : 1 / 0 > 1", True),
        ("urgent ? 1 : 1 / 0", 1),
    ],
)
def test_a_side_that_decides_absorbs_the_error_of_the_other(text: str, expected: Any) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0 > 1 && true",
        "true && 1 / 0 > 1",
        "1 / 0 > 1 || false",
        "false || 1 / 0 > 1",
        "!(1 / 0 > 1)",
        "1 / 0 > 1 ? true : true",
        "[0, 1].all(x, 1 / x >= 1)",
        "[0, 2].exists(x, 1 / x >= 1)",
        "[0, 1].exists_one(x, 1 / x >= 1)",
        "[0, 1].filter(x, 1 / x >= 1) == [1]",
        "[0, 1].map(x, 1 / x) == [1]",
        "1 / 0 in [1]",
        "[1 / 0] == [1]",
        "size([1 / 0]) == 1",
    ],
)
def test_an_error_that_nothing_decides_is_the_error_of_the_whole(text: str) -> None:
    assert error(text) == "division by zero"


def test_of_several_errors_the_first_is_told() -> None:
    assert error("note == title && cost > 1 && ratio < 1", cost=None) == "note is empty"


def test_an_outcome_holds_only_when_it_is_true() -> None:
    assert evaluate("urgent").holds
    assert not evaluate("!urgent").holds
    assert not evaluate("note == title").holds
    assert not evaluate("ratio", ratio=1).holds
