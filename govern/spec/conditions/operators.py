"""What operators do with types, and which computation stands behind each: one table for the
checker and the evaluator, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from govern.spec.conditions import arithmetic as exact
from govern.spec.conditions.types import Kind, Type, describe

NUMBER, MONEY, TEXT, LIST = Kind.NUMBER, Kind.MONEY, Kind.TEXT, Kind.LIST
DATE, MOMENT, DURATION = Kind.DATE, Kind.MOMENT, Kind.DURATION

ORDERED = frozenset({NUMBER, MONEY, TEXT, DATE, MOMENT, DURATION})
"""The kinds whose values are before or after one another."""

ADDABLE = frozenset({NUMBER, MONEY, DURATION})
"""The kinds that sum() and avg() take."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An operator on two kinds: the kind of its result and how it is computed."""

    result: Kind
    compute: Callable[[Any, Any], Any]


def _swapped(compute: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda a, b: compute(b, a)


ARITHMETIC: dict[tuple[str, Kind, Kind], Rule] = {
    ("+", NUMBER, NUMBER): Rule(NUMBER, exact.add),
    ("-", NUMBER, NUMBER): Rule(NUMBER, exact.subtract),
    ("*", NUMBER, NUMBER): Rule(NUMBER, exact.multiply),
    ("/", NUMBER, NUMBER): Rule(NUMBER, exact.divide),
    ("%", NUMBER, NUMBER): Rule(NUMBER, exact.remainder),
    ("+", MONEY, MONEY): Rule(MONEY, exact.add_money),
    ("-", MONEY, MONEY): Rule(MONEY, exact.subtract_money),
    ("*", MONEY, NUMBER): Rule(MONEY, exact.scale_money),
    ("*", NUMBER, MONEY): Rule(MONEY, _swapped(exact.scale_money)),
    ("/", MONEY, NUMBER): Rule(MONEY, exact.divide_money),
    ("/", MONEY, MONEY): Rule(NUMBER, exact.money_ratio),
    ("+", DATE, DURATION): Rule(DATE, exact.shift),
    ("+", DURATION, DATE): Rule(DATE, _swapped(exact.shift)),
    ("-", DATE, DURATION): Rule(DATE, exact.shift_back),
    ("-", DATE, DATE): Rule(DURATION, exact.between),
    ("+", MOMENT, DURATION): Rule(MOMENT, exact.shift),
    ("+", DURATION, MOMENT): Rule(MOMENT, _swapped(exact.shift)),
    ("-", MOMENT, DURATION): Rule(MOMENT, exact.shift_back),
    ("-", MOMENT, MOMENT): Rule(DURATION, exact.between),
    ("+", DURATION, DURATION): Rule(DURATION, exact.shift),
    ("-", DURATION, DURATION): Rule(DURATION, exact.shift_back),
    ("*", DURATION, NUMBER): Rule(DURATION, exact.scale_duration),
    ("*", NUMBER, DURATION): Rule(DURATION, _swapped(exact.scale_duration)),
    ("/", DURATION, NUMBER): Rule(DURATION, exact.divide_duration),
    ("/", DURATION, DURATION): Rule(NUMBER, exact.duration_ratio),
    ("+", TEXT, TEXT): Rule(TEXT, exact.join_text),
    ("+", LIST, LIST): Rule(LIST, exact.join_lists),
}
"""Every operator that computes, with the kinds it takes."""


def rule_of(op: str, left: Kind, right: Kind) -> Rule | None:
    """What `op` does with these kinds, a choice counting as a text; None where it does nothing."""
    return ARITHMETIC.get((op, plain(left), plain(right)))


def plain(kind: Kind) -> Kind:
    """The kind as operators see it: a choice is a text."""
    return TEXT if kind is Kind.CHOICE else kind


def comparable(one: Type, other: Type) -> bool:
    """Whether a value of one type can ever equal one of the other, literals not considered."""
    if Kind.UNKNOWN in (one.kind, other.kind):
        return True
    if plain(one.kind) is not plain(other.kind) or one.kind in (Kind.ROW, Kind.NAMESPACE):
        return False
    if one.kind is LIST:
        return comparable(one.member, other.member)
    if one.kind is Kind.RECORD:
        return bool(set(one.workflows) & set(other.workflows))
    if one.kind is other.kind is Kind.CHOICE:
        return bool(set(one.choices) & set(other.choices))
    return True


def two_currencies(one: Type, other: Type) -> bool:
    """Whether both are money of currencies that are known and differ."""
    return bool(one.currency and other.currency and one.currency != other.currency)


def mismatch_hint(left: Type, right: Type) -> str:
    """How to mend two types that do not go together, where that is known; else ""."""
    kinds = {left.kind, right.kind}
    if kinds == {DATE, MOMENT}:
        return "date(…) gives the day, in UTC, of a moment"
    for kind, name in ((DATE, "date"), (MOMENT, "datetime"), (DURATION, "duration")):
        if kinds == {kind, TEXT}:
            return f'write {name}("…") around the text'
    if kinds == {Kind.PERSON, TEXT}:
        return "a person is compared with `actor`, `requester` or a person field, not with a text"
    if kinds == {Kind.PERSON, Kind.ROLE}:
        return "write holds(person, role)"
    if LIST in kinds:
        return "write `… in list`, size(list), or list.all(x, …)"
    if kinds == {DURATION, NUMBER}:
        return 'days(a, b) gives a number, duration("3 days") a duration'
    if NUMBER in kinds and kinds & {DATE, MOMENT}:
        return 'a time is moved by a duration: duration("3 days")'
    return ""


def no_rule(op: str, left: Type, right: Type) -> str:
    """The message for an operator that does nothing with these types."""
    verb = {"+": "added", "-": "subtracted", "*": "multiplied", "/": "divided"}.get(op)
    if verb is None:
        return f"`{op}` needs two numbers, not {describe(left)} and {describe(right)}"
    return f"{describe(left)} and {describe(right)} cannot be {verb}"
