"""Reading a JSON body, strictly: one reading for every database, or a refusal.

What other readers let through in silence is refused here: duplicate keys, NaN and Infinity,
invalid UTF-8, a byte order mark, lone surrogates, NUL, endless numbers and nesting. Numbers with
a point or an exponent are Decimal, never float. What the values mean is not known here: the
shape is `schemas`', the fields are the engine's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

from flask import Request
from werkzeug.exceptions import UnsupportedMediaType

from govern.errors import Problem, Unreadable, ValuesRefused

MAX_DEPTH = 32
MAX_NUMBER_LENGTH = 64  # characters
MAX_EXPONENT = 400
ESCAPED_SURROGATE_OR_NUL = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")


def read_body(request: Request, *, max_depth: int = MAX_DEPTH) -> dict[str, Any]:
    """The JSON object that `request` carries. The size was limited when the request was made.

    Unreadable where it is no JSON object or nested too deeply; ValuesRefused where it is one,
    but holds a text or a number that no field can hold; UnsupportedMediaType where it does not
    say that it is JSON in UTF-8.
    """
    raw = request.get_data(cache=True)
    if not raw:
        raise Unreadable("The body is empty; it must be a JSON object, at least {}.")
    _check_media_type(request)
    return parse_object(raw, max_depth=max_depth)


def parse_object(raw: bytes, *, max_depth: int = MAX_DEPTH) -> dict[str, Any]:
    """`raw` as a JSON object; the errors are those of `read_body`."""
    text = _decode(raw)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_without_duplicates,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_no_constant,
        )
    except RecursionError as error:
        raise _too_deep(max_depth) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(f"The body is not JSON: {error.msg} at {where}.") from error
    if not isinstance(value, dict):
        raise Unreadable("The body must be a JSON object.")
    if text.count("[") + text.count("{") > max_depth:
        _check_depth(value, max_depth)
    if ESCAPED_SURROGATE_OR_NUL.search(text):
        _check_texts(value)
    return value


def _check_media_type(request: Request) -> None:
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("A body is sent as it is, without Content-Encoding.")
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset not in ("utf-8", "utf8"):
        raise UnsupportedMediaType("The body must be sent as application/json in UTF-8.")


def _decode(raw: bytes) -> str:
    if raw.startswith(b"\xef\xbb\xbf"):
        raise Unreadable("The body begins with a byte order mark; send UTF-8 without one.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"The body is not UTF-8: byte {error.start} cannot be read.") from error


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        twice = next(name for name, times in Counter(n for n, _ in pairs).items() if times > 1)
        raise Unreadable(f"The key {twice[:80]!r} is there twice.")
    return read


def _integer(text: str) -> int:
    if len(text) > MAX_NUMBER_LENGTH:
        _out_of_range()
    return int(text)


def _decimal(text: str) -> Decimal:
    if len(text) > MAX_NUMBER_LENGTH:
        _out_of_range()
    try:
        value = Decimal(text)
    except ArithmeticError:
        _out_of_range()
    if abs(value.adjusted()) > MAX_EXPONENT:
        _out_of_range()
    return value


def _out_of_range() -> NoReturn:
    detail = "A number in the body is longer, larger or smaller than any field can hold."
    raise ValuesRefused([Problem("number_out_of_range", detail, "")])


def _no_constant(text: str) -> NoReturn:
    raise Unreadable(f"The body is not JSON: {text} is no JSON value.")


def _too_deep(max_depth: int) -> Unreadable:
    return Unreadable(f"The body is nested more than {max_depth} levels deep.")


def _check_depth(value: Any, max_depth: int) -> None:
    level = [value]
    for _ in range(max_depth):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    if any(isinstance(value, (dict, list)) for value in level):
        raise _too_deep(max_depth)


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _check_texts(value: Any) -> None:
    """ValuesRefused with the place of every text that no database keeps alike."""
    problems = [
        Problem("unprintable_text", "This text holds NUL or half a character.", pointer)
        for pointer, text in _texts(value, "")
        if "\x00" in text or not _is_whole(text)
    ]
    if problems:
        raise ValuesRefused(problems)


def _texts(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Every text with its JSON pointer; a key is reported at the object that holds it."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield pointer, key
            yield from _texts(child, f"{pointer}/{_escape(key)}")
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from _texts(child, f"{pointer}/{number}")


def _is_whole(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _escape(key: str) -> str:
    whole = key.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("~", "~0").replace("/", "~1")
