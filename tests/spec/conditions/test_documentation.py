"""`docs/expressions.md` lists everything there is, and says nothing that is not so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govern.spec.conditions import ProblemCode, compile_condition, frames, tokens, tree, types
from govern.spec.conditions.operators import ARITHMETIC
from govern.spec.conditions.signatures import SIGNATURES
from govern.spec.conditions.syntax import MACROS
from tests.spec.conditions.making import SCOPE, explain

PAGE = (Path(__file__).parents[3] / "docs" / "expressions.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text under a heading."""
    return PAGE.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_every_function_is_listed_with_its_meaning_and_no_other() -> None:
    rows = [line for line in section("Functions").splitlines() if line.startswith("| `")]
    listed = {re.match(r"\| `(\w+)\(", row).group(1): row for row in rows}  # type: ignore[union-attr]
    assert list(listed) == list(SIGNATURES)
    for name, signature in SIGNATURES.items():
        assert f"| {signature.meaning} |" in listed[name]
        assert (f".{name}(" in listed[name]) is signature.method


@pytest.mark.parametrize("sentence", MACROS.values())
def test_every_macro_is_listed(sentence: str) -> None:
    assert f"- {sentence}" in section("Functions")


def test_every_operator_is_listed() -> None:
    operators = {op for op, _, _ in ARITHMETIC} | {"==", "!=", "<", "<=", ">", ">=", "&&", "in"}
    assert [op for op in operators if f"`a {op} " not in section("Operators")] == []
    assert all(sign in section("Operators") for sign in ("`!a`", "`-a`", "`c ? a : b`", "&#124;"))


def test_every_type_is_listed() -> None:
    rows = re.findall(r"^\| (\w+) \|", section("Types"), re.MULTILINE)
    hidden = {types.Kind.UNKNOWN, types.Kind.NAMESPACE}
    assert set(rows) - {"type"} == {kind.value for kind in types.Kind if kind not in hidden}


def test_every_problem_is_listed() -> None:
    assert re.findall(r"^\| `([\w-]+)` \|", section("Problems"), re.MULTILINE) == [*ProblemCode]


@pytest.mark.parametrize(
    "limit",
    [
        tokens.LONGEST_TEXT,
        tree.DEEPEST,
        tokens.MOST_DIGITS,
        types.LIST_DEPTH,
        frames.STEPS,
        frames.LONGEST_VALUE,
        frames.LONGEST_LIST,
    ],
)
def test_every_limit_is_listed(limit: int) -> None:
    assert f" {limit:,}".replace(",", " ") in section("Limits")


def test_the_examples_are_expressions() -> None:
    block = PAGE.split("```\n", 1)[1].split("```", 1)[0]
    scope_names = block.replace("children.copy", "children.loan").replace("days_left", "ratio")
    for line in scope_names.splitlines():
        assert compile_condition(line, SCOPE, types.BOOLEAN).text == line


def test_the_explanation_shown_first_is_the_one_that_is_given() -> None:
    assert f"| `cost <= 10000` | {explain('cost <= 10000')} |" in PAGE
    text = "cost <= limit * 1.1"
    assert f"| `{text}` | {explain(text)} |" in PAGE
    assert f"| `actor in reviewers` | {explain('actor in reviewers')} |" in PAGE
