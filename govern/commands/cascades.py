"""What a move sets off on other records: those it opens, and those it moves.

Everything happens in the same act and is judged as the same person's doing, unless the other
transition's `by` lists `system`. A failure refuses the whole act, unless the effect says
`each: try`: a record that may not move is then left as it is. An act ends, since no record makes
the same move twice.
"""

from __future__ import annotations

from govern.commands import moves, openings
from govern.commands.accepting import accept_fields, give_inputs
from govern.commands.drafts import Draft
from govern.commands.judging import draft_of, refused, variant
from govern.errors import NotFound, Refused
from govern.rules.effects import Fired, Opened
from govern.rules.judgement import judge
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
    parent = _parent(work, row, workflow.within)
    draft = openings.begin(work, workflow, way, parent, new, work.identity.person)
    draft.write(accept_fields(work, draft, opening.values))
    established = openings.establish(work, draft, way, caused=True)
    follow(work, established, draft)


def _parent(work: Work, row: records.Row, within: tuple[str, ...]) -> records.Row | None:
    """Where the new record is opened: within this one, else the nearest above it that fits."""
    if row.workflow in within:
        return row
    above = records.ancestors(work.connection, row.id)
    return next((one for one in above if one.workflow in within), None)


def _fire(work: Work, record: str, fired: Fired) -> None:
    found = records.lock(work.connection, [record])
    for row in found:
        try:
            _fire_one(work, row, fired)
        except (Refused, NotFound):
            # judged before anything was written: there is nothing to undo
            if not fired.each_try:
                raise


def _fire_one(work: Work, row: records.Row, fired: Fired) -> None:
    workflow = work.workflow(row.definition)
    transition = variant(workflow, fired.transition, row.state)
    draft = draft_of(work, row, transition.needs)
    draft.write(accept_fields(work, draft, fired.values))
    give_inputs(work, draft, transition, fired.inputs)
    draft.compute()
    judgement = judge(draft.situation, transition, caused=True)
    if not judgement.allowed:
        raise refused(work, draft, judgement)
    moved = moves.carry_out(work, draft, judgement)
    follow(work, moved, draft)
