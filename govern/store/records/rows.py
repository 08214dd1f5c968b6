"""A record as it is stored (`Row`, texts) and as it is written (`Content`, values).

Border: shapes and their derived forms; no statement is run here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from govern.errors import Tampered
from govern.ledger.canonical import canonical_text
from govern.ledger.commitments import committed, plain
from govern.ledger.facts import Projection
from govern.rules.texts import folded
from govern.store.tables import records


class Row(NamedTuple):
    """One row of `records`; `values` and `salts` are canonical JSON objects as text."""

    id: str
    number: str
    workflow: str
    definition: str
    parent: str | None
    state: str
    previous: str | None
    revision: int
    requester: str | None
    title: str
    values: str
    salts: str
    opened_at: str
    changed_at: str
    state_since: str


COLUMNS = tuple(records.c[name] for name in Row._fields)


def row_select() -> Select[Any]:
    """SELECT of exactly the columns of `Row`, in its order."""
    return select(*COLUMNS)


def rows(found: Iterable[Any]) -> list[Row]:
    """Each result of a `row_select` as a Row."""
    return [Row._make(one) for one in found]


@dataclass(frozen=True, slots=True)
class Content:
    """A record as it is to be written. `values` holds stored forms by field name, empty ones left
    out; `salts` has a salt for each personal field that was ever filled."""

    id: str
    number: str
    workflow: str
    definition: str
    parent: str | None
    state: str
    previous: str | None
    revision: int
    requester: str | None
    title: str
    values: Mapping[str, Any]
    opened_at: str
    changed_at: str
    state_since: str
    salts: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """Every column of its own that the ledger follows under `changes`."""
        return {name: getattr(self, name) for name in _LEDGERED}

    def projection(self) -> Projection:
        """What the ledger's entries about this record must add up to."""
        return {
            "changes": self.columns(),
            "values": plain(self.values, self.salts),
            "commitments": committed(self.values, self.salts),
        }

    def row(self) -> Row:
        """The record as it is read back once it is stored."""
        stored = self.stored()
        return Row(*(stored[name] for name in Row._fields))

    def stored(self) -> dict[str, Any]:
        """The row's columns by name, derived ones included."""
        values = {name: value for name, value in self.values.items() if value is not None}
        return {
            **self.columns(),
            "id": self.id,
            "values": canonical_text(values),
            "salts": canonical_text(dict(self.salts)),
            "search": search_text(self.title, self.number),
            "number_key": number_key(self.number),
        }


_LEDGERED = tuple(name for name in Row._fields if name not in ("id", "values", "salts"))


def content(row: Row) -> Content:
    """The row with its JSON read."""
    columns = row._asdict()
    columns["values"] = stored_values(row)
    columns["salts"] = _read(row, row.salts)
    return Content(**columns)


def stored_values(row: Row) -> dict[str, Any]:
    """The record's field values in stored form; fields that are empty are not in it. `Tampered`
    where Govern cannot have stored them."""
    return _read(row, row.values)


def _read(row: Row, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Tampered(f"What is stored of {row.number} is no JSON object.", {"record": row.id})
    return found


def search_text(title: str, number: str) -> str:
    """What a search looks through; it begins with the title, so it also sorts by title."""
    return f"{' '.join(folded(title).split())}\n{folded(number)}"


_LAST_DIGITS = re.compile(r"\d{1,18}$", re.ASCII)


def number_key(number: str) -> str:
    """A text that sorts as numbers are counted: X-9 before X-10."""
    return _LAST_DIGITS.sub(lambda digits: digits[0].zfill(18), number)
