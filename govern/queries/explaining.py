"""What can be done with a record now, and what blocks the rest: one judgement for all who ask."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from govern.queries import shapes
from govern.rules.judgement import survey
from govern.situations import situation
from govern.spec.vocabulary import TermKind
from govern.store import grants
from govern.work import Work


def explain_transitions(work: Work, ref: str) -> list[dict[str, Any]]:
    """Every transition from the record's state that people may fire: allowed or not, all verdicts,
    and the people who could change those that block. What only effects fire is not among them."""
    row = work.find(ref)
    workflow = work.workflow(row.definition)
    seen = situation(work, row, workflow.needs)
    seen = replace(seen, holders=grants.holders(work.connection, row.id, work.moment))
    return [
        shapes.transition(workflow, one.named(seen))
        for one in survey(seen)
        if any(term.kind is not TermKind.SYSTEM for term in one.transition.by)
    ]
