"""Conditions, lists, computing: what the type checker refuses, and that it reports all of it."""

from __future__ import annotations

import pytest

from tests.spec.conditions.making import checks, problem, problems


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("urgent && ratio", "ratio"),
        ("title || urgent", "title"),
        ("!cost", "cost"),
        ("ratio ? 1 : 2", "ratio"),
        ("reviewers.all(r, r)", "r"),
        ("reviewers.exists(r, 5)", "5"),
        ("reviewers.filter(r, title)", "title"),
    ],
)
def test_a_condition_is_true_or_false(text: str, place: str) -> None:
    assert problem(text)[:2] == ("wrong-type", place)


@pytest.mark.parametrize(
    "text",
    [
        "[1, true]",
        "[due, now]",
        "urgent ? 1 : title",
        "urgent ? tags : null",
        "1 + true",
        "title + 1",
        "due + due",
        "cost + 1",
        "cost * cost",
        "1 / cost",
        "period * period",
        "cost % 2",
        "tags + reviewers",
        "null + 1",
        "-title",
        "-urgent",
        "urgent.all(x, x)",
        "title[0]",
        "rows[title]",
        'rows["amount"]',
    ],
)
def test_types_that_do_not_go_together_are_refused(text: str) -> None:
    assert problem(text)[0] == "wrong-type"


def test_the_place_of_a_chain_ends_at_the_operand_that_does_not_fit() -> None:
    assert problem("1 + 2 + title + 3")[:2] == ("wrong-type", "1 + 2 + title")


def test_a_variable_is_known_in_its_macro_only() -> None:
    assert checks("reviewers.all(r, reviewers.exists(q, q == r))")
    assert problem("reviewers.all(r, true) && r == actor")[:2] == ("unknown-name", "r")


def test_an_inner_variable_hides_the_outer_and_any_name() -> None:
    assert checks('tags.all(x, rows.all(x, x.amount > 1) && x == "red")')
    assert checks("reviewers.all(cost, cost == actor)")


def test_all_problems_are_reported_in_the_order_of_the_text() -> None:
    found = problems('cots > 5 && category == "dramas" || foo(1) && title + 1 == parent.rom')
    assert [p.code for p in found] == [
        "unknown-name",
        "unknown-value",
        "unknown-function",
        "wrong-type",
        "unknown-name",
    ]
    assert [p.offset for p in found] == sorted(p.offset for p in found)


def test_one_mistake_is_one_problem_whatever_is_done_with_it() -> None:
    assert len(problems("(cots + 1) * 2 > limit && cots.x[0].y.all(z, z.q)")) == 2


def test_an_expression_with_hundreds_of_problems_reports_them_all() -> None:
    found = problems(" && ".join(["x"] * 200))
    assert len(found) == 200
    assert found[-1].hint == ""
