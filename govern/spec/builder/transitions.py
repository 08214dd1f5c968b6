"""Transitions: their sources, where they lead, what they ask."""

from __future__ import annotations

from govern.spec.builder import words
from govern.spec.builder.effects import build_effects
from govern.spec.builder.fields import build_field
from govern.spec.builder.guards import build_guards
from govern.spec.builder.references import check_field
from govern.spec.builder.site import Site
from govern.spec.builder.who import build_who
from govern.spec.codes import Code
from govern.spec.conditions.types import BOOLEAN
from govern.spec.model import Branch, Field, Target, Transition
from govern.spec.nodes import ListNode, MapNode, ScalarNode
from govern.spec.report import shown
from govern.spec.vocabulary import TermKind


def build_transitions(site: Site) -> tuple[Transition, ...]:
    """All transitions in file order, variants of one name after another."""
    found = []
    for name, variants in site.own.transitions.items():
        is_list = isinstance(words.part(site.own.node, "transitions").get(name), ListNode)
        for node in variants:
            if is_list and node.get("from") is None:
                text = "Each variant says with `from` which states it leaves."
                site.report.add(node.at, Code.MISSING_KEY, text)
            found.append(_transition(site, name, node))
    return tuple(found)


def _transition(site: Site, name: str, node: MapNode) -> Transition:
    asked, inputs = _asked(site, node)
    site.inputs = inputs
    sources = _sources(site, node)
    by = build_who(site, words.many(node, "by"), system=True)
    move = Transition(
        name=name,
        title=words.text(node, "title") or words.plain_title(name),
        target=_target(site, node, sources),
        sources=sources,
        help=words.text(node, "help"),
        by=by,
        not_by=build_who(site, words.many(node, "not_by")),
        system=any(term.kind is TermKind.SYSTEM for term in by),
        require=site.fields(words.names(node, "require")),
        ask=asked,
        inputs=inputs,
        comment_required=words.text(node, "comment") == "required",
        guards=build_guards(site, words.many(node, "guards")),
        then=build_effects(site, words.many(node, "then")),
    )
    site.inputs = None
    return move


def _asked(site: Site, node: MapNode) -> tuple[tuple[str, ...], dict[str, Field]]:
    """The fields and the inputs an act asks for."""
    asked = node.get("ask")
    if not isinstance(asked, MapNode):
        names = words.names(node, "ask")
        for named in names:
            site.written(named)
        return tuple(dict.fromkeys(named.text for named in names)), {}
    fields, inputs = [], {}
    for key, value in asked.entries:
        if isinstance(value, ScalarNode):
            site.written(key)
            fields.append(key.text)
            continue
        if key.text in site.own.fields:
            text = f"{shown(key.text)} is a field already; an input needs a name of its own."
            hint = f"to ask for the field write `{key.text}:` and nothing behind it"
            site.report.add(key.at, Code.NAME_CLASH, text, hint)
        built = build_field(key.text, value, site.own.currency, site.report)
        if built is not None and isinstance(value, MapNode):
            check_field(site, value, built)
            inputs[key.text] = built
    return tuple(fields), inputs


def _sources(site: Site, node: MapNode) -> tuple[str, ...]:
    """The states it leaves, in file order where the file says `any`."""
    given = node.get("from")
    excepted = site.states(words.names(node, "except"))
    is_any = isinstance(given, ScalarNode) and given.text == "any"
    if excepted and not is_any:
        text = "`except` means something beside `from: any` only."
        site.report.add(words.place(node, "except"), Code.MISPLACED, text)
    if not is_any:
        return site.states(words.names(node, "from"))
    target = words.scalar(node, "to")
    left_out = {*excepted, *([target.text] if target else [])}
    states = site.own.states.items()
    found = tuple(name for name, final in states if not final and name not in left_out)
    if not found and "states" not in site.own.damaged:
        text = "There is no state left that the transition could leave."
        site.report.add(words.place(node, "from"), Code.NO_SOURCE, text)
    return found


def _target(site: Site, node: MapNode, sources: tuple[str, ...]) -> Target:
    given = node.get("to")
    otherwise = words.scalar(node, "else")
    opens = node.get("from") is None
    previous = isinstance(given, ScalarNode) and given.text == "previous"
    if otherwise is not None and not previous:
        text = "`else` means something beside `to: previous` only."
        site.report.add(words.place(node, "else"), Code.MISPLACED, text)
    if opens and not (isinstance(given, ScalarNode) and given.text not in ("stay", "previous")):
        text = "A transition that opens a record leads to one named state."
        site.report.add(words.place(node, "to"), Code.BAD_OPENING, text)
        return Target(stay=True)
    if isinstance(given, MapNode):
        return _by_source(site, node, given, sources)
    if isinstance(given, ListNode):
        return Target(branches=_branches(site, given))
    if not isinstance(given, ScalarNode) or given.text == "stay":
        return Target(stay=True)
    if previous:
        return Target(previous=True, otherwise=site.state(otherwise) if otherwise else "")
    return Target(state=site.state(given))


def _by_source(site: Site, node: MapNode, given: MapNode, sources: tuple[str, ...]) -> Target:
    found = {}
    for key, value in given.entries:
        if isinstance(value, ScalarNode):
            found[site.state(key)] = site.state(value)
        if key.text in site.own.states and key.text not in sources:
            text = f"{shown(key.text)} is not among the states the transition leaves."
            site.report.add(key.at, Code.UNMAPPED_SOURCE, text)
    for name in sources:
        if name not in found and name in site.own.states:
            text = f"The map does not say where the transition leads from {shown(name)}."
            site.report.add(words.place(node, "to"), Code.UNMAPPED_SOURCE, text)
    return Target(by_source=found)


def _branches(site: Site, given: ListNode) -> tuple[Branch, ...]:
    found: list[Branch] = []
    certain = False
    for node in given.items:
        if not isinstance(node, MapNode):
            continue
        if certain:
            text = "The branch before this one has no `when` and always holds."
            site.report.add(node.at, Code.DEAD_BRANCH, text)
        to, when = words.scalar(node, "to"), words.scalar(node, "when")
        certain = certain or node.get("when") is None
        if to is not None:
            found.append(Branch(site.state(to), site.expression(when, BOOLEAN)))
    return tuple(found)
