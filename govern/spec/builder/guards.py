"""The guards of transitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from govern.spec.builder import words
from govern.spec.builder.site import Site
from govern.spec.codes import Code
from govern.spec.conditions import Expression
from govern.spec.conditions.types import BOOLEAN
from govern.spec.declared import Declared
from govern.spec.model import Guard
from govern.spec.nodes import BrokenNode, MapNode, Node, ScalarNode
from govern.spec.report import listed, shown
from govern.spec.vocabulary import GuardWord, Level, Quantifier


def build_guards(site: Site, nodes: Iterable[Node]) -> tuple[Guard, ...]:
    """The guards that can be used, in file order."""
    return tuple(_guard(site, node) for node in nodes if isinstance(node, MapNode))


def _guard(site: Site, node: MapNode) -> Guard:
    word = next(word for word in GuardWord if node.get(word.value) is not None)
    when = words.scalar(node, "when")
    guard = replace(
        _BUILD[word](site, node, word),
        when=site.expression(when, BOOLEAN),
        reason=words.text(node, "else"),
        code=words.text(node, "code"),
    )
    level = words.text(node, "level")
    return replace(guard, level=Level(level)) if level else guard


def _check(site: Site, node: MapNode, word: GuardWord) -> Guard:
    check = site.expression(words.scalar(node, "check"), BOOLEAN)
    return Guard(word, text=" ".join(words.text(node, "check").split()), check=check)


def _rule(site: Site, node: MapNode, word: GuardWord) -> Guard:
    name = words.text(node, "rule")
    declared = words.part(site.own.node, "rules").get(name)
    named = words.scalar(node, "rule")
    if declared is None and named is not None and "rules" not in site.own.damaged:
        site.report.unknown(named.at, Code.UNKNOWN_RULE, "rule", name, site.own.rules)
    check = build_rule(site, name)
    return Guard(word, text=f"The rule {words.plain_title(name)}", name=name, check=check)


def build_rule(site: Site, name: str) -> Expression | None:
    """The expression of a rule: its scope is that of the workflow, without any inputs."""
    scope = site.scopes.of_act(site.own.name)
    return site.expression(site.own.rules.get(name), BOOLEAN, scope=scope)


def _relatives(site: Site, node: MapNode, word: GuardWord) -> Guard:
    part = words.part(node, word.value)
    named = words.scalar(part, "workflow")
    other = site.workflow(named) if named else None
    if other is None or named is None:
        return Guard(word, text="")
    _check_related(site, named, other, word)
    place = {
        GuardWord.CHILDREN: " within this one",
        GuardWord.SIBLINGS: " beside this one",
        GuardWord.RECORDS: "",
    }[word]
    text = f"The condition on records of type {other.title}{place}"
    return _counted(site, part, (other.name,), Guard(word, text=text, workflow=other.name))


def _check_related(site: Site, named: ScalarNode, other: Declared, word: GuardWord) -> None:
    related = {
        GuardWord.CHILDREN: site.pack.children,
        GuardWord.SIBLINGS: site.pack.siblings,
    }.get(word)
    if related is not None and other.name not in related(site.own.name):
        report_unrelated(site, named, word.value)


def report_unrelated(site: Site, named: ScalarNode, word: str) -> None:
    """The finding that records of the type named are never children or siblings of this one."""
    if word == "children":
        text = f"Records of type {shown(named.text)} do not lie within one of this type."
        hint = f"write in {named.text}.yaml: within: [{site.own.name}]"
    else:
        text = f"Records of type {shown(named.text)} do not lie within the same types as this one."
        hint = ""
    site.report.add(named.at, Code.NOT_RELATED, text, hint)


def _parent(site: Site, node: MapNode, word: GuardWord) -> Guard:
    key = node.key("parent")
    if not site.own.within and key is not None:
        text = "Records of this type lie within no other: the workflow has no `within`."
        site.report.add(key.at, Code.NOT_RELATED, text)
    guard = Guard(word, text="The condition on the record it lies within")
    return _counted(site, words.part(node, "parent"), site.own.within, guard)


def _linked(site: Site, node: MapNode, word: GuardWord) -> Guard:
    part = words.part(node, "linked")
    named = words.scalar(part, "field")
    field = site.link(named) if named else None
    if field is None:
        return Guard(word, text="")
    guard = Guard(word, text=f"The condition on {field.title}", name=field.name)
    return _counted(site, part, field.to, guard)


def _unique(site: Site, node: MapNode, word: GuardWord) -> Guard:
    part = words.part(node, "unique")
    nodes = words.names(part, "fields")
    fields = site.fields(nodes)
    named = words.scalar(part, "among")
    among = site.workflow(named) if named else site.own
    for one in nodes if among is not None and named is not None else ():
        site.field(one, among)
    titles = [site.own.fields[name].title for name in fields if name in site.own.fields]
    return Guard(
        word,
        text=f"Whether {' and '.join(titles)} is taken",
        fields=fields,
        workflow=among.name if among else "",
    )


def _counted(site: Site, part: MapNode, others: tuple[str, ...], guard: Guard) -> Guard:
    """The guard with its `where` and how many must satisfy it."""
    where = words.scalar(part, "where")
    one = _quantifier(part)
    floor = words.whole(part, "at_least")
    if floor and one not in (None, Quantifier.ALL, Quantifier.ALL_IN):
        text = f"`at_least` stands alone or beside {listed(['all', 'all_in'])}."
        site.report.add(words.place(part, "at_least"), Code.CHOOSE_ONE, text)
    if floor and one is None:
        one = Quantifier.AT_LEAST
    if one in (None, Quantifier.ALL) and where is None:
        text = "What must hold of all of them is not said: `where` is missing."
        site.report.add(part.at, Code.MISSING_KEY, text)
    return replace(
        guard,
        where=site.expression(where, BOOLEAN, others=others),
        quantifier=one or Quantifier.ALL,
        number=floor if one is Quantifier.AT_LEAST else words.whole(part, "count"),
        at_least=floor,
        states=_states(site, part, others),
    )


def _quantifier(part: MapNode) -> Quantifier | None:
    return next((q for q in Quantifier if q is not Quantifier.AT_LEAST and _has(part, q)), None)


def _has(part: MapNode, quantifier: Quantifier) -> bool:
    found = part.get(quantifier.value)
    return found is not None and not isinstance(found, BrokenNode)


def _states(site: Site, part: MapNode, others: tuple[str, ...]) -> tuple[str, ...]:
    """The states of `all_in`: each must be a state of one of the types."""
    nodes = words.names(part, "all_in")
    known = {state for name in others if name in site.pack.workflows
             for state in site.pack.workflows[name].states}  # fmt: skip
    for node in nodes if others and site.pack.sound(others) else ():
        if node.text not in known:
            site.report.unknown(node.at, Code.UNKNOWN_STATE, "state", node.text, known)
    return tuple(node.text for node in nodes)


_BUILD: Mapping[GuardWord, Callable[[Any, MapNode, GuardWord], Guard]] = {
    GuardWord.CHECK: _check,
    GuardWord.RULE: _rule,
    GuardWord.CHILDREN: _relatives,
    GuardWord.SIBLINGS: _relatives,
    GuardWord.RECORDS: _relatives,
    GuardWord.PARENT: _parent,
    GuardWord.LINKED: _linked,
    GuardWord.UNIQUE: _unique,
}
