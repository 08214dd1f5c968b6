"""The second log: what was refused, chained like the ledger, a chain for each source.

It is written in a transaction of its own, after the act was undone. A source that is refused
more often than the limit a minute is not written down again until the minute is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from govern.ledger.entries import Entry
from govern.ledger.facts import Fact
from govern.store.identifiers import instant, moment
from govern.store.log import Draft, Log
from govern.store.tables import refusals

_LOG = Log(refusals)
_ONE_AT_A_TIME = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("source"), 0)))


def add(
    connection: Connection,
    *,
    source: str,
    at: str,
    act: str,
    actor: str | None,
    attempt: Mapping[str, Any],
    per_minute: int = 60,
) -> Entry | None:
    """The refusal is written down under `source`; None where the source has used up its minute.

    `attempt` says what was tried and why it was refused: JSON values, no personal ones.
    """
    if connection.dialect.name == "postgresql":
        # no row stands for a source, so nothing else keeps its numbers in a row
        connection.execute(_ONE_AT_A_TIME, {"source": source})
    since = moment(instant(at) - timedelta(minutes=1))
    if _LOG.count_since(connection, source, since) >= per_minute:
        return None
    name = str(attempt.get("code", ""))
    draft = Draft(source, Fact.REFUSED, name, actor, at, act, {"attempt": dict(attempt)})
    return _LOG.append(connection, draft)


def count_since(connection: Connection, source: str, since: str) -> int:
    """How often the source was refused from the moment `since` on, as far as written down."""
    return _LOG.count_since(connection, source, since)


def chain(connection: Connection, source: str, after: int = 0) -> list[Entry]:
    """What the source was refused, in order."""
    return _LOG.chain(connection, source, after)


def everything(connection: Connection) -> Iterator[Entry]:
    """All refusals by source, then number, in bounded memory."""
    return _LOG.everything(connection)
