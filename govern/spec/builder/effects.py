"""The effects of transitions and states."""

from __future__ import annotations

from collections.abc import Iterable

from govern.spec.builder import words
from govern.spec.builder.fields import check_literal
from govern.spec.builder.guards import report_unrelated
from govern.spec.builder.site import LINKS, Site, check_role
from govern.spec.codes import Code
from govern.spec.conditions.types import BOOLEAN
from govern.spec.declared import Declared
from govern.spec.model import Effect, Field, Setting
from govern.spec.nodes import MapNode, Node, ScalarNode, plain
from govern.spec.report import listed, shown
from govern.spec.vocabulary import EffectWord, FieldKind

_EQUALS = "= "


def build_effects(site: Site, nodes: Iterable[Node]) -> tuple[Effect, ...]:
    """The effects that can be used, in file order."""
    return tuple(_effect(site, node) for node in nodes if isinstance(node, MapNode))


def _effect(site: Site, node: MapNode) -> Effect:
    if node.get("set") is not None:
        return Effect(EffectWord.SET, values=_values(site, words.part(node, "set"), [site.own]))
    if node.get("open") is not None:
        return _open(site, words.part(node, "open"))
    if node.get("fire") is not None:
        return _fire(site, words.part(node, "fire"))
    named = words.scalar(node, "print")
    documents = site.own.documents
    known = named is None or named.text in documents or "documents" in site.own.damaged
    if named is not None and not known:
        site.report.unknown(named.at, Code.UNKNOWN_DOCUMENT, "document", named.text, documents)
    return Effect(EffectWord.PRINT, document=words.text(node, "print"))


def _values(site: Site, node: MapNode, targets: list[Declared]) -> dict[str, Setting]:
    """What is written to fields of `targets`: each must have the field, or be another's mistake."""
    found = {}
    for key, value in node.entries:
        for target in targets:
            field = site.written(key, target)
            if field is not None:
                found[key.text] = _setting(site, value, field, target.currency)
    return found


def _setting(site: Site, node: Node, field: Field, currency: str) -> Setting:
    if isinstance(node, ScalarNode) and isinstance(node.value, str):
        if node.value.startswith(_EQUALS):
            expects = site.scopes.type_of(field, currency)
            return Setting(expression=site.expression(node, expects, skip=len(_EQUALS)))
        if field.kind is FieldKind.ROLE:
            check_role(node, site.pack, site.report)
    if isinstance(node, ScalarNode) and node.value is None:
        if field.required:
            text = f"The field {shown(field.name)} is required and cannot be cleared."
            site.report.add(node.at, Code.BAD_VALUE, text)
        return Setting()
    if field.kind in LINKS | {FieldKind.TABLE}:
        return _emptied(site, node, field)
    return Setting(literal=check_literal(field, node, currency, site.report))


def _emptied(site: Site, node: Node, field: Field) -> Setting:
    if plain(node) != []:
        text = f"The field {shown(field.name)} is {shown(field.kind)}: records have no names here."
        site.report.add(node.at, Code.BAD_VALUE, text, "write an expression: `= …`, or null")
    return Setting(literal=[])


def _open(site: Site, node: MapNode) -> Effect:
    named = words.scalar(node, "workflow")
    other = site.workflow(named) if named else None
    link = words.scalar(node, "link")
    field = site.link(link) if link else None
    if other is None or named is None:
        return Effect(EffectWord.OPEN)
    if field is not None and link is not None and other.name not in field.to:
        text = f"The field {shown(link.text)} does not link to {shown(other.name)}."
        site.report.add(link.at, Code.NOT_A_LINK, text)
    _check_place(site, named, other)
    return Effect(
        EffectWord.OPEN,
        workflow=other.name,
        transition=_opening(site, node, named, other),
        values=_values(site, words.part(node, "fields"), [other]),
        link=link.text if link else "",
    )


def _opening(site: Site, node: MapNode, named: ScalarNode, other: Declared) -> str:
    """The opening meant: the one named, or the only one."""
    openings = other.openings()
    via = words.scalar(node, "transition")
    if via is not None:
        name = site.transition(via, other)
        if name in other.transitions and name not in openings:
            text = f"The transition {shown(name)} opens no record of type {shown(other.name)}."
            site.report.add(via.at, Code.NOT_AN_OPENING, text)
        site.fired.add((other.name, name))
        return name
    if len(openings) > 1:
        text = f"A record of type {shown(other.name)} is opened by {listed(openings)}: name one."
        site.report.add(named.at, Code.WHICH_OPENING, text)
    site.fired.update((other.name, name) for name in openings)
    return openings[0] if openings else ""


def _check_place(site: Site, named: ScalarNode, other: Declared) -> None:
    """A record is opened within this one, or the nearest above that may hold it."""
    above = {site.own.name}
    waiting = [site.own.name]
    while waiting:
        one = site.pack.workflows.get(waiting.pop())
        for name in one.within if one else ():
            if name not in above:
                above.add(name)
                waiting.append(name)
    if other.within_required and not above & set(other.within):
        text = (
            f"A record of type {shown(other.name)} lies within {listed(other.within)}, "
            "and neither this record nor one above it is of such a type."
        )
        site.report.add(named.at, Code.NO_PLACE, text)


def _fire(site: Site, node: MapNode) -> Effect:
    on, targets, where = _those(site, node)
    named = words.scalar(node, "transition")
    if named is not None:
        _check_move(site, named, targets)
    return Effect(
        EffectWord.FIRE,
        on=on,
        workflow=targets[0].name if on in ("children", "siblings") and targets else "",
        where=site.expression(where, BOOLEAN, others=tuple(one.name for one in targets)),
        transition=words.text(node, "transition"),
        values=_values(site, words.part(node, "fields"), targets),
        inputs=_inputs(site, node, targets),
        each_try=words.text(node, "each") == "try",
    )


def _those(site: Site, node: MapNode) -> tuple[str, list[Declared], ScalarNode | None]:
    """Which records a `fire` is about: the word or link field, their types, the condition."""
    linked = words.scalar(node, "linked")
    if linked is not None:
        field = site.link(linked)
        return linked.text, site.pack.found(field.to if field else ()), None
    parent = node.key("parent")
    if parent is not None:
        if not site.own.within:
            text = "Records of this type lie within no other: the workflow has no `within`."
            site.report.add(parent.at, Code.NOT_RELATED, text)
        return "parent", site.pack.found(site.own.within), None
    word = "children" if node.get("children") is not None else "siblings"
    part = words.part(node, word)
    named = words.scalar(node, word) or words.scalar(part, "workflow")
    other = site.workflow(named) if named else None
    if named is not None and other is not None:
        related = site.pack.children if word == "children" else site.pack.siblings
        if other.name not in related(site.own.name):
            report_unrelated(site, named, word)
    return word, [other] if other else [], words.scalar(part, "where")


def _check_move(site: Site, named: ScalarNode, targets: list[Declared]) -> None:
    for target in targets:
        name = site.transition(named, target)
        variants = target.transitions.get(name, ())
        if variants and all(one.get("from") is None for one in variants):
            text = f"The transition {shown(name)} opens records; it cannot be fired on one."
            site.report.add(named.at, Code.NOT_A_MOVE, text)
        site.fired.add((target.name, name))


def _inputs(site: Site, node: MapNode, targets: list[Declared]) -> dict[str, Setting]:
    """Inputs are checked by name; their values are judged as if a person had sent them."""
    found = {}
    for key, value in words.part(node, "input").entries:
        for target in targets:
            known = target.inputs(words.text(node, "transition"))
            if key.text not in known:
                site.report.unknown(key.at, Code.UNKNOWN_INPUT, "input", key.text, known)
        if isinstance(value, ScalarNode) and str(value.value).startswith(_EQUALS):
            expression = site.expression(value, None, skip=len(_EQUALS))
            found[key.text] = Setting(expression=expression)
        else:
            found[key.text] = Setting(literal=plain(value))
    return found
