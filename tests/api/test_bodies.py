"""A JSON body is read in one way only, or refused."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from api.bodies import parse_object
from govern.errors import Unreadable, ValuesRefused

UNREADABLE = {
    "an open bracket": b"[",
    "a hundred thousand open brackets": b"[" * 100_000,
    "a hundred thousand open objects": b'{"a":' * 100_000,
    "five thousand levels": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "thirty-three levels": b'{"a":' * 33 + b"1" + b"}" * 33,
    "not a number": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "a key twice": b'{"a": 1, "a": 2}',
    "a key twice, once escaped": b'{"a": 1, "\\u0061": 2}',
    "a key twice, deep inside": b'{"a": [{"b": 1, "b": 1}]}',
    "a byte order mark": b'\xef\xbb\xbf{"a": 1}',
    "UTF-16": '{"a": 1}'.encode("utf-16-le"),
    "Latin-1": b'{"a": "\xe9"}',
    "a surrogate in UTF-8": b'{"a": "\xed\xa0\x80"}',
    "an overlong form": b'{"a": "\xc0\xaf"}',
    "a raw NUL": b'{"a": "\x00"}',
    "a raw line break": b'{"a": "\n"}',
    "a list": b"[1]",
    "a text": b'"a"',
    "null": b"null",
    "two values": b"{} {}",
    "a comment": b'{"a": 1} // one',
    "single quotes": b"{'a': 1}",
    "a trailing comma": b'{"a": 1,}',
    "a leading nought": b'{"a": 01}',
    "a plus": b'{"a": +1}',
    "hexadecimal": b'{"a": 0x10}',
    "an underscore": b'{"a": 1_000}',
    "Arabic digits": '{"a": ١٢}'.encode(),
}

REFUSED = {
    "a lone surrogate": (b'{"a": ["", "\\ud800"]}', "/a/1"),
    "half a pair the wrong way round": (b'{"a": "\\udc00\\ud800"}', "/a"),
    "a lone surrogate in a key": (b'{"a": {"\\udfff": 1}}', "/a"),
    "NUL": (b'{"a/b": {"c~d": "\\u0000"}}', "/a~1b/c~0d"),
    "five thousand digits": (b'{"a": ' + b"9" * 5_000 + b"}", ""),
    "an exponent of five digits": (b'{"a": 1e99999}', ""),
    "an exponent no computer has": (b'{"a": 1e99999999999999999999}', ""),
    "nothing, with an exponent": (b'{"a": 0e-99999}', ""),
    "five thousand decimals": (b'{"a": 0.' + b"1" * 5_000 + b"}", ""),
}


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_json_object_is_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        parse_object(raw)


@pytest.mark.parametrize(("raw", "pointer"), REFUSED.values(), ids=REFUSED)
def test_what_no_field_can_hold_is_refused_with_its_place(raw: bytes, pointer: str) -> None:
    with pytest.raises(ValuesRefused) as refusal:
        parse_object(raw)
    assert [problem.pointer for problem in refusal.value.problems] == [pointer]


def test_a_number_with_a_point_is_exact() -> None:
    assert parse_object(b'{"a": 0.1}') == {"a": Decimal("0.1")}
    assert isinstance(parse_object(b'{"a": 1.0}')["a"], Decimal)


def test_thirty_two_levels_are_read() -> None:
    value = parse_object(b'{"a":' * 32 + b"1" + b"}" * 32)
    for _ in range(32):
        value = value["a"]
    assert value == 1


def test_many_shallow_values_are_read() -> None:
    assert len(parse_object(b'{"a": [' + b"[]," * 5_000 + b"[]]}")["a"]) == 5_001


def test_a_whole_pair_of_surrogates_is_one_character() -> None:
    assert parse_object(b'{"a": "\\ud83d\\ude00"}') == {"a": "\N{GRINNING FACE}"}


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(texts, values, max_size=4), st.booleans())
def test_everything_else_comes_back_as_it_was_sent(value: dict[str, Any], ascii_only: bool) -> None:
    assert parse_object(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(st.binary(max_size=200) | st.text(max_size=60).map(str.encode))
def test_no_bytes_are_answered_with_anything_but_an_object_or_a_refusal(raw: bytes) -> None:
    with suppress(Unreadable, ValuesRefused):
        assert isinstance(parse_object(raw), dict)
