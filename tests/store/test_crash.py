"""A process killed at any moment: what it acknowledged is there, and nothing is half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from govern.store import records, session
from govern.store.audit import audit
from govern.store.session import Engine
from tests.store import library

CYCLES = 20
NURSERY = """
import os, sys
from govern.store import session
from tests.store import library

def write():
    engine = session.open_engine(sys.argv[1], create=False)
    while True:
        with session.writing(engine) as connection:
            loan = library.open_record(connection, "loan", sys.argv[2], values={"reader": "bob"})
            library.edit(connection, loan.id, state="lent")
            library.request(connection, loan.id)
        os.write(1, f"{loan.id}\\n".encode())

for wanted in sys.stdin:
    child = os.fork()
    if child == 0:
        write()
    os.write(1, f"child {child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""


@contextmanager
def _nursery(url: str, record: str) -> Iterator[subprocess.Popen[str]]:
    """A process that starts a writer for every line it is sent."""
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY, url, record],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    with nursery:
        yield nursery
        assert nursery.stdin is not None
        nursery.stdin.close()


def _killed_after(nursery: subprocess.Popen[str], seconds: float) -> list[str]:
    """The ids a writer acknowledged before it was killed, so long after its first one."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write("go\n")
    child, acknowledged = 0, []
    for line in nursery.stdout:
        word = line.strip()
        if word == "dead":
            break
        if word.startswith("child"):
            child = int(word.split()[1])
        else:
            acknowledged.append(word)
        if child and acknowledged and seconds:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
            seconds = 0
    return acknowledged


@pytest.mark.slow
def test_what_was_acknowledged_survives_the_kill_of_its_writer(database: Engine) -> None:
    with session.writing(database) as connection:
        library.publish(connection)
        library.add(connection, "alice", "bob")
        top = library.open_record(connection, "book").id
    chance, acknowledged = random.Random(7), []
    with _nursery(database.url.render_as_string(hide_password=False), top) as nursery:
        for _ in range(CYCLES):
            acknowledged += _killed_after(nursery, chance.uniform(0.001, 0.1))
            with session.reading(database, patient=True) as connection:
                there = {row.id for row in records.children(connection, top)}
                found = audit(connection, library.derive)
            assert set(acknowledged) <= there
            assert (found.breaks, found.differences) == ((), ())
    assert len(acknowledged) >= CYCLES
