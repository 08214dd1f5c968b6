"""Idempotency-Key: a POST sent twice is done once and answered twice.

What the act answers is stored with the key in the act's own transaction. A refusal stores
nothing, so the same request is judged afresh when it comes again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import Response, request

from govern import Reply, Work, once
from govern.errors import Unreadable

from .acts import act
from .replies import JSON, to_bytes

KEY = re.compile(r"[\x21-\x7e]{1,255}")
REPLAYED = "Idempotency-Replayed"


def act_once(command: Callable[[Work], Reply]) -> Response:
    """The answer of `command`, or the one it gave when this request was first sent.

    Conflict where the key is in use for something else, or for a request still under way;
    Unreadable where the key is malformed.
    """
    key = _key()
    if key is None:
        return send(act(command))
    sent = _fingerprint()
    return send(act(lambda work: once(work, key, sent, lambda: command(work))))


def reply(payload: Any, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """An answer as it is stored and sent."""
    return Reply(status, to_bytes(payload), {"Content-Type": JSON, **(headers or {})})


def send(answer: Reply) -> Response:
    """The answer on its way; one that was given before says so."""
    response = Response(answer.body, answer.status, dict(answer.headers))
    if answer.replayed:
        response.headers[REPLAYED] = "true"
    return response


def _key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None or KEY.fullmatch(key):
        return key
    raise Unreadable("The Idempotency-Key takes 1 to 255 visible ASCII characters.")


def _fingerprint() -> bytes:
    """What makes two requests the same: method, address, precondition and body."""
    head = (request.method, request.full_path, request.headers.get("If-Match", ""))
    return "\n".join(head).encode() + b"\n\n" + request.get_data(cache=True)
