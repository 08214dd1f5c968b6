"""What the rules see: plain values, put together by `work` before anything is judged.

Nothing in here can read the database or a clock. What a transition needs of other records is
said by its `Needs` and is already loaded; anything else is not there, and asking for it is a
KeyError, which an expression reports as an error and a guard as "error" (fails closed).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from govern.spec.model import Workflow
from govern.spec.values import Value


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as rules and expressions see it. `values` has a typed value for every field.

    `definition` is what its fields are declared by: without it nobody is found through a dotted
    path that ends in it. `state` is "" for a record that is about to be opened.
    """

    id: str
    number: str
    workflow: str
    state: str
    values: Mapping[str, Value]
    requester: str | None = None
    parent: RecordView | None = None
    revision: int = 0
    opened_at: datetime | None = None
    state_since: datetime | None = None
    links: Mapping[str, tuple[RecordView, ...]] = field(default_factory=dict)
    definition: Workflow | None = field(default=None, repr=False, compare=False)

    def read(self, name: str) -> Value:
        """A field by its name, or one of state, number, id, parent, requester, opened_at,
        state_since; a link field that was loaded reads as the record (links: a tuple of them)."""
        if name in self.links:
            linked = self.links[name]
            if isinstance(self.values.get(name), tuple):
                return linked
            return linked[0] if linked else None
        if name in self.values:
            return self.values[name]
        if name in _OWN:
            return getattr(self, name)  # type: ignore[no-any-return]
        raise KeyError(name)


_OWN = frozenset({"id", "number", "state", "requester", "parent", "opened_at", "state_since"})


@dataclass(frozen=True, slots=True)
class PastAct:
    """One act of the record's history: an opening, a move or an edit (transition "")."""

    transition: str
    actor: str | None
    at: datetime
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person's name, or None for the system; `roles` held on the record or above it."""

    name: str | None
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Situation:
    """One record, one actor, one moment, and what the transition needs of the rest of the world.

    `record.values` is the draft: what was asked is already in it; `before` is the record without
    it, by which authority is judged: nobody appoints himself in the act that needs it. `previous`
    is the state a side state interrupted. `holders` maps a role to the active people who hold it
    here.
    """

    workflow: Workflow
    record: RecordView
    actor: Actor
    now: datetime
    inputs: Mapping[str, Value] = field(default_factory=dict)
    comment: str = ""
    changed: frozenset[str] = frozenset()
    previous: str = ""
    children: Mapping[str, tuple[RecordView, ...]] = field(default_factory=dict)
    siblings: Mapping[str, tuple[RecordView, ...]] = field(default_factory=dict)
    descendants: Mapping[str, tuple[RecordView, ...]] = field(default_factory=dict)
    records: Mapping[str, tuple[RecordView, ...]] = field(default_factory=dict)
    history: tuple[PastAct, ...] = ()
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    before: RecordView | None = None
