"""Identifiers and moments as they are stored: UUIDv7 text, fixed-width UTC text.

Border: nothing here knows a table. The text forms sort as what they stand for, on both databases.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from datetime import UTC, datetime
from uuid import UUID

from govern.errors import Unreadable

MOMENT_LENGTH = 27
"""Characters of a moment: 2026-03-31T10:00:00.000000Z."""

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
_TAIL_BITS = 74  # of a UUIDv7, after the 48 of the millisecond, the version and the variant


class _Sequence:
    """The last identifier made by this process, so that the next one is greater."""

    def __init__(self) -> None:
        self.start()
        # a child must not go on with its parent's tail, nor with a lock held by a lost thread
        os.register_at_fork(after_in_child=self.start)

    def start(self) -> None:
        """As if nothing had been made yet."""
        self.lock = threading.Lock()
        self.milliseconds = 0
        self.tail = 0

    def advance(self) -> tuple[int, int]:
        """The next (millisecond, tail); within one millisecond, or when the clock steps back,
        the tail grows by a random step, so an identifier does not tell its neighbour."""
        with self.lock:
            now = time.time_ns() // 1_000_000
            if now > self.milliseconds:
                self.milliseconds, self.tail = now, secrets.randbits(_TAIL_BITS - 1)
            else:
                self.tail += 1 + secrets.randbits(32)
                if self.tail >> _TAIL_BITS:
                    self.milliseconds, self.tail = self.milliseconds + 1, secrets.randbits(64)
            return self.milliseconds, self.tail


_sequence = _Sequence()


def new_id() -> str:
    """A new UUIDv7 as lower-case text; greater than every one this process made before."""
    milliseconds, tail = _sequence.advance()
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    number = (milliseconds << 80) | (7 << 76) | (high << 64) | (0b10 << 62) | low
    return str(UUID(int=number))


def is_id(text: str) -> bool:
    """True where `text` has the shape of an identifier made by `new_id`."""
    return len(text) == 36 and text[14] == "7" and _ID_SHAPE.issuperset(text) and _dashed(text)


_ID_SHAPE = frozenset("0123456789abcdef-")


def _dashed(text: str) -> bool:
    return [place for place, c in enumerate(text) if c == "-"] == [8, 13, 18, 23]


def moment(at: datetime) -> str:
    """`at` as stored: fixed-width UTC text with microseconds. A time without a zone is refused."""
    if at.tzinfo is None:
        raise Unreadable("A moment needs a time zone.", code="zone_missing")
    at = at.astimezone(UTC)
    # strftime pads the year on some platforms only
    return f"{at.year:04d}-{at:%m-%dT%H:%M:%S.%fZ}"


def instant(text: str) -> datetime:
    """The UTC time that a stored moment stands for; `Unreadable` for any other text."""
    try:
        if len(text) != MOMENT_LENGTH:
            raise ValueError(text)
        return datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)
    except ValueError as error:
        raise Unreadable(f"Not a moment: {text[:40]!r}.", code="not_a_moment") from error
