"""All benchmarks in one run: `python -m benchmarks [requests]`."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks import reference
from benchmarks.driving import Driven, drive, server
from benchmarks.firing import machine_us
from benchmarks.seeding import seed

ROUNDS = 3
BODY = b'{"comment": "Reviewed; looks good to me."}'


def main() -> None:
    """Prints every figure beside its limit."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    with tempfile.TemporaryDirectory() as directory:
        bare, ours = _compare(Path(directory), requests)
        begun = _start_seconds(Path(directory) / "home")
    machine, judged = machine_us()
    ratio = sorted(o.cpu_ms / b.cpu_ms for o, b in zip(ours, bare, strict=True))[ROUNDS // 2]
    print("One transition over HTTP (token, roles, guards, ledger, durable commit), SQLite:")
    for name, runs in (("bare Flask", bare), ("Govern", ours)):
        one = sorted(runs, key=lambda run: run.cpu_ms)[ROUNDS // 2]
        print(
            f"  {name:<12} {one.cpu_ms:6.2f} ms CPU  {one.per_second:6.0f}/s"
            f"  p99 {one.p99_ms:6.1f} ms  {one.memory_mib:5.0f} MiB"
        )
    print(f"  ratio of CPU, median of {ROUNDS} paired rounds: {ratio:.2f} (limit 4, goal 1.7)")
    print(f"Fire through the machine: {machine:.1f} µs CPU (limit 25)")
    print(f"Judge and fire, two guards: {judged:.1f} µs CPU")
    print(f"Start to first answer: {begun:.2f} s")
    print(f"Memory of the serving process: {max(o.memory_mib for o in ours):.0f} MiB (limit 100)")


def _compare(directory: Path, requests: int) -> tuple[list[Driven], list[Driven]]:
    count = requests * (ROUNDS + 1)
    reference.prepare(str(directory / "reference.db"), count, "token")
    token = seed(directory / "home", count)
    bare_command = [sys.executable, reference.__file__, str(directory / "reference.db"), "18391"]
    bare, ours = [], []
    with server(bare_command, 18391) as one, server(_serve(directory / "home"), 18392) as other:
        for turn in range(ROUNDS + 1):
            first = turn * requests + 1
            a = drive(one, 18391, _decision, "token", BODY, first, requests)
            b = drive(other, 18392, _transition, token, BODY, first, requests)
            if turn:  # the first round warms both up
                bare.append(a)
                ours.append(b)
    return bare, ours


def _decision(number: int) -> str:
    return f"/records/{number}/decisions"


def _transition(number: int) -> str:
    return f"/api/v1/records/PA-{number:06d}/transitions/approve"


def _serve(home: Path, port: int = 18392) -> list[str]:
    return [sys.executable, "-m", "govern", "serve", "--home", str(home), "--port", str(port)]


def _start_seconds(home: Path) -> float:
    begun = time.perf_counter()
    with server(_serve(home, 18393), 18393):
        return time.perf_counter() - begun


if __name__ == "__main__":
    main()
