"""The verification block repeats what a reader needs, and the scan code repeats the block."""

from __future__ import annotations

from typing import Any

from govern.documents.seals import verification
from govern.documents.snapshot import Snapshot, freeze


def test_the_figures_are_those_of_the_snapshot(frozen: Snapshot) -> None:
    proof = verification(frozen)
    ledger = frozen.content["ledger"]
    assert proof.record_sha256 == frozen.sha256
    assert (proof.subject, proof.seq) == (ledger["subject"], ledger["seq"])
    assert proof.previous_hash == ledger["previous_hash"]


def test_the_scan_code_names_record_entry_and_digest(frozen: Snapshot) -> None:
    assert verification(frozen).scan == f"GOVERN:1:LOAN-0007:3:{frozen.sha256.upper()}"


def test_the_first_entry_of_a_ledger_has_none_before_it(loan: dict[str, Any]) -> None:
    loan["ledger"]["previous_hash"] = None
    assert verification(freeze(**loan)).previous_hash == ""
