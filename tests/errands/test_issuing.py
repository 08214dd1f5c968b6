"""Issuing: paper is printed once, whoever was killed on the way, or failed with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from govern.auditing import audit_installation
from govern.errands.worker import HANDS, Hand, Worker

pytestmark = pytest.mark.slow

LEASE = timedelta(minutes=2)


def test_paper_that_was_asked_for_is_issued(library: Any) -> None:
    number = library.labelled()
    Worker(library.installation).drain()
    paper = library.paper(number)
    assert (paper["state"], library.issued(number)) == ("issued", 1)
    assert library.installation.files.get(paper["sha256"]).startswith(b"%PDF-")
    assert audit_installation(library.installation).sound


def test_a_template_that_fails_marks_the_paper_as_failed_after_its_attempts(library: Any) -> None:
    number = library.labelled("mislabel")
    worker = Worker(library.installation, attempts=2)
    worker.drain()
    assert library.paper(number)["state"] == "pending"
    library.pass_time(hours=1)
    worker.drain()
    paper = library.paper(number)
    assert (paper["state"], paper["error"]) == (
        "failed",
        "There is no document template missing.html.",
    )
    assert audit_installation(library.installation).sound


def test_two_workers_at_the_same_paper_issue_it_once(library: Any) -> None:
    """The first takes longer than its lease lasts; the second prints meanwhile."""
    number = library.labelled()
    second = Worker(library.installation)
    printing = HANDS["print"]

    def slowly(installation: Any, payload: dict[str, Any]) -> None:
        library.pass_time(minutes=5)
        assert second.once()
        printing.do(installation, payload)

    first = Worker(
        library.installation, lease=LEASE, hands={"print": Hand(slowly, printing.give_up)}
    )
    assert first.once()
    assert (library.issued(number), first.drain(), second.drain()) == (1, 0, 0)


def test_paper_that_ends_every_worker_is_marked_as_failed_too(library: Any) -> None:
    from govern.store import errands

    number = library.labelled()
    for _ in range(2):
        library.by(None, lambda work: errands.claim(work.connection, "killed", work.moment))
        library.pass_time(minutes=5)
    Worker(library.installation, attempts=2).drain()
    paper = library.paper(number)
    assert (paper["state"], paper["error"]) == (
        "failed",
        "Whatever tried it was ended before it was done.",
    )
