"""Taking records for an act, so that what was judged still holds when it is stored.

Order: by depth from the top, then by id, in every act, so two acts cannot wait for one another.
On SQLite the transaction has the whole database to itself, and nothing needs taking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ARRAY, Boolean, Connection, and_, bindparam, func, or_, select

from govern.errors import NotFound
from govern.store.records.reading import get, many
from govern.store.records.rows import Row, row_select, rows
from govern.store.tables import Text, lineage, records

# NO KEY: the foreign keys of rows being added elsewhere do not wait for it
_ABOVE = (
    row_select()
    .join(lineage, lineage.c.ancestor == records.c.id)
    .where(
        lineage.c.record == bindparam("record"),
        lineage.c.depth.between(bindparam("nearest"), bindparam("farthest")),
    )
    .order_by(lineage.c.depth.desc())
    .with_for_update(key_share=True, of=records)
)
_parent = (
    select(records.c.parent).where(records.c.id == bindparam("record")).correlate(None)
).scalar_subquery()
_FAMILY = (
    row_select()
    .where(
        or_(
            records.c.id == bindparam("record"),
            and_(bindparam("beside", type_=Boolean), records.c.parent == _parent),
            and_(
                bindparam("below", type_=Boolean),
                records.c.id.in_(
                    select(lineage.c.record).where(lineage.c.ancestor == bindparam("record"))
                ),
            ),
        )
    )
    .order_by(
        select(func.count()).where(lineage.c.record == records.c.id).scalar_subquery(),
        records.c.id,
    )
    .with_for_update(key_share=True, of=records)
)
_GIVEN = (
    row_select()
    .where(records.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(func.array_position(bindparam("order", type_=ARRAY(Text)), records.c.id))
    .with_for_update(key_share=True, of=records)
)

_TYPE = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("type"), 0)))


def lock_types(connection: Connection, types: Iterable[str]) -> None:
    """Until this transaction ends no other passes here for one of these record types.

    For acts judged by all records of a type: no rows can be locked for those not there yet.
    Taken before any record, in one order.
    """
    if connection.dialect.name == "postgresql":
        for name in sorted(set(types)):
            connection.execute(_TYPE, {"type": f"records of {name}"})


def is_alone(connection: Connection) -> bool:
    """Whether a transaction that may write has the whole database to itself, so that what it has
    read still stands and nothing need be taken: SQLite, where it begins by taking all."""
    return connection.dialect.name == "sqlite"


def lock(connection: Connection, ids: Sequence[str]) -> list[Row]:
    """The records, locked in the order given and then read again; unknown ids are left out."""
    if not ids:
        return []
    if connection.dialect.name == "sqlite":
        found = many(connection, ids)
        return [found[one] for one in dict.fromkeys(ids) if one in found]
    return rows(connection.execute(_GIVEN, {"ids": list(ids), "order": list(ids)}))


def lock_family(
    connection: Connection,
    record: str,
    *,
    above: int = 0,
    below: bool = False,
    beside: bool = False,
) -> Row:
    """The record, read again after it and its relatives were locked, the highest first.

    `above` is how many levels of parents, `below` everything within it, `beside` what shares its
    parent. `NotFound` where there is no such record.
    """
    if connection.dialect.name == "sqlite":
        found = get(connection, record)
    elif below or beside:
        # two statements: what was opened while the first one waited is seen by the second
        if above:
            span = {"record": record, "nearest": 1, "farthest": above}
            connection.execute(_ABOVE, span).all()
        family = {"record": record, "below": below, "beside": beside}
        found = _own(rows(connection.execute(_FAMILY, family)), record)
    else:
        span = {"record": record, "nearest": 0, "farthest": above}
        found = _own(rows(connection.execute(_ABOVE, span)), record)
    if found is None:
        raise NotFound(f"There is no record {record!r}.")
    return found


def _own(found: list[Row], record: str) -> Row | None:
    return next((row for row in found if row.id == record), None)
