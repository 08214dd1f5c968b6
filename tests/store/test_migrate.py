"""The steps of the migrations lead to the tables that the statements are written for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from govern.errors import Conflict
from govern.store import migrate, session, tables
from govern.store.session import Engine


def test_the_migrated_tables_are_those_the_statements_know(database: Engine) -> None:
    with session.writing(database) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, tables.metadata) == []


def test_constraints_have_the_names_of_the_convention(database: Engine) -> None:
    made = inspect(database)
    for table in tables.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if c.name} | {
            str(i.name) for i in table.indexes
        }
        found = {made.get_pk_constraint(table.name)["name"]}
        found |= {fk["name"] for fk in made.get_foreign_keys(table.name)}
        found |= {unique["name"] for unique in made.get_unique_constraints(table.name)}
        found |= {index["name"] for index in made.get_indexes(table.name)}
        found |= {check["name"] for check in made.get_check_constraints(table.name)}
        flags = {f"ck_{table.name}_{c.name}" for c in table.columns if str(c.type) == "BOOLEAN"}
        if database.dialect.name == "postgresql":  # it has a type for flags
            wanted -= flags
        assert wanted <= found


def test_every_text_sorts_by_code_point_on_postgresql(postgresql: Engine) -> None:
    columns = text(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND data_type IN ('text', 'character varying') "
        "AND collation_name IS DISTINCT FROM 'C' AND table_name <> 'alembic_version'"
    )
    with session.reading(postgresql) as connection:
        assert connection.execute(columns).all() == []


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(database: Engine) -> None:
    with session.reading(database) as connection:
        before = migrate.current(connection)
    migrate.upgrade(database)
    with session.reading(database) as connection:
        assert migrate.current(connection) == before is not None


def test_a_database_of_a_newer_version_is_refused(sqlite: Engine) -> None:
    with session.writing(sqlite) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Conflict) as refused:
        migrate.upgrade(sqlite)
    assert refused.value.code == "newer_schema"


def test_an_upgrade_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = session.open_engine(tmp_path / "new.db")
    monkeypatch.setattr(migrate.command, "upgrade", _up_and_fall(migrate.command.upgrade))
    with pytest.raises(ZeroDivisionError):
        migrate.upgrade(engine)
    assert inspect(engine).get_table_names() == []


def _up_and_fall(upgrade):  # type: ignore[no-untyped-def]
    def both(*given):  # type: ignore[no-untyped-def]
        upgrade(*given)
        raise ZeroDivisionError

    return both


def test_the_steps_can_be_walked_back(tmp_path: Path) -> None:
    engine = session.open_engine(tmp_path / "new.db")
    migrate.upgrade(engine)
    with session.writing(engine) as connection:
        migrate.command.downgrade(migrate._configuration(connection), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]


def test_the_steps_travel_with_the_package_wherever_it_lies(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    home = tmp_path / "100% elsewhere"
    shutil.copytree(root / "govern", home / "govern")
    script = (
        "from govern.store import migrate, session\n"
        "engine = session.open_engine('sqlite:///new.db')\n"
        "migrate.upgrade(engine)\n"
        "print(migrate.__file__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=home, capture_output=True, text=True, check=True
    )
    assert str(home) in done.stdout
