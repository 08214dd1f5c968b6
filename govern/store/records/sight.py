"""What a person may see: by any grant on a record or above it, by taking part in it or above it,
or by a global grant of a role that reads everything.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from sqlalchemy import ARRAY, Connection, any_, bindparam, exists, or_, select, text, union

from govern.ledger.canonical import canonical_text
from govern.store.grants import valid_grant
from govern.store.tables import Text, grants, lineage, participants, records

FEW = 2000
"""Up to so many records, it is quicker to list those that may be seen and look at each."""


class Sight(StrEnum):
    """How many records a person may see: whether a search begins with a list of those, or with
    the order asked for, leaving out the others."""

    ALL = "all"
    MANY = "many"
    FEW = "few"


_person = bindparam("person", type_=Text)
_EVERYWHERE = exists().where(
    grants.c.person == _person,
    grants.c.record.is_(None),
    grants.c.role.in_(bindparam("reading_roles", expanding=True)),
    valid_grant(),
)
_SELF_AND_ABOVE = select(lineage.c.ancestor).where(lineage.c.record == bindparam("record"))
_VISIBLE = select(
    or_(
        exists().where(
            grants.c.person == _person, grants.c.record.in_(_SELF_AND_ABOVE), valid_grant()
        ),
        exists().where(
            participants.c.person == _person, participants.c.record.in_(_SELF_AND_ABOVE)
        ),
        _EVERYWHERE,
    )
)
_READS_ALL = select(_EVERYWHERE)
_PLACES = union(
    select(grants.c.record).where(
        grants.c.person == _person, grants.c.record.is_not(None), valid_grant()
    ),
    select(participants.c.record).where(participants.c.person == _person),
)
_WITHIN_PLACES = select(lineage.c.record).where(lineage.c.ancestor.in_(_PLACES))
_LIST = _WITHIN_PLACES.limit(bindparam("most"))

AMONG_SEEN = records.c.id.in_(_WITHIN_PLACES)
"""The record is among all those that `person` may see."""

LISTED = {
    "sqlite": records.c.id.in_(text("SELECT value FROM json_each(:seen)").bindparams(seen="")),
    "postgresql": records.c.id == any_(bindparam("seen", type_=ARRAY(Text))),
}
"""The record is on the list `seen`, by dialect; `as_list` makes the list."""

IS_SEEN = exists().where(
    lineage.c.record == records.c.id,
    or_(
        exists().where(
            grants.c.person == _person, grants.c.record == lineage.c.ancestor, valid_grant()
        ),
        exists().where(
            participants.c.record == lineage.c.ancestor, participants.c.person == _person
        ),
    ),
)
"""`person` may see the record; to be asked of one record after the other."""


def visible(
    connection: Connection,
    record: str,
    person: str,
    now: str,
    reading_roles: Collection[str] = (),
) -> bool:
    """Whether `person` may know of the record."""
    asked = {"person": person, "now": now, "reading_roles": list(reading_roles)}
    return bool(connection.execute(_VISIBLE, asked | {"record": record}).scalar())


def reads_all(
    connection: Connection, person: str, now: str, reading_roles: Collection[str]
) -> bool:
    """Whether `person` holds one of `reading_roles` everywhere."""
    if not reading_roles:
        return False
    asked = {"person": person, "now": now, "reading_roles": list(reading_roles)}
    return bool(connection.execute(_READS_ALL, asked).scalar())


def sight(
    connection: Connection, person: str, now: str, reading_roles: Collection[str]
) -> tuple[Sight, list[str]]:
    """How many records `person` may see, and where they are few, their ids."""
    if reads_all(connection, person, now, reading_roles):
        return Sight.ALL, []
    asked = {"person": person, "now": now, "most": FEW + 1}
    found = connection.execute(_LIST, asked).scalars().all()
    return (Sight.FEW, sorted(set(found))) if len(found) <= FEW else (Sight.MANY, [])


def as_list(dialect: str, ids: list[str]) -> Any:
    """The ids as the parameter `seen` of LISTED."""
    return canonical_text(ids) if dialect == "sqlite" else ids
