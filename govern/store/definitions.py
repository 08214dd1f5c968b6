"""Published definitions: packs of workflow files by digest, and which pack is in force.

A pack is never altered or taken away: records are pinned to the definitions in it. The table
`installation` says by key what holds for all: the pack in force.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from govern.ledger.canonical import canonical_text, parse
from govern.ledger.facts import Projection
from govern.store.dialects import Addition
from govern.store.tables import definitions, installation, packs

IN_FORCE = "in_force"
"""The key under which the installation knows the pack in force."""


class Definition(NamedTuple):
    """One definition of a pack: a workflow, or the roles. `pack` is the first that had it."""

    digest: str
    kind: str
    name: str
    version: int
    pack: str

    def columns(self) -> dict[str, str | int]:
        """The row as the ledger follows it."""
        return {"kind": self.kind, "name": self.name, "version": self.version}


class Pack(NamedTuple):
    """One published pack; `sources` is a canonical JSON object of file name to text."""

    digest: str
    sources: str
    published_at: str
    published_by: str

    def projection(self, definitions: Iterable[Definition]) -> Projection:
        """What the ledger's entries about this pack and its definitions must add up to."""
        rows = {one.digest: one.columns() for one in definitions}
        return {"changes": self.columns(), "definitions": rows}

    def columns(self) -> dict[str, str]:
        """The pack's row as the ledger follows it: the files by their SHA-256."""
        return {
            "sources_sha256": hashlib.sha256(
                self.sources.encode("utf-8", "surrogatepass")
            ).hexdigest(),
            "published_at": self.published_at,
            "published_by": self.published_by,
        }


_ADD_PACK, _ADD_DEFINITION = Addition(packs), Addition(definitions)
_PUT_IN_FORCE = {
    dialect.dialect.name: dialect.insert(installation)
    .values(key=IN_FORCE, value=bindparam("pack"))
    .on_conflict_do_update(index_elements=["key"], set_={"value": bindparam("pack")})
    for dialect in (sqlite, postgresql)
}
_IN_FORCE = select(installation.c.value).where(installation.c.key == IN_FORCE)
_IN_FORCE_LOCKED = _IN_FORCE.with_for_update()
_PACK = select(*(packs.c[name] for name in Pack._fields)).where(packs.c.digest == bindparam("pack"))
_PACK_OF = select(definitions.c.pack).where(definitions.c.digest == bindparam("definition"))


def publish(connection: Connection, pack: Pack, content: Iterable[Definition]) -> list[Definition]:
    """The pack is stored, unless it was; returned are those of its definitions that are new.

    It is not in force yet: see `put_in_force`.
    """
    _ADD_PACK.run(connection, pack._asdict())
    return [one for one in content if _ADD_DEFINITION.run(connection, one._asdict())]


def sources_text(sources: Mapping[str, str]) -> str:
    """File name to text, as `Pack.sources` holds it."""
    return canonical_text(dict(sources))


def pack(connection: Connection, digest: str) -> Pack | None:
    """The pack with this digest."""
    found = connection.execute(_PACK, {"pack": digest}).first()
    return Pack._make(found) if found else None


def pack_sources(connection: Connection, digest: str) -> dict[str, str] | None:
    """File name to text of the pack with this digest."""
    found = pack(connection, digest)
    return dict(parse(found.sources)) if found else None


def pack_of(connection: Connection, definition: str) -> str | None:
    """The digest of the pack that first published a definition."""
    found: str | None = connection.execute(_PACK_OF, {"definition": definition}).scalar()
    return found


def in_force(connection: Connection, *, lock: bool = False) -> str | None:
    """The digest of the pack in force, None before the first publication; with `lock` nobody
    publishes meanwhile."""
    found: str | None = connection.execute(_IN_FORCE_LOCKED if lock else _IN_FORCE).scalar()
    return found


def put_in_force(connection: Connection, digest: str) -> None:
    """Records are opened by this pack from here on."""
    connection.execute(_PUT_IN_FORCE[connection.dialect.name], {"pack": digest})
