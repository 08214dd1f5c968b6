"""The published shapes (design section 5): what a record, a transition, a history entry look like
to whoever asks over HTTP or at the command line. Plain JSON values throughout.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from govern.ledger.entries import Entry
from govern.rules import questions
from govern.rules.judgement import Judgement
from govern.rules.kinds import LISTS
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.spec.model import Field, Transition, Workflow
from govern.store import documents, records
from govern.work import Work


def record(work: Work, row: records.Row) -> dict[str, Any]:
    """A record; fields that its state hides are left out, empty ones are null (lists: [])."""
    parent = records.get(work.connection, row.parent) if row.parent else None
    return record_within(work, row, parent.number if parent else None)


def record_within(work: Work, row: records.Row, within: str | None) -> dict[str, Any]:
    """The same where the parent's number is known already."""
    workflow = work.workflow(row.definition)
    state = workflow.states[row.state]
    stored = records.stored_values(row)
    return {
        "id": row.id,
        "number": row.number,
        "type": row.workflow,
        "title": row.title,
        "state": row.state,
        "state_title": state.title,
        "phase": state.phase or None,
        "final": state.final,
        "within": within,
        "fields": {
            name: stored.get(name, [] if field.kind in LISTS else None)
            for name, field in workflow.fields.items()
            if name not in state.hide
        },
        "revision": row.revision,
        "opened_by": row.requester,
        "opened_at": row.opened_at,
        "changed_at": row.changed_at,
        "version": workflow.version,
        "definition": row.definition,
    }


def transition(workflow: Workflow, judgement: Judgement) -> dict[str, Any]:
    """A transition from here: whether the asker may fire it now, and every verdict.

    What the act itself asks for (a comment, inputs, fields it prompts for) does not stand in the
    way yet: those verdicts are not_applicable and say so.
    """
    move = judgement.transition
    return {
        "name": move.name,
        "title": move.title,
        "help": move.help,
        "to": judgement.target,
        "by": [term.text for term in move.by],
        "allowed": judgement.possible,
        "comment_required": move.comment_required,
        "ask": asked(workflow, move),
        "verdicts": [_verdict(move, verdict) for verdict in judgement.verdicts],
    }


def _verdict(move: Transition, verdict: Verdict) -> dict[str, Any]:
    if verdict.blocks and questions.is_open(move, verdict):
        hangs = verdict.rule.startswith("guards") or verdict.rule == "to"
        why = "Depends on what you answer" if hangs else "Asked for with the act"
        told = f"{why}: {verdict.reason}"
        return replace(verdict, outcome=VerdictOutcome.NOT_APPLICABLE, reason=told).as_dict()
    return verdict.as_dict()


def asked(workflow: Workflow, move: Transition) -> list[dict[str, Any]]:
    """What the person is prompted for: fields of the record, then inputs of this act alone."""
    of_record = [field(workflow.fields[name], "fields") for name in move.ask]
    return of_record + [field(one, "input") for one in move.inputs.values()]


def field(one: Field, goes_in: str) -> dict[str, Any]:
    """A field as a form needs it; `in` says which member of the request takes it."""
    return {
        "name": one.name,
        "in": goes_in,
        "kind": one.kind.value,
        "title": one.title,
        "help": one.help,
        "required": one.required,
        "of": dict(one.of) or None,
        "to": list(one.to) or None,
        "columns": [field(column, "row") for column in one.columns.values()] or None,
        "computed": one.computed is not None,
    }


def entry(sealed: Entry, hidden: Collection[str] = ()) -> dict[str, Any]:
    """A history entry, with the hash it is found by in the ledger; less what the record's present
    state hides."""
    body = sealed.body()
    changed = {**body.get("values", {}), **body.get("commitments", {})}
    return {
        "seq": sealed.seq,
        "at": sealed.at,
        "act": sealed.act,
        "kind": sealed.kind,
        "name": sealed.name or None,
        "actor": sealed.actor,
        "on_behalf_of": body.get("on_behalf_of"),
        "source": body.get("source"),
        "from": body.get("from") or None,
        "to": body.get("to") or None,
        "changes": {name: both for name, both in changed.items() if name not in hidden},
        "input": body.get("inputs") or None,
        "reason": body.get("reason") or None,
        "definition": body.get("definition"),
        "hash": sealed.hash,
        "prev": sealed.prev or None,
    }


def document(row: documents.Row, record_number: str) -> dict[str, Any]:
    """A document: pending, issued (its bytes can be had) or failed (why is in `error`)."""
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "number": row.number,
        "record": record_number,
        "state": row.state,
        "requested_at": row.requested_at,
        "issued_at": row.issued_at,
        "sha256": row.sha256,
        "size": row.size,
        "superseded_by": row.superseded_by,
        "error": row.error,
    }
