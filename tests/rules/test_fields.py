"""Accepting what is sent, and the way of every value to its stored form and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from govern.errors import Tampered, ValuesRefused
from govern.rules import fields, kinds
from govern.spec.model import Field
from govern.spec.values import Money
from govern.spec.vocabulary import FieldKind
from tests.rules import making


class Known:
    """Who and what there is: alice and bob, the role librarian, the loan LN-1."""

    def person(self, name: str) -> bool:
        return name in ("alice", "bob")

    def role(self, name: str) -> bool:
        return name == "librarian"

    def record(self, ref: str) -> tuple[str, str] | None:
        return ("0198-1", "loan") if ref in ("LN-1", "0198-1") else None

    def holds(self, person: str, role: str) -> bool:
        return person == "alice"


def accept(declared: dict[str, Field], sent: Any) -> dict[str, Any]:
    return fields.accept(declared, sent, currency="EUR", resolve=Known())


def problems(declared: dict[str, Field], sent: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValuesRefused) as refusal:
        accept(declared, sent)
    return [(problem.code, problem.pointer) for problem in refusal.value.problems]


def test_only_what_was_sent_is_accepted() -> None:
    declared = making.fields(title="text", pages="integer", price="money")
    assert accept(declared, {"title": "Emma", "price": 12}) == {
        "title": "Emma",
        "price": {"amount": "12.00", "currency": "EUR"},
    }


def test_all_problems_are_told_at_once() -> None:
    declared = making.fields(title="text", pages="integer", reader="person")
    assert set(problems(declared, {"title": 1, "pages": 1.5, "reader": "mallory"})) == {
        ("wrong_type", "/fields/title"),
        ("wrong_type", "/fields/pages"),
        ("unknown_person", "/fields/reader"),
    }


def test_an_unknown_field_gets_the_nearest_name_as_a_hint() -> None:
    with pytest.raises(ValuesRefused, match="Did you mean title"):
        accept(making.fields(title="text"), {"titel": "Emma"})


@pytest.mark.parametrize(
    "name", ["state", "id", "__class__", "a/b~c", "\ud800", "", "x" * 10**6], ids=range(7)
)
def test_no_other_name_is_a_field(name: str) -> None:
    [(code, pointer)] = problems(making.fields(title="text"), {name: 1})
    assert code == "unknown_field"
    assert pointer.encode().startswith(b"/fields/")


def test_a_request_of_unknown_names_is_answered_quickly_and_shortly() -> None:
    found = problems(making.fields(title="text"), {f"n{i}": 1 for i in range(100_000)})
    assert len(found) == 101
    assert found[-1] == ("too_many", "/fields")


def test_a_computed_field_cannot_be_sent() -> None:
    expression = making.expression("cost * 2")
    computed = Field("total", FieldKind.NUMBER, "Total", computed=expression)
    assert problems({"total": computed}, {"total": 1}) == [("computed", "/fields/total")]


@pytest.mark.parametrize("sent", [None, [], "x", 1])
def test_values_are_an_object(sent: object) -> None:
    assert problems({}, sent) == [("wrong_type", "/fields")]


def test_a_record_is_named_by_number_or_id_and_kept_by_id() -> None:
    declared = making.fields(book=Field("book", FieldKind.LINK, "Book", to=("loan",)))
    assert accept(declared, {"book": "LN-1"}) == accept(declared, {"book": "0198-1"})
    assert accept(declared, {"book": "LN-1"}) == {"book": "0198-1"}


def test_one_record_named_in_two_ways_is_named_twice() -> None:
    declared = making.fields(books=Field("books", FieldKind.LINKS, "Books", to=("loan",)))
    assert problems(declared, {"books": ["LN-1", "0198-1"]}) == [("repeated", "/fields/books/1")]


REFERENCES = [
    ("person", {}, "mallory", "unknown_person"),
    ("person", {}, "Alice", "unknown_person"),
    ("person", {}, "alice\x00", "unknown_person"),
    ("person", {}, "\ud800", "unknown_person"),
    ("person", {"role": "librarian"}, "bob", "lacks_role"),
    ("role", {}, "king", "unknown_role"),
    ("link", {"to": ("loan",)}, "LN-9", "unknown_record"),
    ("link", {"to": ("book",)}, "LN-1", "wrong_record_type"),
    ("link", {"to": ("loan",)}, "L" * 10**6, "unknown_record"),
]


@pytest.mark.parametrize(("kind", "given", "sent", "code"), REFERENCES)
def test_names_must_mean_something(kind: str, given: Any, sent: str, code: str) -> None:
    declared = {"x": Field("x", FieldKind(kind), "X", **given)}
    assert problems(declared, {"x": sent}) == [(code, "/fields/x")]


class Careful(Known):
    """Who cannot even be asked for what no store can hold."""

    def person(self, name: str) -> bool:
        assert name.isprintable()
        assert len(name) < 200
        return True


@pytest.mark.parametrize("name", ["a\x00", "\ud800", "a\n", "x" * 10**6], ids=range(4))
def test_nobody_is_asked_for_a_name_that_no_store_can_hold(name: str) -> None:
    with pytest.raises(ValuesRefused):
        fields.accept(making.fields(x="person"), {"x": name}, currency="", resolve=Careful())


def test_a_name_in_a_table_is_looked_up_too() -> None:
    columns = making.fields(who="person")
    declared = {"rows": Field("rows", FieldKind.TABLE, "Rows", columns=columns)}
    sent = {"rows": [{"who": "bob"}, {"who": "mallory"}]}
    assert problems(declared, sent) == [("unknown_person", "/fields/rows/1/who")]


numbers = st.decimals(min_value=-(10**14), max_value=10**14, allow_nan=False, places=0) | st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**14), 10**14),
    st.integers(0, 14),
)
moments = st.integers(0, 250_000_000_000_000_000).map(
    lambda micros: datetime(1901, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
)
names = st.from_regex(r"[a-z][a-z0-9]{0,9}", fullmatch=True)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=20),
    "integer": st.integers(-(2**31), 2**31 - 1),
    "number": numbers,
    "percent": numbers,
    "money": st.decimals(-(10**12), 10**12, places=2).map(lambda d: Money(d, "EUR")),
    "date": st.dates(date(1900, 1, 1), date(9998, 12, 31)),
    "datetime": moments,
    "duration": st.integers(-(10**9), 10**9).map(lambda s: timedelta(seconds=s)),
    "boolean": st.booleans(),
    "person": names,
    "people": st.lists(names, unique=True, max_size=5).map(tuple),
    "links": st.lists(names, unique=True, max_size=5).map(tuple),
}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_a_value_comes_back_from_its_stored_form_as_it_was(kind: str, data: st.DataObject) -> None:
    field = Field("x", FieldKind(kind), "X")
    value = (
        data.draw(st.none() | VALUES[kind])
        if kind not in ("people", "links")
        else (data.draw(VALUES[kind]))
    )
    kept = json.loads(json.dumps(kinds.keep(value, field), allow_nan=False))
    assert fields.typed(field, kept) == value
    assert kinds.keep(fields.typed(field, kept), field) == kept


@pytest.mark.parametrize("kind", sorted({*VALUES} - {"person", "people", "links", "duration"}))
@given(data=st.data())
def test_a_stored_value_sent_again_is_accepted_unchanged(kind: str, data: st.DataObject) -> None:
    declared = {"x": Field("x", FieldKind(kind), "X")}
    value = data.draw(VALUES[kind])
    kept = kinds.keep(fields.typed(declared["x"], kinds.keep(value, declared["x"])), declared["x"])
    try:
        once = accept(declared, {"x": kept})
    except ValuesRefused:
        assert kind == "text"  # the strategy knows nothing of the limits of texts
        return
    assert accept(declared, once) == once


DAMAGED = [("date", "x"), ("money", {"amount": "1"}), ("money", 3), ("table", 5),
           ("number", "x"), ("duration", "3"), ("people", 7), ("datetime", 5)]  # fmt: skip


@pytest.mark.parametrize(("kind", "kept"), DAMAGED)
def test_what_govern_cannot_have_stored_is_damage(kind: str, kept: Any) -> None:
    with pytest.raises(Tampered):
        fields.typed(Field("x", FieldKind(kind), "X"), kept)


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
EVERY_KIND = {
    kind.value: Field(
        kind.value, kind, kind.value, of={"a": "A"}, to=("loan",), columns=making.fields(a="number")
    )
    for kind in FieldKind
}


@given(sent=st.dictionaries(st.sampled_from(sorted(EVERY_KIND)), ODD))
def test_whatever_is_sent_is_accepted_or_refused_with_problems(sent: dict[str, Any]) -> None:
    try:
        told: Any = accept(EVERY_KIND, sent)
    except ValuesRefused as refusal:
        told = [[problem.detail, problem.pointer] for problem in refusal.problems]
    json.dumps(told, allow_nan=False, ensure_ascii=False).encode()
