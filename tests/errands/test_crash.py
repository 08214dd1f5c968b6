"""Workers in processes of their own, killed while they print: every paper is issued once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SECONDS = 60
WORKER = """
import sys
from datetime import timedelta
from pathlib import Path
from govern.errands.worker import Worker
from govern.installation import open_installation

home, url = sys.argv[1:]
Worker(open_installation(Path(home), database_url=url), lease=timedelta(seconds=2)).run()
"""


def started(library: Any) -> subprocess.Popen[bytes]:
    """A worker for the library in a process of its own."""
    engine, home = library.installation.engine, library.installation.settings.home
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen([sys.executable, "-c", WORKER, str(home), url], cwd=ROOT)


def until(condition: Any) -> None:
    """Returns once the condition holds."""
    ends = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def leases(library: Any) -> list[str]:
    from govern.store import errands, tables

    def read(work: Any) -> list[str]:
        rows = work.connection.execute(tables.errands.select()).mappings()
        return [row["leased_by"] for row in rows if row["state"] == errands.State.WAITING]

    return list(library.ask(read))


@pytest.fixture
def numbers(library: Any) -> list[str]:
    """Books for which paper was asked just now, by the clock on the wall."""
    library.now = datetime.now(UTC)
    return [library.labelled() for _ in range(3)]


def test_a_worker_killed_while_it_prints_loses_nothing(library: Any, numbers: list[str]) -> None:
    with ExitStack() as stack:
        for _ in range(2):
            worker = stack.enter_context(started(library))
            until(lambda: any(leases(library)))
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
            until(lambda: expired(library))
        living = stack.enter_context(started(library))
        until(lambda: leases(library) == [])
        living.kill()
    assert [library.issued(number) for number in numbers] == [1, 1, 1]


def expired(library: Any) -> bool:
    """Whether nobody holds a lease, the killed included."""
    from govern.store import tables

    def read(work: Any) -> bool:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        rows = work.connection.execute(tables.errands.select()).mappings()
        return all((row["lease_until"] or "") < now for row in rows)

    return bool(library.ask(read))


def test_workers_of_several_processes_issue_every_paper_once(
    library: Any, numbers: list[str]
) -> None:
    with ExitStack() as stack:
        workers = [stack.enter_context(started(library)) for _ in range(2)]
        until(lambda: leases(library) == [])
        for worker in workers:
            worker.kill()
    assert [library.issued(number) for number in numbers] == [1, 1, 1]
