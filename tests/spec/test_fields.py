"""Fields as declared become fields of the model; what does not go together is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from govern.spec.builder.fields import GOES_WITH, NEEDED
from govern.spec.model import Field
from govern.spec.values import Money
from govern.spec.vocabulary import FieldKind as Kind
from tests.spec.marking import built, effect, loan, read

NEEDS = {"of": "of: [a, b]", "to": "to: book", "columns": "columns: {y: {kind: text}}"}


def field(text: str) -> Field:
    """The field x of a loan in euros."""
    return built(loan(fields=f"x: {{{text}}}", top="currency: EUR\n")).fields["x"]


def codes(text: str) -> list[str]:
    """The codes of the findings of a loan with such a field x."""
    return [f.code for f in read(loan(fields=f"x: {{{text}}}", top="currency: EUR\n")).findings]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_be_declared(kind: Kind) -> None:
    needed = NEEDS.get(NEEDED.get(kind, ""), "help: A sentence.")
    assert field(f"kind: {kind}, {needed}").kind is kind


VALUES = {
    "min": "1",
    "max": "1",
    "of": "[a]",
    "to": "book",
    "role": "reader",
    "columns": "{y: {kind: text}}",
    "default": "1",
    "index": "true",
    "computed": "fee",
}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("word", GOES_WITH)
def test_an_attribute_is_refused_exactly_where_it_means_nothing(word: str, kind: Kind) -> None:
    needed = NEEDS.get(NEEDED.get(kind, ""), "help: x")
    rest = "" if needed.startswith(word) else f", {needed}"
    assert ("not-for-kind" in codes(f"kind: {kind}, {word}: {VALUES[word]}{rest}")) == (
        kind not in GOES_WITH[word]
    )


@pytest.mark.parametrize("kind", NEEDED)
def test_what_a_kind_cannot_be_without_is_missed(kind: Kind) -> None:
    assert codes(f"kind: {kind}") == ["missing-key"]


@pytest.mark.parametrize(
    ("kind", "written", "limit"),
    [
        ("text", "3", 3),
        ("people", "2", 2),
        ("table, columns: {y: {kind: text}}", "9", 9),
        ("integer", "-5", -5),
        ("number", "1.50", Decimal("1.5")),
        ("percent", "100", Decimal(100)),
        ("money", "12.5", Money(Decimal("12.50"), "EUR")),
        ("money", "{amount: '7', currency: EUR}", Money(Decimal("7.00"), "EUR")),
        ("date", "2026-03-31", date(2026, 3, 31)),
        ("datetime", "2026-03-31T10:00:00+02:00", datetime(2026, 3, 31, 8, tzinfo=UTC)),
        ("duration", "2 weeks", timedelta(weeks=2)),
    ],
)
def test_a_limit_is_of_the_type_of_the_field(kind: str, written: str, limit: object) -> None:
    found = field(f"kind: {kind}, min: {written}").minimum
    assert found == limit
    assert type(found) is type(limit)


@pytest.mark.parametrize(
    ("kind", "written", "stored"),
    [
        ("text", "' x '", "x"),
        ("long_text", '"a\\nb"', "a\nb"),
        ("integer", "-7", -7),
        ("number", "2.0", 2),
        ("number", "2.5", 2.5),
        ("percent", "'12.5'", 12.5),
        ("money", "10", {"amount": "10.00", "currency": "EUR"}),
        ("money", "{amount: 0.5, currency: EUR}", {"amount": "0.50", "currency": "EUR"}),
        ("date", "2026-02-28", "2026-02-28"),
        ("datetime", "2026-03-31T10:00:00Z", "2026-03-31T10:00:00.000000Z"),
        ("duration", "48 hours", "2 days"),
        ("duration", "1 minute", "1 minute"),
        ("boolean", "false", False),
        ("choice, of: [a, b]", "b", "b"),
        ("choices, of: [a, b, c]", "[c, a, c]", ["a", "c"]),
        ("person", "alice", "alice"),
        ("people", "[bob, alice]", ["bob", "alice"]),
        ("role", "reader", "reader"),
    ],
)
def test_a_default_is_kept_in_stored_form(kind: str, written: str, stored: Any) -> None:
    if kind.startswith("choices"):
        written = "[c, a]"
    assert field(f"kind: {kind}, default: {written}").default == stored


MISFITS = [
    ("text", ["1", "true", '" "', '"a\\nb"', "[a]"]),
    ("integer", ["1.5", "'1'", "true", "2147483648", "[1]"]),
    ("number", ["x", "true", "'1e5'", "{}"]),
    ("money", ["0.001", "x", "{amount: 1, currency: USD}", "{amount: 1}", "10000000000000"]),
    ("date", ["2026-02-30", "1899-12-31", "31.3.2026", "20260331", "1"]),
    ("datetime", ["2026-03-31T10:00:00", "2026-03-31", "2026-03-31T25:00:00Z", "x"]),
    ("duration", ["3", "3 months", "-1 days", "1.5 days", "200 years", "6000 weeks"]),
    ("boolean", ["1", "'true'", "no"]),
    ("choice, of: [a, b]", ["c", "[a]", "1"]),
    ("choices, of: [a, b]", ["a", "[c]", "[[a]]"]),
    ("person", ["Alice", "'a b'", "1", "[a]"]),
    ("people", ["alice", "[Alice]"]),
]


@pytest.mark.parametrize(("kind", "written"), [(k, one) for k, many in MISFITS for one in many])
def test_a_default_that_does_not_fit_is_refused(kind: str, written: str) -> None:
    assert codes(f"kind: {kind}, default: {written}") == ["bad-value"]


@pytest.mark.parametrize(
    ("kind", "limits"),
    [
        ("text", "min: -1"),
        ("text", "max: 501"),
        ("text", "min: 1.5"),
        ("integer", "max: 2147483648"),
        ("date", "min: 5"),
        ("money", "min: 0.001"),
        ("money", "min: 2, max: 1"),
        ("duration", "min: 2 days, max: 1 day"),
    ],
)
def test_a_limit_that_does_not_fit_is_refused(kind: str, limits: str) -> None:
    assert codes(f"kind: {kind}, {limits}") == ["bad-limit"]


def test_choices_keep_their_order_and_have_titles() -> None:
    found = field("kind: choice, of: [very_low, High, 5x5]")
    assert dict(found.of) == {"very_low": "Very low", "High": "High", "5x5": "5x5"}
    assert dict(field("kind: choice, of: {1: One, b: Bee}").of) == {"1": "One", "b": "Bee"}


def test_a_title_is_the_name_in_plain_writing_where_none_is_given() -> None:
    flow = built(loan(fields="due_back: {kind: date}, when_lent: {kind: date, title: Lent on}"))
    assert [flow.fields[name].title for name in ("due_back", "when_lent")] == [
        "Due back",
        "Lent on",
    ]


def test_a_computed_field_has_the_type_of_its_kind() -> None:
    assert codes("kind: text, computed: fee * 2") == ["wrong-type"]
    computed = field("kind: number, computed: fee * 2").computed
    assert computed is not None
    assert computed.text == "fee * 2"


def test_a_literal_that_is_set_is_in_stored_form_and_an_expression_is_typed() -> None:
    flow = built(
        effect(
            "{set: {fee: 2.0, owner: null, x: '= now', xs: []}}",
            fields="x: {kind: datetime}, xs: {kind: links, to: book}",
        )
    )
    values = flow.named("act")[0].then[0].values
    assert [values[name].literal for name in ("fee", "owner", "xs")] == [2, None, []]
    assert values["x"].expression is not None
    assert values["x"].expression.text == "now"
