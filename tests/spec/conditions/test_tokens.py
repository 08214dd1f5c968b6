"""From text to tokens."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govern.spec.conditions import ConditionError
from govern.spec.conditions.tokens import TokenKind, tokenize
from tests.spec.conditions.making import problem, value


def test_tokens_know_where_they_stand() -> None:
    tokens = tokenize("cost <= 10.5")
    assert [(token.text, token.start, token.end) for token in tokens] == [
        ("cost", 0, 4),
        ("<=", 5, 7),
        ("10.5", 8, 12),
        ("", 12, 12),
    ]
    assert tokens[2].value == Decimal("10.5")
    assert tokens[3].kind is TokenKind.END


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'"a\"b"', 'a"b'),
        (r"'a\'b'", "a'b"),
        ('"it\'s"', "it's"),
        ("'say \"so\"'", 'say "so"'),
        (r'"a\\b\nc\td"', "a\\b\nc\td"),
        (r'"\u00e9"', "\N{LATIN SMALL LETTER E WITH ACUTE}"),
        ('""', ""),
        ('"&& || // ["', "&& || // ["),
    ],
)
def test_a_text_is_what_stands_between_its_quotes(text: str, expected: str) -> None:
    assert value(text) == expected


def test_a_text_is_normalised_as_the_texts_of_fields_are() -> None:
    assert value('"e\N{COMBINING ACUTE ACCENT}"') == "\N{LATIN SMALL LETTER E WITH ACUTE}"


@pytest.mark.parametrize("text", ['"abc', "'abc", '"abc\\', "\"abc'", '"a\nb"', '"a\tb"'])
def test_a_text_must_end_on_its_line(text: str) -> None:
    code, _, _ = problem(text)
    assert code == "expression-syntax"


@pytest.mark.parametrize(
    "escape", [r"\q", r"\x41", r"\u12", r"\u0000", r"\ud800", r"\u200b", r"\101", r"\r"]
)
def test_an_escape_stands_for_a_printable_character(escape: str) -> None:
    code, _, hint = problem(f'"{escape}"')
    assert code == "expression-syntax"
    assert hint.startswith("there is")


@pytest.mark.parametrize("number", ["1e5", "1_000", "0x1F", "1u", "1.", "1.2.3", "1.5kg", "10a"])
def test_a_number_is_digits_with_at_most_one_dot(number: str) -> None:
    code, place, _ = problem(f"ratio > {number}")
    assert (code, place) == ("expression-syntax", number)


def test_digits_of_other_scripts_are_no_digits() -> None:
    assert problem("ratio > \N{ARABIC-INDIC DIGIT FOUR}")[0] == "expression-syntax"


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("state = 1", "=", "write == to compare"),
        ("urgent & urgent", "&", "write && for and"),
        ("urgent | urgent", "|", "write || for or"),
        ("ratio ≤ 1", "≤", "write <="),
        ("state == “open”", "“", "use plain quotes, ' or \""),
        ("ratio > −1", "−", "use the plain minus sign, -"),
        ("{}", "{", "there are no maps in expressions"),
        ("size\N{NO-BREAK SPACE}(title)", "\N{NO-BREAK SPACE}", ""),
        ("größe > 1", "ö", ""),
    ],
)
def test_a_character_that_means_nothing_is_pointed_at(text: str, place: str, hint: str) -> None:
    assert problem(text) == ("expression-syntax", place, hint)


@pytest.mark.parametrize("character", ["\0", "\x7f", "\ud800", "\N{ZERO WIDTH SPACE}"])
def test_a_character_that_cannot_be_seen_is_named(character: str) -> None:
    with pytest.raises(ConditionError, match=f"U\\+{ord(character):04X}"):
        tokenize(f"urgent{character}")


def test_an_expression_may_go_over_several_lines() -> None:
    assert value("urgent\n  && ratio\t< 1\r\n") is True
