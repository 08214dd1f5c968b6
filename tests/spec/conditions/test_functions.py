"""What functions and macros come to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.spec.conditions.making import error, euros, evaluate, value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("size(title)", 4),
        ("title.size()", 4),
        ('size("a\N{LATIN SMALL LETTER N WITH TILDE}")', 2),
        ("size(tags)", 2),
        ("count(reviewers)", 2),
        ("count([])", 0),
        ("sum(rows.map(r, r.amount))", Decimal("3.5")),
        ("sum([])", 0),
        ("sum([0.1, 0.2])", Decimal("0.3")),
        ("sum([cost, limit])", euros(24500)),
        ("sum([period, period])", timedelta(days=60)),
        ("sum([cost].filter(c, c > 20000))", euros(0)),
        ("sum([period].filter(p, false))", timedelta(0)),
        ("avg(rows.map(r, r.amount))", Decimal("1.75")),
        ("avg([cost, limit])", euros(12250)),
        ("avg([period, -period])", timedelta(0)),
        ("avg([])", None),
        ("min([3, 1, 2])", 1),
        ("max([3, 1, 2])", 3),
        ("min([])", None),
        ("max([cost, limit])", euros(14500)),
        ("min([due, lent_on])", date(2026, 3, 1)),
        ("max([now, lent_at])", datetime(2026, 4, 2, 10, 30, tzinfo=UTC)),
        ('max(["a", "b"])', "b"),
    ],
)
def test_lists_are_counted_and_added(text: str, expected: Any) -> None:
    assert value(text) == expected


@pytest.mark.parametrize("name", ["sum", "avg", "min", "max"])
def test_an_empty_member_is_an_error(name: str) -> None:
    assert error(f"{name}([ratio, days_late]) > 1", days_late=None) == "one of the values is empty"


@pytest.mark.parametrize("name", ["sum", "avg", "min", "max"])
def test_money_in_two_currencies_is_not_one_list(name: str) -> None:
    said = "EUR and USD cannot be compared or added"
    assert error(f"{name}([cost, some_money]) > 1") == said


def test_the_sum_of_no_money_goes_with_any_currency() -> None:
    assert value("sum([some_money].filter(m, m > 5)) + cost == cost") is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("days(lent_on, due)", 30),
        ("days(due, lent_on)", -30),
        ("days(due, due)", 0),
        ("days(lent_at, now)", 2),
        ('days(now, now + duration("47 hours"))', 1),
        ('days(now + duration("47 hours"), now)', -1),
        ('add(due, "2 weeks")', date(2026, 4, 14)),
        ('add(lent_at, "90 minutes")', datetime(2026, 3, 31, 12, 0, tzinfo=UTC)),
        ("add(due, period)", date(2026, 4, 30)),
        ("date(now)", date(2026, 4, 2)),
        ("date(due)", date(2026, 3, 31)),
        ('date("2024-02-29")', date(2024, 2, 29)),
        ('datetime("2026-03-31T10:00:00Z")', datetime(2026, 3, 31, 10, tzinfo=UTC)),
        ('datetime("2026-03-31T10:00-01:30")', datetime(2026, 3, 31, 11, 30, tzinfo=UTC)),
        ('datetime("2026-03-31T10:00:00.25Z")', datetime(2026, 3, 31, 10, 0, 0, 250000, UTC)),
        ('duration("3 days")', timedelta(days=3)),
        ('duration("1 week")', timedelta(weeks=1)),
        ('duration("36 hours")', timedelta(hours=36)),
        ('duration("5 minutes")', timedelta(minutes=5)),
        ('duration("1 second")', timedelta(seconds=1)),
    ],
)
def test_times_are_computed(text: str, expected: Any) -> None:
    assert value(text) == expected


def test_the_day_of_a_moment_is_that_of_utc() -> None:
    late = datetime.fromisoformat("2026-04-01T01:00:00+02:00")
    assert value("date(lent_at)", lent_at=late) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('title.startsWith("Em")', True),
        ('startsWith(title, "em")', False),
        ('title.endsWith("ma")', True),
        ('title.contains("mm")', True),
        ('contains(title, "x")', False),
        ('category.contains("ove")', True),
        ("title.lower()", "emma"),
        ("lower(title + title)", "emmaemma"),
    ],
)
def test_texts_are_looked_into(text: str, expected: Any) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fired(lend)", True),
        ('fired("give_back")', False),
        ("fired_count(lend) * 2", 6),
        ("entered(open)", datetime(2026, 3, 30, tzinfo=UTC)),
        ("entered(lost)", None),
        ("holds(reader, librarian)", False),
        ("holders(librarian)", ("carol", "mallory")),
        ("holders(duty)", ("carol", "mallory")),
        ("holders(librarian).exists(h, h in reviewers)", True),
        ("reviewers.all(r, holds(r, duty))", False),
    ],
)
def test_the_rules_are_asked(text: str, expected: Any) -> None:
    assert value(text) == expected


def test_what_the_rules_do_not_know_is_an_error() -> None:
    said = 'holds(actor, "reader_in_chief") is not known here'
    assert error('holds(actor, "reader_in_chief")') == said


# --- macros


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2, 3].all(x, x > 0)", True),
        ("[1, 2, 3].all(x, x > 1)", False),
        ("[].all(x, x > 1)", True),
        ("[1, 2, 3].exists(x, x == 2)", True),
        ("[].exists(x, true)", False),
        ("[1, 2, 3].exists_one(x, x > 2)", True),
        ("[1, 2, 3].exists_one(x, x > 1)", False),
        ("[1, 2, 3].filter(x, x % 2 == 1)", (1, 3)),
        ("[1, 2, 3].map(x, x * x)", (1, 4, 9)),
        ("[[1], [2, 3]].map(x, x.map(y, y + size(x)))", ((2,), (4, 5))),
        ("[1, 2].all(x, [3, 4].all(y, x < y))", True),
        ("[1, 2].map(x, [x, 2].map(x, x * 10))", ((10, 20), (20, 20))),
        ('children.loan.filter(l, l.state == "open").map(l, l.number)', ("LOAN-2", "LOAN-3")),
        ("children.loan.exists(l, has(l.cost) && l.cost > 10)", True),
        ('rows.filter(r, r.amount > 1)[0].what == "post"', True),
        ("rows[1].amount + rows[0].amount", Decimal("3.5")),
    ],
)
def test_macros_ask_every_member(text: str, expected: Any) -> None:
    assert value(text) == expected


def test_the_parent_of_a_member_that_has_none_is_told() -> None:
    assert error("children.loan.all(l, l.parent.owner == actor)") == "l.parent is empty"


def test_the_same_expression_may_run_in_itself() -> None:
    """A variable lives in its evaluation, not in the expression."""
    first, second = evaluate("tags.map(t, t)"), evaluate("tags.map(t, t)", tags=("green",))
    assert (first.value, second.value) == (("red", "blue"), ("green",))
