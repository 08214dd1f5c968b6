"""What only shows when the workflows of a pack are compared: numbers, places, circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from govern.spec.circles import circles
from govern.spec.codes import Code
from govern.spec.declared import Declared, Pack
from govern.spec.model import Workflow
from govern.spec.report import Report, listed, shown
from govern.spec.scopes import RELATIVES
from govern.spec.vocabulary import FieldKind

_LINKS = frozenset({FieldKind.LINK, FieldKind.LINKS})
Point = tuple[str, str]
"""A field of a record type."""

Edges = dict[Point, dict[Point, set[str]]]
"""Computed fields, each with those it reads and the directions it finds them in."""


def check_pack(pack: Pack, workflows: Mapping[str, Workflow], report: Report) -> None:
    """Every finding that concerns several workflows at once is in the report."""
    _check_prefixes(pack, workflows, report)
    _check_places(pack, report)
    _check_circles(pack, workflows, report)


def _check_prefixes(pack: Pack, workflows: Mapping[str, Workflow], report: Report) -> None:
    first: dict[str, str] = {}
    for name, workflow in sorted(workflows.items()):
        other = first.setdefault(workflow.prefix, name)
        if other != name:
            own = pack.workflows[name].node
            at = next((own.get(word) for word in ("number", "workflow") if own.get(word)), own)
            text = f"Records of type {shown(other)} are numbered {shown(workflow.prefix)} as well."
            report.add(at.at if at else own.at, Code.DUPLICATE_PREFIX, text)


def _check_places(pack: Pack, report: Report) -> None:
    """Types of which no record could be the first, because each needs one of the others."""
    possible = {n for n, own in pack.workflows.items() if not own.within_required}
    possible |= pack.unreadable
    grew = True
    while grew:
        new = {n for n, own in pack.workflows.items() if possible & set(own.within)} - possible
        possible |= new
        grew = bool(new)
    for name, own in pack.workflows.items():
        key = own.node.key("within")
        known = all(pack.knows(above) for above in own.within)
        if name not in possible and known and key is not None:
            text = f"No record could be the first: it needs {listed(own.within)}, which needs it."
            hint = "add `none` to `within`, so that the first may stand alone"
            report.add(key.at, Code.NOWHERE_TO_OPEN, text, hint)


def _check_circles(pack: Pack, workflows: Mapping[str, Workflow], report: Report) -> None:
    """A circle of computed fields is one on the same record, or one that goes up and down again.

    A field that sums up the same field of the records below is none: the records end somewhere.
    """
    edges = _edges(pack, workflows)
    own = {point: [q for q, d in found.items() if "own" in d] for point, found in edges.items()}
    endless = [part for part in circles(edges) if _never_ends(part, edges)]
    for part in [*circles(own), *endless]:
        named = listed((f"{workflow}.{field}" for workflow, field in part[:5]), "and")
        for workflow, field in part:
            node = pack.workflows[workflow].computed[field]
            text = f"The field is computed from itself, by way of {named}."
            report.add(node.at, Code.COMPUTED_CYCLE, text)


def _never_ends(part: list[Point], edges: Edges) -> bool:
    """Whether a circle goes aside, or both up and down."""
    inside = set(part)
    directions = {
        direction
        for point in part
        for end, found in edges[point].items()
        if end in inside
        for direction in found
    }
    return "aside" in directions or {"up", "down"} <= directions


def _edges(pack: Pack, workflows: Mapping[str, Workflow]) -> Edges:
    """For each computed field the computed fields it reads, with the directions it looks in."""
    edges: Edges = {}
    for name, workflow in workflows.items():
        for field in workflow.fields.values():
            if field.computed is not None:
                found: dict[Point, set[str]] = defaultdict(set)
                for path in field.computed.reaches:
                    for point, direction in _read(path, name, pack):
                        found[point].add(direction)
                edges[name, field.name] = dict(found)
    return {p: {q: d for q, d in found.items() if q in edges} for p, found in edges.items()}


def _read(path: tuple[str, ...], own: str, pack: Pack) -> Iterator[tuple[Point, str]]:
    """The fields of known types that the path reads, each with the direction it was found in."""
    names = list(path[1:] if path[:1] == ("this",) else path)
    types: Iterable[str] = (own,)
    direction = "own"
    while names:
        name = names.pop(0)
        known = [pack.workflows[one] for one in types if one in pack.workflows]
        if name == "parent":
            types, direction = {above for one in known for above in one.within}, "up"
        elif name in RELATIVES and direction == "own":
            types = names[:1]
            names = names[1:]
            direction = "down" if name in ("children", "descendants") else "aside"
        else:
            yield from (((one.name, name), direction) for one in known if name in one.fields)
            types, direction = _linked(known, name), "aside"


def _linked(known: list[Declared], name: str) -> list[str]:
    fields = (one.fields.get(name) for one in known)
    return [to for field in fields if field and field.kind in _LINKS for to in field.to]
