"""The nodes an expression is made of. `syntax` makes them, `checking` fills in their types.

Chains of one precedence are one node, and dotted names are one node, so that the depth of a tree
is the nesting a person sees. Nodes compare by identity.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from govern.spec.conditions.types import UNKNOWN, Type
from govern.spec.values import Value

DEEPEST = 32
"""How deep an expression may nest."""


@dataclass(slots=True, eq=False)
class Node:
    """A part of the expression: the characters from `start` to `end` of its text."""

    start: int
    end: int
    type: Type = field(init=False, default=UNKNOWN)

    def children(self) -> tuple[Node, ...]:
        """The parts it is made of, in the order of the text."""
        return ()


@dataclass(slots=True, eq=False)
class Literal(Node):
    """A number, a text, true, false, null; the checker puts dates and durations here too."""

    value: Value


@dataclass(slots=True, eq=False)
class ListOf(Node):
    """[a, b]"""

    items: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.items


@dataclass(slots=True, eq=False)
class Path(Node):
    """A name, or names with dots. `slot` is the place of a macro's variable, -1 for a root name."""

    names: tuple[str, ...]
    ends: tuple[int, ...]  # where each name ends in the text
    slot: int = field(init=False, default=-1)
    steps: tuple[Type, ...] = field(init=False, default=())  # the type after each name


@dataclass(slots=True, eq=False)
class Member(Node):
    """A name behind the dot of something that is not a path: `rows[0].amount`."""

    of: Node
    name: str

    def children(self) -> tuple[Node, ...]:
        return (self.of,)


@dataclass(slots=True, eq=False)
class Index(Node):
    """list[0]"""

    of: Node
    at: Node

    def children(self) -> tuple[Node, ...]:
        return (self.of, self.at)


@dataclass(slots=True, eq=False)
class Call(Node):
    """f(a, b), or a.f(b) where `method` is set: a is the first argument in both."""

    name: str
    args: tuple[Node, ...]
    name_at: int
    method: bool = False

    def children(self) -> tuple[Node, ...]:
        return self.args


@dataclass(slots=True, eq=False)
class Macro(Node):
    """list.all(x, condition) and its kin. `slot` is the place of the variable in a frame."""

    name: str
    over: Node
    variable: str
    body: Node
    slot: int = field(init=False, default=-1)

    def children(self) -> tuple[Node, ...]:
        return (self.over, self.body)


@dataclass(slots=True, eq=False)
class Not(Node):
    of: Node

    def children(self) -> tuple[Node, ...]:
        return (self.of,)


@dataclass(slots=True, eq=False)
class Negate(Node):
    of: Node

    def children(self) -> tuple[Node, ...]:
        return (self.of,)


@dataclass(slots=True, eq=False)
class Chain(Node):
    """first + a - b …, or first * a / b …: from left to right."""

    first: Node
    rest: tuple[tuple[str, Node], ...]
    steps: tuple[Type, ...] = field(init=False, default=())  # the type after each operator

    def children(self) -> tuple[Node, ...]:
        return (self.first, *(operand for _, operand in self.rest))


@dataclass(slots=True, eq=False)
class Compare(Node):
    """left op right, with op one of == != < <= > >=."""

    op: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(slots=True, eq=False)
class Within(Node):
    """item in list"""

    item: Node
    list: Node

    def children(self) -> tuple[Node, ...]:
        return (self.item, self.list)


@dataclass(slots=True, eq=False)
class Both(Node):
    """a && b && c"""

    parts: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.parts


@dataclass(slots=True, eq=False)
class Either(Node):
    """a || b || c"""

    parts: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.parts


@dataclass(slots=True, eq=False)
class Choose(Node):
    """condition ? yes : no"""

    condition: Node
    yes: Node
    no: Node

    def children(self) -> tuple[Node, ...]:
        return (self.condition, self.yes, self.no)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything in it."""
    yield node
    for child in node.children():
        yield from walk(child)


def is_constant(node: Node) -> bool:
    """True where the node is made of literals alone: 10000, -5, 10 * 1000."""
    if isinstance(node, (Negate, Chain)):
        return all(is_constant(child) for child in node.children())
    return isinstance(node, Literal)


def written(text: str, node: Node, most: int = 80) -> str:
    """The node as it was written, on one line, cut where it is long."""
    line = " ".join(text[node.start : node.end].split())
    return line if len(line) <= most else line[: most - 1] + "…"
