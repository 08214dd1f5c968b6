"""Finding one record, and its relatives. One statement each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from govern.store.identifiers import is_id
from govern.store.records.rows import Row, row_select, rows
from govern.store.tables import lineage, records

_BY_ID = row_select().where(records.c.id == bindparam("ref"))
_BY_NUMBER = row_select().where(records.c.number == bindparam("ref"))
_ANY = select(records.c.id).limit(1)
_MANY = row_select().where(records.c.id.in_(bindparam("ids", expanding=True)))
_OF_TYPE = row_select().where(records.c.workflow == bindparam("workflow")).order_by(records.c.id)
_CHILDREN = row_select().where(records.c.parent == bindparam("record")).order_by(records.c.id)


_DESCENDANTS = (
    row_select()
    .join(lineage, lineage.c.record == records.c.id)
    .where(lineage.c.ancestor == bindparam("record"), lineage.c.depth > 0)
    .order_by(lineage.c.depth, records.c.id)
)
_ANCESTORS = (
    row_select()
    .join(lineage, lineage.c.ancestor == records.c.id)
    .where(lineage.c.record == bindparam("record"), lineage.c.depth > 0)
    .order_by(lineage.c.depth)
)


def _typed(statement: Select[Any]) -> Select[Any]:
    return statement.where(records.c.workflow == bindparam("workflow"))


_CHILDREN_OF_TYPE = _typed(_CHILDREN)
_DESCENDANTS_OF_TYPE = _typed(_DESCENDANTS)


def find(connection: Connection, ref: str) -> Row | None:
    """The record with this number or id, exactly as written; None where there is none."""
    if not sayable(ref):
        return None
    found = connection.execute(_BY_ID if is_id(ref) else _BY_NUMBER, {"ref": ref}).first()
    return Row._make(found) if found else None


def sayable(ref: str) -> bool:
    """Whether anything could be called so: drivers take neither NUL nor half a surrogate pair."""
    try:
        ref.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return bool(ref) and "\0" not in ref and len(ref) <= 200


def get(connection: Connection, record: str) -> Row | None:
    """The record with this id; None where there is none."""
    found = connection.execute(_BY_ID, {"ref": record}).first()
    return Row._make(found) if found else None


def many(connection: Connection, ids: Iterable[str]) -> dict[str, Row]:
    """The records with these ids, by id; ids of none are left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    return {row.id: row for row in rows(connection.execute(_MANY, {"ids": wanted}))}


def labels(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """What to call each of these records, by id: its number and, where it has one, its title."""
    return {
        one: row.number if row.title in ("", row.number) else f"{row.number} {row.title}"
        for one, row in many(connection, ids).items()
    }


def of_type(connection: Connection, workflow: str) -> list[Row]:
    """All records of one type, oldest first."""
    return rows(connection.execute(_OF_TYPE, {"workflow": workflow}))


def any_opened(connection: Connection) -> bool:
    """Whether any record was ever opened."""
    return connection.execute(_ANY).first() is not None


def children(connection: Connection, record: str, workflow: str | None = None) -> list[Row]:
    """The records directly within `record`, of one type or of all, oldest first."""
    return _related(connection, _CHILDREN, _CHILDREN_OF_TYPE, record, workflow)


def descendants(connection: Connection, record: str, workflow: str | None = None) -> list[Row]:
    """The records within `record` at any depth, the nearest first, then the oldest."""
    return _related(connection, _DESCENDANTS, _DESCENDANTS_OF_TYPE, record, workflow)


def ancestors(connection: Connection, record: str) -> list[Row]:
    """The records that `record` is within, the nearest first."""
    return rows(connection.execute(_ANCESTORS, {"record": record}))


def _related(
    connection: Connection,
    plain: Select[Any],
    typed: Select[Any],
    record: str,
    workflow: str | None,
) -> list[Row]:
    if workflow is None:
        return rows(connection.execute(plain, {"record": record}))
    return rows(connection.execute(typed, {"record": record, "workflow": workflow}))
