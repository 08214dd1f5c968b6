"""Checking what is computed: chains of operators, and the sign before a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.spec.conditions.operators import (
    ADDABLE,
    mismatch_hint,
    no_rule,
    rule_of,
    two_currencies,
)
from govern.spec.conditions.problems import ProblemCode
from govern.spec.conditions.tree import Chain, Negate, Node
from govern.spec.conditions.types import UNKNOWN, Kind, Type, describe, join, money

if TYPE_CHECKING:
    from govern.spec.conditions.checking import Checker


def check_negate(checker: Checker, node: Negate) -> Type:
    """The type of what stands behind the sign, which it keeps."""
    found = checker.check(node.of)
    if found.kind in ADDABLE or found.kind is Kind.UNKNOWN:
        return found
    return checker.wrong_type(node, f"{describe(found)} has no negative")


def check_chain(checker: Checker, node: Chain) -> Type:
    """The type of the whole chain; that after each operator is filled in."""
    total = checker.check(node.first)
    steps: list[Type] = []
    for op, operand in node.rest:
        total = _step(checker, node, total, op, operand)
        steps.append(total)
    node.steps = tuple(steps)
    return total


def _step(checker: Checker, node: Chain, left: Type, op: str, operand: Node) -> Type:
    """The type of what stands left of the operator, the operator and the operand."""
    right, at = checker.check(operand), (node.start, operand.end)
    if Kind.UNKNOWN in (left.kind, right.kind):
        return UNKNOWN
    rule = rule_of(op, left.kind, right.kind)
    if rule is None:
        message, hint = no_rule(op, left, right), mismatch_hint(left, right)
        return checker.problem(at, ProblemCode.WRONG_TYPE, message, hint)
    if two_currencies(left, right):
        message = f"{left.currency} and {right.currency} cannot be computed with together"
        return checker.problem(at, ProblemCode.MIXED_CURRENCIES, message)
    if rule.result is Kind.MONEY:
        return money(left.currency or right.currency)
    if rule.result is Kind.LIST:
        joined = join(left, right)
        return joined or checker.problem(at, ProblemCode.WRONG_TYPE, no_rule(op, left, right))
    return Type(rule.result)
