"""Types: their names for people, and when two are one."""

from __future__ import annotations

import pytest

from govern.spec.conditions import Type, types
from govern.spec.conditions.types import describe, join

ROW = types.row({"amount": types.NUMBER})


@pytest.mark.parametrize(
    ("type_", "said"),
    [
        (types.NUMBER, "a number"),
        (types.BOOLEAN, "true or false"),
        (types.money(), "an amount of money"),
        (types.money("EUR"), "an amount of money in EUR"),
        (types.record("loan", "book"), "a record (book or loan)"),
        (types.list_of(types.PERSON), "a list of people"),
        (types.list_of(types.money()), "a list of amounts of money"),
        (types.list_of(types.list_of(types.TEXT)), "a list of lists"),
        (types.list_of(types.UNKNOWN), "a list"),
        (types.list_of(ROW), "a list of table rows"),
    ],
)
def test_a_type_is_said_in_words(type_: Type, said: str) -> None:
    assert describe(type_) == said


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (types.NUMBER, types.NUMBER, types.NUMBER),
        (types.NUMBER, types.TEXT, None),
        (types.NUMBER, types.NULL, types.NUMBER),
        (types.NUMBER, types.UNKNOWN, types.NUMBER),
        (types.choice("ab"), types.choice("bc"), types.choice("abc")),
        (types.choice("ab"), types.TEXT, types.TEXT),
        (types.choice("ab"), types.ROLE, None),
        (types.money("EUR"), types.money("USD"), types.money()),
        (types.record("loan"), types.record("book"), types.record("book", "loan")),
        (types.list_of(types.NUMBER), types.NULL, None),
        (types.list_of(types.NUMBER), types.list_of(types.UNKNOWN), types.list_of(types.NUMBER)),
        (types.list_of(types.NUMBER), types.list_of(types.TEXT), None),
        (ROW, types.row({"amount": types.NUMBER}), ROW),
        (ROW, types.row({"amount": types.TEXT}), None),
    ],
)
def test_two_types_join_either_way_round(one: Type, other: Type, both: Type | None) -> None:
    assert join(one, other) == both
    joined = join(other, one)
    assert (joined and sorted(joined.choices)) == (both and sorted(both.choices))
    assert (joined and joined.kind) == (both and both.kind)


def test_the_workflows_of_a_record_have_no_order() -> None:
    assert types.record("loan", "book") == types.record("book", "loan", "book")


def test_types_can_be_kept_in_sets() -> None:
    assert len({ROW, types.row({"amount": types.NUMBER}), types.money("EUR"), types.money()}) == 3
