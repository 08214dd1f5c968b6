"""What each file declares by name, before anything that refers to names is looked at.

References go across files (`parent.x`, `children.NAME`), so all files are declared first and
built afterwards. A section that could not be read is `damaged`: names in it are not missed,
because their own finding is in the report already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from govern.spec.model import Field
from govern.spec.nodes import MapNode, ScalarNode
from govern.spec.sources import Source


@dataclass(slots=True)
class Declared:
    """One workflow file: its names, and the nodes they stand at.

    `fields` are complete but for `computed`, which is in `computed` as a node. `broken` are names
    of fields that could not be read.
    """

    name: str
    source: Source
    node: MapNode
    digest: str
    title: str
    currency: str = ""
    within: tuple[str, ...] = ()
    within_required: bool = False
    fields: dict[str, Field] = field(default_factory=dict)
    computed: dict[str, ScalarNode] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    states: dict[str, bool] = field(default_factory=dict)  # name -> final
    transitions: dict[str, tuple[MapNode, ...]] = field(default_factory=dict)  # -> variants
    rules: dict[str, ScalarNode] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    damaged: set[str] = field(default_factory=set)  # "fields", "states", "transitions" …

    def openings(self) -> list[str]:
        """The names of the transitions that open a record."""
        return [
            name
            for name, variants in self.transitions.items()
            if any(variant.get("from") is None for variant in variants)
        ]

    def inputs(self, transition: str) -> set[str]:
        """The names of the inputs a transition asks for, in any of its variants."""
        found = set()
        for variant in self.transitions.get(transition, ()):
            asked = variant.get("ask")
            if isinstance(asked, MapNode):
                found |= {name for name, node in asked.items() if not _is_field(node)}
        return found


def _is_field(node: object) -> bool:
    return isinstance(node, ScalarNode)


@dataclass(slots=True)
class Pack:
    """All files of a pack as declared. `unreadable` are the names of files with no content left."""

    workflows: Mapping[str, Declared]
    roles: Mapping[str, str]  # name to title
    roles_read: bool  # whether there is a readable roles.yaml
    roles_known: bool  # False where its roles could not be read, so that none are missed
    unreadable: frozenset[str] = frozenset()

    def names(self) -> list[str]:
        """The names of all record types."""
        return sorted(self.workflows)

    def knows(self, workflow: str) -> bool:
        """Whether there is such a record type, be it one whose file could not be read."""
        return workflow in self.workflows or workflow in self.unreadable

    def found(self, names: Iterable[str]) -> list[Declared]:
        """Those of the types named that could be read."""
        return [self.workflows[name] for name in names if name in self.workflows]

    def sound(self, names: Iterable[str]) -> bool:
        """Whether the fields and states of all these types are known."""
        return all(
            name in self.workflows and not {"fields", "states"} & self.workflows[name].damaged
            for name in names
        )

    def children(self, name: str) -> list[str]:
        """The types that may lie within the type `name`."""
        return [w.name for w in self.workflows.values() if name in w.within]

    def siblings(self, name: str) -> list[str]:
        """The types that may lie within the same record as one of type `name`."""
        own = set(self.workflows[name].within)
        return [w.name for w in self.workflows.values() if own & set(w.within)]

    def descendants(self, name: str) -> list[str]:
        """The types that may lie within it at any depth."""
        found: dict[str, None] = {}
        waiting = [name]
        while waiting:
            for child in self.children(waiting.pop()):
                if child not in found:
                    found[child] = None
                    waiting.append(child)
        return list(found)
