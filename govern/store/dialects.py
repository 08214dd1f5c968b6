"""Statements that the two databases have in common but SQLAlchemy builds for each alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


class Addition:
    """INSERT of one row, unless it collides: in any unique key, or in `key` alone."""

    def __init__(self, table: Table, key: str | None = None) -> None:
        elements = [key] if key else None
        self._statements: dict[str, Insert] = {
            "sqlite": sqlite.insert(table).on_conflict_do_nothing(index_elements=elements),
            "postgresql": postgresql.insert(table).on_conflict_do_nothing(index_elements=elements),
        }
        for name, statement in self._statements.items():
            # psycopg counts the rows of an INSERT only if asked to
            self._statements[name] = statement.execution_options(preserve_rowcount=True)

    def run(self, connection: Connection, row: dict[str, Any]) -> bool:
        """The row is there; False where one was before, and nothing changed."""
        added = connection.execute(self._statements[connection.dialect.name], row)
        return added.rowcount == 1
