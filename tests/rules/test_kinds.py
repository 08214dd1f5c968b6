"""What each kind of field takes, in every odd form people and programs send."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from govern.errors import ValuesRefused
from govern.rules import kinds
from govern.spec.model import Field
from govern.spec.values import Money
from govern.spec.vocabulary import FieldKind

D = Decimal


def field(kind: str, **given: Any) -> Field:
    return Field("thing", FieldKind(kind), "Thing", **given)


def read(kind: str, sent: object, **given: Any) -> object:
    return kinds.read(sent, field(kind, **given), "EUR")


def code_of(kind: str, sent: object, **given: Any) -> str:
    with pytest.raises(ValuesRefused) as refusal:
        read(kind, sent, **given)
    return refusal.value.problems[0].code


TAKEN = [
    ("integer", 0, 0),
    ("integer", -(2**31), -(2**31)),
    ("number", 1, D(1)),
    ("number", 0.1, D("0.1")),
    ("number", "-12.50", D("-12.5")),
    ("number", D("1E+3"), D(1000)),
    ("number", -0.0, D(0)),
    ("percent", 12.5, D("12.5")),
    ("money", 12000, Money(D("12000.00"), "EUR")),
    ("money", "0.1", Money(D("0.10"), "EUR")),
    ("money", {"amount": "-5", "currency": "EUR"}, Money(D("-5.00"), "EUR")),
    ("date", "2024-02-29", date(2024, 2, 29)),
    ("datetime", "2026-03-31T12:00:00+02:00", datetime(2026, 3, 31, 10, tzinfo=UTC)),
    ("datetime", "2026-03-31T10:00Z", datetime(2026, 3, 31, 10, tzinfo=UTC)),
    ("datetime", "2026-03-31T10:00:00.5Z", datetime(2026, 3, 31, 10, 0, 0, 500_000, tzinfo=UTC)),
    ("duration", "3 days", timedelta(days=3)),
    ("duration", "1 week", timedelta(weeks=1)),
    ("boolean", False, False),
    ("person", "alice", "alice"),
    ("people", [], ()),
    ("links", ["LN-1", "LN-2"], ("LN-1", "LN-2")),
]


@pytest.mark.parametrize(("kind", "sent", "value"), TAKEN)
def test_what_a_field_takes_is_exactly_what_was_meant(
    kind: str, sent: object, value: object
) -> None:
    assert read(kind, sent) == value


HUGE = 10**5000
REFUSED = [
    ("integer", True, "wrong_type"),
    ("integer", 1.0, "wrong_type"),
    ("integer", 1.9, "wrong_type"),
    ("integer", "1", "wrong_type"),
    ("integer", "1_000", "wrong_type"),
    ("integer", "١٢", "wrong_type"),
    ("integer", 2**31, "too_large"),
    ("integer", -HUGE, "too_small"),
    ("number", True, "wrong_type"),
    ("number", float("nan"), "wrong_type"),
    ("number", float("inf"), "wrong_type"),
    ("number", D("sNaN"), "wrong_type"),
    ("number", "sNaN", "wrong_type"),
    ("number", "1_000", "wrong_type"),
    ("number", "١٢", "wrong_type"),
    ("number", "1e5", "wrong_type"),
    ("number", " 1", "wrong_type"),
    ("number", "1\n", "wrong_type"),
    ("number", "", "wrong_type"),
    ("number", [1], "wrong_type"),
    ("number", 0.1 + 0.2, "too_precise"),
    ("number", "1." + "1" * 15, "too_precise"),
    ("number", D("1e-16"), "too_precise"),
    ("number", D("1e-999999"), "too_precise"),
    ("number", 1e300, "too_large"),
    ("number", D("1e999999"), "too_large"),
    ("number", HUGE, "too_large"),
    ("number", -HUGE, "too_small"),
    ("money", "0.001", "too_precise"),
    ("money", 10**13, "too_large"),
    ("money", {"amount": 1, "currency": "USD"}, "wrong_currency"),
    ("money", {"amount": 1, "currency": ["EUR"]}, "wrong_currency"),
    ("money", {"amount": 1}, "wrong_type"),
    ("money", {"amount": True, "currency": "EUR"}, "wrong_type"),
    ("money", {"amount": {"amount": 1, "currency": "EUR"}, "currency": "EUR"}, "wrong_type"),
    ("date", "2026-02-29", "not_a_date"),
    ("date", "20260331", "not_a_date"),
    ("date", "2026-03-31T00:00:00Z", "not_a_date"),
    ("date", "1899-12-31", "not_a_date"),
    ("date", "9999-01-01", "not_a_date"),
    ("date", "٢٠٢٦-03-31", "not_a_date"),
    ("date", 20260331, "not_a_date"),
    ("datetime", "2026-03-31T10:00:00", "not_a_moment"),
    ("datetime", "2026-03-31", "not_a_moment"),
    ("datetime", "0001-01-01T00:00:00+14:00", "not_a_moment"),
    ("datetime", "9999-12-31T23:59:59-14:00", "not_a_moment"),
    ("datetime", "1900-01-01T00:00:00+14:00", "not_a_moment"),
    ("datetime", "2026-03-31T24:00:00Z", "not_a_moment"),
    ("datetime", "2026-03-31T10:00:60Z", "not_a_moment"),
    ("datetime", "2026-03-31T10:00:00+99:99", "not_a_moment"),
    ("datetime", "2026-03-31T10:00:00." + "0" * 30 + "Z", "not_a_moment"),
    ("datetime", "2026-03-31 10:00:00Z", "not_a_moment"),
    ("duration", "3", "not_a_duration"),
    ("duration", "-3 days", "not_a_duration"),
    ("duration", "3 months", "not_a_duration"),
    ("duration", "٣ days", "not_a_duration"),
    ("duration", "999999999999 weeks", "too_large"),
    ("duration", "3  days", "not_a_duration"),
    ("duration", 3, "not_a_duration"),
    ("boolean", 1, "wrong_type"),
    ("boolean", "true", "wrong_type"),
    ("person", ["alice"], "wrong_type"),
    ("people", "alice", "wrong_type"),
    ("people", ["alice", 1], "wrong_type"),
    ("people", ["alice", "alice"], "repeated"),
    ("people", ["alice", ""], "required"),
    ("links", ["x"] * 1001, "too_many"),
    ("table", {}, "wrong_type"),
    ("table", [[]], "wrong_type"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sent", "code"), REFUSED, ids=range(len(REFUSED)))
def test_what_a_field_does_not_take_is_refused_with_its_code(
    kind: str, sent: object, code: str
) -> None:
    assert code_of(kind, sent) == code


@pytest.mark.parametrize("kind", list(FieldKind))
def test_null_empties_every_field_that_is_not_required(kind: FieldKind) -> None:
    assert read(kind, None) == kinds.empty(field(kind))
    assert code_of(kind, None, required=True) == "required"


def test_a_required_text_of_blanks_is_missing() -> None:
    assert code_of("text", " \u200b ", required=True) == "required"


COLOURS = {"red": "Red", "green": "Green", "blue": "Blue"}


def test_a_choice_is_one_of_its_values_and_a_slip_gets_a_hint() -> None:
    assert read("choice", "green", of=COLOURS) == "green"
    with pytest.raises(ValuesRefused, match="Did you mean green"):
        read("choice", "gren", of=COLOURS)


def test_choices_are_kept_in_the_order_of_the_file() -> None:
    assert read("choices", ["blue", "red"], of=COLOURS) == ("red", "blue")
    assert code_of("choices", ["blue", "pink"], of=COLOURS) == "not_one_of"


BOUNDS = [
    ("integer", 1, 5, 0, 6, "too_small", "too_large"),
    ("number", D(1), D(5), 0.9, 5.1, "too_small", "too_large"),
    ("text", 2, 3, "a", "abcd", "too_short", "too_long"),
    ("people", 1, 2, [], ["a", "b", "c"], None, "too_many"),
    ("date", date(2026, 1, 1), date(2026, 12, 31), "2025-12-31", "2027-01-01", "too_small",
     "too_large"),
    ("money", Money(D(1), "EUR"), D(2), 0.5, 2.01, "too_small", "too_large"),
    ("duration", timedelta(days=1), timedelta(days=2), "1 hour", "3 days", "too_small",
     "too_large"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "low", "high", "under", "over", "below", "above"), BOUNDS)
def test_bounds_hold_at_both_ends(
    kind: str, low: Any, high: Any, under: Any, over: Any, below: str | None, above: str
) -> None:
    bounds = {"minimum": low, "maximum": high}
    assert code_of(kind, over, **bounds) == above
    if below is None:
        assert read(kind, under, **bounds) == ()  # an empty list is empty, not short
    else:
        assert code_of(kind, under, **bounds) == below


COLUMNS = {
    "item": Field("item", FieldKind.TEXT, "Item", required=True),
    "count": Field("count", FieldKind.INTEGER, "Count"),
}


def test_a_row_has_a_value_for_every_column() -> None:
    rows = read("table", [{"item": "pen"}], columns=COLUMNS)
    assert rows == ({"item": "pen", "count": None},)


def test_every_wrong_cell_of_a_table_is_told_with_its_place() -> None:
    sent = [{"item": "pen", "count": "2"}, {"conut": 1}]
    with pytest.raises(ValuesRefused) as refusal:
        read("table", sent, columns=COLUMNS)
    assert [(p.code, p.pointer) for p in refusal.value.problems] == [
        ("wrong_type", "/0/count"),
        ("unknown_field", "/1/conut"),
        ("required", "/1/item"),
    ]


def test_a_table_of_nothing_but_problems_does_not_tell_them_all() -> None:
    with pytest.raises(ValuesRefused) as refusal:
        read("table", [{"item": 1, "count": "x"}] * 1000, columns=COLUMNS)
    assert kinds.MOST_PROBLEMS < len(refusal.value.problems) <= kinds.MOST_PROBLEMS + 2
