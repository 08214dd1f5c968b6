"""From rows to what rules see: `view` makes a RecordView of a row, `situation` gathers what a
transition needs of the rest of the world (its `Needs`), in one transaction, before judging.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from govern.ledger.facts import Fact
from govern.rules import fields
from govern.rules.situation import Actor, PastAct, RecordView, Situation
from govern.spec.model import Needs, Workflow
from govern.spec.values import Value
from govern.spec.vocabulary import FieldKind
from govern.store import entries, grants, identifiers, records
from govern.work import Work


def typed_values(workflow: Workflow, stored: Mapping[str, Any]) -> dict[str, Value]:
    """A typed value for every field of the workflow."""
    return {name: fields.typed(field, stored.get(name)) for name, field in workflow.fields.items()}


def view(
    work: Work,
    row: records.Row,
    *,
    parents: int = 0,
    links: Iterable[str] = (),
    parent: RecordView | None = None,
) -> RecordView:
    """The record as rules see it, with so many levels of parents and these link fields loaded."""
    workflow = work.workflow(row.definition)
    values = typed_values(workflow, records.stored_values(row))
    if parent is None and parents and row.parent:
        above = records.get(work.connection, row.parent)
        parent = view(work, above, parents=parents - 1) if above else None
    return RecordView(
        id=row.id,
        number=row.number,
        workflow=row.workflow,
        state=row.state,
        values=values,
        requester=row.requester,
        parent=parent,
        revision=row.revision,
        opened_at=identifiers.instant(row.opened_at),
        state_since=identifiers.instant(row.state_since),
        links=_linked(work, workflow, values, links),
        definition=workflow,
    )


def _linked(
    work: Work, workflow: Workflow, values: Mapping[str, Value], links: Iterable[str]
) -> dict[str, tuple[RecordView, ...]]:
    found = {}
    for name in links:
        if name not in workflow.fields:
            continue
        named = values[name]
        ids = named if isinstance(named, tuple) else (named,) if named else ()
        rows = (records.get(work.connection, str(one)) for one in ids)
        found[name] = tuple(view(work, row) for row in rows if row is not None)
    return found


def situation(work: Work, row: records.Row, needs: Needs, **given: Any) -> Situation:
    """The situation of an existing record for the asker of `work`.

    `given` goes into the Situation as it is: inputs, comment.
    """
    workflow = work.workflow(row.definition)
    record = view(work, row, parents=needs.parents, links=needs.links)
    actor = Actor(work.identity.person, work.roles_on(row.id))
    plain = Situation(
        workflow=workflow,
        record=record,
        actor=actor,
        now=work.now,
        previous=row.previous or "",
        **given,
    )
    return surround(work, plain, needs, row.parent)


def surround(work: Work, plain: Situation, needs: Needs, parent: str | None) -> Situation:
    """The same situation with the relatives, the history and the holders that `needs` names."""
    own = plain.record
    connection = work.connection

    def views(rows: Iterable[records.Row], above: RecordView | None) -> tuple[RecordView, ...]:
        return tuple(view(work, row, parent=above) for row in rows)

    return replace(
        plain,
        children={
            kind: views(records.children(connection, own.id, kind), own) for kind in needs.children
        },
        siblings={
            kind: views(
                (r for r in records.children(connection, parent, kind) if r.id != own.id),
                own.parent,
            )
            if parent
            else ()
            for kind in needs.siblings
        },
        descendants={
            kind: views(records.descendants(connection, own.id, kind), None)
            for kind in needs.descendants
        },
        records={kind: views(records.of_type(connection, kind), None) for kind in needs.records},
        history=past_acts(work, own.id) if needs.history else (),
        holders=grants.holders(connection, _place(work, own.id, parent), work.moment)
        if needs.holders
        else {},
    )


def _place(work: Work, record: str, parent: str | None) -> str | None:
    """Where roles are looked up: the record, or its parent while it is being opened."""
    return record if records.get(work.connection, record) is not None else parent


_ACTS = frozenset({Fact.OPENED, Fact.MOVED, Fact.EDITED})


def past_acts(work: Work, record: str) -> tuple[PastAct, ...]:
    """The record's openings, moves and edits, oldest first."""
    acts = []
    for entry in entries.chain(work.connection, f"record:{record}"):
        if entry.kind not in _ACTS:
            continue
        body = entry.body()
        acts.append(
            PastAct(
                transition=entry.name,
                actor=entry.actor,
                at=identifiers.instant(entry.at),
                source=body.get("from") or "",
                target=body.get("to") or "",
            )
        )
    return tuple(acts)


PEOPLE_KINDS = frozenset({FieldKind.PERSON, FieldKind.PEOPLE})


def named_people(workflow: Workflow, stored: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Person field to the people it names, for those fields that name somebody."""
    named = {}
    for name, field in workflow.fields.items():
        value = stored.get(name)
        if field.kind in PEOPLE_KINDS and value:
            named[name] = (value,) if isinstance(value, str) else tuple(value)
    return named


def index_keys(workflow: Workflow, stored: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Indexed field to the sortable keys it is found by."""
    return {
        name: fields.search_keys(field, stored.get(name))
        for name, field in workflow.fields.items()
        if field.index
    }
