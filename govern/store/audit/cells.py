"""Rows as they really are, in order of a key: nothing here trusts a column's type.

SQLite keeps whatever was put into a column. A cell that is not of its column's type becomes a
text that says so, and thereby differs from whatever the ledger expects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from sqlalchemy import Boolean, Column, Connection, Integer, Table, select, type_coerce
from sqlalchemy.types import NullType

from govern.store.log import BATCH

T = TypeVar("T")


def shown(value: object) -> str:
    """`value` as text that can be printed and sent, whatever it is."""
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")


def cell(column: Column[Any], value: Any) -> Any:
    """The value where it is of the column's type, else a text that says what it is instead."""
    kind = column.type
    if value is None:
        return None
    if isinstance(kind, Boolean) and value in (0, 1) and isinstance(value, int):
        return bool(value)
    if isinstance(kind, Integer) and type(value) is int:
        return value
    if not isinstance(kind, Integer | Boolean) and isinstance(value, str):
        return value if _is_text(value) else f"(not UTF-8) {shown(value)}"
    return f"({type(value).__name__}) {shown(value)}"


def _is_text(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class Rows(Generic[T]):
    """A table's rows, read once in order of a key, taken key by key."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        columns: tuple[str, ...],
        by: str,
        make: Callable[..., T],
    ) -> None:
        wanted = [table.c[name] for name in columns]
        order = [table.c[by], *table.primary_key.columns]
        statement = select(*(type_coerce(column, NullType) for column in wanted)).order_by(*order)
        found = connection.execute(statement, execution_options={"yield_per": BATCH})
        place = columns.index(by)
        self._rows: Iterator[tuple[str, T]] = (
            (str(cells[place]), make(*cells))
            for row in found
            for cells in [[cell(column, value) for column, value in zip(wanted, row, strict=True)]]
        )
        self._next = next(self._rows, None)

    def before(self, key: str | None) -> Iterator[T]:
        """The rows not yet taken whose key comes before `key`; with None all that are left."""
        while self._next is not None and (key is None or self._next[0] < key):
            yield self._next[1]
            self._next = next(self._rows, None)

    def at(self, key: str) -> list[T]:
        """The rows with exactly this key; `before` was asked first."""
        taken = []
        while self._next is not None and self._next[0] == key:
            taken.append(self._next[1])
            self._next = next(self._rows, None)
        return taken
