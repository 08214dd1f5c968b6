"""The laws of computing with exact numbers, money and times."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, localcontext
from typing import Any

from hypothesis import given, strategies as st

from govern.spec.conditions.arithmetic import kind_of
from govern.spec.conditions.types import Kind
from govern.spec.values import Money
from tests.spec.conditions.making import SHELF_1, evaluate, patient, value

numbers = st.decimals(-(10**15), 10**15, places=4)
amounts = numbers.map(lambda amount: Money(amount, "EUR"))
durations = st.timedeltas(timedelta(days=-9999), timedelta(days=9999))


@patient
@given(numbers, numbers)
def test_numbers_add_and_subtract_without_loss(a: Decimal, b: Decimal) -> None:
    assert value("ratio + days_late - days_late == ratio", ratio=a, days_late=b) is True


@patient
@given(numbers, numbers)
def test_products_are_exact(a: Decimal, b: Decimal) -> None:
    with localcontext(prec=100):
        assert value("ratio * days_late", ratio=a, days_late=b) == a * b


@patient
@given(numbers, numbers.filter(bool))
def test_what_was_divided_comes_back_but_for_the_last_digits(a: Decimal, b: Decimal) -> None:
    back = value("ratio / days_late * days_late", ratio=a, days_late=b)
    assert abs(back - a) < Decimal("1e-30")


@patient
@given(st.integers(-(10**9), 10**9), st.integers(-(10**6), 10**6).filter(bool))
def test_a_remainder_has_the_sign_of_what_is_divided(a: int, b: int) -> None:
    left = value("ratio % days_late", ratio=a, days_late=b)
    assert abs(left) < abs(b)
    assert left == 0 or (left < 0) == (a < 0)
    assert (a - left) % b == 0


@patient
@given(amounts, amounts)
def test_money_adds_in_any_order(a: Money, b: Money) -> None:
    assert value("cost + limit == limit + cost", cost=a, limit=b) is True


@patient
@given(amounts, amounts)
def test_of_two_amounts_exactly_one_relation_holds(a: Money, b: Money) -> None:
    found = [value(f"cost {op} limit", cost=a, limit=b) for op in ("<", "==", ">")]
    assert found.count(True) == 1


@patient
@given(durations, durations)
def test_durations_add_and_subtract_without_loss(a: timedelta, b: timedelta) -> None:
    text = "period + anything - anything == period"
    assert value(text, period=a, anything=b) is True


@patient
@given(durations, st.integers(1, 1000))
def test_a_part_of_a_duration_is_exact_to_the_microsecond(a: timedelta, n: int) -> None:
    back = value("period / ratio * ratio", period=a, ratio=n)
    assert abs(back - a) <= timedelta(microseconds=n)


@patient
@given(st.decimals(allow_nan=True), st.sampled_from("+-*/%"), st.decimals(allow_nan=True))
def test_no_number_makes_an_operator_raise(a: Decimal, op: str, b: Decimal) -> None:
    outcome = evaluate(f"ratio {op} days_late", ratio=a, days_late=b)
    assert (outcome.error is None) is (outcome.value is not None)
    if isinstance(outcome.value, Decimal) and a.is_finite() and b.is_finite():
        assert len(outcome.value.as_tuple().digits) <= 60
    assert outcome.explain()


def test_kinds_are_told_by_the_looks_of_values() -> None:
    seen: list[Any] = [None, True, "a", 1, Decimal(1), Money(Decimal(1), "EUR"), (), [], {}]
    kinds = [kind_of(thing) for thing in [*seen, SHELF_1, object()]]
    assert kinds == [
        Kind.NULL,
        Kind.BOOLEAN,
        Kind.TEXT,
        Kind.NUMBER,
        Kind.NUMBER,
        Kind.MONEY,
        Kind.LIST,
        Kind.LIST,
        Kind.ROW,
        Kind.RECORD,
        Kind.UNKNOWN,
    ]
