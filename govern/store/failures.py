"""What a database's complaint means: to be tried again, busy, a collision, or a defect.

Border: the only place that reads SQLSTATE and the drivers' messages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
    TimeoutError as PoolTimeout,
)

from govern.errors import Busy, Conflict, GovernError, Tampered, Unreadable
from govern.store.tables import GENERATED_KEYS

SERIALIZATION = "40001"
DEADLOCK = "40P01"
UNIQUE = "23505"
LOCK_TIMEOUT = "55P03"
STATEMENT_TIMEOUT = "57014"
SHUTTING_DOWN = frozenset({"57P01", "57P02", "57P03", "25P03"})  # 25P03: idle in a transaction
OUT_OF_SPACE = frozenset({"53100", "53200", "53300"})
SQLITE_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
SQLITE_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def is_retryable(error: BaseException) -> bool:
    """True where doing the whole act again is right: a serialization failure, a deadlock, or a
    collision of keys that the store itself makes up. The cause of a refusal counts as it."""
    return any(_retryable(one) for one in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _retryable(error: BaseException) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    state = sqlstate(error)
    return state in (SERIALIZATION, DEADLOCK) or (state == UNIQUE and _generated(error))


def _generated(error: DBAPIError) -> bool:
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return constraint in GENERATED_KEYS


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's code for what went wrong; None for SQLite."""
    found = getattr(getattr(error, "orig", None), "sqlstate", None)
    return found if isinstance(found, str) else None


def translated(error: SQLAlchemyError | sqlite3.Error) -> GovernError | None:
    """The refusal that stands for `error`; None for a defect of ours, as wrong SQL is."""
    if isinstance(error, PoolTimeout):
        return Busy("All connections to the database are in use. Try again.")
    if isinstance(error, IntegrityError) and not _retryable(error):
        return Conflict("It collides with what is already stored.")
    if isinstance(error, DataError):
        return Unreadable("A value cannot be stored.", code="not_storable")
    if _sqlite_code(error) in SQLITE_DAMAGED:
        return Tampered("The database file is damaged. Restore a backup.")
    return Busy(_explained(error)) if _passes(error) else None


def _sqlite_code(error: BaseException) -> int | None:
    """SQLite's primary result code; None for PostgreSQL."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _passes(error: BaseException) -> bool:
    """Whether it is about the moment and not about the statement."""
    if _sqlite_code(error) is not None:
        return _sqlite_code(error) in SQLITE_PASSING
    if not isinstance(error, DBAPIError):
        return False
    state = sqlstate(error)
    if state is None:  # the connection could not be made, or was lost
        return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
    return (
        _retryable(error)
        or error.connection_invalidated
        or state in (LOCK_TIMEOUT, STATEMENT_TIMEOUT)
        or state in SHUTTING_DOWN | OUT_OF_SPACE
        or state.startswith("08")
    )


def _explained(error: BaseException) -> str:
    text = str(getattr(error, "orig", error))
    if "full" in text or sqlstate(error) in OUT_OF_SPACE:
        return "The database has no room left. Nothing was changed."
    if "locked" in text or sqlstate(error) in (LOCK_TIMEOUT, DEADLOCK, SERIALIZATION, UNIQUE):
        return "It is being changed by others at the same time. Try again."
    return "The database could not answer in time. Nothing was changed."
