"""Plain scalars mean what YAML 1.2 says, never what YAML 1.1 said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govern.spec.core_schema import core_value, is_long


@pytest.mark.parametrize(
    "text",
    "no yes on off No y 12:30 1:30 2026-12-01 1_000 0b11 0o8 .nan .NaN .inf -.inf +.INF - + . e5 "
    "1e tRUE nUll 0x 1.2.3 ٣ １ 1,5".split(),
)
def test_what_only_looks_special_stays_text(text: str) -> None:
    assert core_value(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("NULL", None),
        ("true", True),
        ("FALSE", False),
        ("010", 10),
        ("-0", 0),
        ("+12", 12),
        ("0o17", 15),
        ("0xfF", 255),
        ("1.50", Decimal("1.5")),
        (".5", Decimal("0.5")),
        ("5.", Decimal(5)),
        ("-1e3", Decimal(-1000)),
    ],
)
def test_what_is_special_has_its_value(text: str, value: object) -> None:
    found = core_value(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text", ["9" * 16, "9" * 5000, "0x" + "f" * 200_000, "1e31", "1e999999999"]
)
def test_a_number_that_cannot_be_kept_exactly_is_long(text: str) -> None:
    value = core_value(text)
    assert isinstance(value, int | Decimal)
    assert is_long(value)


@pytest.mark.parametrize(
    "text", ["9" * 15, "1" + "0" * 29, "0.000000000000001", "-123456.789", "0e99"]
)
def test_fifteen_digits_are_not_long(text: str) -> None:
    value = core_value(text)
    assert isinstance(value, int | Decimal)
    assert not is_long(value)
