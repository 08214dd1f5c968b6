"""Carrying out what was judged: the order of one act (design section 3), once, for every command.

on_exit → state → then → on_enter → computed fields → stored, with its entry → documents. What the
act sets off on other records is left in the draft for `cascades`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from govern.commands import papers
from govern.commands.drafts import Draft
from govern.errors import Refused, Tampered
from govern.ledger.commitments import SALT_BYTES
from govern.ledger.facts import Fact, difference
from govern.rules import lifecycle
from govern.rules.judgement import Judgement
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.situations import index_keys, named_people
from govern.spec.model import Transition, Workflow
from govern.store import records
from govern.work import Work


def carry_out(work: Work, draft: Draft, judgement: Judgement, comment: str = "") -> records.Row:
    """The row after the move: stored, in the ledger, its documents asked for."""
    transition = judgement.transition
    _once_only(work, draft.record.id, transition)
    before = draft.record.state
    way = _move(draft, judgement)
    fact = Fact.OPENED if transition.opens else Fact.MOVED
    row = store(work, draft, fact, transition.name, before, comment)
    entered = row.state if way.enters else ""
    papers.request(work, row, draft, transition, entered=entered)
    return row


def _once_only(work: Work, record: str, transition: Transition) -> None:
    move = (record, transition.name)
    if move in work.moved or len(work.moved) >= work.settings.limits.moves_per_act:
        reason = f"“{transition.title}” would set itself off again without end."
        verdict = Verdict("effects", "loop", VerdictOutcome.FAILED, reason)
        raise Refused(reason, [verdict], code="loop")
    work.moved.add(move)


@dataclass(frozen=True, slots=True)
class _Way:
    """Whether a move leaves the state it comes from, and enters the one it goes to. A side state
    suspends the state it interrupts, which is neither left nor, when it resumes, entered again."""

    leaves: bool
    enters: bool


def _move(draft: Draft, judgement: Judgement) -> _Way:
    transition, workflow = judgement.transition, draft.workflow
    before = draft.record.state
    after = lifecycle.fire(workflow, before, judgement)
    draft.stays = transition.target.stay
    way = _way(draft, transition, before, after)
    if way.leaves:
        draft.run(workflow.states[before].on_exit)
    draft.enter(after)
    draft.run(transition.then)
    if way.enters:
        draft.run(workflow.states[after].on_enter)
    draft.compute()
    return way


def _way(draft: Draft, transition: Transition, before: str, after: str) -> _Way:
    if transition.target.stay:
        return _Way(leaves=False, enters=False)
    if transition.opens:
        return _Way(leaves=False, enters=True)
    states = draft.workflow.states
    suspends = states[after].side and not states[before].side
    held = draft.row.previous if draft.row else None
    resumes = states[before].side and transition.target.previous and after == held
    return _Way(leaves=not suspends, enters=not resumes)


def store(
    work: Work, draft: Draft, fact: Fact, name: str, before: str, comment: str
) -> records.Row:
    """The draft is stored and its entry appended; the row as it now is.

    `before` is the state the record was in, "" while opening.
    """
    old = records.content(draft.row) if draft.row else None
    new = _content(work, draft, old, fact, before)
    _keep(work, draft, old, new)
    ends = {} if fact is Fact.EDITED else {"from": before, "to": new.state}
    work.append(
        f"record:{new.id}",
        fact,
        name=name,
        definition=draft.workflow.digest,
        inputs=draft.inputs,
        reason=comment,
        **ends,
        **difference(old.projection() if old else None, new.projection()),
    )
    draft.row = new.row()
    return draft.row


def _keep(work: Work, draft: Draft, old: records.Content | None, new: records.Content) -> None:
    """What a record is found by is only written again where its values changed."""
    if old is not None and old.values == new.values:
        kept = records.update(work.connection, new, old.revision)
    else:
        named = named_people(draft.workflow, draft.stored)
        keys = index_keys(draft.workflow, draft.stored)
        if old is None:
            records.insert(work.connection, new, named, keys)
            return
        kept = records.update(work.connection, new, old.revision, named, keys)
    if not kept:
        raise Tampered("A locked record changed under its lock.")


def _content(
    work: Work, draft: Draft, old: records.Content | None, fact: Fact, before: str
) -> records.Content:
    record, workflow = draft.record, draft.workflow
    enters = old is None or (fact is Fact.MOVED and not draft.stays)
    return records.Content(
        id=record.id,
        number=record.number,
        workflow=workflow.name,
        definition=workflow.digest,
        parent=draft.parent,
        state=record.state,
        previous=_previous(draft, before),
        revision=old.revision + 1 if old else 1,
        requester=record.requester,
        title=title_of(workflow, draft.stored, record.number),
        values=dict(draft.stored),
        salts=salts(workflow, draft.stored, old.salts if old else {}),
        opened_at=old.opened_at if old else work.moment,
        changed_at=work.moment,
        state_since=work.moment if enters or old is None else old.state_since,
    )


def _previous(draft: Draft, before: str) -> str | None:
    """The state a side state interrupts, kept while going from one side state to another."""
    states = draft.workflow.states
    if not states[draft.record.state].side or not before:
        return None
    held = draft.row.previous if draft.row else None
    return held if states[before].side else before


def salts(workflow: Workflow, stored: Mapping[str, Any], held: Mapping[str, str]) -> dict[str, str]:
    """A salt for each personal field that is, or ever was, filled."""
    personal = [f.name for f in workflow.fields.values() if f.personal]
    return {
        name: held.get(name) or secrets.token_hex(SALT_BYTES)
        for name in personal
        if name in held or name in stored
    }


def title_of(workflow: Workflow, stored: Mapping[str, Any], number: str) -> str:
    """What the record is called: its first text field, else its number."""
    name = workflow.title_field()
    return str(stored.get(name or "") or number)
