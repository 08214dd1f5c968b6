"""Storing records: the row, and beside it what other statements find it by.

`lineage` never changes after the record was opened. `participants` and `field_index` repeat what
is in the values; the caller, who knows the fields, says what belongs there, and the audit works
it out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from sqlalchemy import (
    Connection,
    Delete,
    Table,
    bindparam,
    delete,
    insert as insert_into,
    literal_column,
    select,
    update as update_of,
)

from govern.store import counters
from govern.store.records.rows import Content
from govern.store.tables import Text, field_index, lineage, participants, records

Named: TypeAlias = Mapping[str, Iterable[str]]
"""Field name to texts: the people it names, or the sortable keys of its value."""

REQUESTER = ""
"""The `field` under which the requester takes part."""

FIXED = frozenset({"id", "number", "number_key", "workflow", "parent", "opened_at"})
"""What a record keeps from its opening on."""

_INSERT = insert_into(records)
_UPDATE = update_of(records).where(
    records.c.id == bindparam("the_record"), records.c.revision == bindparam("seen")
)
_record = bindparam("record", type_=Text)
_ADD_LINEAGE = insert_into(lineage).from_select(
    ["record", "ancestor", "depth"],
    select(_record, lineage.c.ancestor, lineage.c.depth + literal_column("1"))
    .where(lineage.c.record == bindparam("parent", type_=Text))
    .union_all(select(_record, _record, literal_column("0"))),
)


def _of_record(table: Table) -> Delete:
    return delete(table).where(table.c.record == bindparam("the_record"))


_ADD_PARTICIPANTS, _DROP_PARTICIPANTS = insert_into(participants), _of_record(participants)
_ADD_KEYS, _DROP_KEYS = insert_into(field_index), _of_record(field_index)


def next_number(connection: Connection, prefix: str, digits: int) -> str:
    """The next number of a type, as CR-0007; taken for good when the transaction commits, so
    numbers have no gaps. Records of the type are opened one after another."""
    counted = counters.advance(connection, f"number:{prefix}")
    return f"{prefix}{counted:0{digits}d}"


def insert(connection: Connection, record: Content, people: Named, keys: Named) -> None:
    """The record is stored, within its parent's lineage, and found by its people and its keys."""
    connection.execute(_INSERT, record.stored())
    connection.execute(_ADD_LINEAGE, {"record": record.id, "parent": record.parent})
    _add_participants(connection, record, people)
    _add_keys(connection, record, keys)


def update(
    connection: Connection,
    record: Content,
    seen: int,
    people: Named | None = None,
    keys: Named | None = None,
) -> bool:
    """The record is stored, provided its revision still was `seen`; else False, nothing changed.

    `people` and `keys` are given where they differ from what is stored; None leaves them.
    """
    columns = {name: value for name, value in record.stored().items() if name not in FIXED}
    columns.update(the_record=record.id, seen=seen)
    if connection.execute(_UPDATE, columns).rowcount != 1:
        return False
    if people is not None:
        connection.execute(_DROP_PARTICIPANTS, {"the_record": record.id})
        _add_participants(connection, record, people)
    if keys is not None:
        connection.execute(_DROP_KEYS, {"the_record": record.id})
        _add_keys(connection, record, keys)
    return True


def _add_participants(connection: Connection, record: Content, people: Named) -> None:
    found = sorted(participants_of(record.requester, people))
    if found:
        connection.execute(
            _ADD_PARTICIPANTS,
            [{"record": record.id, "person": person, "field": name} for person, name in found],
        )


def participants_of(requester: str | None, people: Named) -> set[tuple[str, str]]:
    """The (person, field) pairs of a record, its requester under the field ""."""
    own = {(requester, REQUESTER)} if requester else set()
    return own | {(person, name) for name, named in people.items() for person in named}


def _add_keys(connection: Connection, record: Content, keys: Named) -> None:
    found = sorted({(name, key) for name, several in keys.items() for key in several})
    if found:
        connection.execute(
            _ADD_KEYS,
            [
                {"workflow": record.workflow, "field": name, "key": key, "record": record.id}
                for name, key in found
            ],
        )
