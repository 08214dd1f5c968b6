"""Thousands of random expressions mean here what they mean to another implementation of CEL.

On the subset both share: whole numbers, booleans, texts, lists, logic, macros. Left out are the
differences the documentation lists (division, numbers beyond 64 bits) and what the other
implementation does not survive (long or deep expressions), and errors inside `all` and `exists`,
where it does not let a deciding member absorb them, as CEL says and `test_evaluation` holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import cel
import pytest

from govern.spec.conditions import Scope, compile_condition, types
from tests.spec.conditions.making import World

NAMES: dict[str, Any] = {
    "a": 3,
    "b": -2,
    "zero": 0,
    "yes": True,
    "no": False,
    "s": "abc",
    "t": "",
    "xs": [1, 2, 3],
    "none": [],
    "words": ["abc", "b"],
}
INTEGERS, TRUTHS, WORDS = types.NUMBER, types.BOOLEAN, types.TEXT
SCOPE = Scope(
    names={
        **dict.fromkeys(("a", "b", "zero"), INTEGERS),
        **dict.fromkeys(("yes", "no"), TRUTHS),
        **dict.fromkeys(("s", "t"), WORDS),
        **dict.fromkeys(("xs", "none"), types.list_of(INTEGERS)),
        "words": types.list_of(WORDS),
    }
)
WORLD = World({**NAMES, "xs": (1, 2, 3), "none": (), "words": ("abc", "b")})


class Writer:
    """Writes random expressions of a type, small enough for every implementation."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.variables: list[str] = []
        self.sure = 0  # above 0 nothing is written that can err

    def pick(self, *makers: Callable[[int], str], depth: int) -> str:
        return self.random.choice(makers)(depth - 1)

    def number(self, depth: int) -> str:
        if depth <= 0:
            small = [str(n) for n in range(10)]
            return self.random.choice(["a", "b", "zero", *self.variables * 3, *small])
        return self.pick(
            self.sum, self.sum, self.size, self.choice_of_numbers, self.member, depth=depth
        )

    def sum(self, depth: int) -> str:
        op = self.random.choice("++--*" if self.sure else "++--*%")
        made = f"({self.number(depth)} {op} {self.number(depth)})"
        return f"-{made}" if self.random.random() < 0.1 else made

    def size(self, depth: int) -> str:
        sized = self.random.choice([self.numbers, self.words, self.word])(depth)
        return self.random.choice([f"size({sized})", f"({sized}).size()"])

    def member(self, depth: int) -> str:
        return (
            self.size(depth)
            if self.sure
            else f"{self.numbers(depth)}[{self.random.choice('0012')}]"
        )

    def choice_of_numbers(self, depth: int) -> str:
        return f"({self.truth(depth)} ? {self.number(depth)} : {self.number(depth)})"

    def word(self, depth: int) -> str:
        if depth <= 0:
            return self.random.choice(["s", "t", "'b'", '"abc"', r'"a\"\n"', "'B'"])
        parts = self.word(depth - 1), self.word(depth - 1)
        return self.random.choice(
            [f"({parts[0]} + {parts[1]})", f"({self.truth(depth - 1)} ? {parts[0]} : {parts[1]})"]
        )

    def numbers(self, depth: int) -> str:
        if depth <= 0:
            return self.random.choice(["xs", "none", "[2, 1]", "[0]", "[a, b]"])
        return self.pick(self.listed, self.filtered, self.mapped, self.joined, depth=depth)

    def listed(self, depth: int) -> str:
        return f"[{', '.join(self.number(depth) for _ in range(self.random.randint(1, 3)))}]"

    def joined(self, depth: int) -> str:
        return f"({self.numbers(depth)} + {self.numbers(depth)})"

    def filtered(self, depth: int) -> str:
        return self.macro("filter", self.truth, depth)

    def mapped(self, depth: int) -> str:
        return self.macro("map", self.number, depth)

    def words(self, depth: int) -> str:
        return self.random.choice(["words", f"[{self.word(depth)}]", '["b", "c"]'])

    def truth(self, depth: int) -> str:
        if depth <= 0:
            return self.random.choice(["yes", "no", "true", "false"])
        return self.pick(
            self.logic, self.logic, self.ordered, self.equal, self.within, self.asked, self.looked,
            depth=depth,
        )  # fmt: skip

    def logic(self, depth: int) -> str:
        op = self.random.choice(["&&", "||", "&&", "||", "?", "!"])
        one, other = self.truth(depth), self.truth(depth)
        if op == "!":
            return f"!({one})"
        if op == "?":
            return f"({one} ? {other} : {self.truth(depth)})"
        return f"({one} {op} {other})"

    def ordered(self, depth: int) -> str:
        write = self.random.choice([self.number, self.number, self.word])
        return f"({write(depth)} {self.random.choice(['<', '<=', '>', '>='])} {write(depth)})"

    def equal(self, depth: int) -> str:
        write = self.random.choice([self.number, self.word, self.truth, self.numbers])
        return f"({write(depth)} {self.random.choice(['==', '!='])} {write(depth)})"

    def within(self, depth: int) -> str:
        if self.random.random() < 0.7:
            return f"({self.number(depth)} in {self.numbers(depth)})"
        return f"({self.word(depth)} in {self.words(depth)})"

    def asked(self, depth: int) -> str:
        name = self.random.choice(["all", "exists", "exists_one"])
        return self.macro(name, self.truth, depth)

    def looked(self, depth: int) -> str:
        name = self.random.choice(["startsWith", "endsWith", "contains"])
        return f"{self.word(0)}.{name}({self.word(depth)})"

    def macro(self, name: str, write: Callable[[int], str], depth: int) -> str:
        over = self.numbers(depth)
        self.variables.append(self.random.choice(["x", "y", "a"]))
        self.sure += name in ("all", "exists")
        made = f"{over}.{name}({self.variables[-1]}, {write(depth)})"
        self.sure -= name in ("all", "exists")
        self.variables.pop()
        return made


def here(text: str) -> Any:
    """The value, with whole numbers as integers, or "error"."""
    outcome = compile_condition(text, SCOPE).evaluate(WORLD, WORLD)
    return "error" if outcome.error else plain(outcome.value)


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [plain(member) for member in value]
    return int(value) if isinstance(value, Decimal) else value


def elsewhere(text: str) -> Any:
    """The value there, or "error"."""
    try:
        return cel.evaluate(text, NAMES)
    except (ArithmeticError, LookupError):
        return "error"


@pytest.mark.parametrize("seed", range(6))
def test_random_expressions_mean_the_same_elsewhere(seed: int) -> None:
    writer = Writer(seed)
    seen: Counter[str] = Counter()
    while seen.total() < 1000:
        kind = writer.random.choice(
            [writer.truth, writer.truth, writer.number, writer.numbers, writer.word]
        )
        text = kind(writer.random.randint(1, 5))
        if len(text) > 400:
            continue
        found, expected = here(text), elsewhere(text)
        assert (found, type(found)) == (expected, type(expected)), text
        seen[str(found)[:5]] += 1
    assert min(seen["True"], seen["False"], seen["error"]) > 20


@pytest.mark.parametrize(
    "text",
    [
        "1 % 0 == 1 && false",
        "false && 1 % 0 == 1",
        "1 % 0 == 1 || true",
        "1 % 0 == 1 && true",
        "[1, 0].exists(x, 1 % x == 0)",
        "[0, 1].exists_one(x, 1 % x == 0)",
        "[0].filter(x, 1 % x == 0)",
        "yes ? 1 : 1 % 0",
        "1 % 0 == 1 ? 1 : 1",
        "-7 % 3",
        "7 % -3",
        "xs[3]",
        "1 < 2 == true",
        "2 - 3 - 4",
        "xs.map(a, a).filter(a, a > 1).size()",
    ],
)
def test_the_corners_mean_the_same_elsewhere(text: str) -> None:
    assert here(text) == elsewhere(text)
