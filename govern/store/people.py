"""People: who can be named, sign in, and hold roles. A name is a login name and never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update as update_of

from govern.ledger.facts import Projection
from govern.store.dialects import Addition
from govern.store.tables import people


class Row(NamedTuple):
    """One person. `password_hash` is None for who cannot sign in with a password."""

    name: str
    full_name: str
    email: str
    active: bool
    password_hash: str | None
    created_at: str
    revision: int

    def projection(self) -> Projection:
        """What the ledger's entries about this person must add up to.

        Of the password there is only a digest of its salted hash, which tells nothing about it.
        """
        columns = self._asdict()
        del columns["name"]
        columns["password"] = _digest(columns.pop("password_hash"))
        return {"changes": columns}


def _digest(password_hash: str | None) -> str | None:
    if password_hash is None:
        return None
    return hashlib.sha256(password_hash.encode("utf-8", "surrogatepass")).hexdigest()


_ROWS = select(*(people.c[name] for name in Row._fields))
_FIND = _ROWS.where(people.c.name == bindparam("person"))
_FIND_LOCKED = _FIND.with_for_update(key_share=True)
_ALL = _ROWS.order_by(people.c.name)
_ACTIVE = select(people.c.name).where(
    people.c.active, people.c.name.in_(bindparam("names", expanding=True))
)
_FULL_NAMES = select(people.c.name, people.c.full_name).where(
    people.c.name.in_(bindparam("names", expanding=True))
)
_INSERT = Addition(people)
_UPDATE = update_of(people).where(
    people.c.name == bindparam("person"), people.c.revision == bindparam("seen")
)


def insert(connection: Connection, person: Row) -> bool:
    """The person is stored; False where the name is taken, and nothing changed."""
    return _INSERT.run(connection, person._asdict())


def find(connection: Connection, name: str, *, lock: bool = False) -> Row | None:
    """The person of this name; with `lock` nobody else changes it before the act is over."""
    found = connection.execute(_FIND_LOCKED if lock else _FIND, {"person": name}).first()
    return Row._make(found) if found else None


def everyone(connection: Connection) -> list[Row]:
    """All people by name, those no longer active included."""
    return [Row._make(one) for one in connection.execute(_ALL)]


def active(connection: Connection, names: Iterable[str]) -> frozenset[str]:
    """Those of `names` who exist and are active."""
    return frozenset(connection.execute(_ACTIVE, {"names": list(names)}).scalars())


def full_names(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """Name to full name of those who exist."""
    wanted = {"names": list(names)}
    return {str(name): str(full) for name, full in connection.execute(_FULL_NAMES, wanted)}


def update(connection: Connection, person: Row, seen: int) -> bool:
    """The person is stored, provided the revision still was `seen`; else False."""
    columns = person._asdict()
    del columns["name"], columns["created_at"]
    columns.update(person=person.name, seen=seen)
    return connection.execute(_UPDATE, columns).rowcount == 1
