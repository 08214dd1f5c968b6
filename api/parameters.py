"""Reading the query of an address strictly: known parameters, each once, in UTF-8."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.exceptions import RequestURITooLarge

from govern.errors import Unreadable

from .problems import refuse_parameter
from .schemas import UNKNOWN, Envelope, load_query, repeatable

MAX_QUERY_BYTES = 8 * 1024
MAX_PARAMETERS = 64


def read_query(request: Request, schema: Envelope | None) -> dict[str, Any]:
    """The query's parameters as `schema` says, defaults included; with None there may be none.

    Unreadable where it is no UTF-8 or names one twice; ValuesRefused, with the parameter's name,
    where one is unknown or its value cannot be taken; RequestURITooLarge above 8 KiB.
    """
    asked = _pairs(request)
    if schema is None:
        for name, _ in asked:
            raise refuse_parameter("unknown_parameter", name[:80], UNKNOWN)
        return {}
    return load_query(schema, _once_each(asked, schema))


def _pairs(request: Request) -> list[tuple[str, str]]:
    raw = request.query_string
    if not raw:
        return []
    if len(raw) > MAX_QUERY_BYTES:
        raise RequestURITooLarge
    try:
        return parse_qsl(
            raw.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_PARAMETERS,
        )
    except ValueError as error:
        detail = f"The query is not UTF-8, or has more than {MAX_PARAMETERS} parameters."
        raise Unreadable(detail) from error


def _once_each(asked: list[tuple[str, str]], schema: Envelope) -> dict[str, Any]:
    several = repeatable(schema)
    once: dict[str, Any] = {}
    for name, value in asked:
        if name not in schema.fields:
            raise refuse_parameter("unknown_parameter", name[:80], UNKNOWN)
        if name in several:
            once.setdefault(name, []).append(value)
        elif name in once:
            raise Unreadable(f"The parameter {name!r} is there twice.")
        else:
            once[name] = value
    return once
