"""Computing with values at run time: exact numbers, money of one currency, times.

Every function takes values that are not empty. Trouble where there is no result.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any, TypeVar

from govern.spec.conditions.frames import LONGEST_LIST, LONGEST_VALUE, Frame, Trouble
from govern.spec.conditions.tokens import MOST_DIGITS
from govern.spec.conditions.types import Kind
from govern.spec.values import Money, Readable

EXACT = Context(
    prec=MOST_DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-MOST_DIGITS,
    Emax=MOST_DIGITS - 1,
    traps=[Overflow, InvalidOperation, DivisionByZero],
)
"""Sixty digits: what needs more, as a third does, is rounded half even at the sixtieth."""

TOO_LARGE = "the number is too large"
OUT_OF_RANGE = "the time is out of range"
_MICROSECOND = timedelta(microseconds=1)
AnyTime = TypeVar("AnyTime", date, datetime, timedelta)


# --- numbers


def add(a: Decimal, b: Decimal) -> Decimal:
    try:
        return EXACT.add(a, b)
    except Overflow:
        raise Trouble(TOO_LARGE) from None


def subtract(a: Decimal, b: Decimal) -> Decimal:
    try:
        return EXACT.subtract(a, b)
    except Overflow:
        raise Trouble(TOO_LARGE) from None


def multiply(a: Decimal, b: Decimal) -> Decimal:
    try:
        return EXACT.multiply(a, b)
    except Overflow:
        raise Trouble(TOO_LARGE) from None


def divide(a: Decimal, b: Decimal) -> Decimal:
    """The quotient, to sixty digits."""
    if not b:
        raise Trouble("division by zero")
    try:
        return EXACT.divide(a, b)
    except Overflow:
        raise Trouble(TOO_LARGE) from None


def remainder(a: Decimal, b: Decimal) -> Decimal:
    """What is left of `a`, with the sign of `a`, as in CEL."""
    if not b:
        raise Trouble("division by zero")
    try:
        return EXACT.remainder(a, b)
    except InvalidOperation:
        raise Trouble(TOO_LARGE) from None


# --- money


def one_currency(a: Money, b: Money) -> str:
    """The currency of both; an empty sum has none and goes with any."""
    if a.currency == b.currency or not b.currency:
        return a.currency
    if not a.currency:
        return b.currency
    raise Trouble(f"{a.currency} and {b.currency} cannot be compared or added")


def add_money(a: Money, b: Money) -> Money:
    return Money(add(a.amount, b.amount), one_currency(a, b))


def subtract_money(a: Money, b: Money) -> Money:
    return Money(subtract(a.amount, b.amount), one_currency(a, b))


def scale_money(a: Money, b: Decimal) -> Money:
    return Money(multiply(a.amount, b), a.currency)


def divide_money(a: Money, b: Decimal) -> Money:
    return Money(divide(a.amount, b), a.currency)


def money_ratio(a: Money, b: Money) -> Decimal:
    """How many times the one amount is the other, both of one currency."""
    one_currency(a, b)
    return divide(a.amount, b.amount)


# --- times


def shift(a: AnyTime, b: timedelta) -> AnyTime:
    """A time, or a duration, later by `b`."""
    _check_whole_days(a, b)
    try:
        return a + b
    except OverflowError:
        raise Trouble(OUT_OF_RANGE) from None


def shift_back(a: AnyTime, b: timedelta) -> AnyTime:
    """A time, or a duration, earlier by `b`."""
    _check_whole_days(a, b)
    try:
        return a - b
    except OverflowError:
        raise Trouble(OUT_OF_RANGE) from None


def _check_whole_days(a: date | timedelta, b: timedelta) -> None:
    """Python drops the hours when a date is moved; that would be wrong in silence."""
    if isinstance(a, date) and not isinstance(a, datetime) and (b.seconds or b.microseconds):
        raise Trouble("a date can only be moved by whole days")


def between(a: Any, b: Any) -> timedelta:
    """How long from b to a, both dates or both moments."""
    difference: timedelta = a - b
    return difference


def scale_duration(a: timedelta, b: Decimal) -> timedelta:
    return _duration(multiply(microseconds(a), b))


def divide_duration(a: timedelta, b: Decimal) -> timedelta:
    return _duration(divide(microseconds(a), b))


def duration_ratio(a: timedelta, b: timedelta) -> Decimal:
    return divide(microseconds(a), microseconds(b))


def microseconds(value: timedelta) -> Decimal:
    return Decimal(value // _MICROSECOND)


def _duration(value: Decimal) -> timedelta:
    try:
        return timedelta(microseconds=int(value.to_integral_value(ROUND_HALF_EVEN)))
    except OverflowError:
        raise Trouble(OUT_OF_RANGE) from None


# --- texts and lists


def join_text(a: str, b: str) -> str:
    """One text behind the other."""
    if len(a) + len(b) > LONGEST_VALUE:
        raise Trouble("the text is too long")
    return a + b


def join_lists(a: tuple[Any, ...], b: tuple[Any, ...]) -> tuple[Any, ...]:
    """One list behind the other."""
    if len(a) + len(b) > LONGEST_LIST:
        raise Trouble("the list is too long")
    return (*a, *b)


# --- any value


def kind_of(value: Any) -> Kind:
    """The kind a value is of by its looks: people, roles and choices are texts."""
    for python_type, kind in _KINDS:
        if isinstance(value, python_type):
            return kind
    return Kind.RECORD if hasattr(value, "read") else Kind.UNKNOWN


_KINDS: tuple[tuple[type, Kind], ...] = (
    (type(None), Kind.NULL),
    (bool, Kind.BOOLEAN),
    (str, Kind.TEXT),
    (Decimal, Kind.NUMBER),
    (int, Kind.NUMBER),
    (Money, Kind.MONEY),
    (datetime, Kind.MOMENT),
    (date, Kind.DATE),
    (timedelta, Kind.DURATION),
    (tuple, Kind.LIST),
    (list, Kind.LIST),
    (Mapping, Kind.ROW),
)


def identity(value: Any) -> Any:
    """What a record is the same by: its id, whether it was loaded or only named by a link."""
    return value.read("id") if isinstance(value, Readable) else value


def same(a: Any, b: Any, frame: Frame) -> bool:
    """Whether two values of any kind are equal; money in two currencies is trouble."""
    frame.spend(1)
    if isinstance(a, Money) and isinstance(b, Money):
        one_currency(a, b)
        return a.amount == b.amount
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
        return len(a) == len(b) and all(same(x, y, frame) for x, y in zip(a, b, strict=True))
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return bool(identity(a) == identity(b))


def negative(a: Any) -> Any:
    """A number, an amount or a duration with the other sign."""
    if isinstance(a, Money):
        return Money(EXACT.minus(a.amount), a.currency)
    return -a if isinstance(a, timedelta) else EXACT.minus(a)


def amount_of(a: Any) -> Any:
    """What money is ordered by; any other value as it is."""
    return a.amount if isinstance(a, Money) else a
