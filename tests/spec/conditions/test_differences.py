"""Where the language differs from CEL: one test for each number in `docs/expressions.md`.

What CEL does instead is asked of another implementation where it can say so.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import cel
import pytest

from tests.spec.conditions.making import SHELF_1, Record, error, problem, value
from tests.spec.conditions.test_documentation import section


def elsewhere(text: str, **names: Any) -> Any:
    """What CEL comes to."""
    return cel.evaluate(text, names)


def test_every_difference_has_its_test() -> None:
    numbers = {line.split(".")[0] for line in section("Differences from CEL").splitlines()}
    tests = {name.split("_")[1] for name in globals() if name.startswith("test_")}
    assert {n for n in numbers if n.isdigit()} == {n for n in tests if n.isdigit()}


@pytest.mark.parametrize(
    ("text", "here", "there"),
    [
        ("7 / 2", Decimal("3.5"), 3),
        ("0.1 + 0.2 == 0.3", True, False),
        ("1 == 1.0", True, True),
        ("3 - 0.5 * 2", Decimal(2), None),
        ("9223372036854775807 + 1", Decimal(2) ** 63, None),
    ],
)
def test_1_numbers_are_exact_and_of_one_kind(text: str, here: Any, there: Any) -> None:
    assert value(text) == here
    if there is not None:
        assert elsewhere(text) == there
    else:
        with pytest.raises((TypeError, OverflowError, ValueError)):
            elsewhere(text)


def test_1_there_are_no_exponents() -> None:
    assert elsewhere("1e3") == 1000
    assert problem("1e3")[0] == "expression-syntax"


def test_2_money_is_of_one_currency_and_compares_with_a_written_number() -> None:
    assert value("cost > 10000") is True
    assert error("cost > some_money") == "EUR and USD cannot be compared or added"


def test_3_an_empty_value_is_an_error() -> None:
    assert elsewhere('note == "x"', note=None) is False
    assert error('note == "x"') == "note is empty"


def test_4_has_takes_any_name() -> None:
    with pytest.raises(ValueError, match="has"):
        elsewhere("has(note)", note=None)
    assert value("has(note)") is False
    assert value("has(reviewers)", reviewers=()) is False
    assert value("has(title)", title="") is False


@pytest.mark.parametrize("text", ['1 == "a"', '[1, "a"] == []', "true < false", '1 > 0 ? 1 : "a"'])
def test_5_types_are_checked_when_the_file_is_read(text: str) -> None:
    elsewhere(text)
    assert problem(text)[0] == "wrong-type"


def test_5_a_text_must_be_a_value_of_its_choice() -> None:
    assert elsewhere('category == "tecnical"', category="novel") is False
    assert problem('category == "tecnical"')[0] == "unknown-value"


def test_6_times_are_written_as_in_fields() -> None:
    assert elsewhere('duration("72h")') == timedelta(days=3) == value('duration("3 days")')
    assert problem('duration("72h")')[0] == "wrong-arguments"
    assert problem('timestamp("2026-01-01T00:00:00Z")')[0] == "unknown-function"
    assert problem("due < now")[0] == "wrong-type"
    assert error('due + duration("1 hour")') == "a date can only be moved by whole days"


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        "b'x'",
        "r'x'",
        "'''x'''",
        "1 // one",
        'int("1")',
        "string(1)",
        "type(1)",
        '"a".matches("a")',
        "[1].map(x, x > 1, x)",
        "[1, 2,]",
        "1u",
        "dyn(1)",
    ],
)
def test_7_much_of_cel_is_left_out(text: str) -> None:
    elsewhere(text)
    assert problem(text)[0] in ("expression-syntax", "unknown-function")


def test_8_transitions_and_roles_are_written_bare() -> None:
    assert value("fired(lend) && fired('lend')") is True
    assert problem("fired(title)")[0] == "unknown-name"


def test_9_there_are_functions_that_cel_does_not_have() -> None:
    assert value("sum([1, 2]) + max([3])") == 6
    assert elsewhere("[1, 2].size()") == value("[1, 2].size()") == 2
    assert problem("[1, 2].sum()")[0] == "wrong-arguments"


def test_10_records_compare_by_what_they_are() -> None:
    same = Record("SHELF-1", owner="mallory")
    assert value("book.parent == parent", book=Record("B", parent=same), parent=SHELF_1) is True
    assert problem("rows[0] == rows[0]")[0] == "wrong-type"


def test_11_texts_are_normalised() -> None:
    decomposed = '"e\N{COMBINING ACUTE ACCENT}" == "\N{LATIN SMALL LETTER E WITH ACUTE}"'
    assert elsewhere(decomposed) is False
    assert value(decomposed) is True
    assert elsewhere(r'"\x41"') == "A"
    assert problem(r'"\x41"')[0] == "expression-syntax"


def test_12_reserved_words_are_names() -> None:
    with pytest.raises(ValueError, match="reserved"):
        elsewhere("loop", loop=1)
    assert value("[1].map(loop, loop + 1) == [2]") is True


def test_13_an_expression_is_bounded() -> None:
    sums = " + ".join(["1"] * 300)
    assert elsewhere(sums) == 300
    assert problem(sums)[0] == "expression-too-large"
