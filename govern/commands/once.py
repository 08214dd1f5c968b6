"""Once: a request that is sent again under the same Idempotency-Key is answered again, not done
again. Key, act and answer are stored in one transaction; a refusal stores nothing, so a refused
request is judged afresh."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from govern.errors import Conflict
from govern.store import idempotency, identifiers
from govern.work import Work

KEPT = timedelta(days=1)
"""How long an answer is given again."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it went out; `replayed` where it was given before."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    replayed: bool = False


def once(work: Work, key: str, request: bytes, produce: Callable[[], Reply]) -> Reply:
    """What `produce` answered, now or the first time.

    Conflict with code idempotency_mismatch where the key came with another `request`, with code
    key_in_flight where the first is not answered yet.
    """
    actor = work.identity.subject
    digest = hashlib.sha256(request).hexdigest()
    try:
        before = idempotency.begin(work.connection, key, actor, digest, work.moment)
    except Conflict as conflict:
        if conflict.code == "key_reused":
            conflict.code = "idempotency_mismatch"
        raise
    if before is not None:
        return Reply(before.status, before.body, before.headers, replayed=True)
    reply = produce()
    answer = idempotency.Answer(reply.status, dict(reply.headers), reply.body)
    idempotency.finish(work.connection, key, actor, answer)
    return reply


def forget_old(work: Work) -> int:
    """How many answers were older than a day and are no longer given again."""
    return idempotency.forget(work.connection, identifiers.moment(work.now - KEPT))
