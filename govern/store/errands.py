"""Errands: what is to happen later, enqueued in the transaction of the act that wants it.

A worker claims one for a while (a lease), does it, and finishes it in the transaction of what it
did. A worker that is killed loses nothing: its lease ends and the errand is claimed again, so an
errand may run more than once and must bear it. After too many attempts it is given up, which
also ends an errand that kills whoever takes it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, or_, select, update

from govern.ledger.canonical import canonical_text
from govern.store.dialects import Addition
from govern.store.identifiers import instant, moment, new_id
from govern.store.tables import Text, errands

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
ERROR_LENGTH = 2000


class State(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Row(NamedTuple):
    """One errand; `payload` is canonical JSON. While claimed, `leased_by` names the worker."""

    id: str
    kind: str
    key: str | None
    payload: str
    due_at: str
    attempts: int
    lease_until: str | None
    leased_by: str | None
    state: str
    last_error: str | None
    created_at: str

    def content(self) -> Any:
        """The payload's value."""
        return json.loads(self.payload)


_COLUMNS = tuple(errands.c[name] for name in Row._fields)
_ENQUEUE = Addition(errands, "key")
_now = bindparam("now", type_=Text)
_free = or_(errands.c.lease_until.is_(None), errands.c.lease_until <= _now)
_waiting = errands.c.state == State.WAITING.value
_due = (
    select(errands.c.id)
    .where(_waiting, errands.c.due_at <= _now, _free, errands.c.attempts < bindparam("most"))
    .order_by(errands.c.due_at, errands.c.id)
    .limit(bindparam("limit"))
    # ignored by SQLite, where a writer has the database to itself
    .with_for_update(skip_locked=True)
)


def _claiming(due: Any) -> Any:
    return (
        update(errands)
        .where(errands.c.id.in_(due))
        .values(
            lease_until=bindparam("until"),
            leased_by=bindparam("worker"),
            attempts=errands.c.attempts + 1,
        )
        .returning(*_COLUMNS)
    )


_CLAIM = _claiming(_due)
_CLAIM_KINDS = _claiming(_due.where(errands.c.kind.in_(bindparam("kinds", expanding=True))))
_GIVE_UP = (
    update(errands)
    .where(_waiting, _free, errands.c.attempts >= bindparam("most"))
    .values(state=State.FAILED.value, lease_until=None, leased_by=None)
)
_mine = update(errands).where(
    errands.c.id == bindparam("errand"), _waiting, errands.c.leased_by == bindparam("worker")
)
_FINISH = _mine.values(state=State.DONE.value, lease_until=None, leased_by=None, last_error=None)
_FAIL = _mine.values(
    state=bindparam("next_state"),
    due_at=bindparam("next_due"),
    last_error=bindparam("error"),
    lease_until=None,
    leased_by=None,
)
_EXTEND = _mine.values(lease_until=bindparam("until"))
_FIND = select(*_COLUMNS).where(errands.c.id == bindparam("errand"))
_NEXT = select(func.min(errands.c.due_at)).where(_waiting)
_COUNTS = select(errands.c.state, func.count()).group_by(errands.c.state)


def enqueue(
    connection: Connection,
    kind: str,
    payload: Mapping[str, Any],
    *,
    due_at: str,
    now: str,
    key: str | None = None,
) -> str | None:
    """The new errand's id; it will be done at or after `due_at`, if this transaction commits.

    With a `key` at most one errand ever has it: None where there is one, and nothing changed.
    """
    errand = Row(
        id=new_id(),
        kind=kind,
        key=key,
        payload=canonical_text(dict(payload)),
        due_at=due_at,
        attempts=0,
        lease_until=None,
        leased_by=None,
        state=State.WAITING.value,
        last_error=None,
        created_at=now,
    )
    return errand.id if _ENQUEUE.run(connection, errand._asdict()) else None


def claim(
    connection: Connection,
    worker: str,
    now: str,
    *,
    limit: int = 1,
    lease: timedelta = LEASE,
    kinds: Collection[str] | None = None,
    most: int = MAX_ATTEMPTS,
) -> list[Row]:
    """Errands that are due, now this worker's until the lease ends; the longest due come first.

    To be called in a transaction of its own, so that the claim holds before the work begins.
    """
    asked: dict[str, Any] = {"now": now, "most": most}
    connection.execute(_GIVE_UP, asked)
    asked |= {"until": moment(instant(now) + lease), "worker": worker, "limit": limit}
    if kinds is None:
        found = connection.execute(_CLAIM, asked)
    else:
        found = connection.execute(_CLAIM_KINDS, asked | {"kinds": list(kinds)})
    return sorted((Row._make(one) for one in found), key=lambda one: (one.due_at, one.id))


def finish(connection: Connection, errand: str, worker: str) -> bool:
    """The errand is done. False where it is no longer the worker's: then what was done must be
    undone, so call it in the transaction of the work and raise."""
    asked = {"errand": errand, "worker": worker}
    return connection.execute(_FINISH, asked).rowcount == 1


def fail(
    connection: Connection,
    errand: Row,
    worker: str,
    error: str,
    now: str,
    *,
    most: int = MAX_ATTEMPTS,
) -> bool:
    """The errand waits for another attempt, each pause twice the one before, or is given up after
    `most` attempts. False where it is no longer the worker's."""
    pause = min(FIRST_PAUSE * 2 ** (errand.attempts - 1), LONGEST_PAUSE)
    over = errand.attempts >= most
    asked = {
        "errand": errand.id,
        "worker": worker,
        "error": error.replace("\0", "")[:ERROR_LENGTH],
        "next_state": (State.FAILED if over else State.WAITING).value,
        "next_due": moment(instant(now) + pause),
    }
    return connection.execute(_FAIL, asked).rowcount == 1


def extend(connection: Connection, errand: str, worker: str, until: str) -> bool:
    """The lease lasts until then; False where the errand is no longer the worker's."""
    asked = {"errand": errand, "worker": worker, "until": until}
    return connection.execute(_EXTEND, asked).rowcount == 1


def find(connection: Connection, errand: str) -> Row | None:
    """The errand with this id."""
    found = connection.execute(_FIND, {"errand": errand}).first()
    return Row._make(found) if found else None


def next_due(connection: Connection) -> str | None:
    """The moment at which the next errand that waits is due; None where none waits."""
    found = connection.execute(_NEXT).scalar()
    return None if found is None else str(found)


def counts(connection: Connection) -> dict[str, int]:
    """State to number of errands."""
    return {str(state): int(number) for state, number in connection.execute(_COUNTS)}
