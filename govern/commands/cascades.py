"""What a move sets off on other records: those it opens, and those it moves.

Everything happens in the same act and is judged as the same person's doing, unless the other
transition's `by` lists `system`. A failure refuses the whole act, unless the effect says
`each: try`: a record whose move is refused, or what that sets off, is then left as it is. An act
ends, since no record makes the same move twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from govern.commands import moves, openings
from govern.commands.accepting import fill
from govern.commands.drafts import Draft
from govern.commands.judging import draft_of, refused, variant
from govern.errors import NotFound, Refused, ValuesRefused
from govern.rules.effects import Fired, Opened
from govern.rules.judgement import judge
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.spec.model import Transition
from govern.store import records
from govern.work import Work


def follow(work: Work, row: records.Row, draft: Draft) -> None:
    """Everything that the draft's move set off has been done, and what that set off in turn."""
    for new, opening in draft.opened:
        _open(work, row, new, opening)
    for fired in draft.fired:
        for view in sorted(fired.records, key=lambda one: one.id):
            _fire(work, view.id, fired)


def _open(work: Work, row: records.Row, new: str, opening: Opened) -> None:
    workflow = work.catalog().workflow(opening.workflow)
    ways = workflow.openings()
    way = next((w for w in ways if w.name == opening.transition), ways[0])
    work.lock_types(workflow.name, way.needs)
    parent = _parent(work, row, workflow.within)
    draft = openings.begin(work, workflow, way, parent, new, work.identity.person)
    _give(work, draft, way, opening.values, {})
    established = openings.establish(work, draft, way, caused=True)
    follow(work, established, draft)


def _give(
    work: Work,
    draft: Draft,
    transition: Transition,
    values: Mapping[str, Any],
    inputs: Mapping[str, Any],
) -> None:
    """The draft holds what the effect says. What cannot be a value refuses the act: it is the
    workflow that says so, and nothing in the request."""
    try:
        fill(work, draft, transition, values, inputs)
    except ValuesRefused as wrong:
        told = [
            Verdict("effects", one.code, VerdictOutcome.ERROR, one.detail) for one in wrong.problems
        ]
        raise Refused(f"“{transition.title}”: {wrong.message}", told) from wrong


def _parent(work: Work, row: records.Row, within: tuple[str, ...]) -> records.Row | None:
    """Where the new record is opened: within this one, else the nearest above it that fits."""
    if row.workflow in within:
        return row
    above = records.ancestors(work.connection, row.id)
    return next((one for one in above if one.workflow in within), None)


def _fire(work: Work, record: str, fired: Fired) -> None:
    for row in records.lock(work.connection, [record]):
        if not fired.each_try:
            _fire_one(work, row, fired)
            continue
        with suppress(Refused, NotFound), work.all_or_nothing():
            _fire_one(work, row, fired)


def _fire_one(work: Work, row: records.Row, fired: Fired) -> None:
    workflow = work.workflow(row.definition)
    transition = variant(workflow, fired.transition, row.state)
    work.lock_types(row.workflow, transition.needs)
    draft = draft_of(work, row, transition.needs)
    _give(work, draft, transition, fired.values, fired.inputs)
    judgement = judge(draft.situation, transition, caused=True)
    if not judgement.allowed:
        raise refused(work, draft, judgement)
    moved = moves.carry_out(work, draft, judgement)
    follow(work, moved, draft)
