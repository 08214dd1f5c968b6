"""A service killed at any moment: what it acknowledged is there, and the ledger is sound."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROOT, Service
from tests.cli.test_serving import entries_of, post

CYCLES = 10
NURSERY = """
import os, sys
import govern.cli.serving, govern.api
from govern.cli import main

for wanted in sys.stdin:
    child = os.fork()
    if child == 0:
        main(["serve", "--home", sys.argv[1], "--port", "0", "--json"])
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""
"""A process that has everything loaded and serves in a new child for every line it is sent."""


@contextmanager
def _nursery(home: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as nursery:
        yield nursery
        assert nursery.stdin is not None
        nursery.stdin.close()


def _born(nursery: subprocess.Popen[str], token: str) -> tuple[Service, int]:
    """A service, and the process to kill."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write("go\n")
    url = json.loads(nursery.stdout.readline())["url"]
    children = Path(f"/proc/{nursery.pid}/task/{nursery.pid}/children").read_text()
    return Service(nursery, url, token), int(children.split()[0])


def _killed_after(service: Service, child: int, number: str, seconds: float) -> list[Any]:
    """What was acknowledged to four askers until the service was killed, so long after its
    first answer."""
    acknowledged: list[Any] = []
    askers = [threading.Thread(target=post, args=(service, number, acknowledged)) for _ in range(4)]
    for asker in askers:
        asker.start()
    while not acknowledged:
        time.sleep(0.005)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    for asker in askers:
        asker.join()
    return acknowledged


@pytest.mark.slow
def test_no_acknowledged_act_is_lost_when_the_service_is_killed(
    run: Any, home: Path, token: str
) -> None:
    chance, acknowledged, number = random.Random(11), [], ""
    with _nursery(home) as nursery:
        for _ in range(CYCLES):
            service, child = _born(nursery, token)
            number = number or service.buy()
            acknowledged += _killed_after(service, child, number, chance.uniform(0, 0.4))
            assert nursery.stdout is not None
            assert nursery.stdout.readline() == "dead\n"
            assert set(acknowledged) <= entries_of(home)
            assert run("audit", "--home", home).code == 0
    assert len(set(acknowledged)) == len(acknowledged) >= CYCLES
