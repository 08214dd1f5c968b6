"""A snapshot is frozen once: one spelling, one digest, complete or refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from govern.documents.snapshot import SCHEMA, Snapshot, canonical, freeze, read
from govern.errors import PrintFailed


def test_the_order_in_which_values_are_given_does_not_matter(loan: dict[str, Any]) -> None:
    backwards = {key: loan[key] for key in reversed(loan)}
    backwards["record"] = {key: loan["record"][key] for key in reversed(loan["record"])}
    assert freeze(**backwards).canonical == freeze(**loan).canonical


def test_the_digest_is_of_the_canonical_bytes(frozen: Snapshot) -> None:
    assert frozen.sha256 == hashlib.sha256(frozen.canonical).hexdigest()


def test_the_canonical_bytes_are_sorted_utf_8_without_spaces() -> None:
    assert canonical({"b": "ж", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"ж"}'.encode()


def test_what_is_frozen_is_read_back(frozen: Snapshot) -> None:
    assert read(frozen.canonical) == frozen
    assert frozen.content["schema"] == SCHEMA


def test_another_spelling_of_the_same_values_is_refused(frozen: Snapshot) -> None:
    spaced = json.dumps(frozen.content, sort_keys=True).encode()
    with pytest.raises(PrintFailed, match="canonical form"):
        read(spaced)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b'{"schema":"other/1"}', b"[" * 9999])
def test_bytes_that_are_no_snapshot_are_refused(data: bytes) -> None:
    with pytest.raises(PrintFailed):
        read(data)


@pytest.mark.parametrize(
    ("part", "name"), [("document", "template"), ("record", "revision"), ("ledger", "seq")]
)
def test_what_is_missing_is_named(loan: dict[str, Any], part: str, name: str) -> None:
    del loan[part][name]
    with pytest.raises(PrintFailed, match=f"lacks {part}/{name}"):
        freeze(**loan)


def test_an_incomplete_act_is_named_by_its_place(loan: dict[str, Any]) -> None:
    del loan["acts"][1]["at"]
    with pytest.raises(PrintFailed, match="lacks acts/1/at"):
        freeze(**loan)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"bytes", "\ud800"])
def test_a_value_that_is_no_json_is_refused(loan: dict[str, Any], value: object) -> None:
    loan["record"]["fields"]["note"] = value
    with pytest.raises(PrintFailed, match="no JSON"):
        freeze(**loan)


def test_a_record_too_large_to_print_is_refused(loan: dict[str, Any]) -> None:
    loan["record"]["fields"]["note"] = "x" * 4 * 1024 * 1024
    with pytest.raises(PrintFailed, match="too large"):
        freeze(**loan)


def test_two_snapshots_that_differ_in_one_letter_have_different_digests(
    loan: dict[str, Any], frozen: Snapshot
) -> None:
    loan["record"]["title"] += "."
    assert freeze(**loan).sha256 != frozen.sha256
