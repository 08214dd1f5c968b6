"""Publishing: a pack of workflow files comes into force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govern.commands.authority import administer
from govern.errors import DefinitionRefused
from govern.ledger.facts import Fact, difference
from govern.spec.catalog import Catalog
from govern.spec.diagnostics import Finding, Position
from govern.spec.model import Workflow
from govern.spec.reader import catalog_of, read_sources
from govern.store import definitions
from govern.store.definitions import Definition, Pack, sources_text
from govern.work import Work


def publish(work: Work, sources: Mapping[str, str], *, first: bool = False) -> dict[str, Any]:
    """The pack is in force: records opened from now on follow it, older ones stay pinned.

    DefinitionRefused with every finding where it is not sound, or where a definition that is in
    force was changed without a higher `version`. Publishing what is in force changes nothing.
    """
    administer(work, "Publishing workflows")
    catalog = catalog_of(read_sources(sources))
    before = definitions.in_force(work.connection, lock=True)
    held = work.catalog() if before else None
    if not first:
        _check_versions(catalog, held)
    if before != catalog.digest:
        _put(work, catalog, before)
    names = sorted(catalog.workflows)
    return {
        "pack": catalog.digest,
        "published": [_change(catalog.workflows[name], held) for name in names],
    }


def _put(work: Work, catalog: Catalog, before: str | None) -> None:
    by = work.identity.person or work.identity.source
    pack = Pack(catalog.digest, sources_text(catalog.sources), work.moment, by)
    held = definitions.pack(work.connection, catalog.digest)
    content = [
        Definition(w.digest, "workflow", w.name, w.version, catalog.digest)
        for w in catalog.workflows.values()
    ]
    content.append(Definition(catalog.roles.digest, "roles", "roles", 1, catalog.digest))
    new = definitions.publish(work.connection, pack, content)
    definitions.put_in_force(work.connection, catalog.digest)
    sections = difference(None, pack.projection(new)) if held is None else {}
    sections["installation"] = {definitions.IN_FORCE: [before, catalog.digest]}
    work.append(f"pack:{catalog.digest}", Fact.PUBLISHED, **sections)


def _check_versions(catalog: Catalog, held: Catalog | None) -> None:
    findings = []
    for name, workflow in catalog.workflows.items():
        old = held.workflows.get(name) if held else None
        if old and old.digest != workflow.digest and old.version >= workflow.version:
            findings.append(
                Finding(
                    Position(f"{name}.yaml", 1, 1),
                    "version-not-raised",
                    f"{workflow.title} differs from what is in force as version {old.version}.",
                    f"Write version: {old.version + 1}.",
                )
            )
    if findings:
        raise DefinitionRefused(findings)


def _change(workflow: Workflow, held: Catalog | None) -> dict[str, Any]:
    old = held.workflows.get(workflow.name) if held else None
    change = "new" if old is None else "unchanged" if old.digest == workflow.digest else "changed"
    return {
        "name": workflow.name,
        "version": workflow.version,
        "digest": workflow.digest,
        "change": change,
    }
