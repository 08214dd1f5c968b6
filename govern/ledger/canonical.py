"""Canonical JSON: one value, one byte string (RFC 8785).

Object keys are sorted by UTF-16 code units, nothing is padded, numbers are written in their
shortest form, text is UTF-8 as given (no Unicode normalisation). One extension: whole numbers
of any size keep all their digits. Only null, bool, int, float, str, list and dict are values;
anything that two readers might read differently is refused.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from govern.errors import Unreadable

MAX_DEPTH = 64


def canonical(value: Any) -> bytes:
    """The bytes that are hashed. `Unreadable` (code not_canonical) for NaN and infinity, lone
    surrogates, keys that are not text, nesting beyond 64, and any other type."""
    parts: list[str] = []
    _write(value, parts.append, 0)
    try:
        return "".join(parts).encode("utf-8")
    except UnicodeEncodeError as error:
        raise _refused("text with half a surrogate pair") from error


def canonical_text(value: Any) -> str:
    """The same as text, for a JSON column."""
    return canonical(value).decode("utf-8")


def parse(data: bytes | str) -> Any:
    """The value whose canonical form is `data`; `Unreadable` where it is the form of none."""
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    try:
        value = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # includes UnicodeDecodeError
        raise _refused("bytes that are not JSON in UTF-8") from error
    if canonical(value) != raw:
        raise _refused("JSON that is not in its canonical form")
    return value


def _refused(what: str) -> Unreadable:
    return Unreadable(f"Not to be recorded: {what}.", code="not_canonical")


def _write(value: Any, put: Callable[[str], None], depth: int) -> None:
    if isinstance(value, str):
        put(encode_basestring(value))
    elif value is None or value is True or value is False:
        put(_CONSTANTS[value])
    elif isinstance(value, int):
        put(int.__repr__(value))
    elif isinstance(value, float):
        put(_number(value))
    elif isinstance(value, dict):
        _write_object(value, put, _deeper(depth))
    elif isinstance(value, list):
        _write_array(value, put, _deeper(depth))
    else:
        raise _refused(f"a value of type {type(value).__name__}")


_CONSTANTS = {None: "null", True: "true", False: "false"}


def _deeper(depth: int) -> int:
    if depth >= MAX_DEPTH:
        raise _refused(f"nesting beyond {MAX_DEPTH} levels")
    return depth + 1


def _write_object(value: dict[Any, Any], put: Callable[[str], None], depth: int) -> None:
    before = "{"
    for key in _sorted_keys(value):
        put(before)
        put(encode_basestring(key))
        put(":")
        _write(value[key], put, depth)
        before = ","
    put("{}" if before == "{" else "}")


def _sorted_keys(value: dict[Any, Any]) -> list[str]:
    for key in value:
        if not isinstance(key, str):
            raise _refused("a key that is not text")
    if all(map(str.isascii, value)):
        return sorted(value)
    try:
        return sorted(value, key=lambda key: key.encode("utf-16-be"))
    except UnicodeEncodeError as error:
        raise _refused("a key with half a surrogate pair") from error


def _write_array(value: list[Any], put: Callable[[str], None], depth: int) -> None:
    before = "["
    for item in value:
        put(before)
        _write(item, put, depth)
        before = ","
    put("[]" if before == "[" else "]")


def _number(value: float) -> str:
    """The shortest text that reads back as `value`, with an exponent where ECMAScript has one."""
    if not math.isfinite(value):
        raise _refused("a number that is not finite")
    size = abs(value)
    if value.is_integer() and size < _ALL_DIGITS_COUNT:
        return str(int(value))  # also -0.0, which is 0
    shortest = float.__repr__(value)
    if 1e-6 <= size < 1e21:
        return format(Decimal(shortest), "f").removesuffix(".0")
    return shortest.replace("e-0", "e-")


_ALL_DIGITS_COUNT = 2**53
