"""Asking for paper: which documents an act issues, and the frozen snapshot each is printed from.

The snapshot is taken here, in the act's own transaction, and its digest goes into the ledger; the
printing happens later, as an errand (`errands/issuing`). Nothing is drawn in here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from govern.commands.drafts import Draft
from govern.documents import snapshot
from govern.ledger.entries import Entry
from govern.ledger.facts import Fact, difference
from govern.spec.model import Document, Field, Transition, Workflow
from govern.store import documents, entries, errands, files, identifiers, people, records
from govern.store.files import Stored
from govern.work import Work

PRINT = "print"
"""The kind of errand that turns a snapshot into paper."""


def request(
    work: Work, row: records.Row, draft: Draft, transition: Transition, *, entered: str
) -> None:
    """Every document this move issues is asked for: in the ledger, and as an errand."""
    wanted = dict.fromkeys(draft.printed)
    for document in draft.workflow.documents.values():
        if document.fired == transition.name or (entered and document.entered == entered):
            wanted[document.name] = None
    for name in wanted:
        _request(work, row, draft.workflow, draft.workflow.documents[name])


def _request(work: Work, row: records.Row, workflow: Workflow, document: Document) -> None:
    earlier = [d for d in documents.of_record(work.connection, row.id) if d.kind == document.name]
    number = f"{row.number}-{document.name.replace('_', '-')}-{len(earlier) + 1}"
    frozen = take_snapshot(work, row, workflow, document, number)
    asked = documents.Row(
        id=identifiers.new_id(),
        record=row.id,
        kind=document.name,
        number=number,
        title=document.title,
        template=document.template,
        state=documents.State.PENDING.value,
        snapshot=frozen.canonical.decode(),
        snapshot_sha256=frozen.sha256,
        requested_at=work.moment,
        act=work.act,
    )
    documents.insert(work.connection, asked)
    sections = difference(None, asked.projection())
    _append(work, Fact.DOCUMENT_REQUESTED, asked, sections)
    errands.enqueue(
        work.connection,
        PRINT,
        {"document": asked.id},
        due_at=work.moment,
        now=work.moment,
        key=f"{PRINT}:{asked.id}",
    )


def conclude(work: Work, document: str, stored: Stored) -> None:
    """The document is issued: its bytes are known by their digest, and an earlier one of its kind
    on the record is superseded. Does nothing where it is no longer pending."""
    before = _pending(work, document)
    if before is None:
        return
    files.insert(
        work.connection, files.Row(stored.sha256, stored.size, "application/pdf", work.moment)
    )
    after = before._replace(
        state=documents.State.ISSUED.value,
        sha256=stored.sha256,
        size=stored.size,
        issued_at=work.moment,
    )
    documents.update(work.connection, after, before.state)
    sections = difference(before.projection(), after.projection())
    for old in documents.of_record(work.connection, before.record):
        if old.kind == before.kind and old.id < before.id and old.superseded_by is None:
            newer = old._replace(superseded_by=before.id)
            documents.update(work.connection, newer, old.state)
            change = difference(old.projection(), newer.projection())
            sections["documents"] |= change["documents"]
    _append(work, Fact.DOCUMENT_ISSUED, after, sections)


def fail(work: Work, document: str, reason: str) -> None:
    """The document is marked as failed, and why."""
    before = _pending(work, document)
    if before is None:
        return
    after = before._replace(state=documents.State.FAILED.value, error=reason[:500])
    documents.update(work.connection, after, before.state)
    _append(
        work,
        Fact.DOCUMENT_FAILED,
        after,
        difference(before.projection(), after.projection()),
    )


def _pending(work: Work, document: str) -> documents.Row | None:
    row = documents.find(work.connection, document, lock=True)
    if row is None or row.state != documents.State.PENDING.value:
        return None
    # its entry goes on the record's chain, so the record is held as in any act on it
    records.lock(work.connection, [row.record])
    return row


def _append(work: Work, fact: Fact, row: documents.Row, sections: dict[str, Any]) -> None:
    work.append(f"record:{row.record}", fact, name=row.kind, document=row.id, **sections)


def take_snapshot(
    work: Work, row: records.Row, workflow: Workflow, document: Document, number: str
) -> snapshot.Snapshot:
    """All that the document may say of the record at this moment."""
    stored = records.stored_values(row)
    past = entries.chain(work.connection, f"record:{row.id}")
    acts = [_act(workflow, entry) for entry in past if entry.kind in _SHOWN]
    above = [_ancestor(work, one) for one in records.ancestors(work.connection, row.id)]
    values = [stored, *(one["fields"] for one in above)]
    named = {str(act["actor"]) for act in acts if act["actor"]} | set(_texts(values))
    last = past[-1]
    return snapshot.freeze(
        document={
            "kind": document.name,
            "title": document.title,
            "number": number,
            "template": document.template,
        },
        organisation=work.settings.organisation,
        record=_record(workflow, row, stored),
        fields=[_field(field, stored.get(field.name)) for field in workflow.fields.values()],
        acts=acts,
        definition={
            "workflow": workflow.name,
            "version": workflow.version,
            "digest": workflow.digest,
        },
        ledger={"subject": last.subject, "seq": last.seq + 1, "previous_hash": last.hash},
        issued_at=work.moment,
        ancestors=above,
        people=people.full_names(work.connection, named | {row.requester or ""}),
        states={state.name: state.title for state in workflow.states.values()},
        links=records.labels(work.connection, _linked(workflow, stored)),
    )


_SHOWN = frozenset({Fact.OPENED, Fact.MOVED})


def _act(workflow: Workflow, entry: Entry) -> dict[str, Any]:
    body = entry.body()
    titles = {transition.name: transition.title for transition in workflow.transitions}
    return {
        "seq": entry.seq,
        "at": entry.at,
        "kind": entry.kind,
        "name": entry.name,
        "title": titles.get(entry.name, entry.name),
        "actor": entry.actor,
        "comment": body.get("reason", ""),
        "from": body.get("from", ""),
        "to": body.get("to", ""),
    }


def _record(workflow: Workflow, row: records.Row, stored: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "type": workflow.name,
        "type_title": workflow.title,
        "title": row.title,
        "state": row.state,
        "state_title": workflow.states[row.state].title,
        "revision": row.revision,
        "opened_by": row.requester,
        "opened_at": row.opened_at,
        "fields": stored,
    }


def _field(field: Field, value: Any) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": field.title,
        "kind": field.kind.value,
        "value": value,
        "choices": dict(field.of),
        "columns": [
            {"name": c.name, "title": c.title, "kind": c.kind.value} for c in field.columns.values()
        ],
    }


def _ancestor(work: Work, row: records.Row) -> dict[str, Any]:
    workflow = work.workflow(row.definition)
    phases = dict.fromkeys(s.phase for s in workflow.states.values() if s.phase)
    return {
        **_record(workflow, row, records.stored_values(row)),
        "phases": list(phases),
        "phase": workflow.states[row.state].phase,
    }


def _linked(workflow: Workflow, stored: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    for field in workflow.fields.values():
        if field.to and stored.get(field.name):
            found |= set(_texts([stored[field.name]]))
    return found


def _texts(value: Any) -> Iterable[str]:
    """Every text in `value` short enough to be a name."""
    if isinstance(value, str):
        if len(value) <= 64:
            yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
