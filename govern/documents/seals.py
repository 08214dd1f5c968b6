"""What lets a reader check a printed document against the record and the ledger.

Today that is the verification block on the paper: the digest of the embedded record, the place
in the ledger, and the scan code that repeats both. The organisation's signature will be appended
to the finished file from here: a signature is an incremental update, so the bytes the printer
made stay a prefix of the sealed file, and their length and SHA-256 (`Printed`) stay checkable.
"""

from __future__ import annotations

from dataclasses import dataclass

from govern.documents.snapshot import Snapshot

RECORD_FILE = "record.json"  # the name of the embedded snapshot


@dataclass(frozen=True, slots=True)
class Verification:
    """The figures printed in the verification block.

    `record_sha256` is of the embedded file. `subject` and `seq` name the ledger entry that records
    this digest and `previous_hash` the entry before it ("" where there is none): the entry's own
    hash covers the digest and so cannot be part of what is digested. `scan` is the text of the
    scan code.
    """

    record_sha256: str
    record_file: str
    subject: str
    seq: int
    previous_hash: str
    scan: str


def verification(snapshot: Snapshot) -> Verification:
    """The verification figures of a snapshot."""
    ledger = snapshot.content["ledger"]
    number = snapshot.content["record"]["number"]
    return Verification(
        record_sha256=snapshot.sha256,
        record_file=RECORD_FILE,
        subject=str(ledger["subject"]),
        seq=int(ledger["seq"]),
        previous_hash=ledger["previous_hash"] or "",
        scan=f"GOVERN:1:{number}:{ledger['seq']}:{snapshot.sha256.upper()}",
    )
