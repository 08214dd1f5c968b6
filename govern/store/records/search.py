"""Finding the records that a person may see, a page at a time.

Keyset paging: a page goes on after the last (sort key, id) of the one before, so rows that are
added meanwhile make nothing appear twice and nothing disappear. Each shape of question becomes
one statement, built once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, tuple_

from govern.errors import Unreadable
from govern.rules.texts import folded
from govern.store.records import cursors
from govern.store.records.rows import COLUMNS, Row
from govern.store.records.sight import AMONG_SEEN, IS_SEEN, LISTED, Sight, as_list, sight
from govern.store.tables import Text, field_index, lineage, records

MAX_CONDITIONS = 10
MAX_QUERY = 200


class Comparison(StrEnum):
    EQ = "eq"
    LT = "lt"
    GT = "gt"


@dataclass(frozen=True, slots=True)
class Condition:
    """An indexed field compared with a sortable key of a value, as `field_index` holds them."""

    field: str
    comparison: Comparison
    key: str


SORTS = {
    "number": records.c.number_key,
    "opened_at": records.c.opened_at,
    "changed_at": records.c.changed_at,
    "title": records.c.search,
}


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. `within` is a record's id; `states` and `where` are empty for any.

    `sort` is one of SORTS or, with `field`, an indexed field of `workflow`; records in which it
    is empty come first. `cursor` is what the page before said is `next`.
    """

    workflow: str | None = None
    within: str | None = None
    states: tuple[str, ...] = ()
    q: str = ""
    where: tuple[Condition, ...] = ()
    sort: str = "opened_at"
    field: bool = False
    descending: bool = False
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the records found, and the cursor that goes on after them; None at the end."""

    items: list[Row]
    next: str | None


@dataclass(frozen=True, slots=True)
class _Shape:
    """Everything that makes one statement differ from another."""

    dialect: str
    sight: Sight
    workflow: bool
    within: bool
    states: bool
    q: bool
    comparisons: tuple[Comparison, ...]
    sort: str
    field: bool
    descending: bool
    goes_on: bool


def search(
    connection: Connection,
    wanted: Search,
    person: str,
    now: str,
    reading_roles: Collection[str] = (),
) -> Page:
    """The next `limit` records that match and that `person` may see.

    `Unreadable` (codes bad_cursor, bad_sort, type_required, bad_query) for what cannot be asked.
    """
    _check(wanted)
    asked = _parameters(wanted) | {"person": person, "now": now}
    seen, ids = sight(connection, person, now, reading_roles)
    if seen is Sight.FEW and not ids:
        return Page([], None)
    dialect = connection.dialect.name
    shape = _shape(wanted, seen, dialect)
    asked["seen"] = as_list(dialect, ids)
    found = connection.execute(_statement(shape), asked).all()
    items = [Row._make(one[:-1]) for one in found[: wanted.limit]]
    if len(found) <= wanted.limit:
        return Page(items, None)
    last = found[wanted.limit - 1]
    return Page(items, cursors.write(_order(wanted), last[-1], items[-1].id))


def _check(wanted: Search) -> None:
    if not wanted.field and wanted.sort not in SORTS:
        raise Unreadable(f"Records cannot be sorted by {wanted.sort!r}.", code="bad_sort")
    if (wanted.field or wanted.where) and wanted.workflow is None:
        raise Unreadable("A field is only known together with its type.", code="type_required")
    if len(wanted.where) > MAX_CONDITIONS:
        raise Unreadable(f"At most {MAX_CONDITIONS} conditions.", code="bad_query")
    if len(wanted.q) > MAX_QUERY or not _storable(wanted):
        raise Unreadable(f"Search for at most {MAX_QUERY} plain characters.", code="bad_query")


def _storable(wanted: Search) -> bool:
    """Whether every driver takes the texts asked for; no record can hold the others."""
    texts = [wanted.q, wanted.workflow or "", wanted.within or "", wanted.sort, *wanted.states]
    texts += [text for one in wanted.where for text in (one.field, one.key)]
    whole = "".join(texts)
    return "\0" not in whole and not any("\ud800" <= c <= "\udfff" for c in whole)


def _shape(wanted: Search, seen: Sight, dialect: str) -> _Shape:
    return _Shape(
        dialect=dialect,
        sight=seen,
        workflow=wanted.workflow is not None,
        within=wanted.within is not None,
        states=bool(wanted.states),
        q=bool(wanted.q.strip()),
        comparisons=tuple(one.comparison for one in wanted.where),
        sort="" if wanted.field else wanted.sort,
        field=wanted.field,
        descending=wanted.descending,
        goes_on=wanted.cursor is not None,
    )


def _order(wanted: Search) -> str:
    """Names the order, so that a cursor of another order is refused."""
    field = f"{wanted.workflow}." if wanted.field else ""
    return f"{'-' if wanted.descending else ''}{field}{wanted.sort}"


def _parameters(wanted: Search) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "workflow": wanted.workflow,
        "within": wanted.within,
        "states": list(wanted.states),
        "q": _pattern(wanted.q),
        "sort": wanted.sort,
        "limit": wanted.limit + 1,
    }
    for place, condition in enumerate(wanted.where):
        asked[f"field_{place}"], asked[f"key_{place}"] = condition.field, condition.key
    if wanted.cursor is not None:
        asked["after"], asked["after_id"] = cursors.read(_order(wanted), wanted.cursor)
    return asked


def _pattern(q: str) -> str:
    text = " ".join(folded(q).split())
    for wildcard in ("\\", "%", "_"):
        text = text.replace(wildcard, "\\" + wildcard)
    return f"%{text}%"


@lru_cache(maxsize=512)
def _statement(shape: _Shape) -> Select[Any]:
    key = _sorted_by(shape)
    named = key.label("sort_key")  # ordered by its name, it is worked out once for a record
    statement = select(*COLUMNS, named).where(*_filters(shape))
    if shape.goes_on:
        after = tuple_(bindparam("after", type_=Text), bindparam("after_id", type_=Text))
        here = tuple_(key, records.c.id)
        statement = statement.where(here < after if shape.descending else here > after)
    order: list[ColumnElement[Any]] = [named, records.c.id]
    ordered = [column.desc() for column in order] if shape.descending else order
    return statement.order_by(*ordered).limit(bindparam("limit"))


def _sorted_by(shape: _Shape) -> ColumnElement[str]:
    if not shape.field:
        return SORTS[shape.sort]
    least = (
        select(func.min(field_index.c.key))
        .where(field_index.c.record == records.c.id, field_index.c.field == bindparam("sort"))
        .scalar_subquery()
    )
    return func.coalesce(least, "")


def _filters(shape: _Shape) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if shape.workflow and not shape.comparisons:  # an indexed field is of its type alone
        filters.append(records.c.workflow == bindparam("workflow"))
    if shape.within:
        filters.append(records.c.id.in_(_WITHIN))
    if shape.states:
        filters.append(records.c.state.in_(bindparam("states", expanding=True)))
    if shape.q:
        filters.append(records.c.search.like(bindparam("q"), escape="\\"))
    filters += [_compared(place, how) for place, how in enumerate(shape.comparisons)]
    if shape.sight is Sight.FEW:
        filters.append(LISTED[shape.dialect])
    if shape.sight is Sight.MANY:
        # sorted by a field, every record must be looked at in any case
        filters.append(AMONG_SEEN if shape.field else IS_SEEN)
    return filters


def _compared(place: int, how: Comparison) -> ColumnElement[bool]:
    key, given = field_index.c.key, bindparam(f"key_{place}", type_=Text)
    compared = {Comparison.EQ: key == given, Comparison.LT: key < given, Comparison.GT: key > given}
    return records.c.id.in_(
        select(field_index.c.record).where(
            field_index.c.workflow == bindparam("workflow"),
            field_index.c.field == bindparam(f"field_{place}"),
            compared[how],
        )
    )


_WITHIN = select(lineage.c.record).where(
    lineage.c.ancestor == bindparam("within"), lineage.c.depth > 0
)
