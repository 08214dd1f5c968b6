"""Issuing: a frozen snapshot becomes paper, and its digest becomes a ledger entry.

Runs outside any transaction while it prints; then the bytes are on disk before the entry that
names them is. Doing it twice does nothing twice: what is issued stays.
"""

from __future__ import annotations

from typing import Any

from govern.commands.papers import conclude, fail
from govern.documents import snapshot
from govern.documents.printer import print_document
from govern.installation import Installation
from govern.store import documents
from govern.work import Identity

SYSTEM = Identity(None, "system")


def issue(installation: Installation, payload: dict[str, Any]) -> None:
    """The document is issued; PrintFailed, with the reason, where it cannot be printed."""
    with installation.look(SYSTEM) as work:
        row = documents.find(work.connection, payload["document"])
    if row is None or row.state != documents.State.PENDING:
        return
    printed = print_document(snapshot.read(row.snapshot.encode()))
    stored = installation.files.put(printed.pdf)
    installation.perform(SYSTEM, lambda work: conclude(work, row.id, stored))


def give_up(installation: Installation, payload: dict[str, Any], reason: str) -> None:
    """The document is marked as failed, with the reason, where it still waited."""
    installation.perform(SYSTEM, lambda work: fail(work, payload["document"], reason))
