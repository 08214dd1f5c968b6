"""Making a record: the draft it begins as, and its establishment once it was judged.

Asked for by a person (`records.open_record`) or by another record's effect (`cascades`).
"""

from __future__ import annotations

from govern.commands import moves
from govern.commands.drafts import Draft
from govern.commands.judging import refused
from govern.rules.judgement import judge
from govern.rules.situation import Actor, RecordView, Situation
from govern.situations import surround, typed_values, view
from govern.spec.model import Transition, Workflow
from govern.store import records
from govern.work import Work


def begin(
    work: Work,
    workflow: Workflow,
    opening: Transition,
    parent: records.Row | None,
    new: str,
    requester: str | None,
    comment: str = "",
) -> Draft:
    """The draft of a record that does not exist yet, its defaults filled in."""
    above = view(work, parent, parents=opening.needs.parents) if parent else None
    record = RecordView(
        id=new,
        number="",
        workflow=workflow.name,
        state="",
        values=typed_values(workflow, {}),
        requester=requester,
        parent=above,
        opened_at=work.now,
        state_since=work.now,
        definition=workflow,
    )
    actor = Actor(work.identity.person, work.roles_on(parent.id if parent else None))
    plain = Situation(workflow=workflow, record=record, actor=actor, now=work.now, comment=comment)
    seen = surround(work, plain, opening.needs, parent.id if parent else None)
    draft = Draft(seen, {}, parent=parent.id if parent else None)
    defaults = {f.name: f.default for f in workflow.fields.values() if f.default is not None}
    draft.write(defaults)
    return draft


def establish(
    work: Work, draft: Draft, opening: Transition, *, caused: bool = False
) -> records.Row:
    """The drafted record, judged, numbered and stored, but nothing that it sets off is done yet."""
    draft.compute()
    judgement = judge(draft.situation, opening, caused=caused)
    if not judgement.allowed:
        raise refused(work, draft, judgement)
    workflow = draft.workflow
    draft.number(records.next_number(work.connection, workflow.prefix, workflow.digits))
    work.opened.append(draft.record.id)
    return moves.carry_out(work, draft, judgement, draft.situation.comment)
