"""A hash-chained log in a table: appending to it and reading it back.

The ledger (`entries`) and the second log (`refusals`) are the same machinery on two tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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


class Head(NamedTuple):
    """The last entry of a subject: its number and hash. (0, "") where there is none."""

    seq: int
    hash: str


class Draft(NamedTuple):
    """An entry to be appended; the log knows its number and its predecessor."""

    subject: str
    kind: str
    name: str
    actor: str | None
    at: str
    act: str
    body: Mapping[str, Any]


NOTHING = Head(0, "")


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
        last = table.alias("last")
        self._heads = select(table.c.subject, table.c.seq, table.c.hash).where(
            table.c.subject.in_(bindparam("subjects", expanding=True)),
            table.c.seq
            == select(func.max(last.c.seq))
            .where(last.c.subject == table.c.subject)
            .scalar_subquery(),
        )
        in_order = select(*columns).order_by(table.c.subject, table.c.seq)
        self._chain = in_order.where(mine, table.c.seq > bindparam("after"))
        self._page = self._chain.limit(bindparam("limit"))
        self._of_act = in_order.where(table.c.act == bindparam("act"))
        self._all = in_order
        self._extent = select(func.count(), func.count(table.c.subject.distinct()))
        self._recent = select(func.count()).where(mine, table.c.at >= bindparam("since"))

    def append(self, connection: Connection, drafts: Iterable[Draft]) -> list[Entry]:
        """The entries, sealed and stored in the order given, each after its subject's last."""
        given = list(drafts)
        heads = self.heads(connection, {draft.subject for draft in given})
        sealed = []
        for draft in given:
            head = heads.get(draft.subject, NOTHING)
            entry = _sealed(draft, head)
            heads[draft.subject] = Head(entry.seq, entry.hash)
            sealed.append(entry)
        if sealed:
            connection.execute(self._insert, [_row(entry) for entry in sealed])
        return sealed

    def append_one(self, connection: Connection, draft: Draft) -> Entry:
        """The entry, sealed and stored after its subject's last."""
        found = connection.execute(self._head, {"subject": draft.subject}).first()
        entry = _sealed(draft, Head._make(found) if found else NOTHING)
        connection.execute(self._insert, _row(entry))
        return entry

    def heads(self, connection: Connection, subjects: Iterable[str]) -> dict[str, Head]:
        """Subject to its last entry; subjects without one are left out."""
        found = connection.execute(self._heads, {"subjects": list(subjects)})
        return {subject: Head(seq, hashed) for subject, seq, hashed in found}

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

    def of_act(self, connection: Connection, act: str) -> list[Entry]:
        """The entries that one act wrote, by subject."""
        return [Entry(*row) for row in connection.execute(self._of_act, {"act": act})]

    def everything(self, connection: Connection) -> Iterator[Entry]:
        """All entries by subject, then number, in bounded memory."""
        found = connection.execute(self._all, execution_options={"yield_per": BATCH})
        return (Entry(*row) for row in found)

    def extent(self, connection: Connection) -> dict[str, int]:
        """How many `entries` there are and of how many `subjects`."""
        entries, subjects = connection.execute(self._extent).one()
        return {"entries": int(entries), "subjects": int(subjects)}

    def count_since(self, connection: Connection, subject: str, since: str) -> int:
        """How many entries the subject has from the moment `since` on."""
        asked = {"subject": subject, "since": since}
        return int(connection.execute(self._recent, asked).scalar_one())


def _sealed(draft: Draft, head: Head) -> Entry:
    body = {
        **draft.body,
        "act": draft.act,
        "kind": str(draft.kind),
        "name": draft.name,
        "actor": draft.actor,
        "at": draft.at,
    }
    return seal(draft.subject, head.seq + 1, head.hash, body)


def _row(entry: Entry) -> dict[str, Any]:
    row = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    row["body"] = row.pop("raw")
    return row
