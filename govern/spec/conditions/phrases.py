"""The wording of single facts: one comparison, one call, one name, for a person who did not
write the expression. Whatever is put in here was evaluated without an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from govern.spec.conditions.arithmetic import amount_of
from govern.spec.conditions.formats import show, show_list
from govern.spec.conditions.tree import (
    Call,
    Chain,
    Compare,
    ListOf,
    Macro,
    Negate,
    Node,
    Path,
    Within,
    is_constant,
)
from govern.spec.conditions.types import Kind, Type

_MOST_CAUSES = 3
_ABOVE = {
    Kind.DATE: ("is before", "is", "is after"),
    Kind.MOMENT: ("is before", "is", "is after"),
    Kind.TEXT: ("comes before", "is", "comes after"),
    Kind.DURATION: ("is shorter than", "is as long as", "is longer than"),
}
_PLAIN = ("is below", "equals", "is above")


@dataclass(frozen=True, slots=True)
class Found:
    """What a node is worth, or in `error` why it has no value."""

    value: Any
    error: str = ""


class Asked(Protocol):
    """Whom phrases ask for values and texts of nodes."""

    def value(self, node: Node) -> Found:
        """What the node is worth."""

    def said(self, node: Node) -> str:
        """The node as it was written."""


def fact(asked: Asked, node: Node, value: Any) -> str:
    """One sentence on what the node is worth and, for a comparison, why."""
    if isinstance(node, Compare):
        return _comparison(asked, node, value)
    if isinstance(node, Within):
        return _membership(asked, node, value)
    if isinstance(node, Call) and node.name in _CALLS:
        return _CALLS[node.name](asked, node, value)
    return f"{asked.said(node)} is {show(value, node.type)}"


# --- comparisons


def _comparison(asked: Asked, node: Compare, value: bool) -> str:
    if Kind.NULL in (node.left.type.kind, node.right.type.kind):
        return _null(asked, node)
    if node.op in ("==", "!="):
        return _equality(asked, node, equal=value is (node.op == "=="))
    return _order(asked, node)


def _null(asked: Asked, node: Compare) -> str:
    side = node.right if node.left.type.kind is Kind.NULL else node.left
    found = asked.value(side)
    return f"{asked.said(side)} is {show(found.value, side.type)}"


def _order(asked: Asked, node: Compare) -> str:
    """`cost <= 10000: 14 500.00 EUR is above 10 000`"""
    left, right = asked.value(node.left).value, asked.value(node.right).value
    a, b = amount_of(left), amount_of(right)
    words = _ABOVE.get(node.left.type.kind, _PLAIN)
    relation = words[1] if a == b else words[0] if a < b else words[2]
    shown = f"{show(left, node.left.type)} {relation} {show(right, node.right.type)}"
    return f"{asked.said(node)}: {shown}{_causes(asked, node)}"


def _causes(asked: Asked, node: Compare) -> str:
    """The values a computed side was made of: ` (cost is 10 000.00 EUR)`."""
    names = {
        asked.said(path): path for side in (node.left, node.right) for path in _computed_from(side)
    }
    causes = [
        f"{said} is {show(asked.value(path).value, path.type)}" for said, path in names.items()
    ]
    return f" ({', '.join(causes)})" if 0 < len(causes) <= _MOST_CAUSES else ""


def _computed_from(node: Node) -> list[Path]:
    """The names in a side that is computed; lists and what macros do are left out."""
    if not isinstance(node, Chain | Negate | Call):
        return []
    found: list[Path] = []
    for child in node.children():
        if isinstance(child, Path) and child.type.kind is not Kind.LIST:
            found.append(child)
        elif not isinstance(child, Macro):
            found += _computed_from(child)
    return found


def _equality(asked: Asked, node: Compare, equal: bool) -> str:
    left, right = node.left, node.right
    if is_constant(left) or isinstance(left, ListOf):
        left, right = right, left
    type_ = _names_type(left.type, right.type)
    a, b = asked.value(left).value, asked.value(right).value
    shown, other = show(a, type_), show(b, type_)
    if is_constant(right) or isinstance(right, ListOf):
        return f"{asked.said(left)} is {shown}" + ("" if equal else f", not {other}")
    if equal:
        return f"{asked.said(left)} and {asked.said(right)} are both {shown}"
    return f"{asked.said(left)} is {shown}, {asked.said(right)} is {other}"


def _names_type(one: Type, other: Type) -> Type:
    """The type to show both by: a text compared with a choice is one of its names."""
    return other if one.kind is Kind.TEXT else one


def _membership(asked: Asked, node: Within, value: bool) -> str:
    among = asked.value(node.list).value
    type_ = _names_type(node.item.type, node.list.type.member)
    item, said = show(asked.value(node.item).value, type_), asked.said(node.list)
    if isinstance(node.list, ListOf):
        rest = "" if value else f", not {show_list(among, type_, ' or ')}"
        return f"{asked.said(node.item)} is {item}{rest}"
    if value:
        return f"{item} is among {said}"
    return (
        f"{item} is not among {said} ({show_list(among, type_)})" if among else f"{said} is empty"
    )


# --- calls


def _argument(asked: Asked, node: Call, index: int) -> str:
    argument = node.args[index]
    return show(asked.value(argument).value, argument.type)


def _has(asked: Asked, node: Call, value: bool) -> str:
    return f"{asked.said(node.args[0])} is {'filled in' if value else 'empty'}"


def _fired(asked: Asked, node: Call, value: bool) -> str:
    name = asked.value(node.args[0]).value
    return f"{name} was {'' if value else 'never '}fired"


def _holds(asked: Asked, node: Call, value: bool) -> str:
    verb = "holds" if value else "does not hold"
    return f"{_argument(asked, node, 0)} {verb} {_argument(asked, node, 1)}"


def _part(yes: str, no: str) -> Callable[[Asked, Call, bool], str]:
    """The wording of a text that does or does not have a part."""

    def say(asked: Asked, node: Call, value: bool) -> str:
        text, part = _argument(asked, node, 0), _argument(asked, node, 1)
        verb = yes if value else f"does not {no}"
        return f"{asked.said(node.args[0])}: {text} {verb} {part}"

    return say


_CALLS: dict[str, Callable[[Asked, Call, Any], str]] = {
    "has": _has,
    "fired": _fired,
    "holds": _holds,
    "startsWith": _part("starts with", "start with"),
    "endsWith": _part("ends with", "end with"),
    "contains": _part("contains", "contain"),
}
