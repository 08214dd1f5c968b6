"""Situations for the tests of the rules: a library that lends books, people and a fixed clock."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from govern.rules.situation import Actor, PastAct, RecordView, Situation
from govern.spec.conditions import Expression, Scope, compile_condition, types
from govern.spec.model import Field, State, Target, Term, Transition, Workflow
from govern.spec.vocabulary import FieldKind, TermKind

NOW = datetime(2026, 3, 31, 10, 0, tzinfo=UTC)
_digests = (f"digest-{number}" for number in itertools.count())


def fields(**kinds: str | Field) -> dict[str, Field]:
    """Fields by name; a kind's name is enough for a plain one."""
    return {
        name: kind if isinstance(kind, Field) else Field(name, FieldKind(kind), name.capitalize())
        for name, kind in kinds.items()
    }


def role(name: str) -> Term:
    return Term(TermKind.ROLE, name, name=name)


def person_field(*path: str) -> Term:
    return Term(TermKind.FIELD, ".".join(path), path=path)


def term(kind: str, name: str = "") -> Term:
    return Term(TermKind(kind), kind, name=name)


def states(*names: str) -> dict[str, State]:
    return {name: State(name, name.capitalize()) for name in names}


def move(name: str, *sources: str, to: str | Target, **given: Any) -> Transition:
    target = to if isinstance(to, Target) else Target(state=to)
    given.setdefault("by", (role("librarian"),))
    return Transition(name, name.capitalize(), target, sources, **given)


def workflow(name: str = "loan", **given: Any) -> Workflow:
    """A workflow of two states, less what is given; its digest is its own."""
    given.setdefault("states", states("open", "closed"))
    given.setdefault("digest", next(_digests))
    return Workflow(name, name.capitalize(), **given)


def view(number: str = "LN-0", state: str = "open", **given: Any) -> RecordView:
    given.setdefault("values", {})
    given.setdefault("workflow", "loan")
    return RecordView(id=f"id-{number}", number=number, state=state, **given)


def situation(
    flow: Workflow | None = None,
    values: Mapping[str, Any] | None = None,
    *,
    actor: str | None = "alice",
    roles: tuple[str, ...] = ("librarian",),
    record: RecordView | None = None,
    **given: Any,
) -> Situation:
    """Alice, a librarian, before an open loan that she opened, less what is given."""
    record = record or view(values=values or {}, requester="alice")
    given.setdefault("history", (PastAct("lend", "alice", NOW - timedelta(days=1), "", "open"),))
    given.setdefault("holders", {name: (actor,) for name in roles if actor})
    flow = flow or workflow()
    return Situation(flow, record, Actor(actor, frozenset(roles)), NOW, **given)


def people_field(name: str, kind: str = "person", role: str | None = None) -> Field:
    return Field(name, FieldKind(kind), name.capitalize(), role=role)


SCOPE = Scope(
    {
        "cost": types.NUMBER,
        "pages": types.NUMBER,
        "title": types.TEXT,
        "reader": types.PERSON,
        "state": types.choice(["open", "closed", "lost"]),
        "actor": types.PERSON,
        "now": types.MOMENT,
        "this": types.record("loan"),
        "input": types.namespace({"answer": types.TEXT}),
        "children": types.namespace({"loan": types.list_of(types.record("loan"))}),
    },
    shapes={"loan": {"cost": types.NUMBER, "state": types.choice(["open", "closed", "lost"])}},
    transitions=frozenset({"lend", "close"}),
    states=frozenset({"open", "closed", "lost"}),
    roles=frozenset({"librarian"}),
)


def expression(text: str) -> Expression:
    """The expression, over the fields cost, pages, title and reader."""
    return compile_condition(text, SCOPE)
