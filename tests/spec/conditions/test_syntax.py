"""From tokens to a tree: precedence, and what is said of a text that is no expression."""

from __future__ import annotations

import pytest

from govern.spec.conditions.syntax import parse
from govern.spec.conditions.tree import Both, Chain, Choose, Either, Not, Path, walk, written
from tests.spec.conditions.making import problem, value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("100 / 10 / 5", 2),
        ("7 % 4 * 2", 6),
        ("-2 + 5", 3),
        ("- - 2", 2),
        ("2 - -3", 5),
    ],
)
def test_numbers_are_computed_in_the_order_of_school(text: str, expected: int) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true || false && false", True),
        ("(true || false) && false", False),
        ("!true || true", True),
        ("!(true || true)", False),
        ("1 < 2 == true", True),
        ("1 + 1 == 2 && 2 * 2 > 3", True),
        ("true ? false : true ? true : true", False),
        ("1 in [1, 2] && !(3 in [1, 2])", True),
        ("!!true", True),
    ],
)
def test_operators_bind_as_in_cel(text: str, *, expected: bool) -> None:
    assert value(text) is expected


def test_chains_of_one_operator_are_one_node() -> None:
    assert isinstance(tree := parse("a && b && c"), Both)
    assert len(tree.parts) == 3
    assert isinstance(tree := parse("a || b || c || d"), Either)
    assert len(tree.parts) == 4
    assert isinstance(tree := parse("a + b - c"), Chain)
    assert [op for op, _ in tree.rest] == ["+", "-"]


def test_dotted_names_are_one_node_that_knows_where_each_name_ends() -> None:
    path = parse(" parent . owner.name")
    assert isinstance(path, Path)
    assert (path.names, path.ends) == (("parent", "owner", "name"), (7, 15, 20))


@pytest.mark.parametrize(
    "text",
    [
        "(a || b) && c",
        "!(a && b)",
        "(a + b) * c",
        "(a ? b : c) == d",
        "a.all(x, x > 1)",
        "f(a)[0].b",
    ],
)
def test_every_node_is_written_as_it_stands_in_the_text(text: str) -> None:
    nodes = list(walk(parse(text)))
    assert written(text, nodes[0]) == text
    assert all(text[n.start : n.end].count("(") == text[n.start : n.end].count(")") for n in nodes)


def test_a_branch_of_a_choice_may_be_a_choice_only_at_the_end() -> None:
    assert isinstance(parse("a ? b : c ? d : e"), Choose)
    assert problem("a ? b ? c : d : e")[:2] == ("expression-syntax", "?")
    assert isinstance(parse("!a"), Not)


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("urgent and urgent", "and", "write && for and"),
        ("urgent OR urgent", "OR", "write || for or"),
        ("not urgent", "not", "write ! for not"),
        ("note is null", "is", "write == to compare"),
        ("ratio == ", "", ""),
        ("(ratio", "", "a `)` is missing"),
        ("ratio)", ")", ""),
        ("[1, 2", "", "a `,` or a `]` is missing"),
        ("[1 2]", "2", "a `,` or a `]` is missing"),
        ("[1, 2,]", "]", ""),
        ("size(title,)", ")", ""),
        ("urgent ? 1", "", "a `:` is missing"),
        ("1 2", "2", ""),
        ("* 2", "*", ""),
        ("ratio ** 2", "*", ""),
        ("parent.", "", "a name belongs here"),
        ("parent.true", "true", "a name belongs here"),
        ("parent.in", "in", "a name belongs here"),
        ("in", "in", ""),
        ("reviewers.all(r)", ")", "a `,` is missing"),
        ("reviewers.all(r.x, true)", ".", "a `,` is missing"),
        ("reviewers.all(1, true)", "1", "a name belongs here"),
        ("// comment", "/", ""),
    ],
)
def test_a_text_that_is_no_expression_is_refused_at_its_place(
    text: str, place: str, hint: str
) -> None:
    assert problem(text) == ("expression-syntax", place, hint)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_is_no_expression(text: str) -> None:
    assert problem(text)[0] == "expression-syntax"


@pytest.mark.parametrize("name", ["package", "loop", "namespace", "if", "and_so_on", "_x", "inner"])
def test_words_that_cel_keeps_for_itself_are_names(name: str) -> None:
    assert isinstance(parse(name), Path)
