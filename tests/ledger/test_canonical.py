"""One value has one canonical byte string, and every other byte string is refused."""

from __future__ import annotations

import json
import math
import struct
from collections import OrderedDict
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, strategies as st

from govern.errors import Unreadable
from govern.ledger.canonical import MAX_DEPTH, canonical, canonical_text, parse

# Number forms from RFC 8785, appendix B: bits of the double, and its text.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_numbers_have_the_form_of_rfc_8785(bits: str, text: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_text(number) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (1, "1"),
        (1.0, "1"),
        (-0.0, "0"),
        (12.50, "12.5"),
        (1e-5, "0.00001"),
        (1.5e-7, "1.5e-7"),
        (10**30, "1" + "0" * 30),
        ([], "[]"),
        ({}, "{}"),
        ([1, [2, {}]], "[1,[2,{}]]"),
        ({"b": 1, "a": [None, False]}, '{"a":[null,false],"b":1}'),
        ("€ä\u2028\x7f/", '"€ä\u2028\x7f/"'),
        ('\b\t\n\f\r"\\\x01\x1f', '"\\b\\t\\n\\f\\r\\"\\\\\\u0001\\u001f"'),
        ({"\U0001f600": 1, "\ufb33": 2, "ö": 3, "1": 4}, '{"1":4,"ö":3,"\U0001f600":1,"\ufb33":2}'),
        ("e\u0301", '"e\u0301"'),
    ],
)
def test_a_value_has_this_form(value: Any, text: str) -> None:
    assert canonical_text(value) == text
    assert canonical(parse(text)) == text.encode()


class Colour(StrEnum):
    RED = "red"


def test_a_word_of_a_closed_set_is_its_text() -> None:
    assert canonical_text({Colour.RED: Colour.RED}) == '{"red":"red"}'


def _nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth - 1):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        "\ud800",
        {"\udfff": 1},
        {"\udfff": 1, "ä": 2},
        {1: "a"},
        {None: 1},
        {True: 1},
        (1, 2),
        {1, 2},
        b"x",
        Decimal("1.5"),
        object(),
        _nested(MAX_DEPTH + 1),
        _nested(5000),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_two_readers_might_read_differently_is_refused(value: Any) -> None:
    with pytest.raises(Unreadable) as refused:
        canonical({"value": [value]} if value != _nested(MAX_DEPTH + 1) else value)
    assert refused.value.code == "not_canonical"


def test_nesting_is_taken_down_to_its_limit() -> None:
    assert parse(canonical(_nested(MAX_DEPTH))) == _nested(MAX_DEPTH)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a":1} ',
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b"NaN",
        b"Infinity",
        b"1e999",
        b'"\\u0041"',
        b'"\\/"',
        b'"\\ud800"',
        b'"\xff"',
        b"\xef\xbb\xbf1",
        b"\xff\xfe1\x00",
        b"1" * 5000,
        b"[" * 100_000,
        "\ud800",
    ],
    ids=lambda data: repr(data)[:20],
)
def test_bytes_that_are_the_form_of_no_value_are_refused(data: bytes | str) -> None:
    with pytest.raises(Unreadable):
        parse(data)


finite = st.floats(allow_nan=False, allow_infinity=False)
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    # greater ones come back as whole numbers with noughts for their last digits
    | finite.filter(lambda number: abs(number) < 2**53 or abs(number) >= 1e21)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(plain)
def test_the_form_reads_back_as_the_value_and_is_its_own_form(value: Any) -> None:
    form = canonical(value)
    assert json.loads(form) == value
    assert canonical(json.loads(form)) == form
    assert parse(form) == value


@given(finite)
def test_every_number_reads_back_as_itself(number: float) -> None:
    assert float(canonical(number)) == number
    assert canonical(json.loads(canonical(number))) == canonical(number)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers()))
def test_the_order_in_which_members_were_put_does_not_count(value: dict[str, int]) -> None:
    assert canonical(OrderedDict(reversed(value.items()))) == canonical(value)
