"""Checking calls: that the function is there, may be used here, and gets what it takes.

Literals that stand for something else are worked out here once: "2026-03-31" in date(…) becomes
the day, a bare name in fired(…) the name of the transition.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from govern.spec.conditions.formats import parse_date, parse_duration, parse_moment
from govern.spec.conditions.operators import ADDABLE, ORDERED, mismatch_hint, plain
from govern.spec.conditions.problems import ProblemCode
from govern.spec.conditions.signatures import SIGNATURES, Signature, Take
from govern.spec.conditions.syntax import MACROS
from govern.spec.conditions.tree import Call, Index, Literal, Member, Node, Path
from govern.spec.conditions.types import (
    DATE,
    DURATION,
    MOMENT,
    ROLE,
    TEXT,
    UNKNOWN,
    Kind,
    Type,
    describe,
)

if TYPE_CHECKING:
    from govern.spec.conditions.checking import Checker

_TIMES = frozenset({Kind.DATE, Kind.MOMENT})
_KINDS: dict[Take, frozenset[Kind]] = {
    Take.TEXT: frozenset({Kind.TEXT}),
    Take.SIZED: frozenset({Kind.TEXT, Kind.LIST}),
    Take.LIST: frozenset({Kind.LIST}),
    Take.TIME: _TIMES,
    Take.SPAN: frozenset({Kind.DURATION}),
    Take.DATE: _TIMES,
    Take.MOMENT: frozenset(),
    Take.DURATION: frozenset(),
    Take.PERSON: frozenset({Kind.PERSON}),
    Take.ROLE: frozenset({Kind.ROLE}),
}
_MEMBERS = {Take.ADDABLE: ADDABLE, Take.ORDERED: ORDERED}
_WRITTEN: dict[Take, tuple[Callable[[str], date | datetime | timedelta | None], Type, str]] = {
    Take.DATE: (parse_date, DATE, "2026-03-31"),
    Take.MOMENT: (parse_moment, MOMENT, "2026-03-31T10:00:00Z"),
    Take.DURATION: (parse_duration, DURATION, "3 days"),
    Take.SPAN: (parse_duration, DURATION, "3 days"),
}


def check_call(checker: Checker, node: Call) -> Type:
    """The type the call gives; notes what is wrong with it."""
    checker.calls.add(node.name)
    signature = _signature(checker, node)
    if signature is None:
        _check_others(checker, node)
        return UNKNOWN
    before = len(checker.problems)
    node.args = tuple(
        _argument(checker, take, argument)
        for take, argument in zip(signature.takes, node.args, strict=True)
    )
    if node.name == "days":
        _check_same_times(checker, node)
    if signature.gives is not None or len(checker.problems) > before:
        return signature.gives or UNKNOWN
    first = node.args[0].type
    return first.member if first.kind is Kind.LIST else first


def _check_others(checker: Checker, node: Call) -> None:
    """Checks what is said to a function that is not known; a bare name may be of any sort."""
    for argument in node.args:
        if not (isinstance(argument, Path) and len(argument.names) == 1):
            checker.check(argument)


def _signature(checker: Checker, node: Call) -> Signature | None:
    """The function that is called, where it is there and gets as many arguments as it takes."""
    name, at = node.name, (node.name_at, node.name_at + len(node.name))
    if name in checker.scope.withheld:
        message = f"`{name}` may not be used here: {checker.scope.withheld[name]}"
        checker.problem(at, ProblemCode.WITHHELD, message)
        return None
    signature = SIGNATURES.get(name)
    if signature is None:
        message = f"there is no function `{name}`"
        checker.problem(at, ProblemCode.UNKNOWN_FUNCTION, message, _function_hint(checker, name))
        return None
    if node.method and not signature.method:
        message = f"`{name}` is not written behind a dot"
        checker.problem(at, ProblemCode.WRONG_ARGUMENTS, message, f"write {name}(…)")
        return None
    if len(node.args) != len(signature.takes):
        wanted = ", ".join(signature.takes)
        message = f"`{name}` takes {len(signature.takes)} ({wanted}), not {len(node.args)}"
        checker.problem(node, ProblemCode.WRONG_ARGUMENTS, message)
        return None
    return signature


def _function_hint(checker: Checker, name: str) -> str:
    if name in MACROS:
        return f"write list.{name}(x, …)"
    return checker.hint(name, [*SIGNATURES, *MACROS])


def _argument(checker: Checker, take: Take, node: Node) -> Node:
    """The argument, checked; in its place the literal it stands for, where it does."""
    if take is Take.TRANSITION:
        return _named(checker, node, "transition", checker.scope.transitions)
    if take is Take.STATE:
        return _named(checker, node, "state", checker.scope.states)
    if take is Take.ROLE and _is_role_name(checker, node):
        return _named(checker, node, "role", checker.scope.roles)
    if take is Take.PATH:
        _check_place(checker, node)
    elif take in _WRITTEN and isinstance(node, Literal) and isinstance(node.value, str):
        _read_literal(checker, take, node)
    else:
        _check_kind(checker, take, node)
    return node


def _named(checker: Checker, node: Node, noun: str, names: frozenset[str]) -> Node:
    """A literal with the name that is meant by a bare name or a text."""
    if isinstance(node, Path) and len(node.names) == 1:
        name = node.names[0]
    elif isinstance(node, Literal) and isinstance(node.value, str):
        name = node.value
    else:
        message = f"{checker.said(node)} is not the name of a {noun}"
        checker.problem(node, ProblemCode.WRONG_ARGUMENTS, message, "write the name as it is")
        return node
    if name not in names:
        message = f"there is no {noun} `{name[:40]}`"
        checker.problem(node, ProblemCode.UNKNOWN_NAME, message, checker.hint(name, names))
    literal = Literal(node.start, node.end, name)
    literal.type = ROLE if noun == "role" else TEXT
    return literal


def _is_role_name(checker: Checker, node: Node) -> bool:
    """A text, or a bare name that is a role or nothing at all: a role field is read as any name."""
    if isinstance(node, Path) and len(node.names) == 1:
        name = node.names[0]
        return name in checker.scope.roles or not checker.means_something(name)
    return isinstance(node, Literal)


def _check_place(checker: Checker, node: Node) -> None:
    checker.check(node)
    place = node
    while isinstance(place, Member | Index):
        place = place.of
    if not isinstance(place, Path) and node.type.kind is not Kind.UNKNOWN:
        message = f"{checker.said(node)} is not a name"
        hint = "has(…) takes a field, also behind dots"
        checker.problem(node, ProblemCode.WRONG_ARGUMENTS, message, hint)


def _read_literal(checker: Checker, take: Take, node: Literal) -> None:
    read, found, example = _WRITTEN[take]
    value = read(str(node.value))
    node.type = found
    if value is None:
        message = f"{checker.said(node)} is not {describe(found)}"
        hint = f'it is written as "{example}"'
        checker.problem(node, ProblemCode.WRONG_ARGUMENTS, message, hint)
    else:
        node.value = value


def _check_kind(checker: Checker, take: Take, node: Node) -> None:
    found = checker.check(node)
    if Kind.UNKNOWN in (found.kind, found.member.kind if found.of else None):
        return
    if take in _MEMBERS:
        fits = found.kind is Kind.LIST and found.member.kind in _MEMBERS[take]
    else:
        fits = plain(found.kind) in _KINDS[take]
    if not fits:
        message = f"{checker.said(node)} is {describe(found)}; {take.value} is needed"
        checker.problem(node, ProblemCode.WRONG_ARGUMENTS, message)


def _check_same_times(checker: Checker, node: Call) -> None:
    one, other = (argument.type for argument in node.args)
    if {one.kind, other.kind} == _TIMES:
        message = f"`{node.name}` needs two dates or two moments"
        checker.problem(node, ProblemCode.WRONG_TYPE, message, mismatch_hint(one, other))
