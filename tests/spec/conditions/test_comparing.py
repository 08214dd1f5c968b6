"""What may be compared with what, and of what type the whole must be."""

from __future__ import annotations

import pytest

from govern.spec.conditions import compile_condition, types
from tests.spec.conditions.making import SCOPE, checks, problem, problems


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ('category == "tecnical"', '"tecnical"', "did you mean `technical`?"),
        ('"tecnical" != category', '"tecnical"', "did you mean `technical`?"),
        ('category in ["novel", "potery"]', '"potery"', "did you mean `poetry`?"),
        ('"rad" in tags', '"rad"', "did you mean `red`?"),
        ('tags == ["red", "grean"]', '"grean"', "did you mean `green`?"),
        ('category == (urgent ? "novel" : "dramas")', '"dramas"', ""),
        ('tags.all(t, t == "blu")', '"blu"', "did you mean `blue`?"),
        ('duty == "librarien"', '"librarien"', "did you mean `librarian`?"),
        ('duty in ["librarian", "cook"]', '"cook"', ""),
    ],
)
def test_a_text_that_is_no_value_is_pointed_at(text: str, place: str, hint: str) -> None:
    code, found, proposed = problem(text)
    assert (code, found) == ("unknown-value", place)
    assert hint in proposed


def test_choices_that_share_a_value_compare_and_others_do_not() -> None:
    assert checks("category == genre")
    assert problem("category == state")[0] == "wrong-type"


def test_a_choice_compares_with_any_text_that_is_not_written_there() -> None:
    assert checks("category == title && title in tags && category.startsWith(title)")


def test_several_wrong_values_are_several_problems() -> None:
    assert [found.offset for found in problems('category in ["a", "novel", "b"]')] == [13, 27]


@pytest.mark.parametrize(
    "text",
    [
        "title == 5",
        "urgent == 1",
        "actor == title",
        'actor == "alice"',
        "actor == duty",
        "book == parent",
        "book == title",
        "due == lent_at",
        "cost == ratio",
        "cost == title",
        "reviewers == actor",
        "reviewers == tags",
        "rows == rows",
        "rows[0] == rows[1]",
        '["red"] == category',
        "5 in tags",
        "actor in tags",
        "null in tags",
        "tags in tags",
        '["red"] in tags',
        "ratio in 5",
        '"a" in title',
        "due in [lent_at]",
    ],
)
def test_what_can_never_be_equal_is_refused(text: str) -> None:
    assert problem(text)[0] == "wrong-type"


@pytest.mark.parametrize(
    "text",
    [
        "category > genre",
        'category > "novel"',
        "true < false",
        "actor < reader",
        "book < book",
        "tags < tags",
        "due < lent_at",
        "period > 3",
        "null < 3",
        "cost < ratio",
        "cost < ratio * 10000",
        "title < 3",
    ],
)
def test_what_has_no_order_is_refused(text: str) -> None:
    assert problem(text)[0] == "wrong-type"


def test_a_refused_comparison_names_both_sides_and_their_types() -> None:
    said = {text: problems(text)[0].message for text in ("title < 3", "actor < reader", "due == 5")}
    assert said == {
        "title < 3": "`title`, a text, and `3`, a number, cannot be compared",
        "actor < reader": "`actor`, a person, and `reader`, a person, have no order",
        "due == 5": "`due`, a date, and `5`, a number, can never be equal",
    }


@pytest.mark.parametrize(
    "text",
    ["cost > 10000", "10000 < cost", "cost == 0", "cost >= -5", "cost < 10 * 1000", "cost < (5)"],
)
def test_money_compares_with_a_number_that_is_written_there(text: str) -> None:
    assert checks(text)


@pytest.mark.parametrize(
    "text",
    [
        "cost > dollars",
        "cost == dollars",
        "cost + dollars > 5",
        "cost / dollars",
        "cost in [dollars]",
    ],
)
def test_two_known_currencies_do_not_mix(text: str) -> None:
    assert problem(text)[0] == "mixed-currencies"


def test_a_currency_that_is_not_known_is_left_to_run_time() -> None:
    assert checks("cost > some_money && cost + some_money > 5 && [cost, dollars].size() == 2")


@pytest.mark.parametrize("text", ["reviewers == null", "null != rows", "tags == null"])
def test_a_list_is_never_null(text: str) -> None:
    code, place, hint = problem(text)
    assert (code, place) == ("never-empty", text)
    assert hint.startswith("write size(")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("due < now", "date(…) gives the day, in UTC, of a moment"),
        ('due < "2026-01-01"', 'write date("…") around the text'),
        ('now < "2026-01-01"', 'write datetime("…") around the text'),
        ('period < "3 days"', 'write duration("…") around the text'),
        ("due - 5", 'a time is moved by a duration: duration("3 days")'),
        ("now - lent_at > 5", 'days(a, b) gives a number, duration("3 days") a duration'),
        ("actor == duty", "write holds(person, role)"),
        ("actor == reviewers", "write `… in list`, size(list), or list.all(x, …)"),
        ("category < genre", 'values of a choice have no order: write `… in ["a", "b"]`'),
        ("urgent && cost", "write has(cost)"),
        ('"Em" in title', "write text.contains(part)"),
    ],
)
def test_a_mismatch_says_how_to_mend_it(text: str, hint: str) -> None:
    assert problem(text)[2] == hint


@pytest.mark.parametrize(
    ("text", "expects"),
    [
        ("cost > 5", types.BOOLEAN),
        ("title", types.TEXT),
        ("category", types.TEXT),
        ('"novel"', types.choice(["novel", "drama"])),
        ("genre", types.choice(["novel", "drama", "poetry"])),
        ('urgent ? "red" : "blue"', types.choice(["red", "blue"])),
        ('["red"]', types.list_of(types.choice(["red", "blue"]))),
        ("[]", types.list_of(types.PERSON)),
        ('"librarian"', types.ROLE),
        ("duty", types.ROLE),
        ("cost * 2", types.money("EUR")),
        ("some_money", types.money("EUR")),
        ("book", types.record("book", "loan")),
        ("null", types.DATE),
        ("urgent ? due : null", types.DATE),
        ("anything", types.BOOLEAN),
    ],
)
def test_an_expression_of_the_expected_type_is_taken(text: str, expects: types.Type) -> None:
    assert compile_condition(text, SCOPE, expects).text == text


@pytest.mark.parametrize(
    ("text", "expects", "code"),
    [
        ("cost", types.BOOLEAN, "wrong-type"),
        ("null", types.BOOLEAN, "wrong-type"),
        ("5", types.TEXT, "wrong-type"),
        ("title", types.choice(["novel"]), "wrong-type"),
        ("category", types.choice(["novel", "drama"]), "wrong-type"),
        ('"red"', types.choice(["novel"]), "unknown-value"),
        ('["red"]', types.choice(["red"]), "wrong-type"),
        ('"red"', types.list_of(types.choice(["red"])), "wrong-type"),
        ('"cook"', types.ROLE, "unknown-value"),
        ("title", types.ROLE, "wrong-type"),
        ("5", types.money("EUR"), "wrong-type"),
        ("dollars", types.money("EUR"), "mixed-currencies"),
        ("book", types.record("loan"), "wrong-type"),
        ("actor", types.list_of(types.PERSON), "wrong-type"),
        ("null", types.list_of(types.PERSON), "wrong-type"),
        ("due", types.MOMENT, "wrong-type"),
        ('"alice"', types.PERSON, "wrong-type"),
    ],
)
def test_an_expression_of_another_type_is_refused(
    text: str, expects: types.Type, code: str
) -> None:
    assert problem(text, expects)[:2] == (code, text)


def test_a_wrong_result_says_how_to_mend_it() -> None:
    assert problem("cost", types.BOOLEAN)[2].startswith("write has(cost)")
    assert problem("actor", types.list_of(types.PERSON))[2] == "put it between brackets: […]"
