"""Worlds that are not as promised: nothing they do is raised."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from govern.spec.conditions import compile_condition
from tests.spec.conditions.making import (
    SCOPE,
    Broken,
    Record,
    World,
    euros,
    evaluate,
    value,
)


@pytest.mark.parametrize(
    ("text", "changed", "said"),
    [
        ("ratio > 1", {"ratio": "high"}, "it cannot be evaluated (TypeError)"),
        ("title.lower()", {"title": 5}, "it cannot be evaluated (AttributeError)"),
        ("lent_at < now", {"lent_at": datetime(2026, 1, 1)}, "it cannot be evaluated (TypeError)"),  # noqa: DTZ001
        ("cost < limit", {"cost": "much"}, "the values cannot be compared"),
        ("parent.owner == actor", {"parent": "not loaded"}, "parent.owner is not known here"),
        ("parent.owner == actor", {"parent": Record("S")}, "parent.owner is not known here"),
        ("parent.owner == actor", {"parent": Broken()}, "it cannot be evaluated (RuntimeError)"),
        ("rows.all(r, r.amount > 1)", {"rows": ({},)}, "r.amount is not known here"),
        ("urgent && true", {"urgent": "yes"}, "urgent is neither true nor false"),
        ("urgent && true", {"urgent": 1}, "urgent is neither true nor false"),
        ("holders(reader_in_chief) == reviewers", {}, "holders(reader_in_chief) is not known here"),
        ("ratio < 1", {"ratio": Decimal("NaN")}, "it cannot be evaluated (InvalidOperation)"),
    ],
)
def test_an_unforeseen_value_is_an_error_and_never_raised(
    text: str, changed: dict[str, Any], said: str
) -> None:
    outcome = evaluate(text, **changed)
    assert outcome.error == said
    assert said in outcome.explain()


def test_a_name_the_world_does_not_have_is_an_error() -> None:
    world = World({})
    assert compile_condition("cost > 5", SCOPE).evaluate(world, world).error == (
        "cost is not known here"
    )


def test_a_list_is_a_tuple_however_the_world_keeps_it() -> None:
    assert value("tags", tags=["red"]) == ("red",)


def test_a_set_of_names_is_read_in_order() -> None:
    assert value("tags", tags=frozenset({"red", "blue"})) == ("blue", "red")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anything + 1 > 12", True),
        ("anything == 12", True),
        ("anything in [1, 12]", True),
        ("[].map(x, x + 1) == []", True),
        ("sum([]) == 0", True),
    ],
)
def test_what_is_not_known_before_is_computed_by_its_looks(text: str, *, expected: bool) -> None:
    assert value(text) is expected


@pytest.mark.parametrize("thing", ["text", True, euros(5), None, (), date(2026, 1, 1)])
def test_what_turns_out_not_to_fit_is_an_error(thing: Any) -> None:
    assert evaluate("anything % 2 > 1", anything=thing).error
