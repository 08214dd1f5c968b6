"""Driving a server: started as a process of its own, asked over keep-alive connections, and its
CPU time and memory read from /proc."""

from __future__ import annotations

import http.client
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Driven:
    """CPU milliseconds of the server per request, requests a second, slowest of a hundred."""

    cpu_ms: float
    per_second: float
    p99_ms: float
    memory_mib: float


@contextmanager
def server(command: list[str], port: int) -> Iterator[int]:
    """The process id of a server that answers on the port."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            probe = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            probe.connect()
            probe.close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")


def drive(
    pid: int, port: int, path: Callable[[int], str], token: str, body: bytes, first: int, count: int
) -> Driven:
    """What `count` requests cost, from number `first` on, each to a path of its own."""
    numbers = iter(range(first, first + count))
    lock, took, wrong = threading.Lock(), list[float](), list[int]()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            begun = time.perf_counter()
            connection.request("POST", path(number), body, headers)
            answer = connection.getresponse()
            answer.read()
            took.append(time.perf_counter() - begun)
            if answer.status != 200:
                wrong.append(answer.status)

    cpu, begun = cpu_seconds(pid), time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - begun
    if wrong:
        raise RuntimeError(f"{len(wrong)} answers were not 200, the first {wrong[0]}")
    slowest = sorted(took)[int(len(took) * 0.99)]
    used = (cpu_seconds(pid) - cpu) / count
    return Driven(used * 1000, count / spent, slowest * 1000, memory_mib(pid))


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mib(pid: int) -> float:
    """The memory that is the process's own, and its share of what it shares."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
