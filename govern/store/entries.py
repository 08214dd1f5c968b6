"""The ledger, stored: one entry for every subject an act touched, written last in its transaction.

Who appends to a subject holds that subject's row (`lock=True`, `records.lock`), or has just made
it: that is what keeps the numbers of a chain in a row without a global lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from govern.ledger.entries import Entry
from govern.store.log import Draft, Log
from govern.store.tables import entries

_LOG = Log(entries)


def append(
    connection: Connection,
    subject: str,
    kind: str,
    name: str,
    actor: str | None,
    at: str,
    act: str,
    body: Mapping[str, Any],
) -> Entry:
    """The entry, sealed and stored after the subject's last.

    `body` has what the kind carries (see `ledger.facts`) and `source`; it may not bring v,
    subject, seq or prev. `at` is a moment, `act` the id that all entries of one act share.
    """
    return _LOG.append(connection, Draft(subject, kind, name, actor, at, act, body))


def chain(connection: Connection, subject: str, after: int = 0) -> list[Entry]:
    """The subject's entries with a number above `after`, in order."""
    return _LOG.chain(connection, subject, after)


def page(connection: Connection, subject: str, after: int = 0, limit: int = 50) -> list[Entry]:
    """At most `limit` of the same."""
    return _LOG.page(connection, subject, after, limit)


def everything(connection: Connection) -> Iterator[Entry]:
    """All entries by subject, then number, in bounded memory."""
    return _LOG.everything(connection)
