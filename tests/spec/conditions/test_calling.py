"""Calls: which functions there are, what they take, and the names they are given."""

from __future__ import annotations

import pytest

from govern.spec.conditions import FUNCTION_NAMES, MACRO_NAMES, compile_condition
from tests.spec.conditions.making import SCOPE, problem, problems


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("summ(tags)", "summ", "did you mean `sum`?"),
        ("title.startswith(note)", "startswith", "did you mean `startsWith`?"),
        ("all(tags, 1, true)", "all", "write list.all(x, …)"),
        ("tags.frobnicate(title)", "frobnicate", ""),
        ("int(ratio)", "int", "did you mean `min`?"),
    ],
)
def test_an_unknown_function_is_pointed_at(text: str, place: str, hint: str) -> None:
    assert problem(text) == ("unknown-function", place, hint)


def test_a_function_that_may_not_be_used_here_says_so() -> None:
    assert problem("entered_twice(open)")[:2] == ("not-here", "entered_twice")


@pytest.mark.parametrize(
    "text",
    [
        "size()",
        "size(title, title)",
        "days(due)",
        "has()",
        "fired()",
        "title.startsWith()",
        "sum()",
    ],
)
def test_a_function_takes_so_many_arguments(text: str) -> None:
    assert problem(text)[:2] == ("wrong-arguments", text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("size(ratio)", "ratio"),
        ("count(title)", "title"),
        ("sum(tags)", "tags"),
        ("sum(ratio)", "ratio"),
        ("avg([due])", "[due]"),
        ("max(tags)", "tags"),
        ("min(reviewers)", "reviewers"),
        ("days(due, ratio)", "ratio"),
        ("add(ratio, period)", "ratio"),
        ("add(due, ratio)", "ratio"),
        ("title.startsWith(1)", "1"),
        ("lower(tags)", "tags"),
        ("date(title)", "title"),
        ("datetime(title)", "title"),
        ("datetime(now)", "now"),
        ("duration(period)", "period"),
        ("holds(title, librarian)", "title"),
        ('holds("alice", librarian)', '"alice"'),
        ("holds(actor, title)", "title"),
        ("has(1)", "1"),
        ('has("cost")', '"cost"'),
        ("has(size(tags))", "size(tags)"),
        ("has(cost + cost)", "cost + cost"),
        ("fired(parent.state)", "parent.state"),
        ("entered(1)", "1"),
        ("holders(1)", "1"),
    ],
)
def test_an_argument_is_of_the_kind_that_is_taken(text: str, place: str) -> None:
    assert problem(text)[:2] == ("wrong-arguments", place)


def test_days_are_counted_between_two_of_a_kind() -> None:
    assert problem("days(due, now)") == (
        "wrong-type",
        "days(due, now)",
        "date(…) gives the day, in UTC, of a moment",
    )


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ('date("2026-02-30")', '"2026-02-30"', 'it is written as "2026-03-31"'),
        ('date("26-2-3")', '"26-2-3"', 'it is written as "2026-03-31"'),
        ('datetime("2026-03-31")', '"2026-03-31"', 'it is written as "2026-03-31T10:00:00Z"'),
        (
            'datetime("2026-03-31T10:00:00")',
            '"2026-03-31T10:00:00"',
            'it is written as "2026-03-31T10:00:00Z"',
        ),
        ('duration("72h")', '"72h"', 'it is written as "3 days"'),
        ('duration("3 working days")', '"3 working days"', 'it is written as "3 days"'),
        ('add(due, "soon")', '"soon"', 'it is written as "3 days"'),
    ],
)
def test_a_time_that_is_none_is_pointed_at(text: str, place: str, hint: str) -> None:
    assert problem(text) == ("wrong-arguments", place, hint)


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("fired(lned)", "lned", "did you mean `lend`?"),
        ('fired_count("lned")', '"lned"', "did you mean `lend`?"),
        ("entered(opn)", "opn", "did you mean `open`?"),
        ("holds(actor, librarien)", "librarien", "did you mean `librarian`?"),
        ('holders("librarien")', '"librarien"', "did you mean `librarian`?"),
    ],
)
def test_the_name_of_a_transition_state_or_role_must_exist(
    text: str, place: str, hint: str
) -> None:
    assert problem(text) == ("unknown-name", place, hint)


@pytest.mark.parametrize(
    "text",
    [
        "fired(lend)",
        "fired('lend')",
        "holds(actor, librarian)",
        "holds(reader, duty)",
        "holders(duty)",
    ],
)
def test_names_may_be_bare_or_texts_and_a_role_may_come_from_a_field(text: str) -> None:
    assert compile_condition(text, SCOPE).text == text


@pytest.mark.parametrize("text", ["tags.sum()", "due.days(due)", "lend.fired()", "cost.has()"])
def test_most_functions_do_not_stand_behind_a_dot(text: str) -> None:
    found = problems(text)[0]
    assert found.code == "wrong-arguments"
    assert found.hint.startswith("write ")


def test_functions_and_macros_are_told_apart() -> None:
    assert not FUNCTION_NAMES & MACRO_NAMES
    assert {"has", "sum", "fired"} <= FUNCTION_NAMES
    assert "exists_one" in MACRO_NAMES
