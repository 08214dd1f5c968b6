"""Answers as they leave: JSON made once into bytes, never walked through a schema again.

The answer schemas in `schemas_answers` document what queries and commands return; tests compare
the two. JSON is written in ASCII, so that no text in it can deceive a terminal or a log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

JSON = "application/json"

_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def to_bytes(payload: Any) -> bytes:
    """`payload` as compact JSON; ValueError for NaN and Infinity, which must never get here."""
    return _encode(payload).encode("ascii")


def json_reply(
    payload: Any, status: int = 200, headers: Mapping[str, str] | None = None, kind: str = JSON
) -> Response:
    """A response of media type `kind` whose body is `payload` as JSON."""
    return Response(to_bytes(payload), status, headers, content_type=kind)


def empty_reply() -> Response:
    """204: done, and there is nothing to say about it."""
    return Response(status=204)
