"""Firing a transition: the command everything else in the product leads up to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govern.commands import cascades, moves
from govern.commands.accepting import fill
from govern.commands.done import Done, done
from govern.commands.judging import check_revision, draft_of, refused, variant
from govern.errors import NotAllowed, ValuesRefused
from govern.rules.judgement import judge, refusal
from govern.work import Work


def fire_transition(
    work: Work,
    ref: str,
    name: str,
    *,
    fields: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
    comment: str = "",
    revision: int | None = None,
) -> Done:
    """The record has moved, the act is in the ledger, and all it sets off is done.

    NotFound for an unknown record or transition, StaleRevision where `revision` is given and is
    not the record's, NotAllowed or Refused with all verdicts where the rules say no,
    ValuesRefused for what was sent. Nothing has changed then.
    """
    work.attempt = {"command": "fire", "record": ref[:80], "name": name[:80]}
    row = work.find(ref)
    transition = variant(work.workflow(row.definition), name, row.state)
    row = work.lock(row, transition.needs)
    check_revision(row, revision)
    transition = variant(work.workflow(row.definition), name, row.state)
    draft = draft_of(work, row, transition.needs, comment)
    try:
        fill(work, draft, transition, fields or {}, inputs or {})
    except ValuesRefused:
        # who may not act at all learns that first, and nothing about values
        early = judge(draft.situation, transition)
        if not early.allowed and isinstance(refusal(early), NotAllowed):
            raise refused(work, draft, early) from None
        raise
    judgement = judge(draft.situation, transition)
    if not judgement.allowed:
        raise refused(work, draft, judgement)
    row = moves.carry_out(work, draft, judgement, comment)
    cascades.follow(work, row, draft)
    return done(work, row)
