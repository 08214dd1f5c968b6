"""Answers kept under (key, actor), so that a request sent twice is carried out once.

The row is written in the act's own transaction: an act that is refused leaves none and is judged
afresh, and an act that is stored has its answer stored.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.exc import OperationalError

from govern.errors import Conflict
from govern.ledger.canonical import canonical_text
from govern.store.dialects import Addition
from govern.store.failures import LOCK_TIMEOUT, sqlstate
from govern.store.tables import idempotency

UNANSWERED = 0


class Answer(NamedTuple):
    """What was answered the first time."""

    status: int
    headers: dict[str, str]
    body: bytes


_BEGIN = Addition(idempotency)
_same = (idempotency.c.key == bindparam("the_key"), idempotency.c.actor == bindparam("the_actor"))
_FIND = select(
    idempotency.c.request_digest,
    idempotency.c.status,
    idempotency.c.headers,
    idempotency.c.body,
).where(*_same)
_ANSWER = update(idempotency).where(*_same)
_FORGET = delete(idempotency).where(idempotency.c.created_at < bindparam("moment"))


def begin(
    connection: Connection, key: str, actor: str, request_digest: str, now: str
) -> Answer | None:
    """None where the act is to be carried out, in this transaction, and then `finish`ed; else the
    answer that was given the first time.

    `Conflict` with code key_reused where the key came with another request, with code
    key_in_flight where the first request is not answered yet.
    """
    row = {
        "key": key,
        "actor": actor,
        "request_digest": request_digest,
        "status": UNANSWERED,
        "headers": "{}",
        "body": b"",
        "created_at": now,
    }
    try:
        if _BEGIN.run(connection, row):
            return None
    except OperationalError as error:
        if sqlstate(error) != LOCK_TIMEOUT:
            raise
        raise _in_flight() from error
    return _remembered(connection, key, actor, request_digest)


def _remembered(connection: Connection, key: str, actor: str, request_digest: str) -> Answer:
    asked = {"the_key": key, "the_actor": actor}
    found = connection.execute(_FIND, asked).first()
    if found is None:  # forgotten between the two statements
        raise _in_flight()
    if found.request_digest != request_digest:
        raise Conflict("The Idempotency-Key was used for another request.", code="key_reused")
    if found.status == UNANSWERED:
        raise _in_flight()
    return Answer(found.status, json.loads(found.headers), bytes(found.body))


def _in_flight() -> Conflict:
    return Conflict("The first request with this key is not answered yet.", code="key_in_flight")


def finish(connection: Connection, key: str, actor: str, answer: Answer) -> None:
    """The answer is kept for who asks again."""
    row = {
        "the_key": key,
        "the_actor": actor,
        "status": answer.status,
        "headers": canonical_text(dict(answer.headers)),
        "body": answer.body,
    }
    connection.execute(_ANSWER, row)


def forget(connection: Connection, moment: str) -> int:
    """How many answers from before the moment were forgotten."""
    return connection.execute(_FORGET, {"moment": moment}).rowcount
