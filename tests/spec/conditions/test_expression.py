"""The public face: what an expression says of itself."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from govern.errors import GovernError
from govern.spec.conditions import (
    ConditionError,
    Expression,
    Scope,
    Type,
    compile_condition,
    types,
)
from tests.spec.conditions.making import SCOPE, WORLD, World, loan


def compiled(text: str) -> Expression:
    return compile_condition(text, SCOPE)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("cost > 5", ["cost"]),
        ("parent.owner == actor", ["actor", "parent.owner"]),
        ("book.parent.parent.room == title", ["book.parent.parent.room", "title"]),
        ("children.loan.all(l, l.cost > 1)", ["children.loan"]),
        ("children.loan.all(l, l.cost > limit)", ["children.loan", "limit"]),
        ("books[0].parent.room == title", ["books", "title"]),
        ("has(book.parent) || input.reason == title", ["book.parent", "input.reason", "title"]),
        ("fired(lend) && holds(actor, librarian)", ["actor"]),
        ("tags.all(cost, cost == title)", ["tags", "title"]),
        ("1 + 1 == 2", []),
    ],
)
def test_an_expression_knows_what_it_reads(text: str, reads: list[str]) -> None:
    assert sorted(".".join(path) for path in compiled(text).reads) == reads


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        (
            "children.loan.all(l, l.book.title == title)",
            ["children.loan", "children.loan.book.title", "title"],
        ),
        (
            "children.loan.filter(l, true).map(m, m.parent).all(p, has(p.owner))",
            ["children.loan", "children.loan.parent", "children.loan.parent.owner"],
        ),
        ("books[0].parent.room == title", ["books", "books.parent", "books.parent.room", "title"]),
        (
            "books.map(b, b.parent)[0].owner == actor",
            ["actor", "books", "books.parent", "books.parent.owner"],
        ),
    ],
)
def test_what_is_reached_is_followed_into_the_members_of_lists(
    text: str, reaches: list[str]
) -> None:
    assert sorted(".".join(path) for path in compiled(text).reaches) == reaches


def test_an_expression_knows_the_functions_it_calls() -> None:
    text = "fired(lend) && tags.all(t, t.contains(title)) && sum([1]) > days(due, due)"
    assert compiled(text).calls == {"fired", "contains", "sum", "days"}


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("cost > 5", types.BOOLEAN),
        ("cost * 2", types.money("EUR")),
        ("cost / limit", types.NUMBER),
        ("due - due", types.DURATION),
        ("due + period", types.DATE),
        ("category", types.choice(["novel", "technical", "poetry"])),
        ("title + category", types.TEXT),
        ("tags.map(t, size(t))", types.list_of(types.NUMBER)),
        ("holders(librarian)", types.list_of(types.PERSON)),
        ("max(rows.map(r, r.amount))", types.NUMBER),
        ("avg([cost])", types.money("EUR")),
        ("add(now, period)", types.MOMENT),
        ("urgent ? due : null", types.DATE),
        ("book.parent", types.record("shelf")),
        ("null", types.NULL),
    ],
)
def test_an_expression_knows_its_type(text: str, type_: Type) -> None:
    assert compiled(text).type == type_


def test_expressions_are_equal_when_their_texts_are() -> None:
    other = Scope(names={"cost": types.NUMBER})
    assert compiled("cost > 5") == compile_condition("cost > 5", other)
    assert compiled("cost > 5") != compiled("cost > 6")
    assert len({compiled("cost > 5"), compiled("cost > 5")}) == 1


def test_an_expression_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        compiled("cost > 5").text = "true"  # type: ignore[misc]


def test_a_refusal_is_one_of_the_family_and_carries_every_problem() -> None:
    with pytest.raises(GovernError) as refused:
        compiled("cots > lmit")
    assert isinstance(refused.value, ConditionError)
    assert refused.value.code == "condition_refused"
    assert [found.offset for found in refused.value.problems] == [0, 7]


def test_a_scope_may_be_filled_after_it_was_made() -> None:
    shapes: dict[str, dict[str, Type]] = {}
    scope = Scope(names={"this": types.record("loan")}, shapes=shapes)
    shapes["loan"] = {"parent": types.record("loan"), "cost": types.NUMBER}
    assert compile_condition("this.parent.parent.cost > 1", scope).type == types.BOOLEAN


def test_one_expression_serves_many_threads() -> None:
    expression = compiled("children.loan.all(l, l.days_late <= days_late)")

    def run(late: int) -> Any:
        loans = tuple(loan(n, 1, days_late=late) for n in range(50))
        world = World({**WORLD, "children": {"loan": loans}, "days_late": late % 2 * 1000})
        return expression.evaluate(world, world).value

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(run, range(1, 401)))
    assert answers == [late % 2 == 1 for late in range(1, 401)]


def test_an_evaluation_reads_the_world_only_as_far_as_it_needs() -> None:
    asked: list[str] = []

    class Watched(World):
        def read(self, name: str) -> Any:
            asked.append(name)
            return super().read(name)

    world = Watched(WORLD)
    assert compiled("!urgent && cost > 5").evaluate(world, world).value is False
    assert asked == ["urgent"]
