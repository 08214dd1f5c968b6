"""Documents: papers requested by an act, issued later, never altered.

A row says what was requested, with the snapshot it is printed from, and once issued the SHA-256
of the file. The file itself is in `files`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert as insert_into, select, update as update_of

from govern.ledger.facts import Projection
from govern.store.tables import documents


class State(StrEnum):
    PENDING = "pending"
    ISSUED = "issued"
    FAILED = "failed"


class Row(NamedTuple):
    """One document. `snapshot` is canonical JSON, `kind` its name in the workflow, `act` the act
    that requested it; `superseded_by` names the newer document of the same kind."""

    id: str
    record: str
    kind: str
    number: str
    title: str
    template: str
    state: str
    snapshot: str
    snapshot_sha256: str
    requested_at: str
    act: str
    sha256: str | None = None
    size: int | None = None
    issued_at: str | None = None
    error: str | None = None
    superseded_by: str | None = None

    def columns(self) -> dict[str, Any]:
        """The row as the ledger follows it: the snapshot by its SHA-256 only."""
        columns = self._asdict()
        del columns["id"], columns["record"], columns["snapshot"]
        return columns

    def projection(self) -> Projection:
        """What the entries of its record must add up to."""
        return {"documents": {self.id: self.columns()}}


_ROWS = select(*(documents.c[name] for name in Row._fields))
_INSERT = insert_into(documents)
_FIND = _ROWS.where(documents.c.id == bindparam("document"))
_BY_NUMBER = _ROWS.where(documents.c.number == bindparam("number"))
_FIND_LOCKED = _FIND.with_for_update(key_share=True)
_OF_RECORD = _ROWS.where(documents.c.record == bindparam("record")).order_by(documents.c.id)
_UPDATE = update_of(documents).where(
    documents.c.id == bindparam("document"), documents.c.state == bindparam("was")
)
_CHANGING = ("state", "sha256", "size", "issued_at", "error", "superseded_by")


def insert(connection: Connection, document: Row) -> None:
    """The document is requested."""
    connection.execute(_INSERT, document._asdict())


def update(connection: Connection, document: Row, was: str) -> bool:
    """The document's state, file, error and successor are stored, provided its state still was
    `was`; else False."""
    columns = document._asdict()
    changing = {name: columns[name] for name in _CHANGING}
    changing.update(document=document.id, was=str(was))
    return connection.execute(_UPDATE, changing).rowcount == 1


def find(connection: Connection, document: str, *, lock: bool = False) -> Row | None:
    """The document with this id; with `lock` nobody else changes it before the act is over."""
    found = connection.execute(_FIND_LOCKED if lock else _FIND, {"document": document}).first()
    return Row._make(found) if found else None


def by_number(connection: Connection, number: str) -> Row | None:
    """The document with this number."""
    found = connection.execute(_BY_NUMBER, {"number": number}).first()
    return Row._make(found) if found else None


def of_record(connection: Connection, record: str) -> list[Row]:
    """The documents of a record, oldest first."""
    return [Row._make(one) for one in connection.execute(_OF_RECORD, {"record": record})]
