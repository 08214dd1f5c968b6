"""The keys of the index sort as the values do, whatever the database compares with."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from govern.rules import fields, kinds
from govern.spec.model import Field
from govern.spec.values import Money
from govern.spec.vocabulary import FieldKind

numbers = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 15),
)
ORDERED: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-(2**31), 2**31 - 1),
    "number": numbers,
    "percent": numbers,
    "money": st.decimals(-(10**12), 10**12, places=2),
    "date": st.dates(date(1900, 1, 1), date(9998, 12, 31)),
    "datetime": st.integers(0, 250_000_000_000_000_000).map(
        lambda micros: datetime(1901, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    ),
    "duration": st.integers(-(10**9), 10**9).map(lambda s: timedelta(seconds=s)),
    "boolean": st.booleans(),
}


def key(kind: str, value: Any) -> str:
    field = Field("x", FieldKind(kind), "X")
    value = Money(value, "EUR") if kind == "money" else value
    return fields.search_key(field, kinds.keep(value, field))


@pytest.mark.parametrize("kind", ORDERED)
@given(data=st.data())
def test_keys_are_in_the_order_of_the_values(kind: str, data: st.DataObject) -> None:
    one, other = data.draw(ORDERED[kind]), data.draw(ORDERED[kind])
    assert (key(kind, one) < key(kind, other)) == (one < other)
    assert (key(kind, one) == key(kind, other)) == (one == other)


@given(numbers)
def test_the_key_of_a_number_has_one_width_and_no_sign(number: Decimal) -> None:
    assert re.fullmatch("[nop][0-9]{23}", key("number", number))


def test_texts_are_found_whatever_their_case_and_form() -> None:
    assert key("text", "Cafe\u0301 STRASSE") == key("text", "café straße")


def test_a_long_text_is_found_by_its_beginning() -> None:
    assert key("text", "A" * 500) == "a" * 200


def test_a_list_has_a_key_for_each_member_and_an_empty_field_none() -> None:
    people = Field("x", FieldKind.PEOPLE, "X")
    assert fields.search_keys(people, ["alice", "bob"]) == ("alice", "bob")
    assert fields.search_keys(people, []) == ()
    assert fields.search_key(people, None) == ""
