"""Why an expression came out as it did, in a sentence a project manager reads."""

from __future__ import annotations

from typing import Any

import pytest

from govern.spec.conditions import types
from tests.spec.conditions.making import WORLD, Broken, Record, euros, evaluate, explain, loan

LOANS = {"loan": tuple(loan(n, 10 * n) for n in range(1, 7))}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("cost <= 10000", "cost <= 10000: 14 500.00 EUR is above 10 000"),
        ("cost > 10000", "cost > 10000: 14 500.00 EUR is above 10 000"),
        ("ratio > 0.5", "ratio > 0.5: 0.5 equals 0.5"),
        (
            "cost <= limit * 1.1",
            "cost <= limit * 1.1: 14 500.00 EUR is above 11 000.00 EUR (limit is 10 000.00 EUR)",
        ),
        ('due < date("2026-03-31")', 'due < date("2026-03-31"): 2026-03-31 is 2026-03-31'),
        ("now < lent_at", "now < lent_at: 2026-04-02 10:30 UTC is after 2026-03-31 10:30 UTC"),
        ("due < due", "due < due: 2026-03-31 is 2026-03-31"),
        (
            'period > duration("5 weeks")',
            'period > duration("5 weeks"): 30 days is shorter than 5 weeks',
        ),
        ('title < "Aida"', 'title < "Aida": "Emma" comes after "Aida"'),
        (
            "sum(rows.map(r, r.amount)) < 1",
            "sum(rows.map(r, r.amount)) < 1: 3.5 is above 1",
        ),
    ],
)
def test_an_order_tells_both_values(text: str, sentence: str) -> None:
    assert explain(text) == sentence


def test_a_computed_side_tells_what_it_was_computed_from() -> None:
    told = explain("days(due, date(now)) > 14")
    assert told.endswith(": 2 is below 14 (due is 2026-03-31, now is 2026-04-02 10:30 UTC)")
    assert explain("ratio + ratio > 5") == "ratio + ratio > 5: 1 is below 5 (ratio is 0.5)"


def test_more_than_three_causes_are_left_out() -> None:
    text = "ratio + days_late + count_of_pages + size(title) < 5"
    assert explain(text) == f"{text}: 480.5 is above 5"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('state == "returned"', "state is open, not returned"),
        ('state == "open"', "state is open"),
        ('state != "open"', "state is open"),
        ('"returned" == state', "state is open, not returned"),
        ('title == "Aida"', 'title is "Emma", not "Aida"'),
        ("size(reviewers) == 3", "size(reviewers) is 2, not 3"),
        ("requester != actor", "requester and actor are both alice"),
        ("reader == actor", "reader is bob, actor is alice"),
        ("book == this.book", "book is BOOK-1, this.book is BOOK-2"),
        ("urgent == false", "urgent is yes, not no"),
        ('tags == ["red"]', "tags is red, blue, not red"),
        ("note == null", "note is empty"),
        ("null != title", 'title is "Emma"'),
        ('state in ["returned", "lost"]', "state is open, not returned or lost"),
        ('state in ["open", "lost"]', "state is open"),
        ("actor in reviewers", "alice is not among reviewers (bob, carol)"),
        ("reader in reviewers", "bob is among reviewers"),
        ('"green" in tags', "green is not among tags (red, blue)"),
    ],
)
def test_an_equality_tells_what_is(text: str, sentence: str) -> None:
    this = Record("LOAN-7", book=Record("BOOK-2"))
    assert explain(text, this=this) == sentence


def test_an_empty_list_is_told_as_such() -> None:
    assert explain("actor in reviewers", reviewers=()) == "reviewers is empty"
    assert explain("reviewers.all(r, r == actor)", reviewers=()) == "reviewers is empty"
    assert explain("reviewers.exists(r, r == actor)", reviewers=()) == "reviewers is empty"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("urgent", "urgent is yes"),
        ("!urgent", "urgent is yes"),
        ("has(note)", "note is empty"),
        ("has(title)", "title is filled in"),
        ("!has(title)", "title is filled in"),
        ("fired(lend)", "lend was fired"),
        ('fired("give_back")', "give_back was never fired"),
        ("holds(actor, librarian)", "alice does not hold librarian"),
        ("holds(reviewers[1], librarian)", "carol holds librarian"),
        ('title.startsWith("Ai")', 'title: "Emma" does not start with "Ai"'),
        ('title.contains("mm")', 'title: "Emma" contains "mm"'),
        ('endsWith(title, "a")', 'title: "Emma" ends with "a"'),
        ("true", "true is yes"),
        ("cost * 2", "cost * 2 is 29 000.00 EUR"),
        ("rows.map(r, r.what)", 'rows.map(r, r.what) is "stamp", "post"'),
    ],
)
def test_a_fact_is_one_sentence(text: str, sentence: str) -> None:
    assert explain(text) == sentence


# --- logic


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'urgent && ratio > 1 && state == "lost"',
            "ratio > 1: 0.5 is below 1; state is open, not lost",
        ),
        ("urgent && has(title)", "urgent is yes; title is filled in"),
        ("!urgent || has(note)", "none of these holds: urgent is yes; note is empty"),
        ("urgent || has(note)", "urgent is yes"),
        (
            "(!urgent || has(note)) && ratio < 1",
            "(none of these holds: urgent is yes; note is empty)",
        ),
        ("!(urgent && has(title))", "urgent is yes; title is filled in"),
        ("urgent ? ratio > 1 : ratio > 2", "as urgent is yes: ratio > 1: 0.5 is below 1"),
        (
            "ratio > 1 && note == title",
            "ratio > 1: 0.5 is below 1; note == title cannot be judged: note is empty",
        ),
    ],
)
def test_logic_names_the_parts_that_decided(text: str, sentence: str) -> None:
    assert explain(text) == sentence


def test_many_parts_are_counted_after_the_fifth() -> None:
    told = explain(" && ".join(["ratio > 1"] * 8))
    assert told.count("0.5 is below 1") == 5
    assert told.endswith("; and 3 more")


# --- macros


def test_all_names_the_first_members_that_fail() -> None:
    told = explain("children.loan.all(l, l.cost <= 20)", children=LOANS)
    assert told == (
        "children.loan: 4 of 6 fail: LOAN-3 (l.cost <= 20: 30.00 EUR is above 20), "
        "LOAN-4 (l.cost <= 20: 40.00 EUR is above 20), "
        "LOAN-5 (l.cost <= 20: 50.00 EUR is above 20) and 1 more"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("children.loan.all(l, l.cost > 5)", "children.loan: all 6 satisfy l.cost > 5"),
        ("children.loan.exists(l, l.cost > 50)", "children.loan: LOAN-6 satisfies l.cost > 50"),
        (
            "children.loan.exists_one(l, l.cost > 40)",
            "children.loan: 2 of 6 satisfy l.cost > 40",
        ),
        (
            "children.loan.exists_one(l, l.cost > 50)",
            "children.loan: 1 of 6 satisfies l.cost > 50",
        ),
        (
            "children.loan.all(l, l.cost > 10)",
            "children.loan: 1 of 6 fails: LOAN-1 (l.cost > 10: 10.00 EUR equals 10)",
        ),
        (
            "rows.all(r, r.amount > 1)",
            "rows: 1 of 2 fails: row 1 (r.amount > 1: 1 equals 1)",
        ),
        (
            "reviewers.all(r, holds(r, librarian))",
            "reviewers: 1 of 2 fails: bob (bob does not hold librarian)",
        ),
    ],
)
def test_macros_count_their_members(text: str, sentence: str) -> None:
    assert explain(text, children=LOANS) == sentence


def test_exists_tells_why_no_member_satisfies() -> None:
    told = explain('rows.exists(r, r.what == "coin")')
    assert told == (
        'rows: none of 2 satisfies r.what == "coin": row 1 (r.what is "stamp", not "coin"), '
        'row 2 (r.what is "post", not "coin")'
    )


def test_a_member_that_cannot_be_judged_is_among_those_that_fail() -> None:
    told = explain("children.loan.all(l, l.cost < 100)")
    expected = "LOAN-3 (l.cost < 100 cannot be judged: l.cost is empty)"
    assert told == f"children.loan: 1 of 3 fails: {expected}"


def test_a_macro_in_a_macro_tells_one_member() -> None:
    told = explain("rows.all(r, tags.all(t, t == r.what))")
    inner = "tags: 2 of 2 fail: red (t is red, r.what is stamp) and 1 more"
    assert told.startswith(f"rows: 2 of 2 fail: row 1 ({inner}), row 2 (")


# --- errors and shape


@pytest.mark.parametrize(
    ("text", "changed", "sentence"),
    [
        ("cost > 5", {"cost": None}, "cost > 5 cannot be judged: cost is empty"),
        ("1 / 0 == 1", {}, "1 / 0 == 1 cannot be judged: division by zero"),
        ("lost_before", {}, "lost_before cannot be judged: lost_before is empty"),
        ("!lost_before", {}, "lost_before cannot be judged: lost_before is empty"),
        ("lost_before ? 1 : 2", {}, "lost_before cannot be judged: lost_before is empty"),
        ("note == title && urgent", {}, "note == title cannot be judged: note is empty"),
    ],
)
def test_an_error_says_what_could_not_be_judged(
    text: str, changed: dict[str, Any], sentence: str
) -> None:
    assert explain(text, **changed) == sentence


def test_an_explanation_keeps_the_value_of_every_part() -> None:
    told = evaluate("urgent && cost <= limit * 1.1").explanation
    assert (told.text, told.shown, told.holds) == ("urgent && cost <= limit * 1.1", "no", False)
    assert [(part.text, part.holds) for part in told.parts] == [
        ("urgent", True),
        ("cost <= limit * 1.1", False),
    ]
    assert str(told) == told.sentence


def test_the_explanation_of_an_error_shows_no_value() -> None:
    told = evaluate("cost > 5", cost=None).explanation
    assert (told.shown, told.holds, told.error) == ("", None, "cost is empty")


def test_a_long_explanation_is_cut() -> None:
    texts = " && ".join([f'title == "{"x" * 60}{n}"' for n in range(10)])
    assert len(explain(texts)) <= 600


def test_an_expression_over_lines_is_explained_on_one() -> None:
    assert explain("ratio\n   > 1") == "ratio > 1: 0.5 is below 1"


def test_every_root_name_can_be_explained_alone() -> None:
    for name in set(WORLD) - {"children", "input"}:
        assert name in evaluate(name).explain()


def test_what_cannot_be_shown_does_not_stop_an_explanation() -> None:
    told = evaluate("book == books[0]", book=Broken()).explain()
    assert told == "book == books[0] cannot be judged: it cannot be evaluated (RuntimeError)"
    assert "book" in evaluate("book", book=Broken()).explain()


def test_an_explanation_that_fails_is_still_one() -> None:
    class Thorny:
        @property
        def read(self) -> Any:
            raise RuntimeError

    told = evaluate("reviewers.all(r, r == actor)", reviewers=(Thorny(),)).explanation
    assert (told.holds, told.sentence) == (False, "it cannot be explained")


def test_the_value_and_the_explanation_agree() -> None:
    outcome = evaluate("cost <= 10000", types.BOOLEAN, cost=euros(5))
    assert outcome.holds
    assert outcome.explanation.holds
