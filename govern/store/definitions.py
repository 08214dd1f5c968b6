"""Published definitions: packs of workflow files by digest, and which pack is in force.

A pack is never altered or taken away: records are pinned to the definitions in it. The table
`installation` says by key what holds for all: the pack in force, the ledger's origin, when and
with which tables the installation was made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from govern.ledger.canonical import canonical_text, parse
from govern.ledger.facts import Projection
from govern.store.dialects import Addition
from govern.store.tables import definitions, installation, packs


class Key(StrEnum):
    IN_FORCE = "in_force"
    ORIGIN = "origin"
    CREATED_AT = "created_at"
    SCHEMA = "schema"


class Definition(NamedTuple):
    """One definition of a pack: a workflow, or the roles. `pack` is the first that had it."""

    digest: str
    kind: str
    name: str
    version: int
    pack: str


class Pack(NamedTuple):
    """One published pack; `sources` is a canonical JSON object of file name to text."""

    digest: str
    sources: str
    published_at: str
    published_by: str

    def projection(self, definitions: Iterable[Definition]) -> Projection:
        """What the ledger's entries about this pack and its definitions must add up to."""
        rows = {}
        for one in definitions:
            rows[one.digest] = {"kind": one.kind, "name": one.name, "version": one.version}
        return {"changes": pack_columns(self), "definitions": rows}


def pack_columns(pack: Pack) -> dict[str, str]:
    """The pack's row as the ledger follows it: the files by their SHA-256."""
    return {
        "sources_sha256": hashlib.sha256(pack.sources.encode("utf-8", "surrogatepass")).hexdigest(),
        "published_at": pack.published_at,
        "published_by": pack.published_by,
    }


_ADD_PACK, _ADD_DEFINITION = Addition(packs), Addition(definitions)
_SET = {
    dialect.dialect.name: dialect.insert(installation)
    .values(key=bindparam("the_key"), value=bindparam("the_value"))
    .on_conflict_do_update(index_elements=["key"], set_={"value": bindparam("the_value")})
    for dialect in (sqlite, postgresql)
}
_GET = select(installation.c.value).where(installation.c.key == bindparam("the_key"))
_GET_LOCKED = _GET.with_for_update()
_PACK = select(*(packs.c[name] for name in Pack._fields)).where(packs.c.digest == bindparam("pack"))
_PACKS = select(*(packs.c[name] for name in Pack._fields)).order_by(packs.c.published_at)
_DEFINITIONS = select(*(definitions.c[name] for name in Definition._fields))
_DEFINITION = _DEFINITIONS.where(definitions.c.digest == bindparam("definition"))
_OF_PACK = _DEFINITIONS.where(definitions.c.pack == bindparam("pack")).order_by(
    definitions.c.digest
)


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


def published(connection: Connection) -> list[Pack]:
    """All packs, in the order of their first publication."""
    return [Pack._make(one) for one in connection.execute(_PACKS)]


def pack_sources(connection: Connection, digest: str) -> dict[str, str] | None:
    """File name to text of the pack with this digest."""
    found = pack(connection, digest)
    return dict(parse(found.sources)) if found else None


def pack_of(connection: Connection, definition: str) -> str | None:
    """The digest of the pack that first published a definition."""
    found = find(connection, definition)
    return found.pack if found else None


def find(connection: Connection, definition: str) -> Definition | None:
    """The definition with this digest."""
    found = connection.execute(_DEFINITION, {"definition": definition}).first()
    return Definition._make(found) if found else None


def of_pack(connection: Connection, digest: str) -> list[Definition]:
    """The definitions that were new with a pack, by digest."""
    return [Definition._make(one) for one in connection.execute(_OF_PACK, {"pack": digest})]


def in_force(connection: Connection, *, lock: bool = False) -> str | None:
    """The digest of the pack in force; None before the first publication."""
    return known(connection, Key.IN_FORCE, lock=lock)


def put_in_force(connection: Connection, digest: str) -> None:
    """Records are opened by this pack from here on."""
    remember(connection, Key.IN_FORCE, digest)


def known(connection: Connection, key: Key, *, lock: bool = False) -> str | None:
    """What the installation knows under `key`; with `lock` nobody changes it meanwhile."""
    value = connection.execute(_GET_LOCKED if lock else _GET, {"the_key": key.value}).scalar()
    return None if value is None else str(value)


def remember(connection: Connection, key: Key, value: str) -> None:
    """The installation knows `value` under `key`."""
    connection.execute(_SET[connection.dialect.name], {"the_key": key.value, "the_value": value})
