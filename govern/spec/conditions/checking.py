"""The type checker: it fills in the types of a tree and finds every problem, with its place.

A part with a problem is of type UNKNOWN, which goes with everything, so that one mistake is one
problem. Comparisons are checked in `comparing`, calls in `calling`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from govern.spec.conditions.calling import check_call
from govern.spec.conditions.comparing import check_compare, check_result, check_within
from govern.spec.conditions.computing import check_chain, check_negate
from govern.spec.conditions.members import MOST_HINTS, Members
from govern.spec.conditions.problems import ConditionProblem, ProblemCode
from govern.spec.conditions.scope import Scope
from govern.spec.conditions.tree import (
    Both,
    Call,
    Chain,
    Choose,
    Compare,
    Either,
    Index,
    ListOf,
    Literal,
    Macro,
    Member,
    Negate,
    Node,
    Not,
    Path,
    Within,
    written,
)
from govern.spec.conditions.types import (
    BOOLEAN,
    LIST_DEPTH,
    NULL,
    NUMBER,
    TEXT,
    UNKNOWN,
    Kind,
    Type,
    describe,
    join,
    list_of,
)
from govern.spec.names import did_you_mean

Origin = tuple[str, ...] | None
"""The dotted path a value was read from, followed into the members of lists; None for others."""


@dataclass(slots=True)
class _Variable:
    """The variable of a macro while its body is checked."""

    name: str
    type: Type
    origin: Origin


@dataclass(slots=True)
class Checker:
    """Checks one expression. Afterwards `problems` is complete and, where it is empty, the tree
    is typed and `reads`, `reaches`, `calls` and `slots` say what it uses."""

    text: str
    scope: Scope
    problems: list[ConditionProblem] = field(default_factory=list)
    reads: set[tuple[str, ...]] = field(default_factory=set)
    reaches: set[tuple[str, ...]] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    slots: int = 0
    _variables: list[_Variable] = field(default_factory=list)
    _origins: dict[Node, Origin] = field(default_factory=dict)

    def whole(self, tree: Node, expects: Type | None) -> None:
        """Checks the tree, and its value against `expects`."""
        self.check(tree)
        if expects is not None:
            check_result(self, tree, expects)

    def check(self, node: Node) -> Type:
        """The type of the node, which is filled in."""
        node.type = _CHECKS[type(node)](self, node)
        return node.type

    def problem(
        self,
        node: Node | tuple[int, int],
        code: ProblemCode,
        message: str,
        hint: str = "",
    ) -> Type:
        """Notes a problem with the node, or from one offset to another; the type that is left."""
        start, end = node if isinstance(node, tuple) else (node.start, node.end)
        self.problems.append(ConditionProblem(start, end - start, code, message, hint))
        return UNKNOWN

    def hint(self, word: str, candidates: Iterable[str]) -> str:
        """The word that may have been meant; "" once there are many problems."""
        return did_you_mean(word, candidates) if len(self.problems) < MOST_HINTS else ""

    def wrong_type(self, node: Node, message: str, hint: str = "") -> Type:
        return self.problem(node, ProblemCode.WRONG_TYPE, message, hint)

    def said(self, node: Node) -> str:
        """The node as it was written, between backquotes."""
        return f"`{written(self.text, node, 40)}`"

    def want_boolean(self, node: Node) -> None:
        """Checks the node and that it is true or false."""
        found = self.check(node)
        if found.kind not in (Kind.BOOLEAN, Kind.UNKNOWN):
            hint = f"write has({written(self.text, node, 40)})" if isinstance(node, Path) else ""
            message = f"{self.said(node)} is {describe(found)}; true or false is needed"
            self.wrong_type(node, message, hint)

    # --- names

    def check_path(self, node: Path) -> Type:
        """A name with the names behind its dots."""
        slot = self._slot(node.names[0])
        if slot is None:
            origin: Origin = node.names
            current = self._root(node)
            self.reads.add(node.names)
        else:
            variable = self._variables[slot]
            node.slot, current = slot, variable.type
            origin = None if variable.origin is None else (*variable.origin, *node.names[1:])
        steps = [current]
        for name, end in zip(node.names[1:], node.ends[1:], strict=True):
            said = f"`{'.'.join(node.names[: len(steps)])}`"
            current = Members(self).of(current, name, (end - len(name), end), said)
            steps.append(current)
        node.steps = tuple(steps)
        self._came_from(node, origin)
        return self._no_namespace(node, current)

    def means_something(self, name: str) -> bool:
        """Whether the name is a variable or a root name here."""
        return self._slot(name) is not None or name in self.scope.names

    def _slot(self, name: str) -> int | None:
        """The place of the innermost variable of that name."""
        for slot in reversed(range(len(self._variables))):
            if self._variables[slot].name == name:
                return slot
        return None

    def _root(self, node: Path) -> Type:
        known = self.scope.names.get(node.names[0])
        if known is not None:
            return known
        variables = [variable.name for variable in self._variables]
        return Members(self).unknown_root(node, variables)

    def _no_namespace(self, node: Node, found: Type) -> Type:
        if found.kind is not Kind.NAMESPACE:
            return found
        names = ", ".join(f"`{written(self.text, node)}.{name}`" for name in sorted(found.names))
        message = f"{self.said(node)} needs a {found.noun} behind a dot"
        return self.wrong_type(node, message, f"there is {names}" if names else "")

    def _came_from(self, node: Node, origin: Origin) -> None:
        self._origins[node] = origin
        if origin is not None:
            self.reaches.add(origin)

    def check_member(self, node: Member) -> Type:
        """A name behind the dot of what is no path."""
        of = self.check(node.of)
        origin = self._origins.get(node.of)
        self._came_from(node, None if origin is None else (*origin, node.name))
        at = (node.end - len(node.name), node.end)
        found = Members(self).of(of, node.name, at, self.said(node.of))
        return self._no_namespace(node, found)

    def check_index(self, node: Index) -> Type:
        """The member of a list at a place."""
        of, at = self.check(node.of), self.check(node.at)
        self._origins[node] = self._origins.get(node.of)
        if of.kind not in (Kind.LIST, Kind.UNKNOWN):
            message = f"{self.said(node.of)} is {describe(of)}, which has no members to count"
            return self.wrong_type(node, message)
        if at.kind not in (Kind.NUMBER, Kind.UNKNOWN):
            self.wrong_type(node.at, f"{self.said(node.at)} is {describe(at)}, not a number")
        return of.member

    # --- values made of others

    def check_literal(self, node: Literal) -> Type:
        """What is written there; texts that stand for times are read in `calling`."""
        if node.value is None:
            return NULL
        if isinstance(node.value, bool):
            return BOOLEAN
        return TEXT if isinstance(node.value, str) else NUMBER

    def check_list(self, node: ListOf) -> Type:
        """A list of the one type its members have."""
        member = UNKNOWN
        for item in node.items:
            joined = join(member, self.check(item))
            if joined is None:
                message = f"a list of {describe(member)} and {describe(item.type)} has no one type"
                return self.wrong_type(item, message)
            member = joined
        return self._list_type(node, member)

    def _list_type(self, node: Node, member: Type) -> Type:
        depth, inner = 1, member
        while inner.kind is Kind.LIST:
            depth, inner = depth + 1, inner.member
        if depth > LIST_DEPTH:
            message = f"lists may nest {LIST_DEPTH} deep, not deeper"
            return self.problem(node, ProblemCode.TOO_LARGE, message)
        return list_of(member)

    def check_macro(self, node: Macro) -> Type:
        """A list with a variable for its members and what is asked of each."""
        over = self.check(node.over)
        if over.kind not in (Kind.LIST, Kind.UNKNOWN):
            message = f"{self.said(node.over)} is {describe(over)}; `{node.name}` needs a list"
            over = self.wrong_type(node.over, message)
        origin = self._origins.get(node.over)
        node.slot = len(self._variables)
        self._variables.append(_Variable(node.variable, over.member, origin))
        self.slots = max(self.slots, len(self._variables))
        if node.name == "map":
            self.check(node.body)
        else:
            self.want_boolean(node.body)
        self._variables.pop()
        return self._macro_type(node, over, origin)

    def _macro_type(self, node: Macro, over: Type, origin: Origin) -> Type:
        if node.name == "map":
            self._origins[node] = self._origins.get(node.body)
            return self._list_type(node, node.body.type)
        if node.name == "filter":
            self._origins[node] = origin
            return over
        return BOOLEAN

    def check_choose(self, node: Choose) -> Type:
        """The one type of the two values."""
        self.want_boolean(node.condition)
        yes, no = self.check(node.yes), self.check(node.no)
        joined = join(yes, no)
        if joined is None:
            message = f"the two values after `?` are {describe(yes)} and {describe(no)}"
            return self.wrong_type(node, message, "both must be of one type")
        return joined

    # --- operators

    def check_parts(self, node: Both | Either) -> Type:
        """The operands of && and ||."""
        for part in node.parts:
            self.want_boolean(part)
        return BOOLEAN

    def check_not(self, node: Not) -> Type:
        """The operand of !."""
        self.want_boolean(node.of)
        return BOOLEAN


_CHECKS: dict[type[Node], Callable[[Checker, Any], Type]] = {
    Path: Checker.check_path,
    Member: Checker.check_member,
    Index: Checker.check_index,
    Literal: Checker.check_literal,
    ListOf: Checker.check_list,
    Macro: Checker.check_macro,
    Choose: Checker.check_choose,
    Both: Checker.check_parts,
    Either: Checker.check_parts,
    Not: Checker.check_not,
    Negate: check_negate,
    Chain: check_chain,
    Call: check_call,
    Compare: check_compare,
    Within: check_within,
}
