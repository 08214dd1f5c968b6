"""What only shows when a whole workflow is looked at: ways in, ways out, who may, what is asked.

`pack_checks` compares workflows with one another. The graph of states is looked at only where
all of its names are known, so that a misspelt state is told once and not again as unreachable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govern.spec.codes import Code
from govern.spec.declared import Declared
from govern.spec.diagnostics import Position
from govern.spec.model import Roles, Term, Transition, Workflow
from govern.spec.nodes import BrokenNode, ListNode, MapNode
from govern.spec.report import Report, listed, shown
from govern.spec.vocabulary import TermKind

Fired = frozenset[tuple[str, str]]
"""Every (workflow, transition) that an effect anywhere in the pack names."""

_NOT_YET = frozenset({TermKind.REQUESTER, TermKind.EDITORS, TermKind.FIRED, TermKind.LAST})


def check_workflow(
    own: Declared, workflow: Workflow, roles: Roles, fired: Fired, report: Report
) -> None:
    """Every finding that concerns this workflow as a whole is in the report."""
    places = list(_places(own))
    for move, (node, at) in zip(workflow.transitions, places, strict=True):
        _check_may(workflow, move, node, at, roles, fired, report)
        _check_previous(workflow, move, node, report)
        _check_asked(workflow, move, node, report)
    _check_variants(workflow, [at for _, at in places], report)
    if _is_whole(own, workflow):
        _check_ways(own, workflow, report)


def _places(own: Declared) -> Iterator[tuple[MapNode, Position]]:
    """The node of each transition, in the order of the model, and where to point at it."""
    section = own.node.get("transitions")
    for key, value in section.entries if isinstance(section, MapNode) else ():
        for node in own.transitions[key.text]:
            yield node, node.at if isinstance(value, ListNode) else key.at


def _is_whole(own: Declared, workflow: Workflow) -> bool:
    """Whether the graph of states is complete and all its names are known."""
    if {"states", "transitions"} & own.damaged:
        return False
    section = own.node.get("transitions")
    values = [value for _, value in section.items()] if isinstance(section, MapNode) else []
    flat = [one for v in values for one in (v.items if isinstance(v, ListNode) else (v,))]
    broken = any(
        not isinstance(node, MapNode)
        or any(isinstance(node.get(word), BrokenNode) for word in ("from", "to", "except", "else"))
        for node in flat
    )
    named = {name for move in workflow.transitions for name in _named(move)}
    return not broken and named <= set(workflow.states)


def _named(move: Transition) -> Iterator[str]:
    """Every state a transition names."""
    yield from move.sources
    yield from _targets(move)


def _targets(move: Transition, source: str | None = None) -> Iterator[str]:
    """Where it may lead, from `source` or from anywhere; where it stays or goes back: nowhere."""
    target = move.target
    for name in (target.state, target.otherwise):
        if name:
            yield name
    yield from (branch.to for branch in target.branches)
    if source is None:
        yield from target.by_source.values()
    elif source in target.by_source:
        yield target.by_source[source]


def _check_ways(own: Declared, workflow: Workflow, report: Report) -> None:
    if not workflow.openings():
        key = own.node.key("transitions")
        text = "No transition opens a record."
        hint = "the one without `from` does: opening: {to: STATE, by: [ROLE]}"
        report.add(key.at if key else own.node.at, Code.NO_OPENING, text, hint)
        return
    reached = _reached(workflow)
    left = {source for move in workflow.transitions for source in move.sources}
    ends = any(state.final for state in workflow.states.values())
    for name, state in workflow.states.items():
        at = _state_place(own, name)
        if name not in reached:
            text = f"No sequence of transitions leads to the state {shown(name)}."
            report.add(at, Code.UNREACHABLE_STATE, text)
        elif ends and name not in left and not (state.final or state.edit):
            text = f"Nothing leads out of the state {shown(name)}, and it is not final."
            hint = "write `final: true` with an outcome, or a transition that leaves it"
            report.add(at, Code.DEAD_END, text, hint)


def _reached(workflow: Workflow) -> set[str]:
    """The states some sequence of transitions leads to. Each move is followed once for all of
    its sources, unless where it leads depends on the source."""
    leaving: dict[str, list[int]] = {}
    for index, move in enumerate(workflow.transitions):
        for source in move.sources:
            leaving.setdefault(source, []).append(index)
    waiting = [name for move in workflow.openings() for name in _targets(move)]
    reached, followed = set(waiting), set[int]()
    while waiting:
        source = waiting.pop()
        for index in leaving.get(source, ()):
            move = workflow.transitions[index]
            if index not in followed or move.target.by_source:
                followed.add(index)
                new = set(_targets(move, source)) - reached
                reached |= new
                waiting.extend(new)
    return reached


def _state_place(own: Declared, name: str) -> Position:
    section = own.node.get("states")
    key = section.key(name) if isinstance(section, MapNode) else None
    return key.at if key else own.node.at


def _check_may(
    workflow: Workflow,
    move: Transition,
    node: MapNode,
    at: Position,
    roles: Roles,
    fired: Fired,
    report: Report,
) -> None:
    named = node.get("by")
    if named is None:
        text = f"The transition {shown(move.name)} names nobody under `by`."
        hint = "by: [anyone] lets everybody, by: [system] effects of other records only"
        report.add(at, Code.NOBODY_MAY, text, hint)
        return
    if not move.by:
        return
    people = [term for term in move.by if term.kind is not TermKind.SYSTEM]
    reason = _why_nobody(move, people, roles)
    if not people and (workflow.name, move.name) not in fired:
        reason = "it is left to effects, and no effect fires it"
    if reason and not (move.system and people):
        text = f"Nobody could ever fire {shown(move.name)}: {reason}."
        report.add(named.at, Code.NOBODY_MAY, text)


def _why_nobody(move: Transition, people: list[Term], roles: Roles) -> str:
    """Why none of the terms can ever mean somebody who may; "" where one can."""
    if not people:
        return ""
    if all(_is_excluded(term, move.not_by) for term in people):
        return "`not_by` excludes everyone whom `by` names"
    if all(_is_contradiction(term, roles) for term in people):
        return "the roles it asks for at once are incompatible"
    if all(_is_itself(term, move) for term in people):
        return "only who has fired it before may, and so nobody can be the first"
    if move.opens and all(_is_not_yet(term) for term in people):
        return "before a record is opened it has no requester, no history and no fields"
    return ""


def _is_excluded(term: Term, not_by: Iterable[Term]) -> bool:
    texts = {one.text for one in not_by}
    parts = {term.text, *(part.text for part in term.terms)}
    return bool(parts & texts) or any(one.kind is TermKind.ANYONE for one in not_by)


def _is_contradiction(term: Term, roles: Roles) -> bool:
    names = [one.name for one in term.terms if one.kind is TermKind.ROLE]
    return any(
        other in roles.roles[name].incompatible
        for name in names
        for other in names
        if name in roles.roles
    )


def _is_itself(term: Term, move: Transition) -> bool:
    past = term.kind in (TermKind.FIRED, TermKind.LAST)
    return (past and term.name == move.name) or any(_is_itself(one, move) for one in term.terms)


def _is_not_yet(term: Term) -> bool:
    own_field = term.kind is TermKind.FIELD and term.path[0] != "parent"
    return own_field or term.kind in _NOT_YET or any(_is_not_yet(part) for part in term.terms)


def _check_previous(workflow: Workflow, move: Transition, node: MapNode, report: Report) -> None:
    if not move.target.previous or move.target.otherwise or move.opens:
        return
    plain = [n for n in move.sources if n in workflow.states and not workflow.states[n].side]
    target = node.get("to")
    if plain and target is not None:
        text = f"`previous` leads back from a side state, and {listed(plain[:5], 'and')} is none."
        hint = "write `side: true` on the state, or name with `else` where it leads"
        report.add(target.at, Code.NOT_FROM_SIDE, text, hint)


def _check_asked(workflow: Workflow, move: Transition, node: MapNode, report: Report) -> None:
    sources = [workflow.states[name] for name in move.sources if name in workflow.states]
    asked = node.get("ask")
    for name in move.ask if sources and asked is not None else ():
        if all(state.lock.all or name in state.lock.fields for state in sources):
            text = f"{shown(name)} is asked for, but locked in every state the transition leaves."
            report.add(asked.at if asked else node.at, Code.ASKS_LOCKED, text)


def _check_variants(workflow: Workflow, places: list[Position], report: Report) -> None:
    seen: set[tuple[str, str]] = set()
    for move, at in zip(workflow.transitions, places, strict=True):
        twice = [source for source in move.sources if (move.name, source) in seen]
        if twice:
            text = f"A variant above leaves {listed(twice[:5], 'and')} already."
            report.add(at, Code.OVERLAPPING_VARIANTS, text)
        seen.update((move.name, source) for source in move.sources)
