"""Tokens: what a program or a signed-in browser shows to say whose hand it is.

Stored is only the SHA-256 of a token of 256 random bits: who reads the table cannot use it.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert as insert_into, or_, select, update

from govern.ledger.facts import Projection
from govern.store.tables import people, tokens


class Kind(StrEnum):
    TOKEN = "token"
    SIGN_IN = "sign_in"


class Row(NamedTuple):
    """One token. `by_operator` marks one issued at the command line for somebody else."""

    id: str
    person: str
    digest: str
    label: str
    kind: str
    by_operator: bool
    created_at: str
    expires_at: str | None = None
    revoked_at: str | None = None

    def projection(self) -> Projection:
        """What the ledger's entries about this token must add up to."""
        columns = self._asdict()
        del columns["id"]
        return {"changes": columns}


_ROWS = select(*(tokens.c[name] for name in Row._fields))
_INSERT = insert_into(tokens)
_FIND = _ROWS.where(tokens.c.id == bindparam("token"))
_FIND_LOCKED = _FIND.with_for_update(key_share=True)
_OF_PERSON = _ROWS.where(tokens.c.person == bindparam("person")).order_by(tokens.c.id)
_HOLDER = (
    _ROWS.join(people, people.c.name == tokens.c.person)
    .where(tokens.c.digest == bindparam("digest"), people.c.active)
    .where(tokens.c.revoked_at.is_(None))
    .where(or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > bindparam("now")))
)
_REVOKE = (
    update(tokens)
    .where(tokens.c.id == bindparam("token"), tokens.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("at"))
)


def digest(token: str) -> str:
    """What is stored of a token: its SHA-256 as lower-case hex."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def insert(connection: Connection, token: Row) -> None:
    """The token is stored."""
    connection.execute(_INSERT, token._asdict())


def holder(connection: Connection, digest: str, now: str) -> Row | None:
    """The token with this digest, if it is neither expired nor revoked and its holder is active."""
    found = connection.execute(_HOLDER, {"digest": digest, "now": now}).first()
    return Row._make(found) if found else None


def find(connection: Connection, token: str, *, lock: bool = False) -> Row | None:
    """The token with this id; with `lock` nobody else changes it before the act is over."""
    found = connection.execute(_FIND_LOCKED if lock else _FIND, {"token": token}).first()
    return Row._make(found) if found else None


def of_person(connection: Connection, person: str) -> list[Row]:
    """Every token a person has or had, oldest first."""
    return [Row._make(one) for one in connection.execute(_OF_PERSON, {"person": person})]


def revoke(connection: Connection, token: str, *, at: str) -> bool:
    """The token no longer opens anything; False where it was revoked before, or never was."""
    return connection.execute(_REVOKE, {"token": token, "at": at}).rowcount == 1
