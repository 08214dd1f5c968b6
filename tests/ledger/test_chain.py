"""A chain that was touched anywhere is broken at the first place that was touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from govern.ledger.canonical import canonical
from govern.ledger.chain import Break, Chain
from govern.ledger.entries import Entry, entry_hash, seal
from tests.ledger.chains import first_break

Entries = list[Entry]


def _chain(subject: str = "record:1", length: int = 4, word: str = "") -> Entries:
    made: Entries = []
    for seq in range(1, length + 1):
        body = {"act": f"{word}a{seq}", "kind": "moved", "name": "n", "actor": None, "at": str(seq)}
        made.append(seal(subject, seq, made[-1].hash if made else "", body))
    return made


def _edited(entry: Entry, **body: object) -> Entry:
    raw = canonical({**entry.body(), **body})
    return replace(entry, raw=raw)


def _rehashed(entry: Entry, **body: object) -> Entry:
    entry = _edited(entry, **body)
    return replace(entry, hash=entry_hash(entry.raw))


def test_a_chain_as_it_was_sealed_is_sound() -> None:
    assert first_break(_chain()) is None
    assert first_break([]) is None


TOUCHED: dict[str, tuple[Callable[[Entries], Entries], int]] = {
    "first left out": (lambda e: e[1:], 2),
    "one left out": (lambda e: [e[0], *e[2:]], 3),
    "two swapped": (lambda e: [e[0], e[2], e[1], e[3]], 3),
    "one twice": (lambda e: [e[0], e[1], e[1], e[2]], 2),
    "body edited": (lambda e: [e[0], _edited(e[1], name="x"), *e[2:]], 2),
    "body edited and hashed": (lambda e: [e[0], _rehashed(e[1], name="x"), *e[2:]], 2),
    "renumbered": (lambda e: [e[0], *(replace(x, seq=x.seq - 1) for x in e[2:])], 2),
    "another's entry": (lambda e: [*e[:2], replace(_chain("record:2")[2], subject="record:1")], 3),
    "another history": (lambda e: [e[0], e[1], *_chain(word="x")[2:]], 3),
    "another version": (lambda e: [_rehashed(e[0], v=2)], 1),
    "true for one": (lambda e: [_rehashed(e[0], v=True)], 1),
    "not canonical": (
        lambda e: [replace(e[0], raw=e[0].raw + b" ", hash=entry_hash(e[0].raw + b" "))],
        1,
    ),
    "not an object": (lambda e: [replace(e[0], raw=b"[]", hash=entry_hash(b"[]"))], 1),
    "text for bytes": (lambda e: [replace(e[0], raw=e[0].raw.decode())], 1),
    "a text for a number": (lambda e: [replace(e[0], seq="1")], 0),
}


@pytest.mark.parametrize("how", TOUCHED)
def test_what_was_touched_is_found_at_its_place(how: str) -> None:
    touch, seq = TOUCHED[how]
    found = first_break(touch(_chain()))
    assert found is not None
    assert (found.subject, found.seq) == ("record:1", seq)


@pytest.mark.parametrize("column", [f for f in Entry.__dataclass_fields__ if f != "raw"])
def test_every_column_is_compared(column: str) -> None:
    entries = _chain()
    other = 7 if column in ("seq", "leaf") else "other"
    entries[1] = replace(entries[1], **{column: other})
    assert first_break(entries) is not None


@given(st.integers(0, 3), st.data())
def test_every_bit_of_a_body_counts(place: int, data: st.DataObject) -> None:
    entries = _chain()
    raw = bytearray(entries[place].raw)
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= 1 << data.draw(st.integers(0, 7))
    entries[place] = replace(entries[place], raw=bytes(raw))
    found = first_break(entries)
    assert found is not None
    assert found.seq == place + 1


def test_after_its_first_break_a_chain_says_no_more() -> None:
    first, _, *rest = _chain("a")
    chain = Chain("a", "refusals")
    found = [chain.take(entry) for entry in (first, *rest)]
    assert found[1] == (None, Break("a", 3, "entry 2 is missing", "refusals"))
    assert found[2:] == [(None, None)] * len(rest[1:])
