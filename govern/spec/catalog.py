"""The definitions of one pack, checked and found by name. Reading is the business of `reader`.

A pack is named by its digest, the SHA-256 over the sorted names and digests of its workflows and
of its roles: two packs that say the same have the same name, whatever their layout.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from govern.errors import NotFound
from govern.spec.model import Roles, Workflow


@dataclass(frozen=True, slots=True)
class Catalog:
    """A whole pack: `workflows` and `roles` by name, `sources` the file texts it was read from."""

    workflows: Mapping[str, Workflow]
    roles: Roles
    digest: str
    sources: Mapping[str, str]

    def workflow(self, name: str) -> Workflow:
        """The record type called `name`; NotFound where the pack has none."""
        found = self.workflows.get(name)
        if found is None:
            raise NotFound(f"There is no record type {name!r}.", code="unknown_type")
        return found

    def within(self, name: str) -> tuple[Workflow, ...]:
        """The record types that may lie within a record of type `name`, sorted by name."""
        return tuple(w for _, w in sorted(self.workflows.items()) if name in w.within)


def pack_digest(workflows: Mapping[str, Workflow], roles: Roles) -> str:
    """The name of the pack of these definitions, in hex."""
    parts = sorted([(name, w.digest) for name, w in workflows.items()] + [("roles", roles.digest)])
    canonical = json.dumps(parts, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
