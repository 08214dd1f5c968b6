"""Verifying chains from the stored bytes alone: gaps, reordering, edits, copies, columns.

Streaming: what is kept of a chain is its last hash. What a chain alone cannot show, that its
tail was cut or all of it was recomputed, is shown by replay against the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from govern.errors import Unreadable
from govern.ledger.entries import COPIED, VERSION, Entry, entry_hash


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """The first entry of a subject that is not what was recorded, and why. `log` is the table."""

    subject: str
    seq: int
    why: str
    log: str = "entries"


class Chain:
    """One subject's chain while it is read. After the first break it says no more."""

    def __init__(self, subject: str, log: str = "entries") -> None:
        self.subject = subject
        self.log = log
        self.broken = False
        self._seq = 0
        self._prev = ""

    def take(self, entry: Entry) -> tuple[dict[str, Any] | None, Break | None]:
        """The entry's body if it is sound and everything before it was; else the first break."""
        if self.broken:
            return None, None
        why, body = self._judge(entry)
        if why:
            self.broken = True
            return None, Break(self.subject, _number(entry.seq), why, self.log)
        self._seq, self._prev = entry.seq, entry.hash
        return body, None

    def _judge(self, entry: Entry) -> tuple[str, dict[str, Any] | None]:
        why = self._misplaced(entry) or _altered(entry)
        if why:
            return why, None
        try:
            body = entry.body()
        except Unreadable as error:
            return f"the body cannot be read: {error.message}", None
        return _mismatch(entry, body), body

    def _misplaced(self, entry: Entry) -> str:
        expected = self._seq + 1
        if entry.subject != self.subject:
            return "the entry belongs to another subject"
        if type(entry.seq) is not int:  # SQLite keeps whatever was put there
            return f"entry {expected} is missing: a number is not a number"
        if entry.seq > expected:
            return f"entry {expected} is missing"
        if entry.seq < expected:
            return f"entry {entry.seq} comes after entry {self._seq}"
        if entry.prev != self._prev:
            return "it does not follow from the entry before it"
        return ""


def _altered(entry: Entry) -> str:
    raw: object = entry.raw  # SQLite keeps whatever was put there
    if not isinstance(raw, bytes):
        return "the body is not bytes"
    if entry.hash != entry_hash(raw):
        return "the body is not what was hashed"
    for column in ("key_id", "signature", "leaf"):
        if getattr(entry, column) is not None:
            return f"column {column} is set, but nothing sets it"
    return ""


def _mismatch(entry: Entry, body: dict[str, Any]) -> str:
    if body.get("v") != VERSION or type(body.get("v")) is not int:
        return f"the body is of version {body.get('v')!r}, not {VERSION}"
    for name in ("subject", "seq", "prev", *COPIED):
        if name not in body or body[name] != getattr(entry, name):
            return f"column {name} is not what the body says"
    return ""


def _number(seq: object) -> int:
    return seq if isinstance(seq, int) else 0
