"""An entry is sealed to its subject, its place and its predecessor."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from govern.errors import Unreadable
from govern.ledger.entries import SEALED, Entry, entry_hash, seal

BODY = {"act": "a1", "kind": "moved", "name": "lend", "actor": "alice", "at": "2026"}


def test_the_hash_is_that_of_the_mark_and_the_bytes() -> None:
    entry = seal("record:1", 1, "", BODY)
    assert entry.hash == hashlib.sha256(b"\x00" + entry.raw).hexdigest() == entry_hash(entry.raw)


def test_an_entry_has_this_form() -> None:
    entry = seal("record:1", 2, "ab", {**BODY, "source": "http:1"})
    assert entry.raw == (
        b'{"act":"a1","actor":"alice","at":"2026","kind":"moved","name":"lend","prev":"ab",'
        b'"seq":2,"source":"http:1","subject":"record:1","v":1}'
    )
    assert entry.hash == "10bbff474fc4ed9624346741e74a0729588c86dc0dd0220df6513da1af6f8bcb"


def test_the_columns_repeat_the_body() -> None:
    entry = seal("record:1", 1, "", BODY)
    assert (entry.act, entry.kind, entry.name, entry.actor, entry.at) == tuple(BODY.values())
    assert entry.body() == {
        **BODY,
        "source": "",
        "v": 1,
        "subject": "record:1",
        "seq": 1,
        "prev": "",
    }


@pytest.mark.parametrize("member", sorted(SEALED))
def test_a_body_does_not_bring_what_only_the_seal_writes(member: str) -> None:
    with pytest.raises(Unreadable):
        seal("record:1", 1, "", {**BODY, member: 1})


@pytest.mark.parametrize("raw", [b"", b"[]", b"1", b'{"a": 1}', b"\xff"])
def test_bytes_that_no_seal_makes_are_no_body(raw: bytes) -> None:
    columns: dict[str, Any] = {"act": "", "kind": "", "name": "", "actor": None, "at": ""}
    entry = Entry(subject="s", seq=1, prev="", hash=entry_hash(raw), raw=raw, **columns)
    with pytest.raises(Unreadable):
        entry.body()
