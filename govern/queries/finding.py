"""Finding records, and reading one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from govern.errors import Problem, Unreadable, ValuesRefused
from govern.naming import Named
from govern.queries import shapes
from govern.rules import fields
from govern.rules.kinds import LISTS
from govern.spec.model import Field, Workflow
from govern.spec.names import nearest
from govern.spec.vocabulary import FieldKind
from govern.store import records
from govern.store.records import Comparison, Condition, Search
from govern.work import Work

_CONDITION = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(=|<|>)\s*(.*?)\s*", re.DOTALL)
_COMPARISONS = {"=": Comparison.EQ, "<": Comparison.LT, ">": Comparison.GT}


def find_record(work: Work, ref: str) -> dict[str, Any]:
    """The record that the number or id names; NotFound also where it is not for the asker."""
    return shapes.record(work, work.find(ref))


def search_records(
    work: Work,
    *,
    type: str | None = None,
    within: str | None = None,
    state: str | None = None,
    q: str | None = None,
    where: Sequence[str] = (),
    sort: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """`{items, next}`: the records the asker may see, a page of them; `next` is the cursor.

    `where` are conditions on indexed fields as `cost>1000`, `owner=alice`, `due<2026-03-01`;
    `sort` is number, opened_at, changed_at, title or an indexed field, "-" before it turns the
    order round. ValuesRefused with a pointer for what cannot be asked.
    """
    workflow = work.catalog().workflow(type) if type is not None else None
    wanted = Search(
        workflow=type,
        within=work.find(within).id if within is not None else None,
        states=(state,) if state is not None else (),
        q=q or "",
        where=tuple(_condition(work, workflow, text) for text in where),
        cursor=cursor,
        limit=limit,
        **_sorting(workflow, sort or "-changed_at"),
    )
    person = work.identity.person or ""
    try:
        page = records.search(
            work.connection, wanted, person, work.moment, work.catalog().roles.roles
        )
    except Unreadable as wrong:
        raise _refused(wrong.code, wrong.message, _POINTERS.get(wrong.code, "/q")) from wrong
    return {"items": _shown(work, page.items), "next": page.next}


_POINTERS = {"bad_cursor": "/cursor", "bad_sort": "/sort", "type_required": "/type"}


def _shown(work: Work, rows: Sequence[records.Row]) -> list[dict[str, Any]]:
    above = records.many(work.connection, {row.parent for row in rows if row.parent})
    numbers = {row.id: row.number for row in above.values()}
    return [shapes.record_within(work, row, numbers.get(row.parent or "")) for row in rows]


def _sorting(workflow: Workflow | None, sort: str) -> dict[str, Any]:
    name = sort.removeprefix("-")
    if name in records.SORTS:
        return {"sort": name, "descending": sort.startswith("-")}
    _indexed(workflow, name, "/sort")
    return {"sort": name, "field": True, "descending": sort.startswith("-")}


def _condition(work: Work, workflow: Workflow | None, text: str) -> Condition:
    parts = _CONDITION.fullmatch(text)
    if parts is None:
        raise _refused("bad_condition", "A condition is written as cost>1000.", "/where")
    name, sign, said = parts.groups()
    field = _indexed(workflow, name, "/where")
    return Condition(name, _COMPARISONS[sign], _key(work, field, said, workflow))


def _key(work: Work, field: Field, said: str, workflow: Workflow | None) -> str:
    """The sortable key of a value as it is written in an address."""
    if field.kind in (FieldKind.LINK, FieldKind.LINKS):
        return work.find(said).id
    if field.kind in LISTS:
        return next(iter(fields.search_keys(field, [said])), "")
    sent: Any = said
    if field.kind is FieldKind.INTEGER and _WHOLE.fullmatch(said):
        sent = int(said)
    elif field.kind is FieldKind.BOOLEAN:
        sent = {"true": True, "false": False}.get(said, said)
    any_value = replace(field, minimum=None, maximum=None, required=False, computed=None)
    currency = workflow.currency if workflow else ""
    if field.kind in _TEXTS:
        return fields.search_key(field, said)
    resolve = Named(work, None)
    kept = fields.accept(
        {field.name: any_value},
        {field.name: sent},
        currency=currency,
        resolve=resolve,
        pointer="/where",
    )
    return fields.search_key(field, kept[field.name])


_WHOLE = re.compile(r"-?[0-9]{1,10}")
_TEXTS = frozenset({FieldKind.TEXT, FieldKind.CHOICE, FieldKind.PERSON, FieldKind.ROLE})


def _indexed(workflow: Workflow | None, name: str, pointer: str) -> Field:
    if workflow is None:
        raise _refused("type_required", "A field is only known together with its type.", "/type")
    found = workflow.fields.get(name)
    if found is not None and found.index:
        return found
    indexed = [one.name for one in workflow.fields.values() if one.index]
    close = nearest(name, indexed)
    hint = f" Did you mean {close}?" if close else ""
    raise _refused(
        "not_indexed", f"{workflow.title} has no indexed field {name[:80]!r}.{hint}", pointer
    )


def _refused(code: str, detail: str, pointer: str) -> ValuesRefused:
    return ValuesRefused([Problem(code, detail, pointer)])
