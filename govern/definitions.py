"""The definitions in memory: the pack in force, and those that older records are pinned to.

A pack is read and checked once and kept; a definition is found by its digest in the pack that
first published it. What is in force is asked of the database in every act that opens a record,
so that all processes agree without telling one another.
"""

from __future__ import annotations

import threading

from govern.errors import NotFound, Tampered
from govern.spec.catalog import Catalog
from govern.spec.model import Workflow
from govern.spec.reader import read_sources
from govern.store import definitions
from govern.store.session import Connection


class Definitions:
    """Definitions by digest. Safe to share between threads; nothing in it ever changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._packs: dict[str, Catalog] = {}
        self._pinned: dict[str, Workflow] = {}

    def in_force(self, connection: Connection) -> Catalog:
        """The pack in force; NotFound with code nothing_published before the first publication."""
        digest = definitions.in_force(connection)
        if digest is None:
            raise NotFound("No workflow is published yet.", code="nothing_published")
        return self.pack(connection, digest)

    def pack(self, connection: Connection, digest: str) -> Catalog:
        """The pack named by `digest`."""
        with self._lock:
            known = self._packs.get(digest)
        if known is not None:
            return known
        catalog = _load(connection, digest)
        with self._lock:
            self._packs[digest] = catalog
            for workflow in catalog.workflows.values():
                self._pinned.setdefault(workflow.digest, workflow)
        return catalog

    def pinned(self, connection: Connection, digest: str) -> Workflow:
        """The definition named by `digest`, whether still in force or not."""
        known = self._pinned.get(digest)
        if known is not None:
            return known
        pack = definitions.pack_of(connection, digest)
        if pack is None:
            raise Tampered(f"The definition {digest[:16]}… is not among those published.")
        self.pack(connection, pack)
        return self._pinned[digest]


def _load(connection: Connection, digest: str) -> Catalog:
    sources = definitions.pack_sources(connection, digest)
    if sources is None:
        raise Tampered(f"The pack {digest[:16]}… is not stored.")
    reading = read_sources(sources)
    if reading.catalog is None or reading.catalog.digest != digest:
        raise Tampered(f"The pack {digest[:16]}… is not what was published.")
    return reading.catalog
