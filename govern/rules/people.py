"""The terms of `who`, one by one: does a term mean this person, and whom does it mean?

Every function takes the record that stands, which `authority` chooses. What was not loaded is a
KeyError; `authority` makes a refusal of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from govern.rules.situation import RecordView, Situation
from govern.rules.world import past
from govern.spec.model import Field, Term, Workflow
from govern.spec.vocabulary import FieldKind, TermKind

_Means = Callable[[Situation, RecordView, Term], bool]
_Names = Callable[[Situation, RecordView, Term], Iterable[str]]


def means_actor(situation: Situation, record: RecordView, term: Term) -> bool:
    """Whether the term means the actor, who is a person."""
    means = _MEANS.get(term.kind)
    if means is not None:
        return means(situation, record, term)
    return any(name == situation.actor.name for name in _NAMES[term.kind](situation, record, term))


def people(situation: Situation, record: RecordView, term: Term) -> Iterable[str]:
    """The people the term means; nobody for `anyone` and `system`, which mean no list."""
    return _NAMES[term.kind](situation, record, term)


def _field_means(situation: Situation, record: RecordView, term: Term) -> bool:
    """Asked of the actor's own roles, so that nobody else's need be loaded."""
    actor = situation.actor
    for view, field in _ends(situation, record, term.path):
        if field is None:
            found = view.requester == actor.name
        elif field.kind is FieldKind.ROLE:
            found = view.values.get(field.name) in actor.roles
        else:
            holds = field.role is None or field.role in actor.roles
            found = holds and actor.name in _named(view, field)
        if found:
            return True
    return False


def _field_names(situation: Situation, record: RecordView, term: Term) -> Iterator[str]:
    for view, field in _ends(situation, record, term.path):
        if field is None:
            yield from _requester(situation, view, term)
        elif field.kind is FieldKind.ROLE:
            yield from situation.holders.get(str(view.values.get(field.name)), ())
        elif field.role is None:
            yield from _named(view, field)
        else:
            holders = situation.holders.get(field.role, ())
            yield from (name for name in _named(view, field) if name in holders)


def _named(view: RecordView, field: Field) -> tuple[str, ...]:
    value = view.values.get(field.name)
    if field.kind is FieldKind.PERSON:
        return (value,) if isinstance(value, str) else ()
    return value if field.kind is FieldKind.PEOPLE and isinstance(value, tuple) else ()


def _ends(
    situation: Situation, record: RecordView, path: tuple[str, ...]
) -> Iterator[tuple[RecordView, Field | None]]:
    """Where a dotted path ends: each record with the field, or None for its requester."""
    views: list[RecordView] = [record]
    for step in path[:-1]:
        views = [reached for view in views for reached in _reached(view, step)]
    for view in views:
        if path[-1] == "requester":
            yield view, None
        elif path[-1] in (declared := _definition(situation, view).fields):
            yield view, declared[path[-1]]


def _reached(view: RecordView, step: str) -> tuple[RecordView, ...]:
    if step == "parent":
        return (view.parent,) if view.parent is not None else ()
    if view.values.get(step) and step not in view.links:
        raise KeyError(f"{step} was not loaded")
    return view.links.get(step, ())


def _definition(situation: Situation, view: RecordView) -> Workflow:
    if view.definition is not None:
        return view.definition
    if view.id == situation.record.id:
        return situation.workflow
    raise KeyError(f"the definition of {view.number} was not loaded")


def _requester(_: Situation, record: RecordView, __: Term) -> tuple[str, ...]:
    return (record.requester,) if record.requester else ()


def _holders(situation: Situation, _: RecordView, term: Term) -> tuple[str, ...]:
    return situation.holders.get(term.name, ())


def _editors(situation: Situation, _: RecordView, __: Term) -> Iterator[str]:
    return (act.actor for act in past(situation) if not act.transition and act.actor)


def _fired(situation: Situation, _: RecordView, term: Term) -> Iterator[str]:
    return (act.actor for act in past(situation) if act.transition == term.name and act.actor)


def _last(situation: Situation, _: RecordView, term: Term) -> tuple[str, ...]:
    acts = [act for act in past(situation) if act.transition == term.name]
    return (acts[-1].actor,) if acts and acts[-1].actor else ()


def _all_names(situation: Situation, record: RecordView, term: Term) -> Iterator[str]:
    """Those whom every term means; `anyone` takes nobody away."""
    closed = [t for t in term.terms if t.kind is not TermKind.ANYONE]
    lists = [list(people(situation, record, one)) for one in closed]
    first, rest = (lists[0], lists[1:]) if lists else ([], [])
    return (name for name in first if all(name in other for other in rest))


def _all_mean(situation: Situation, record: RecordView, term: Term) -> bool:
    return bool(term.terms) and all(means_actor(situation, record, t) for t in term.terms)


_MEANS: Mapping[TermKind, _Means] = {
    TermKind.ROLE: lambda situation, _, term: term.name in situation.actor.roles,
    TermKind.FIELD: _field_means,
    TermKind.ANYONE: lambda situation, _, __: situation.actor.name is not None,
    TermKind.SYSTEM: lambda _, __, ___: False,
    TermKind.ALL: _all_mean,
}

_NAMES: Mapping[TermKind, _Names] = {
    TermKind.ROLE: _holders,
    TermKind.FIELD: _field_names,
    TermKind.REQUESTER: _requester,
    TermKind.EDITORS: _editors,
    TermKind.ANYONE: lambda _, __, ___: (),
    TermKind.SYSTEM: lambda _, __, ___: (),
    TermKind.FIRED: _fired,
    TermKind.LAST: _last,
    TermKind.ALL: _all_names,
}
