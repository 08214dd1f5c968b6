"""One entry of the ledger: what is hashed, and how it is sealed to its predecessor.

The hash covers the stored bytes, and the bytes hold the hash of the subject's previous entry, so
nothing of a chain can be altered, left out or moved without its later hashes showing it. The
columns beside the bytes are copies for searching; verification compares them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from govern.errors import Unreadable
from govern.ledger.canonical import canonical, parse

VERSION = 1
"""Of the form of the body; raised when a reader must treat older entries otherwise."""

LEAF = b"\x00"
"""Hashed before an entry's bytes: RFC 9162's mark of a leaf, so no inner node can pass for one."""

COPIED = ("act", "kind", "name", "actor", "at")
"""Columns that repeat what the body says."""

SEALED = frozenset({"v", "subject", "seq", "prev"})
"""Members of the body that `seal` writes; nobody else may."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sealed entry. `prev` is "" for the first of its subject, `hash` is lower-case hex.

    `raw` are the bytes that were hashed. `key_id`, `signature` and `leaf` are empty as long as
    nothing signs or numbers entries.
    """

    subject: str
    seq: int
    prev: str
    hash: str
    act: str
    kind: str
    name: str
    actor: str | None
    at: str
    raw: bytes = field(repr=False)
    key_id: str | None = None
    signature: str | None = None
    leaf: int | None = None

    def body(self) -> dict[str, Any]:
        """What the entry says; `Unreadable` where the bytes are not what `seal` makes."""
        found = parse(self.raw)
        if not isinstance(found, dict):
            raise Unreadable("An entry's body is an object.", code="not_canonical")
        return found


def entry_hash(raw: bytes) -> str:
    """SHA-256 over the leaf mark and the bytes, as lower-case hex."""
    return hashlib.sha256(LEAF + raw).hexdigest()


def seal(subject: str, seq: int, prev: str, body: Mapping[str, Any]) -> Entry:
    """The entry number `seq` (from 1) of `subject`, bound to the hash `prev` of the one before.

    `body` has at least act, kind, name, actor and at; source defaults to "". `Unreadable` where
    it has one of the members that are written here, or a value canonical JSON cannot hold.
    """
    if not SEALED.isdisjoint(body):
        raise Unreadable(f"A body may not bring its own {', '.join(sorted(SEALED))}.")
    whole = {"source": "", **body, "v": VERSION, "subject": subject, "seq": seq, "prev": prev}
    raw = canonical(whole)
    copies = {column: whole[column] for column in COPIED}
    return Entry(subject=subject, seq=seq, prev=prev, hash=entry_hash(raw), raw=raw, **copies)
