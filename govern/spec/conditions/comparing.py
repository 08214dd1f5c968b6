"""Checking what is compared: that two types can be equal or in order, that a literal is a value
its other side can have, and that the whole expression is of the type its place needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.spec.conditions.operators import (
    ORDERED,
    comparable,
    mismatch_hint,
    two_currencies,
)
from govern.spec.conditions.problems import ProblemCode
from govern.spec.conditions.tree import (
    Choose,
    Compare,
    ListOf,
    Literal,
    Node,
    Path,
    Within,
    is_constant,
    written,
)
from govern.spec.conditions.types import BOOLEAN, Kind, Type, describe, list_of

if TYPE_CHECKING:
    from govern.spec.conditions.checking import Checker


def check_compare(checker: Checker, node: Compare) -> Type:
    """Notes what is wrong with a comparison; it is a boolean in any case."""
    left, right = checker.check(node.left), checker.check(node.right)
    if Kind.UNKNOWN in (left.kind, right.kind):
        return BOOLEAN
    if two_currencies(left, right):
        message = f"{left.currency} and {right.currency} cannot be compared"
        checker.problem(node, ProblemCode.MIXED_CURRENCIES, message)
    elif node.op in ("==", "!="):
        _check_equality(checker, node)
    else:
        _check_order(checker, node)
    return BOOLEAN


def _check_equality(checker: Checker, node: Compare) -> None:
    left, right = node.left.type, node.right.type
    if Kind.NULL in (left.kind, right.kind):
        _check_null(checker, node)
    elif _lists(left) == _lists(right) and _either_literal(node.left, node.right):
        _check_values(checker, left, node.left, node.right)
        _check_values(checker, right, node.right, node.left)
    elif not (comparable(left, right) or _amount(node.left, node.right)):
        message = f"{_both(checker, node)} can never be equal"
        checker.wrong_type(node, message, mismatch_hint(left, right))


def _check_null(checker: Checker, node: Compare) -> None:
    """A list is never null: to compare it so always passes, or never, in silence."""
    for side in (node.left, node.right):
        if side.type.kind in (Kind.LIST, Kind.ROW):
            hint = f"write size({written(checker.text, side, 40)}) {node.op} 0"
            message = f"{checker.said(side)} is {describe(side.type)}, which is never null"
            checker.problem(node, ProblemCode.NEVER_EMPTY, message, hint)


def _check_order(checker: Checker, node: Compare) -> None:
    left, right = node.left.type, node.right.type
    ordered = left.kind in ORDERED and left.kind is right.kind
    if ordered or _amount(node.left, node.right):
        return
    hint = mismatch_hint(left, right)
    if Kind.CHOICE in (left.kind, right.kind):
        hint = 'values of a choice have no order: write `… in ["a", "b"]`'
    message = f"{_both(checker, node)} have no order" if left.kind is right.kind else ""
    checker.wrong_type(node, message or f"{_both(checker, node)} cannot be compared", hint)


def _both(checker: Checker, node: Compare) -> str:
    left, right = node.left, node.right
    return (
        f"{checker.said(left)}, {describe(left.type)}, and "
        f"{checker.said(right)}, {describe(right.type)},"
    )


def _amount(one: Node, other: Node) -> bool:
    """Whether money is compared with a number that is written there: its amount is meant."""
    for money, number in ((one, other), (other, one)):
        if money.type.kind is Kind.MONEY and number.type.kind is Kind.NUMBER:
            return is_constant(number)
    return False


def check_within(checker: Checker, node: Within) -> Type:
    """Notes what is wrong with `item in list`; it is a boolean in any case."""
    item, among = checker.check(node.item), checker.check(node.list)
    if Kind.UNKNOWN in (item.kind, among.kind):
        return BOOLEAN
    if among.kind is not Kind.LIST:
        hint = "write text.contains(part)" if among.kind is Kind.TEXT else ""
        message = f"{checker.said(node.list)} is {describe(among)}; `in` needs a list"
        checker.wrong_type(node.list, message, hint)
    elif two_currencies(item, among.member):
        message = f"{item.currency} and {among.member.currency} cannot be compared"
        checker.problem(node, ProblemCode.MIXED_CURRENCIES, message)
    elif _lists(item) + 1 == _lists(among) and _either_literal(node.item, node.list):
        _check_values(checker, item, node.item, node.list)
        _check_values(checker, among.member, node.list, node.item)
    elif not comparable(item, among.member):
        message = f"{checker.said(node.item)} is {describe(item)}, never in {describe(among)}"
        checker.wrong_type(node, message, mismatch_hint(item, among.member))
    return BOOLEAN


def _either_literal(one: Node, other: Node) -> bool:
    """Whether one is of known names and the other made of literals."""
    return _literal_of(one.type, other) or _literal_of(other.type, one)


def _literal_of(named: Type, node: Node) -> bool:
    """Whether `named` is of known names, and the node made of literals that must be among them."""
    return _innermost(named).kind in (Kind.CHOICE, Kind.ROLE) and bool(literal_texts(node))


def _innermost(type_: Type) -> Type:
    """The type of what is in a list of lists …"""
    return _innermost(type_.member) if type_.kind is Kind.LIST else type_


def literal_texts(node: Node) -> tuple[Literal, ...]:
    """The text literals the node can be, also as members; () where it may be anything else."""
    if isinstance(node, Literal):
        return (node,) if isinstance(node.value, str) else ()
    if isinstance(node, Choose):
        parts: tuple[Node, ...] = (node.yes, node.no)
    elif isinstance(node, ListOf):
        parts = node.items
    else:
        return ()
    texts = [literal_texts(part) for part in parts]
    return tuple(text for found in texts for text in found) if all(texts) else ()


def _check_values(checker: Checker, named: Type, owner: Node | None, node: Node) -> None:
    """Notes every literal of `node` that is not among the names of the type `named`."""
    member = _innermost(named)
    names = checker.scope.roles if member.kind is Kind.ROLE else frozenset(member.choices)
    if member.kind not in (Kind.CHOICE, Kind.ROLE):
        return
    for text in literal_texts(node):
        value = str(text.value)
        if value not in names:
            said = "a role" if member.kind is Kind.ROLE else "one of the values"
            of = f" of {checker.said(owner)}" if owner and member.kind is Kind.CHOICE else ""
            message = f'"{value[:40]}" is not {said}{of}'
            hint = checker.hint(value, names)
            checker.problem(text, ProblemCode.UNKNOWN_VALUE, message, hint)


def check_result(checker: Checker, tree: Node, expects: Type) -> None:
    """Notes where the whole expression is not of the type its place needs."""
    found = tree.type
    if _literal_of(expects, tree) and _lists(found) == _lists(expects):
        _check_values(checker, expects, None, tree)
    elif two_currencies(found, expects):
        message = f"the expression is in {found.currency}; {expects.currency} is needed"
        checker.problem(tree, ProblemCode.MIXED_CURRENCIES, message)
    elif not _fits(found, expects):
        message = f"the expression is {describe(found)}; {describe(expects)} is needed"
        checker.wrong_type(tree, message, _result_hint(checker, tree, expects))


def _lists(type_: Type) -> int:
    """How deep lists nest in it."""
    return 1 + _lists(type_.member) if type_.kind is Kind.LIST else 0


def _result_hint(checker: Checker, tree: Node, expects: Type) -> str:
    if expects.kind is Kind.BOOLEAN and isinstance(tree, Path):
        return f"write has({written(checker.text, tree, 40)}) to ask whether it is filled in"
    if expects.kind is Kind.LIST and _fits(list_of(tree.type), expects):
        return "put it between brackets: […]"
    return ""


def _fits(found: Type, expects: Type) -> bool:
    """Whether a value of the one type may stand where the other is needed."""
    if Kind.UNKNOWN in (found.kind, expects.kind):
        return True
    if found.kind is Kind.NULL:
        return expects.kind not in (Kind.BOOLEAN, Kind.LIST)
    if expects.kind is Kind.CHOICE:
        return found.kind is Kind.CHOICE and set(found.choices) <= set(expects.choices)
    if expects.kind is Kind.LIST:
        return found.kind is Kind.LIST and _fits(found.member, expects.member)
    return comparable(found, expects)
