"""What commands on records share around the judging: which variant of a transition is meant,
whether the revision is the one seen, and the refusal with the people who could change it."""

from __future__ import annotations

from dataclasses import replace

from govern.commands.drafts import Draft
from govern.errors import NotFound, Refused, StaleRevision
from govern.rules.judgement import Judgement, refusal
from govern.rules.situation import Situation
from govern.situations import situation
from govern.spec.model import Needs, Transition, Workflow
from govern.store import grants, records
from govern.work import Work


def variant(workflow: Workflow, name: str, state: str) -> Transition:
    """The transition of this name that leaves `state`, else its first variant (to be refused)."""
    found = [t for t in workflow.named(name) if not t.opens]
    if not found:
        raise NotFound(
            f"{workflow.title} has no transition {name[:80]!r}.", code="unknown_transition"
        )
    return next((t for t in found if state in t.sources), found[0])


def check_revision(row: records.Row, revision: int | None) -> None:
    """StaleRevision unless `revision` is the record's, or None."""
    if revision is not None and row.revision != revision:
        raise StaleRevision(
            f"{row.number} was changed meanwhile: it is at revision {row.revision}, "
            f"the change was made against {revision}. Read it again."
        )


def draft_of(work: Work, row: records.Row, needs: Needs, comment: str = "") -> Draft:
    """The draft of an existing record, as it stands; authority is judged by how it stands."""
    seen = situation(work, row, needs, comment=comment)
    stored = records.stored_values(row)
    return Draft(replace(seen, before=seen.record), stored, row, parent=row.parent)


def refused(work: Work, draft: Draft, judgement: Judgement) -> Refused:
    """The refusal to raise, its verdicts naming the people who could change them."""
    return refusal(judgement.named(with_holders(work, draft)))


def with_holders(work: Work, draft: Draft) -> Situation:
    """The draft's situation, knowing who holds which role there."""
    place = draft.row.id if draft.row else draft.parent
    held = grants.holders(work.connection, place, work.moment)
    return replace(draft.situation, holders=held)
