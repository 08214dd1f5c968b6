"""Whatever the text, there is an expression or a refusal; whatever the world, an outcome; soon."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from random import Random
from typing import Any

import pytest
from hypothesis import given, strategies as st

from govern.spec.conditions import ConditionError, Expression, compile_condition, types
from govern.spec.conditions.tree import Node, walk
from tests.spec.conditions.making import SCOPE, WORLD, Broken, World, patient

SEEDS = [
    'cost <= limit * 1.1 && has(parent.owner) || category in ["novel", "poetry"]',
    "children.loan.all(l, l.cost > 10 && l.parent.owner == actor) ? due : lent_on",
    'sum(rows.map(r, r.amount)) / 3 >= avg([1, 2.5]) && !title.startsWith("E")',
    'days(due, date(now)) > 5 && add(lent_on, "2 weeks") < date("2026-03-31")',
    "fired(lend) && entered(open) != null && holds(actor, librarian)",
    "books[0].parent == parent && tags == ['red', 'blue'] && -ratio % 2 < 1",
    'period > duration("3 days") || now - lent_at < duration("36 hours")',
    "anything + 1 == 2 || [anything].exists_one(x, x == 1) || size([[1], []]) > 1",
    "[1].map(x, [x, x]).map(y, y.map(z, [z, y[0]])) == [[[1, 1]]] && note == null",
]
PIECES = [
    *"()[]?:.,+-*/%!<>='\" \n0159az_{}\\\0é\u202e\ud800😀",
    *("&&", "||", "==", "!=", "<=", " in ", "true", "null", ".all(x, ", "[0]", "parent.", "cost"),
    *("children.loan", ".map(x, ", "size(", "has(", "date(", '"2 days"', "1" * 70, "((((", "!!!!"),
    *(
        "rows",
        "reviewers",
        "actor",
        "title",
        "sum(",
        "anything",
        ".filter(t, ",
        "period",
        "dollars",
    ),
]
WORLDS: list[dict[str, Any]] = [
    dict(WORLD),
    dict.fromkeys(WORLD),
    dict.fromkeys(WORLD, ()),
    dict.fromkeys(WORLD, "text"),
    dict.fromkeys(WORLD, 7),
    dict.fromkeys(WORLD, Broken()),
    {},
]


def mutated(random: Random) -> str:
    """A seed, cut and mended a few times."""
    text = random.choice(SEEDS)
    for _ in range(random.choice([1, 1, 2, 3, 8])):
        at, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
        kind = random.randrange(5)
        if kind == 0:
            text = text[:at] + random.choice(PIECES) + text[at:]
        elif kind == 1:
            text = text[:at] + text[min(end, at + 4) :]
        elif kind == 2:
            text = text[:at] + random.choice(PIECES) + text[at + 1 :]
        elif kind == 3:
            text = text[:end] + text[at:end] + text[end:]
        else:
            other = random.choice(SEEDS)
            text = text[:at] + other[random.randrange(len(other)) :]
    return text[:1100]


def tried(text: str, expects: Any = None) -> Expression | ConditionError:
    """The expression, or its refusal, whose problems lie within the text."""
    try:
        return compile_condition(text, SCOPE, expects)
    except ConditionError as error:
        refused = error
    assert refused.problems
    for found in refused.problems:
        assert 0 <= found.offset <= len(text)
        assert found.length >= 0
        assert found.message
    return refused


def check_outcome(expression: Expression, values: dict[str, Any]) -> bool:
    """Whether there was a value; in any case there is an explanation."""
    world = World(values)
    outcome = expression.evaluate(world, world)
    told = outcome.explanation
    assert 0 < len(told.sentence) <= 600
    assert bool(told.error) is (outcome.error is not None)
    if outcome.error is None and isinstance(outcome.value, bool):
        assert told.holds is outcome.value
    return outcome.error is None


def parts() -> list[tuple[str, Node]]:
    """Every part of every seed, with its text and type."""
    trees = [(text, compile_condition(text, SCOPE).tree) for text in SEEDS]
    return [(text, node) for text, tree in trees for node in walk(tree)]


def spliced(random: Random, known: list[tuple[str, Node]]) -> str:
    """A seed with parts replaced by others of the same kind."""
    text = random.choice(SEEDS)
    for _ in range(random.randint(1, 3)):
        tree = tried(text)
        if not isinstance(tree, Expression):
            break
        out = random.choice(list(walk(tree.tree)))
        alike = [one for one in known if one[1].type.kind is out.type.kind]
        other, node = random.choice(alike or known)
        text = f"{text[: out.start]}({other[node.start : node.end]}){text[out.end :]}"
    return text


def hammer(texts: Iterable[str], random: Random) -> Counter[str]:
    """How many texts were refused, had a value, had none; each within a second."""
    seen: Counter[str] = Counter()
    for text in texts:
        started = time.perf_counter()
        found = tried(text, random.choice([None, types.BOOLEAN]))
        if isinstance(found, Expression):
            seen["value" if check_outcome(found, random.choice(WORLDS[:2])) else "error"] += 1
        else:
            seen["refused"] += 1
        assert time.perf_counter() - started < 1, text
    return seen


@pytest.mark.parametrize("seed", range(8))
def test_mutated_texts_are_refused_or_evaluated(seed: int) -> None:
    random = Random(seed)
    seen = hammer((mutated(random) for _ in range(3000)), random)
    assert seen["refused"] > 2000
    assert seen["value"]


@pytest.mark.parametrize("seed", range(4))
def test_spliced_expressions_are_refused_or_evaluated(seed: int) -> None:
    random, known = Random(seed), parts()
    seen = hammer((spliced(random, known) for _ in range(600)), random)
    assert min(seen["refused"], seen["value"], seen["error"]) > 60


@pytest.mark.parametrize("number", range(len(SEEDS)))
def test_every_expression_has_an_outcome_in_every_world(number: int) -> None:
    expression = tried(SEEDS[number])
    assert isinstance(expression, Expression)
    assert check_outcome(expression, WORLDS[0])
    for values in WORLDS:
        check_outcome(expression, values)


def test_a_sound_world_brings_no_unforeseen_errors() -> None:
    random, known = Random(0), parts()
    said: Counter[str] = Counter()
    for _ in range(1000):
        found = tried(spliced(random, known))
        if isinstance(found, Expression):
            world = World(WORLD)
            said[found.evaluate(world, world).error or ""] += 1
    assert [error for error in said if "cannot be evaluated" in error] == []


@patient
@given(st.text(max_size=80))
def test_any_text_is_refused_or_an_expression(text: str) -> None:
    tried(text)


@patient
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_heap_of_tokens_is_refused_or_an_expression(text: str) -> None:
    found = tried(text)
    if isinstance(found, Expression):
        check_outcome(found, WORLDS[0])


@pytest.mark.parametrize(
    "text", ["(" * 10**6, "a" * 10**6, "1+" * 10**6, '"' + "x" * 10**6, "!" * 10**6]
)
def test_a_huge_text_is_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    assert isinstance(tried(text), ConditionError)
    assert time.perf_counter() - started < 0.1


def test_an_expression_is_compiled_even_far_down_the_stack() -> None:
    def deeper(levels: int) -> Any:
        return deeper(levels - 1) if levels else tried("(" * 30 + "1" + ")" * 30)

    found = deeper(600)
    assert isinstance(found, ConditionError | Expression)
    assert isinstance(deeper(100), Expression)
