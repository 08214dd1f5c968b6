"""Grants: who holds which role, where, from when until when.

A grant on a record holds on everything within it; a grant on no record holds everywhere. The
rows are never taken away: a revoked grant says when and by whom.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    insert as insert_into,
    or_,
    select,
    update,
)

from govern.ledger.facts import Projection
from govern.store.tables import Text, grants, lineage, people


class Row(NamedTuple):
    """One grant. `record` is None for everywhere, `valid_until` for no end."""

    id: str
    person: str
    role: str
    record: str | None
    valid_from: str
    valid_until: str | None
    granted_by: str
    granted_at: str
    revoked_at: str | None = None
    revoked_by: str | None = None

    def projection(self) -> Projection:
        """What the ledger's entries about this grant must add up to."""
        columns = self._asdict()
        del columns["id"]
        return {"changes": columns}


def valid_grant() -> ColumnElement[bool]:
    """Holds for grants in force at the bound moment `now`: begun, not ended, not revoked."""
    now = bindparam("now", type_=Text)
    return and_(
        grants.c.revoked_at.is_(None),
        grants.c.valid_from <= now,
        or_(grants.c.valid_until.is_(None), grants.c.valid_until > now),
    )


_ROWS = select(*(grants.c[name] for name in Row._fields))
_INSERT = insert_into(grants)
_FIND = _ROWS.where(grants.c.id == bindparam("grant"))
_FIND_LOCKED = _FIND.with_for_update(key_share=True)
_OF_PERSON = _ROWS.where(grants.c.person == bindparam("person")).order_by(grants.c.id)
_ON_RECORD = _ROWS.where(grants.c.record == bindparam("record")).order_by(grants.c.id)
_REVOKE = (
    update(grants)
    .where(grants.c.id == bindparam("grant"), grants.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("at"), revoked_by=bindparam("by"))
)


def _holding(*columns: Any) -> Select[Any]:
    """Grants in force on the record `record`, above it or everywhere, of people still active."""
    above = select(lineage.c.ancestor).where(lineage.c.record == bindparam("record", type_=Text))
    return (
        select(*columns)
        .join(people, people.c.name == grants.c.person)
        .where(people.c.active, valid_grant())
        .where(or_(grants.c.record.is_(None), grants.c.record.in_(above)))
        .distinct()
    )


_ROLES_OF = _holding(grants.c.role).where(grants.c.person == bindparam("person"))
_HOLDERS = _holding(grants.c.role, grants.c.person).order_by(grants.c.role, grants.c.person)


def insert(connection: Connection, grant: Row) -> None:
    """The grant is stored."""
    connection.execute(_INSERT, grant._asdict())


def find(connection: Connection, grant: str, *, lock: bool = False) -> Row | None:
    """The grant with this id; with `lock` nobody else changes it before the act is over."""
    found = connection.execute(_FIND_LOCKED if lock else _FIND, {"grant": grant}).first()
    return Row._make(found) if found else None


def revoke(connection: Connection, grant: str, *, at: str, by: str) -> bool:
    """The grant no longer holds; False where it was revoked before, or never was."""
    return connection.execute(_REVOKE, {"grant": grant, "at": at, "by": by}).rowcount == 1


def of_person(connection: Connection, person: str) -> list[Row]:
    """Every grant a person has or had, oldest first."""
    return [Row._make(one) for one in connection.execute(_OF_PERSON, {"person": person})]


def on_record(connection: Connection, record: str) -> list[Row]:
    """Every grant on this very record, oldest first, revoked included."""
    return [Row._make(one) for one in connection.execute(_ON_RECORD, {"record": record})]


def roles_of(connection: Connection, person: str, record: str | None, now: str) -> frozenset[str]:
    """The roles an active person holds on `record`, or with None everywhere. One statement."""
    asked = {"person": person, "record": record, "now": now}
    return frozenset(connection.execute(_ROLES_OF, asked).scalars())


def holders(connection: Connection, record: str | None, now: str) -> dict[str, tuple[str, ...]]:
    """Role to the active people who hold it on `record`, above it or everywhere, by name; a role
    nobody holds is left out."""
    held: dict[str, list[str]] = {}
    for role, person in connection.execute(_HOLDERS, {"record": record, "now": now}):
        held.setdefault(role, []).append(person)
    return {role: tuple(several) for role, several in held.items()}
