"""How values are shown to people, and how times are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from govern.spec.conditions import Type, types
from govern.spec.conditions.formats import (
    FIXED,
    THIN,
    parse_date,
    parse_duration,
    parse_moment,
    show,
    show_duration,
)
from govern.spec.values import Money
from tests.spec.conditions.making import BOOK_1, patient


@pytest.mark.parametrize(
    ("value", "type_", "shown"),
    [
        (None, types.NUMBER, "empty"),
        (True, types.BOOLEAN, "yes"),
        (False, types.BOOLEAN, "no"),
        (Decimal(14500), types.NUMBER, "14_500"),
        (1234567, types.NUMBER, "1_234_567"),
        (999, types.NUMBER, "999"),
        (Decimal("-1234.50"), types.NUMBER, "-1_234.5"),
        (Decimal("-0.25"), types.NUMBER, "-0.25"),
        (Decimal("1E+3"), types.NUMBER, "1_000"),
        (Decimal(1) / Decimal(3), types.NUMBER, "0.333333"),
        (Decimal("-0.0000001"), types.NUMBER, "0"),
        (Decimal("NaN"), types.NUMBER, "NaN"),
        (Decimal("1E+999999"), types.NUMBER, "1E+999999"),
        (Money(Decimal(14500), "EUR"), types.money("EUR"), "14_500.00~EUR"),
        (Money(Decimal("0.125"), "EUR"), types.money("EUR"), "0.125~EUR"),
        (Money(Decimal("-5.5"), "USD"), types.money(), "-5.50~USD"),
        (Money(Decimal(0), ""), types.money(), "0.00"),
        (date(2026, 3, 31), types.DATE, "2026-03-31"),
        (datetime(2026, 3, 31, 9, 5, tzinfo=UTC), types.MOMENT, "2026-03-31 09:05 UTC"),
        (timedelta(days=14), types.DURATION, "2 weeks"),
        ("Emma", types.TEXT, '"Emma"'),
        ("novel", types.choice(["novel"]), "novel"),
        ("alice", types.PERSON, "alice"),
        ("librarian", types.ROLE, "librarian"),
        ((), types.list_of(types.PERSON), "none"),
        (("bob", "carol"), types.list_of(types.PERSON), "bob, carol"),
        (tuple("abcdefg"), types.list_of(types.PERSON), "a, b, c, d, e and 2 more"),
        ((Decimal(1), None), types.list_of(types.NUMBER), "1, empty"),
        (BOOK_1, types.record("book"), "BOOK-1"),
        ("id-of-BOOK-1", types.record("book"), "id-of-BOOK-1"),
        ({"amount": 1}, types.row({}), "a row"),
        (object(), types.UNKNOWN, "a record"),
    ],
)
def test_a_value_is_shown_for_people(value: Any, type_: Type, shown: str) -> None:
    assert show(value, type_) == shown.replace("_", THIN).replace("~", FIXED)


def test_a_long_text_is_cut_and_on_one_line() -> None:
    shown = show("one\ntwo\t" + "x" * 500, types.TEXT)
    assert shown.startswith('"one two xxx')
    assert len(shown) <= 62


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (timedelta(0), "0 days"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=10), "10 days"),
        (timedelta(days=21), "3 weeks"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(seconds=61), "61 seconds"),
        (timedelta(milliseconds=1500), "1.5 seconds"),
        (-timedelta(days=3), "-3 days"),
    ],
)
def test_a_duration_is_shown_in_the_largest_exact_unit(length: timedelta, shown: str) -> None:
    assert show_duration(length) == shown


@patient
@given(st.integers(1, 999_999))
def test_a_duration_that_is_shown_can_be_read_again(seconds: int) -> None:
    length = timedelta(seconds=seconds)
    assert parse_duration(show_duration(length)) == length


@patient
@given(st.dates())
def test_a_date_that_is_shown_can_be_read_again(day: date) -> None:
    assert parse_date(show(day)) == day


@pytest.mark.parametrize(
    "text", ["3  days", "3days", "3 month", "-3 days", "3.5 days", "٣ days", "1000000 days", ""]
)
def test_what_is_no_duration_is_none(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize("text", ["2026-3-1", "20260301", "2026-02-30", "2026-03-01T00:00Z", ""])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "2026-03-01T10:00:00",
        "2026-03-01 10:00:00Z",
        "2026-03-01T25:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "2026-03-01T10:00:00+25:00",
    ],
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert parse_moment(text) is None
