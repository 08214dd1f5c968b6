"""A record's history: its entries of the ledger, as they were sealed."""

from __future__ import annotations

from typing import Any

from govern.queries import shapes
from govern.store import entries
from govern.work import Work


def history(work: Work, ref: str, *, after: int = 0, limit: int = 50) -> dict[str, Any]:
    """`{items, next}`: entries with a number above `after`, oldest first; `next` is the number
    to go on after, or null."""
    row = work.find(ref)
    found = entries.page(work.connection, f"record:{row.id}", after=after, limit=limit + 1)
    hidden = work.workflow(row.definition).states[row.state].hide
    items = [shapes.entry(one, hidden) for one in found[:limit]]
    return {"items": items, "next": items[-1]["seq"] if len(found) > limit else None}
