"""The engine's fire: judging a transition and moving through the shared machine, nothing else."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

from benchmarks.seeding import PACK
from govern.rules.judgement import judge
from govern.rules.lifecycle import fire
from govern.rules.situation import Actor, RecordView, Situation
from govern.spec.reader import catalog_of, read_sources

TIMES = 20_000


def machine_us() -> tuple[float, float]:
    """CPU microseconds of one fire through the machine, and of judging and firing together."""
    workflow = catalog_of(read_sources(PACK)).workflow("paper")
    transition = workflow.named("approve")[0]
    values = {"name": "Paper", "amount": 100, "note": None}
    record = RecordView("1", "PA-1", "paper", "review", values, requester="alice")
    actor = Actor("bob", frozenset({"approver"}))
    situation = Situation(workflow, record, actor, datetime(2026, 1, 5, tzinfo=UTC))
    situation = replace(situation, before=record)
    judgement = judge(situation, transition)

    def fired() -> None:
        fire(workflow, "review", judgement)

    def judged_and_fired() -> None:
        fire(workflow, "review", judge(situation, transition))

    return _each(fired), _each(judged_and_fired)


def _each(do: object) -> float:
    assert callable(do)
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for _ in range(TIMES // 3):
            do()
        best = min(best, (time.process_time() - begun) / (TIMES // 3))
    return best * 1e6
