"""A queue for writing transactions: one at a time, in the order they came.

Border: threads of one process. SQLite's own busy handler sleeps and wakes at random, which lets
a few writers starve; other processes on the same file are left to it.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from govern.errors import Busy


class Turnstile:
    """Lets one thread in at a time; who waits longest is next."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._inside: int | None = None

    @contextmanager
    def pass_through(self, seconds: float) -> Iterator[None]:
        """The caller alone is inside; `Busy` when its turn did not come within `seconds`."""
        self._enter(seconds)
        try:
            yield
        finally:
            self._leave()

    def _enter(self, seconds: float) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._inside is None:
                self._inside = me
                return
            if self._inside == me:
                raise RuntimeError("A writing transaction was begun inside another one.")
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        try:
            came = ticket.acquire(timeout=seconds) or self._came_late(ticket)
        except BaseException:  # interrupted: a turn that nobody takes would stop everybody
            if self._came_late(ticket):
                self._leave()
            raise
        if not came:
            raise Busy("Too many changes are being made at once. Try again.")
        self._inside = me

    def _came_late(self, ticket: threading.Lock) -> bool:
        """Whether the turn came between giving up and saying so; else the ticket is torn up."""
        with self._guard:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                return False
            return True

    def _leave(self) -> None:
        with self._guard:
            if self._waiting:
                # handed over, not let go: nobody who comes now gets in between
                self._inside = -1
                self._waiting.popleft().release()
            else:
                self._inside = None


class _Turnstiles:
    """One turnstile for each database file that this process writes to."""

    def __init__(self) -> None:
        self.start()
        # the threads that waited or wrote are not in a child
        os.register_at_fork(after_in_child=self.start)

    def start(self) -> None:
        """As if nobody had come yet."""
        self._guard = threading.Lock()
        self._known: dict[str, Turnstile] = {}

    def of(self, path: str) -> Turnstile:
        """The file's turnstile, the same for every name of the file."""
        with self._guard:
            return self._known.setdefault(os.path.realpath(path), Turnstile())


_turnstiles = _Turnstiles()


def turnstile_of(path: str) -> Turnstile:
    """The one turnstile of this process for the database file `path`."""
    return _turnstiles.of(path)
