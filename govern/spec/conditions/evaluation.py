"""From a checked tree to closures: one for each node, made once, run with a frame.

&& and ||, and with them all and exists, may stop at the side that decides: as an error on the
other side is absorbed, the value is the same as if all had been evaluated. Names and literals are
in `reading`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from govern.spec.conditions import arithmetic as exact
from govern.spec.conditions.frames import Empty, Frame, Run, Trouble, Truth
from govern.spec.conditions.macros import MACRO_RUNS
from govern.spec.conditions.reading import read_member, read_path
from govern.spec.conditions.running import (
    ask,
    compare_any,
    decide,
    has_value,
    only_truth,
    operate,
    weight,
)
from govern.spec.conditions.signatures import SIGNATURES, zero
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
    walk,
    written,
)
from govern.spec.conditions.types import Kind

_CERTAIN = (Both, Either, Not, Compare, Within, Macro)
"""Nodes that are true or false whenever they have a value."""

ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_AS_THEY_ARE = frozenset(
    {
        Kind.TEXT,
        Kind.CHOICE,
        Kind.NUMBER,
        Kind.BOOLEAN,
        Kind.DATE,
        Kind.MOMENT,
        Kind.DURATION,
        Kind.PERSON,
        Kind.ROLE,
    }
)
"""Kinds whose values Python compares as the language does."""


class Compiler:
    """Makes the closures of one expression; `runs` has one for every node of the tree."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.runs: dict[Node, Run] = {}

    def compile(self, node: Node) -> Run:
        """The closure of the node, and of everything in it."""
        run = self.runs[node] = _COMPILERS[type(node)](self, node)
        return run

    def said(self, node: Node) -> str:
        return written(self.text, node, 40)

    def filled(self, node: Node) -> Run:
        """The value of the node; Empty where it has none."""
        run = self.compile(node)
        if isinstance(node, (*_CERTAIN, Literal, ListOf, Chain)):
            return run
        message = f"{self.said(node)} is empty"

        def run_filled(frame: Frame) -> Any:
            value = run(frame)
            if value is None:
                raise Empty(message)
            return value

        return run_filled

    def truth(self, node: Node) -> Truth:
        """True or False; Empty or Trouble for anything else."""
        run = self.compile(node)
        return run if isinstance(node, _CERTAIN) else only_truth(run, self.said(node))

    # --- values

    def literal(self, node: Literal) -> Run:
        """Always the same value."""
        value = node.value
        return lambda _frame: value

    def list_of(self, node: ListOf) -> Run:
        """The values of the members."""
        items = [self.compile(item) for item in node.items]
        return lambda frame: tuple([item(frame) for item in items])

    def path(self, node: Path) -> Run:
        return read_path(node)

    def member(self, node: Member) -> Run:
        return read_member(self.compile(node.of), node.name, self.said(node.of), node.type)

    def index(self, node: Index) -> Run:
        """A member by its place, from 0."""
        of, at, said = self.members(node.of), self.filled(node.at), self.said(node.of)

        def run_index(frame: Frame) -> Any:
            values, number = of(frame), at(frame)
            if 0 <= number < len(values) and number == int(number):
                return values[int(number)]
            raise Trouble(f"{said} has no member {number:f}")

        return run_index

    def members(self, node: Node) -> Run:
        """The members of a list, as something with a length and an order."""
        run, said = self.filled(node), self.said(node)

        def run_members(frame: Frame) -> Sequence[Any]:
            values = run(frame)
            if isinstance(values, (tuple, list)):
                return values
            raise Trouble(f"{said} is not a list")

        return run_members

    # --- logic

    def both(self, node: Both) -> Run:
        return decide([self.truth(part) for part in node.parts], False)

    def either(self, node: Either) -> Run:
        return decide([self.truth(part) for part in node.parts], True)

    def negation(self, node: Not) -> Run:
        """The other truth."""
        of = self.truth(node.of)
        return lambda frame: not of(frame)

    def choose(self, node: Choose) -> Run:
        """The value of the branch that is taken; the other is not evaluated."""
        condition, yes, no = (
            self.truth(node.condition),
            self.compile(node.yes),
            self.compile(node.no),
        )
        return lambda frame: yes(frame) if condition(frame) else no(frame)

    # --- comparing

    def compare(self, node: Compare) -> Run:
        """Two values in order, or equal."""
        kinds = (node.left.type.kind, node.right.type.kind)
        if Kind.NULL in kinds:
            return self._compare_null(node)
        left, right, order = self.filled(node.left), self.filled(node.right), ORDERS[node.op]
        if kinds[0] in _AS_THEY_ARE and kinds[1] in _AS_THEY_ARE:
            return lambda frame: order(left(frame), right(frame))
        if node.op in ("==", "!=") and Kind.MONEY not in kinds:
            wanted = node.op == "=="
            return lambda frame: exact.same(left(frame), right(frame), frame) is wanted
        return lambda frame: compare_any(order, left(frame), right(frame))

    def _compare_null(self, node: Compare) -> Run:
        """Against null: what is empty, or behind something empty, is null; this never errs."""
        left, right = self.compile(node.left), self.compile(node.right)
        wanted = node.op == "=="
        other = right if node.left.type.kind is Kind.NULL else left

        def run_null(frame: Frame) -> bool:
            try:
                return (other(frame) is None) is wanted
            except Empty:
                return wanted

        return run_null

    def within(self, node: Within) -> Run:
        """Whether a list has the value."""
        item, among = self.filled(node.item), self.members(node.list)

        def run_within(frame: Frame) -> bool:
            value, values = item(frame), among(frame)
            frame.spend(1 + len(values) // 64)
            return value in values

        def run_within_any(frame: Frame) -> bool:
            value, values = item(frame), among(frame)
            return any(exact.same(value, other, frame) for other in values)

        return run_within if node.item.type.kind in _AS_THEY_ARE else run_within_any

    # --- computing

    def negate(self, node: Negate) -> Run:
        """The value with the other sign."""
        of = self.filled(node.of)
        return lambda frame: exact.negative(of(frame))

    def chain(self, node: Chain) -> Run:
        """One operator after the other."""
        run, left = self.filled(node.first), node.first.type
        for (op, operand), result in zip(node.rest, node.steps, strict=True):
            run = operate(op, run, left.kind, self.filled(operand), operand.type.kind)
            left = result
        return run

    # --- calls and macros

    def call(self, node: Call) -> Run:
        """A function of the values of its arguments."""
        if node.name == "has":
            return has_value(self.compile(node.args[0]))
        signature = SIGNATURES[node.name]
        args, compute = [self.filled(argument) for argument in node.args], signature.compute
        if signature.asks:
            return ask(compute, args, self.said(node))
        nothing = zero(node.type) if node.name == "sum" else None

        def run_call(frame: Frame) -> Any:
            values = [argument(frame) for argument in args]
            frame.spend(sum(map(weight, values)))
            value = compute(*values)
            return nothing if value is None else value

        return run_call

    def macro(self, node: Macro) -> Run:
        """What is asked of every member, charged before it is asked."""
        over, slot = self.members(node.over), node.slot
        body = self.compile(node.body) if node.name == "map" else self.truth(node.body)
        steps = 1 + sum(1 for _ in walk(node.body)) // 16
        run = MACRO_RUNS[node.name]

        def run_macro(frame: Frame) -> Any:
            values = over(frame)
            frame.spend(steps * len(values))
            return run(frame, values, slot, body)

        return run_macro


_COMPILERS: dict[type[Node], Callable[[Compiler, Any], Run]] = {
    Literal: Compiler.literal,
    ListOf: Compiler.list_of,
    Path: Compiler.path,
    Member: Compiler.member,
    Index: Compiler.index,
    Both: Compiler.both,
    Either: Compiler.either,
    Not: Compiler.negation,
    Choose: Compiler.choose,
    Compare: Compiler.compare,
    Within: Compiler.within,
    Negate: Compiler.negate,
    Chain: Compiler.chain,
    Call: Compiler.call,
    Macro: Compiler.macro,
}
