"""Connections and transactions: how a database is opened, and the two doors into it.

`writing` is the one way to change something, `reading` the one way to look. SQLite: one process,
WAL, synchronous=FULL, BEGIN IMMEDIATE behind a queue that serves threads in the order they came
(its own busy handler sleeps and is unfair). PostgreSQL: READ COMMITTED for writing, where rows
are locked by name; REPEATABLE READ, read only, for reading: both databases show a reader one
consistent picture. What a database refuses leaves either door as one of the family of `errors`.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError, SQLAlchemyError

from govern.errors import Busy, Unreadable
from govern.store.failures import is_retryable, translated
from govern.store.turnstile import Turnstile, turnstile_of

__all__ = [
    "Connection",
    "Engine",
    "Setting",
    "is_retryable",
    "open_engine",
    "reading",
    "settings_report",
    "writing",
]

LOCK_SECONDS = 2
STATEMENT_SECONDS = 10
BUSY_SECONDS = 5
IDLE_CHECK_SECONDS = 30
POOL_SECONDS = 5

_BEGIN = "govern_begin"


def open_engine(url: str | Path, *, pool_size: int = 16, create: bool = True) -> Engine:
    """An engine on `url`: sqlite:///FILE, a path, or postgresql://….

    With `create` a missing SQLite file is made now; a file that goes missing later is never
    made anew, so a lost database is an error and not an empty one.
    """
    try:
        parsed = URL.create("sqlite", database=str(url)) if isinstance(url, Path) else make_url(url)
        family = parsed.get_backend_name()
        if family == "sqlite":
            return _open_sqlite(parsed, pool_size, create)
        if family == "postgresql":
            return _open_postgresql(parsed, pool_size)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise Unreadable("The database's address cannot be read.") from error
    raise Unreadable(f"The database {family!r} is not known: use sqlite or postgresql.")


def _open_sqlite(url: URL, pool_size: int, create: bool) -> Engine:
    if not url.database or url.database == ":memory:":
        raise Unreadable("SQLite needs a file: sqlite:///path/to/file.")
    path = Path(url.database).absolute()
    try:
        if create and not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise Busy(f"The database {path} cannot be made: {error.strerror}.") from error
    engine = create_engine(
        url,
        creator=lambda: _connect_sqlite(path),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=POOL_SECONDS,
    )
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _connect_sqlite(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file://{quote(str(path))}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
        cached_statements=256,
    )
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _begin_sqlite(connection: Connection) -> None:
    # without this the driver would begin at the first write only, and what was read before it
    # could be stale; the plain default is the safe one
    begin = connection.get_execution_options().get(_BEGIN, "BEGIN IMMEDIATE")
    connection.exec_driver_sql(cast(str, begin))


def _open_postgresql(url: URL, pool_size: int) -> Engine:
    limits = {
        "lock_timeout": LOCK_SECONDS,
        "statement_timeout": STATEMENT_SECONDS,
        "idle_in_transaction_session_timeout": STATEMENT_SECONDS,
    }
    ours = " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items())
    said = url.query.get("options", "")
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"options": f"{ours} {said}".strip(), "connect_timeout": POOL_SECONDS},
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=POOL_SECONDS,
        isolation_level="READ COMMITTED",
    )
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _check_idle)
    return engine


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _check_idle(connection: Any, record: Any, _proxy: Any) -> None:
    """A connection that lay idle may have been cut: it is tried before it is trusted."""
    used = record.info.get("used")
    if used is None or time.monotonic() - used < IDLE_CHECK_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        raise DisconnectionError() from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that may write; durable when the block has been left.

    Any exception undoes all of it. `Busy` where the database or its queue could not serve in
    time. Not to be nested: the inner one would wait for the outer.
    """
    with _turn(engine), _family_only(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine, *, patient: bool = False) -> Iterator[Connection]:
    """A connection that sees one consistent picture, and cannot write on PostgreSQL.

    `patient` lifts the time limit of a statement, for work that reads everything.
    """
    with _family_only(), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execution_options(**{_BEGIN: "BEGIN"})
        else:
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            if patient and engine.dialect.name == "postgresql":
                connection.exec_driver_sql(
                    "SET LOCAL statement_timeout = 0; "
                    "SET LOCAL idle_in_transaction_session_timeout = 0"
                )
            yield connection


class Setting(NamedTuple):
    """How the database is set: what it says, what is wanted, and whether that will do."""

    name: str
    value: str
    wanted: str
    ok: bool


_ON_SQLITE = (
    ("journal_mode", "PRAGMA journal_mode", {"wal"}),
    ("synchronous", "PRAGMA synchronous", {"2", "3"}),
    ("foreign_keys", "PRAGMA foreign_keys", {"1"}),
    ("busy_timeout", "PRAGMA busy_timeout", {str(BUSY_SECONDS * 1000)}),
    ("encoding", "PRAGMA encoding", {"UTF-8"}),
    ("json", "SELECT json_valid('[]')", {"1"}),
)
_ON_POSTGRESQL = (
    ("fsync", "SHOW fsync", {"on"}),
    ("full_page_writes", "SHOW full_page_writes", {"on"}),
    ("synchronous_commit", "SHOW synchronous_commit", {"on", "remote_write", "remote_apply"}),
    ("data_checksums", "SHOW data_checksums", {"on"}),
    ("server_encoding", "SHOW server_encoding", {"UTF8"}),
    ("lock_timeout", "SHOW lock_timeout", {f"{LOCK_SECONDS}s"}),
    ("statement_timeout", "SHOW statement_timeout", {f"{STATEMENT_SECONDS}s"}),
)


def settings_report(engine: Engine) -> list[Setting]:
    """Every setting of the database on which durability or fairness rests, as it is now."""
    asked = _ON_SQLITE if engine.dialect.name == "sqlite" else _ON_POSTGRESQL
    found = []
    with reading(engine) as connection:
        for name, statement, wanted in asked:
            value = str(connection.exec_driver_sql(statement).scalar())
            found.append(Setting(name, value, " or ".join(sorted(wanted)), value in wanted))
    return found


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    turnstile: Turnstile | None = None
    if engine.dialect.name == "sqlite":
        turnstile = turnstile_of(str(engine.url.database))
    if turnstile is None:
        yield
        return
    with turnstile.pass_through(BUSY_SECONDS):
        yield


@contextmanager
def _family_only() -> Iterator[None]:
    try:
        yield
    except (UnicodeEncodeError, OverflowError) as error:  # drivers let their own through
        raise Unreadable("A value cannot be stored.", code="not_storable") from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        refusal = translated(error)
        if refusal is None:
            raise
        raise refusal from error
