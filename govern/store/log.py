"""A hash-chained log in a table: appending to it and reading it back.

The ledger (`entries`) and the second log (`refusals`) are the same machinery on two tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Table,
    bindparam,
    func,
    insert as insert_into,
    select,
    type_coerce,
)
from sqlalchemy.types import NullType

from govern.ledger.entries import Entry, seal

BATCH = 500
"""Rows fetched at a time while streaming: what bounds the memory."""


class Draft(NamedTuple):
    """An entry to be appended; the log knows its number and its predecessor."""

    subject: str
    kind: str
    name: str
    actor: str | None
    at: str
    act: str
    body: Mapping[str, Any]


class Log:
    """One table of entries. Who appends to a subject holds its row, so that numbers follow."""

    def __init__(self, table: Table) -> None:
        self.table = table
        mine = table.c.subject == bindparam("subject")
        # untyped: verification must see what is there, whatever was put there
        columns = [
            type_coerce(table.c.body, NullType) if name == "raw" else table.c[name]
            for name in Entry.__dataclass_fields__
        ]
        self._insert = insert_into(table)
        self._head = (
            select(table.c.seq, table.c.hash).where(mine).order_by(table.c.seq.desc()).limit(1)
        )
        in_order = select(*columns).order_by(table.c.subject, table.c.seq)
        self._chain = in_order.where(mine, table.c.seq > bindparam("after"))
        self._page = self._chain.limit(bindparam("limit"))
        self._all = in_order
        self._recent = select(func.count()).where(mine, table.c.at >= bindparam("since"))

    def append(self, connection: Connection, draft: Draft) -> Entry:
        """The entry, sealed and stored after its subject's last."""
        found = connection.execute(self._head, {"subject": draft.subject}).first()
        seq, prev = found or (0, "")
        entry = _sealed(draft, seq + 1, prev)
        connection.execute(self._insert, _row(entry))
        return entry

    def chain(self, connection: Connection, subject: str, after: int = 0) -> list[Entry]:
        """The subject's entries with a number above `after`, in order."""
        found = connection.execute(self._chain, {"subject": subject, "after": after})
        return [Entry(*row) for row in found]

    def page(
        self, connection: Connection, subject: str, after: int = 0, limit: int = 50
    ) -> list[Entry]:
        """At most `limit` of the same."""
        asked = {"subject": subject, "after": after, "limit": limit}
        return [Entry(*row) for row in connection.execute(self._page, asked)]

    def everything(self, connection: Connection) -> Iterator[Entry]:
        """All entries by subject, then number, in bounded memory."""
        found = connection.execute(self._all, execution_options={"yield_per": BATCH})
        return (Entry(*row) for row in found)

    def count_since(self, connection: Connection, subject: str, since: str) -> int:
        """How many entries the subject has from the moment `since` on."""
        asked = {"subject": subject, "since": since}
        return int(connection.execute(self._recent, asked).scalar_one())


def _sealed(draft: Draft, seq: int, prev: str) -> Entry:
    body = {
        **draft.body,
        "act": draft.act,
        "kind": str(draft.kind),
        "name": draft.name,
        "actor": draft.actor,
        "at": draft.at,
    }
    return seal(draft.subject, seq, prev, body)


def _row(entry: Entry) -> dict[str, Any]:
    row = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    row["body"] = row.pop("raw")
    return row
