"""Bringing the tables up to date, from the first one on, on either database.

The steps lie in `migrations/versions` and travel with the package; no configuration file is
needed. All steps that are missing run in one transaction: an upgrade that is interrupted has
changed nothing and is simply run again. A database made by a newer version is refused.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from govern.errors import Conflict
from govern.store.session import writing

_ONE_AT_A_TIME = 0x676F7665726E  # "govern": the number of PostgreSQL's lock for upgrades


def upgrade(engine: Engine) -> None:
    """The tables are those of this version, whatever they were; several callers take turns.

    `Conflict` with code newer_schema where a newer version made them.
    """
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
        _refuse_newer(connection)
        command.upgrade(_configuration(connection), "head")
        if engine.dialect.name == "sqlite":
            # what the tables hold decides which index serves; PostgreSQL counts by itself
            connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
            connection.exec_driver_sql("ANALYZE")


def current(connection: Connection) -> str | None:
    """The step the tables are at; None where there are none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: Connection) -> None:
    at = current(connection)
    steps = ScriptDirectory.from_config(_configuration())
    try:
        known = at is None or steps.get_revision(at) is not None
    except CommandError:
        known = False
    if not known:
        raise Conflict(
            f"The database was made by a newer version of Govern (step {at!r}). Use that one.",
            code="newer_schema",
        )


def _configuration(connection: Connection | None = None) -> Config:
    configuration = Config()
    place = Path(__file__).parent / "migrations"
    # Config reads percent signs as the start of a variable
    configuration.set_main_option("script_location", str(place).replace("%", "%%"))
    configuration.attributes["connection"] = connection
    return configuration
