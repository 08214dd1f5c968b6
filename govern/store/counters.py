"""Counters without gaps: a number taken by an act that fails is given to the next one."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from govern.store.tables import counters

_VALUE = select(counters.c.value).where(counters.c.name == bindparam("name"))
_ADVANCE = {
    dialect.dialect.name: (
        dialect.insert(counters)
        .values(name=bindparam("name"), value=1)
        .on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
        .returning(counters.c.value)
    )
    for dialect in (sqlite, postgresql)
}


def advance(connection: Connection, name: str) -> int:
    """The next number of the counter, from 1. Others who want one wait until this act is over."""
    return int(connection.execute(_ADVANCE[connection.dialect.name], {"name": name}).scalar_one())


def value(connection: Connection, name: str) -> int:
    """The last number given; 0 where none was."""
    return int(connection.execute(_VALUE, {"name": name}).scalar() or 0)
