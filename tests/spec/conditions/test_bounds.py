"""Nothing an expression says makes it large, deep or slow."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest

from govern.spec.conditions import compile_condition
from tests.spec.conditions.making import SCOPE, error, evaluate, problem, problems, value

THOUSAND = tuple({"amount": number, "what": "x"} for number in range(1000))
TOO_MUCH = "too much to compute"


@pytest.mark.parametrize("length", [1025, 100_000])
def test_an_expression_has_at_most_1024_characters(length: int) -> None:
    (found,) = problems("urgent".ljust(length))
    assert (found.code, found.offset, found.length) == ("expression-too-large", 1024, length - 1024)
    assert compile_condition("urgent".ljust(1024), SCOPE).reads == {("urgent",)}


@pytest.mark.parametrize(
    "text",
    [
        "(" * 33 + "1" + ")" * 33,
        "(" * 1000,
        "(" * 100_000,
        "[" * 500 + "]" * 500,
        "!" * 40 + "urgent",
        "-" * 1000 + "1",
        "size(" * 200,
        "tags" + ".filter(t, true)" * 40,
        "tags" + "[0]" * 100,
        "tags.all(x, " * 40,
        "true ? 1 : " * 40 + "2",
        "1" + " == 1" * 40,
    ],
)
def test_an_expression_nests_at_most_32_levels(text: str) -> None:
    assert problem(text)[0] == "expression-too-large"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(" * 31 + "1" + ")" * 31, 1),
        ("!" * 30 + "urgent", True),
        ("+".join(["1"] * 500), 500),
        (" && ".join(["urgent"] * 100), True),
        (" || ".join(["!urgent"] * 90), False),
        ("size([" + ",".join(["1"] * 500) + "])", 500),
        ("true ? 1 : " * 31 + "2", 1),
    ],
)
def test_long_is_not_deep(text: str, expected: Any) -> None:
    assert value(text) == expected


def test_lists_nest_at_most_four_deep() -> None:
    assert value("[[[[1]]]]") == ((((1,),),),)
    assert problem("[[[[[1]]]]]")[0] == "expression-too-large"
    assert problem("[[[[1]]]].map(x, [x])")[0] == "expression-too-large"


def test_a_number_has_at_most_60_digits() -> None:
    assert value("9" * 60) == Decimal("9" * 60)
    assert problem("9" * 61)[0] == "expression-too-large"
    assert error("9" * 60 + " + 1") == "the number is too large"
    assert error("9" * 60 + " * 10") == "the number is too large"
    assert error(f"1 / 0.{'0' * 50}1 / 0.{'0' * 50}1") == "the number is too large"
    assert error(f"{'9' * 60} % 0.{'0' * 57}7") == "the number is too large"


def test_what_needs_more_digits_is_rounded_and_never_longer() -> None:
    assert value("1 / 3") == Decimal("0." + "3" * 60)
    assert len(value("(1 / 3) * (2 / 7) * (1 / 11)").as_tuple().digits) <= 60
    assert value("*".join(["0.000001"] * 80)) == 0


def test_a_thousand_members_can_be_looked_at() -> None:
    assert value("rows.all(r, r.amount >= 0)", rows=THOUSAND) is True
    assert value("sum(rows.map(r, r.amount))", rows=THOUSAND) == 499_500


@pytest.mark.parametrize(
    "text",
    [
        "rows.all(r, rows.all(q, q.amount >= 0))",
        "rows.map(r, rows.map(q, rows.map(s, s.amount))) == []",
        "false || rows.exists(r, rows.exists(q, false))",
        "rows.all(r, r.amount in rows.map(q, q.amount))",
        "rows.map(r, sum(rows.map(q, q.amount))) == []",
        "rows.map(r, rows.map(q, q.amount)) == rows.map(r, rows.map(q, q.amount))",
    ],
)
def test_nested_macros_come_to_an_end(text: str) -> None:
    started = time.perf_counter()
    outcome = evaluate(text, rows=THOUSAND)
    assert outcome.error == TOO_MUCH
    assert TOO_MUCH in outcome.explain()
    assert time.perf_counter() - started < 2


def test_too_much_is_not_absorbed_by_a_deciding_side() -> None:
    assert error("rows.all(r, rows.all(q, q.amount >= 0)) || true", rows=THOUSAND) == TOO_MUCH


def test_ten_thousand_steps_are_the_end() -> None:
    many = tuple(f"person-{number}" for number in range(10_000))
    assert value("reviewers.all(r, r != actor)", reviewers=many) is True
    assert error("reviewers.all(r, r != actor)", reviewers=(*many, "x")) == TOO_MUCH


def test_a_long_body_costs_more_than_a_short_one() -> None:
    body = " + ".join(["r.amount"] * 60)
    assert error(f"rows.all(r, {body} >= 0)", rows=THOUSAND * 3) == TOO_MUCH


def test_a_text_that_is_made_has_at_most_100_000_characters() -> None:
    half = "x" * 50_000
    assert value("size(title + title)", title=half) == 100_000
    assert error('size(title + title + "x")', title=half) == "the text is too long"


def test_a_list_that_is_made_has_at_most_10_000_members() -> None:
    half = tuple(f"person-{number}" for number in range(5_000))
    assert value("size(reviewers + reviewers)", reviewers=half) == 10_000
    assert error("size(reviewers + reviewers + [actor])", reviewers=half) == "the list is too long"


@pytest.mark.parametrize("start", ["title", "tags"])
def test_nothing_can_be_doubled_for_ever(start: str) -> None:
    doubled = f"[{start}]{'.map(x, x + x)' * 25}"
    assert "too long" in error(f"size({doubled}[0])")


def test_comparing_lists_that_hold_one_another_comes_to_an_end() -> None:
    many = ", ".join(["x"] * 25)
    nest = f"[1].map(x, [{many}]).map(x, [{many}]).map(x, [{many}])"
    started = time.perf_counter()
    assert error(f"{nest} == {nest}") == TOO_MUCH
    assert time.perf_counter() - started < 1


def test_an_explanation_is_bounded_too() -> None:
    nest = "rows.all(a, " * 3 + "a.amount < 0" + ")" * 3
    started = time.perf_counter()
    sentence = evaluate(f"!urgent || {nest}", rows=THOUSAND[:20]).explain()
    assert len(sentence) <= 600
    assert time.perf_counter() - started < 2
