"""The audit of a whole installation: the ledger, the tables, the files on disk."""

from __future__ import annotations

import json

from govern.installation import Installation
from govern.situations import index_keys, named_people
from govern.store import records, session
from govern.store.audit import Audit, audit
from govern.store.records.writing import Named


def audit_installation(installation: Installation) -> Audit:
    """Everything that is not what was recorded: broken chains first, then altered rows."""
    with session.reading(installation.engine, patient=True) as connection:

        def derive(row: records.Row) -> tuple[Named, Named]:
            workflow = installation.definitions.pinned(connection, row.definition)
            stored = json.loads(row.values)
            return named_people(workflow, stored), index_keys(workflow, stored)

        return audit(connection, derive, installation.files)
