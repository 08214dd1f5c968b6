"""What runs of logic, comparing and asking are made of; `evaluation` puts them together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from govern.spec.conditions import arithmetic as exact
from govern.spec.conditions.frames import Empty, Frame, Run, Trouble, Truth
from govern.spec.conditions.operators import rule_of
from govern.spec.conditions.types import Kind
from govern.spec.values import Money


def only_truth(run: Run, said: str) -> Truth:
    """The closure, with anything but True and False refused."""

    def run_truth(frame: Frame) -> bool:
        value = run(frame)
        if value is True or value is False:
            return value
        if value is None:
            raise Empty(f"{said} is empty")
        raise Trouble(f"{said} is neither true nor false")

    return run_truth


def decide(parts: Sequence[Truth], deciding: bool) -> Truth:
    """&& where False decides, || where True does."""

    def run_parts(frame: Frame) -> bool:
        trouble: Trouble | None = None
        for part in parts:
            try:
                if part(frame) is deciding:
                    return deciding
            except Trouble as found:
                trouble = trouble or found
        if trouble is not None:
            raise trouble
        return not deciding

    return run_parts


def compare_any(order: Callable[[Any, Any], bool], a: Any, b: Any) -> bool:
    """Money by its amount, also against a number; other kinds as Python has it."""
    if isinstance(a, Money) and isinstance(b, Money):
        exact.one_currency(a, b)
    try:
        return order(exact.amount_of(a), exact.amount_of(b))
    except TypeError:
        raise Trouble("the values cannot be compared") from None


def operate(op: str, left: Run, left_kind: Kind, right: Run, right_kind: Kind) -> Run:
    """One operator; where a kind is not known before run time, by the looks of the values."""
    rule = rule_of(op, left_kind, right_kind)
    if rule is not None and rule.result not in (Kind.TEXT, Kind.LIST):
        compute = rule.compute
        return lambda frame: compute(left(frame), right(frame))

    def run_any(frame: Frame) -> Any:
        a, b = left(frame), right(frame)
        found = rule or rule_of(op, exact.kind_of(a), exact.kind_of(b))
        if found is None:
            raise Trouble(f"`{op}` cannot be computed with these values")
        frame.spend(weight(a) + weight(b))
        return found.compute(a, b)

    return run_any


def weight(value: Any) -> int:
    """What it takes to go through a text or a list once, in steps."""
    if isinstance(value, str):
        return 1 + len(value) // 64
    return 1 + len(value) // 8 if isinstance(value, (tuple, list)) else 0


def ask(compute: Callable[..., Any], args: Sequence[Run], said: str) -> Run:
    """A function that the rules answer; KeyError is their way of saying that they cannot."""

    def run_asking(frame: Frame) -> Any:
        try:
            return compute(frame.functions, *[argument(frame) for argument in args])
        except KeyError:
            raise Trouble(f"{said} is not known here") from None

    return run_asking


def has_value(run: Run) -> Truth:
    """Whether there is a value that is not empty; behind something empty there is none."""

    def run_has(frame: Frame) -> bool:
        try:
            value = run(frame)
        except Empty:
            return False
        nothing = isinstance(value, (str, tuple, list)) and not value
        return not (value is None or nothing)

    return run_has
