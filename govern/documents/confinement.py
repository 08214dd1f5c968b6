"""The walls around the child that prints: limits of the system, and doors shut from inside.

Limits hold whatever the process does; the shut doors are the second wall behind the closed
fetcher. They stop Python code only, so nothing that loads foreign code may run in the child.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SHUT = (
    "ctypes.dlopen",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "pty.spawn",
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
    "subprocess.Popen",
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
LARGEST_FILE = 256 * 1024 * 1024


def limit(memory: int) -> None:
    """This process has `memory` bytes of address space, leaves no core, writes no huge file."""
    _set(resource.RLIMIT_AS, memory)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, LARGEST_FILE)
    _set(resource.RLIMIT_NOFILE, 128)


def _set(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (ceiling, ceiling))


def limit_time(seconds: float) -> None:
    """From now on the process dies after so many seconds, of the clock or of the processor.

    The parent stops it earlier; this is for a child whose parent is gone.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = until if hard == resource.RLIM_INFINITY else min(until, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
    signal.setitimer(signal.ITIMER_REAL, seconds)


def most_memory() -> int:
    """The most memory this process ever had, in bytes."""
    if _STATUS is not None:
        for line in os.pread(_STATUS, 8192, 0).splitlines():
            if line.startswith(b"VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _status() -> int | None:
    """The process's status file where there is one: opened before the doors are shut.

    On Linux the peak that getrusage tells begins with that of the process which started this
    one, so beside a large parent every child would look large.
    """
    try:
        return os.open("/proc/self/status", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


_STATUS = _status()


class Doors:
    """Once shut, they stay shut: no network, no process, no file but those under `readable`.

    Only under `own` may files be written. `refused` lists what was tried.
    """

    def __init__(self, own: Path, readable: Iterable[Path]) -> None:
        self.own = os.path.realpath(own) + os.sep
        roots = (*readable, *_libraries())
        self.readable = tuple({os.path.realpath(root) + os.sep for root in roots} | {self.own})
        self.refused: list[str] = []

    def shut(self) -> None:
        """From now on everything else is refused with a PermissionError, and noted."""
        sys.addaudithook(self._watch)

    def _watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in SHUT:
            self._refuse(event)
        elif event == "open" and isinstance(arguments[0], str | bytes):
            self._check_open(os.fsdecode(arguments[0]), arguments[2])

    def _check_open(self, path: str, flags: object) -> None:
        real = os.path.realpath(path) + os.sep
        writing = isinstance(flags, int) and flags & WRITING
        if not real.startswith(self.own if writing else self.readable):
            self._refuse(f"open {path}")

    def _refuse(self, what: str) -> None:
        self.refused.append(what[:200])
        raise PermissionError(f"not allowed while printing: {what[:200]}")


def _libraries() -> list[Path]:
    """Where Python and the packages it imports are."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    return [Path(sysconfig.get_path(name)) for name in names]
