"""The functions of expressions: what each takes, gives, means and computes.

One table: the checker reads `takes` and `gives`, the evaluator calls `compute`, and a test
compares the names with the documentation. What computes gets values that are not empty; the time
it may take is charged by the evaluator.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from govern.spec.conditions import arithmetic as exact
from govern.spec.conditions.frames import Empty, Trouble
from govern.spec.conditions.functions import Functions
from govern.spec.conditions.operators import ARITHMETIC
from govern.spec.conditions.types import (
    BOOLEAN,
    DATE,
    DURATION,
    MOMENT,
    NUMBER,
    PERSON,
    TEXT,
    Kind,
    Type,
    list_of,
)
from govern.spec.values import Money, Value


class Take(StrEnum):
    """What an argument may be, in the words of messages and documentation."""

    PATH = "a name, also with dots"
    TEXT = "a text"
    SIZED = "a text or a list"
    LIST = "a list"
    ADDABLE = "a list of numbers, money or durations"
    ORDERED = "a list of numbers, money, texts, dates, moments or durations"
    TIME = "a date or a moment"
    SPAN = 'a duration, also as "12 weeks"'
    DATE = 'a day as "2026-03-31", or a moment'
    MOMENT = 'a moment with its zone as "2026-03-31T10:00:00Z"'
    DURATION = 'a duration as "3 days"'
    PERSON = "a person"
    ROLE = "the name of a role"
    TRANSITION = "the name of a transition"
    STATE = "the name of a state"


@dataclass(frozen=True, slots=True)
class Signature:
    """One function. `gives` is its type, or None for "as the argument" (its members for a list).

    `method`: may also be written behind a dot. `asks`: `compute` gets the rules' `Functions` first.
    """

    takes: tuple[Take, ...]
    gives: Type | None
    compute: Callable[..., Any]
    meaning: str
    method: bool = False
    asks: bool = False


# --- lists


def _size(value: Sequence[Any]) -> Decimal:
    return Decimal(len(value))


def _sum(values: Sequence[Any]) -> Value:
    """None for the sum of nothing: what that is depends on the type, see `zero`."""
    if not values:
        return None
    kind = _one_kind(values)
    rule = ARITHMETIC.get(("+", kind, kind))
    if rule is None or kind in (Kind.TEXT, Kind.LIST):
        raise Trouble("the list holds nothing that can be added")
    total: Value = values[0]
    for value in values[1:]:
        total = rule.compute(total, value)
    return total


def zero(result: Type) -> Value:
    """The sum of nothing, of this type."""
    if result.kind is Kind.MONEY:
        return Money(Decimal(0), result.currency)
    return timedelta(0) if result.kind is Kind.DURATION else Decimal(0)


def _average(values: Sequence[Any]) -> Value:
    if not values:
        return None
    total = _sum(values)
    divide = ARITHMETIC["/", exact.kind_of(total), Kind.NUMBER].compute
    average: Value = divide(total, Decimal(len(values)))
    return average


def _least(values: Sequence[Any]) -> Value:
    return min(values, key=_ranks(values)) if values else None


def _greatest(values: Sequence[Any]) -> Value:
    return max(values, key=_ranks(values)) if values else None


def _ranks(values: Sequence[Any]) -> Callable[[Any], Any]:
    """By what the members of a list, none of them empty, are put in order."""
    if _one_kind(values) is not Kind.MONEY:
        return lambda value: value
    for value in values:
        exact.one_currency(values[0], value)
    return lambda value: value.amount


def _one_kind(values: Sequence[Any]) -> Kind:
    """The kind of the members, which must be one, and none may be empty."""
    kinds = {exact.kind_of(value) for value in values}
    if Kind.NULL in kinds:
        raise Empty("one of the values is empty")
    if len(kinds) != 1:
        raise Trouble("the values are not all of one kind")
    return kinds.pop()


# --- times


def _days(start: date, end: date) -> Decimal:
    length = exact.between(end, start)
    whole = abs(length) // timedelta(days=1)
    return Decimal(whole if length >= timedelta(0) else -whole)


def _add(time: date, span: timedelta) -> date:
    return exact.shift(time, span)


def _date(value: date) -> date:
    return value.astimezone(UTC).date() if isinstance(value, datetime) else value


def _as_it_is(value: Value) -> Value:
    return value


# --- texts


def _starts(text: str, part: str) -> bool:
    return text.startswith(part)


def _ends(text: str, part: str) -> bool:
    return text.endswith(part)


def _contains(text: str, part: str) -> bool:
    return part in text


def _lower(text: str) -> str:
    return text.lower()


# --- what the rules answer


def _fired(functions: Functions, transition: str) -> bool:
    return bool(functions.fired(transition))


def _fired_count(functions: Functions, transition: str) -> Decimal:
    return Decimal(functions.fired_count(transition))


def _entered(functions: Functions, state: str) -> datetime | None:
    return functions.entered(state)


def _holds(functions: Functions, person: str, role: str) -> bool:
    return bool(functions.holds(person, role))


def _holders(functions: Functions, role: str) -> tuple[str, ...]:
    return tuple(functions.holders(role))


SIGNATURES: dict[str, Signature] = {
    "has": Signature((Take.PATH,), BOOLEAN, _as_it_is, "Whether the field is filled in."),
    "size": Signature((Take.SIZED,), NUMBER, _size, "Characters, or members.", method=True),
    "count": Signature((Take.LIST,), NUMBER, _size, "How many members there are."),
    "sum": Signature((Take.ADDABLE,), None, _sum, "All members added; of none, zero."),
    "avg": Signature((Take.ADDABLE,), None, _average, "Their average; of none, empty."),
    "min": Signature((Take.ORDERED,), None, _least, "The least member; of none, empty."),
    "max": Signature((Take.ORDERED,), None, _greatest, "The greatest member; of none, empty."),
    "days": Signature((Take.TIME, Take.TIME), NUMBER, _days, "Whole days from a to b."),
    "add": Signature((Take.TIME, Take.SPAN), None, _add, "The time so much later."),
    "date": Signature((Take.DATE,), DATE, _date, "A day; of a moment, its day in UTC."),
    "datetime": Signature((Take.MOMENT,), MOMENT, _as_it_is, "A moment."),
    "duration": Signature((Take.DURATION,), DURATION, _as_it_is, "A length of time."),
    "startsWith": Signature(
        (Take.TEXT, Take.TEXT), BOOLEAN, _starts, "Whether it starts so.", method=True
    ),
    "endsWith": Signature(
        (Take.TEXT, Take.TEXT), BOOLEAN, _ends, "Whether it ends so.", method=True
    ),
    "contains": Signature(
        (Take.TEXT, Take.TEXT), BOOLEAN, _contains, "Whether the part is in it.", method=True
    ),
    "lower": Signature((Take.TEXT,), TEXT, _lower, "In small letters.", method=True),
    "fired": Signature(
        (Take.TRANSITION,), BOOLEAN, _fired, "Whether it was ever fired here.", asks=True
    ),
    "fired_count": Signature(
        (Take.TRANSITION,), NUMBER, _fired_count, "How often it was fired here.", asks=True
    ),
    "entered": Signature(
        (Take.STATE,), MOMENT, _entered, "When it was last entered; empty for never.", asks=True
    ),
    "holds": Signature(
        (Take.PERSON, Take.ROLE), BOOLEAN, _holds, "Whether the person has the role.", asks=True
    ),
    "holders": Signature(
        (Take.ROLE,), list_of(PERSON), _holders, "The people who have the role.", asks=True
    ),
}
"""Every function by its name."""
