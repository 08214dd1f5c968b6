"""What a command answers: the record as it now is, what was opened on the way, the entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govern.ledger.entries import Entry
from govern.queries import shapes
from govern.store import records
from govern.work import Work


@dataclass(frozen=True, slots=True)
class Done:
    """`record` and `opened` are records in their published shape; `entries` are this act's,
    the one of the record itself first."""

    record: dict[str, Any]
    opened: list[dict[str, Any]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def done(work: Work, row: records.Row) -> Done:
    """The answer of an act on `row`."""
    opened = (records.get(work.connection, one) for one in work.opened if one != row.id)
    return Done(
        record=shapes.record(work, row),
        opened=[shapes.record(work, one) for one in opened if one is not None],
        entries=list(work.entries),
    )


def receipt(entry: Entry) -> dict[str, Any]:
    """What an asker keeps as proof: where the act stands in the ledger."""
    return {
        "subject": entry.subject,
        "seq": entry.seq,
        "hash": entry.hash,
        "at": entry.at,
        "act": entry.act,
    }
