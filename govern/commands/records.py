"""Opening and editing records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govern.commands import cascades, moves, openings
from govern.commands.accepting import accept_fields, fill
from govern.commands.done import Done, done
from govern.commands.drafts import Draft
from govern.commands.judging import check_revision, draft_of, refused, with_holders
from govern.errors import NotAllowed, NotFound, Problem, RevisionRequired, ValuesRefused
from govern.ledger.facts import Fact
from govern.rules.authority import may_edit, name_people
from govern.rules.judgement import judge, refusal, refused as refused_by
from govern.spec.model import Needs, Transition, Workflow
from govern.store import identifiers, records
from govern.work import Work


def open_record(
    work: Work,
    type: str,
    fields: Mapping[str, Any] | None = None,
    *,
    within: str | None = None,
    transition: str | None = None,
    inputs: Mapping[str, Any] | None = None,
    comment: str = "",
) -> Done:
    """The record is open, numbered and in the ledger.

    NotFound for an unknown type, parent or opening; ValuesRefused for what was sent, a parent
    that is missing or of the wrong type included; NotAllowed or Refused with all verdicts.
    """
    work.attempt = {"command": "open", "type": type[:80], "within": within}
    workflow = work.catalog().workflow(type)
    opening = _opening(workflow, transition)
    work.lock_types(workflow.name, opening.needs)
    parent = _parent(work, workflow, within)
    person, new = work.identity.person, identifiers.new_id()
    draft = openings.begin(work, workflow, opening, parent, new, person, comment)
    try:
        fill(work, draft, opening, fields or {}, inputs or {})
        _all_required(draft)
    except ValuesRefused:
        early = judge(draft.situation, opening)
        if isinstance(refusal(early), NotAllowed):
            raise refused(work, draft, early) from None
        raise
    row = openings.establish(work, draft, opening)
    cascades.follow(work, row, draft)
    return done(work, row)


def _opening(workflow: Workflow, name: str | None) -> Transition:
    ways = workflow.openings()
    if name is None and len(ways) == 1:
        return ways[0]
    known = ", ".join(way.name for way in ways)
    if name is None:
        detail = f"{workflow.title} can be opened in several ways: name one of {known}."
        raise ValuesRefused([Problem("required", detail, "/transition")])
    found = next((way for way in ways if way.name == name), None)
    if found is None:
        detail = f"{workflow.title} cannot be opened by {name[:80]!r}, only by {known}."
        raise ValuesRefused([Problem("unknown_transition", detail, "/transition")])
    return found


def _parent(work: Work, workflow: Workflow, within: str | None) -> records.Row | None:
    if within is None:
        if workflow.within_required:
            kinds = " or ".join(workflow.within)
            detail = f"{workflow.title} is opened within a {kinds}: say which."
            raise ValuesRefused([Problem("required", detail, "/within")])
        return None
    try:
        found = work.find(within)
    except NotFound as missing:
        raise ValuesRefused([Problem("unknown_record", missing.message, "/within")]) from None
    if found.workflow not in workflow.within:
        kinds = " or ".join(workflow.within) or "nothing"
        detail = f"{workflow.title} can be within {kinds}, not within a {found.workflow}."
        raise ValuesRefused([Problem("wrong_record_type", detail, "/within")])
    # whoever counts its children waits for this one to be there
    return work.lock(found, Needs())


def _all_required(draft: Draft) -> None:
    missing = [
        Problem("required", f"{field.title} must be filled in.", f"/fields/{field.name}")
        for field in draft.workflow.fields.values()
        if field.required and field.computed is None and draft.stored.get(field.name) is None
    ]
    if missing:
        raise ValuesRefused(missing)


def edit_record(
    work: Work,
    ref: str,
    fields: Mapping[str, Any],
    *,
    revision: int | None,
    comment: str = "",
) -> Done:
    """The fields hold the new values, the ledger both old and new; the state is unchanged.

    RevisionRequired and StaleRevision guard against lost changes; NotAllowed where the person
    may not edit in this state; ValuesRefused for what was sent, locked fields included.
    """
    named = [str(name)[:80] for name in sorted(fields)[:50]]
    work.attempt = {"command": "edit", "record": ref[:80], "fields": named}
    row = work.find(ref)
    if revision is None:
        raise RevisionRequired("Say which revision of the record the change was made against.")
    workflow = work.workflow(row.definition)
    row = work.lock(row, workflow.needs)
    check_revision(row, revision)
    draft = draft_of(work, row, workflow.needs, comment)
    _check_may_edit(work, draft)
    draft.write(accept_fields(work, draft, fields))
    _check_may_edit(work, draft)
    draft.compute()
    _all_required(draft)
    if draft.stored == records.stored_values(row):
        return done(work, row)
    return done(work, moves.store(work, draft, Fact.EDITED, "", row.state, comment))


def _check_may_edit(work: Work, draft: Draft) -> None:
    """Asked twice: whether at all, before a word about values; then of the fields changed."""
    verdicts = may_edit(draft.situation)
    if any(verdict.blocks for verdict in verdicts):
        named = name_people(verdicts, with_holders(work, draft))
        raise refused_by(f"{draft.record.number} cannot be edited so", named)
