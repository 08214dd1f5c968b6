"""The ledger, stored: one entry for every subject an act touched, written last in its transaction.

Who appends to a subject holds that subject's row (`lock=True`, `records.lock`), or has just made
it: that is what keeps the numbers of a chain in a row without a global lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from govern.ledger.entries import Entry
from govern.store.log import NOTHING, Draft, Head, Log
from govern.store.tables import entries

__all__ = [
    "Draft",
    "Head",
    "append",
    "append_all",
    "chain",
    "everything",
    "extent",
    "head",
    "heads",
    "of_act",
    "page",
]

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
    return _LOG.append_one(connection, Draft(subject, kind, name, actor, at, act, body))


def append_all(connection: Connection, drafts: Iterable[Draft]) -> list[Entry]:
    """The same for several entries at once: two statements, however many."""
    return _LOG.append(connection, drafts)


def head(connection: Connection, subject: str) -> Head:
    """The number and hash of the subject's last entry; (0, "") where there is none."""
    return _LOG.heads(connection, [subject]).get(subject, NOTHING)


def heads(connection: Connection, subjects: Iterable[str]) -> dict[str, Head]:
    """The same for several subjects; those without an entry are left out."""
    return _LOG.heads(connection, subjects)


def chain(connection: Connection, subject: str, after: int = 0) -> list[Entry]:
    """The subject's entries with a number above `after`, in order."""
    return _LOG.chain(connection, subject, after)


def page(connection: Connection, subject: str, after: int = 0, limit: int = 50) -> list[Entry]:
    """At most `limit` of the same."""
    return _LOG.page(connection, subject, after, limit)


def of_act(connection: Connection, act: str) -> list[Entry]:
    """The entries that one act wrote, by subject."""
    return _LOG.of_act(connection, act)


def extent(connection: Connection) -> dict[str, int]:
    """How many `entries` there are and of how many `subjects`."""
    return _LOG.extent(connection)


def everything(connection: Connection) -> Iterator[Entry]:
    """All entries by subject, then number, in bounded memory."""
    return _LOG.everything(connection)
