"""The terms of `by`, `not_by` and `edit`: roles, people named by fields, people of past acts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from govern.spec.builder import words
from govern.spec.builder.fields import PEOPLE
from govern.spec.builder.site import LINKS, Site
from govern.spec.codes import Code
from govern.spec.model import Term, Who
from govern.spec.names import did_you_mean
from govern.spec.needs import follow
from govern.spec.nodes import MapNode, Node, ScalarNode
from govern.spec.report import listed, shown
from govern.spec.vocabulary import TermKind

_BARE = {
    kind.value: kind
    for kind in (TermKind.REQUESTER, TermKind.EDITORS, TermKind.ANYONE, TermKind.SYSTEM)
}


def build_who(site: Site, nodes: Iterable[Node], *, system: bool = False) -> Who:
    """The terms, those that mean nothing left out. `system` says whether `system` may be named."""
    terms = []
    for node in nodes:
        term = _term(site, node)
        if term is not None and term.kind is TermKind.SYSTEM and not system:
            text = "`system` means effects of other records, and stands under `by` only."
            site.report.add(node.at, Code.MISPLACED, text)
        elif term is not None:
            terms.append(term)
    return tuple(terms)


def _term(site: Site, node: Node) -> Term | None:
    if isinstance(node, ScalarNode):
        return _named(site, node)
    return _past(site, node) if isinstance(node, MapNode) else None


def _past(site: Site, node: MapNode) -> Term | None:
    for kind in (TermKind.FIRED, TermKind.LAST):
        named = words.scalar(node, kind.value)
        if named is not None:
            name = site.transition(named)
            return Term(kind, f"{{{kind.value}: {name}}}", name=name)
    terms = build_who(site, words.many(node, "all"))
    text = f"{{all: [{', '.join(term.text for term in terms)}]}}"
    return Term(TermKind.ALL, text, terms=terms) if terms else None


def _named(site: Site, node: ScalarNode) -> Term | None:
    path = tuple(node.text.split("."))
    if len(path) > 1:
        return _dotted(site, node, path)
    if node.text in _BARE:
        return Term(_BARE[node.text], node.text)
    if node.text in site.pack.roles:
        return Term(TermKind.ROLE, node.text, node.text, title=site.pack.roles[node.text])
    field = site.own.fields.get(node.text)
    if field is not None and field.kind in PEOPLE:
        return Term(TermKind.FIELD, node.text, path=path)
    if field is not None:
        text = f"The field {shown(node.text)} is {shown(field.kind)} and names no people."
        site.report.add(node.at, Code.UNKNOWN_WHO, text)
    elif not _may_be_known(site, node.text):
        _report_unknown(site, node)
    return None


def _may_be_known(site: Site, name: str) -> bool:
    """Whether it may be a role or field whose declaration could not be read."""
    damaged = not site.pack.roles_known or "fields" in site.own.damaged
    return damaged or name in site.own.broken


def _report_unknown(site: Site, node: ScalarNode) -> None:
    people = [f.name for f in site.own.fields.values() if f.kind in PEOPLE]
    meant = partial(did_you_mean, node.text, [*site.pack.roles, *people, *_BARE], most=12)
    lacking = "the pack has no roles.yaml: declare the roles there"
    hint = meant if site.pack.roles_read else lacking
    text = f"{shown(node.text)} is neither a role nor a field that names people."
    site.report.add(node.at, Code.UNKNOWN_WHO, text, hint)


def _dotted(site: Site, node: ScalarNode, path: tuple[str, ...]) -> Term | None:
    """A path up through parents, or through a link field, to people or to who opened that one."""
    types: tuple[str, ...] = (site.own.name,)
    for name in path[:-1]:
        if not site.pack.sound(types):
            return None
        types = _beyond(site, types, name)
        if not types:
            text = f"{shown(name)} in {shown(node.text)} is neither `parent` nor a link field."
            site.report.add(node.at, Code.UNKNOWN_WHO, text)
            return None
    if follow(path, site.pack, site.own.name, {}).too_far:
        site.too_far(node, path)
        return None
    return _end(site, node, path, types)


def _beyond(site: Site, types: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The types of the records one step on."""
    found: list[str] = []
    for one in (site.pack.workflows[type_] for type_ in types):
        field = one.fields.get(name)
        if name == "parent":
            found.extend(one.within)
        elif field is not None and field.kind in LINKS:
            found.extend(field.to)
    return tuple(dict.fromkeys(found))


def _end(
    site: Site, node: ScalarNode, path: tuple[str, ...], types: tuple[str, ...]
) -> Term | None:
    """The term, if every record the path may lead to has such people."""
    last = path[-1]
    if not site.pack.sound(types):
        return None
    ends = [site.pack.workflows[type_] for type_ in types]
    lacking = [
        one.name
        for one in ends
        if last != "requester"
        and last not in one.broken
        and (last not in one.fields or one.fields[last].kind not in PEOPLE)
    ]
    if lacking:
        people = [f.name for one in ends for f in one.fields.values() if f.kind in PEOPLE]
        text = f"{listed(lacking, 'and')} has no field {shown(last)} that names people."
        site.report.add(node.at, Code.UNKNOWN_WHO, text, did_you_mean(last, people))
        return None
    return Term(TermKind.FIELD, node.text, path=path)
