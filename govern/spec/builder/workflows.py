"""From what a file declares to a frozen workflow: the second look, with all files known."""

from __future__ import annotations

import re
from dataclasses import replace

from govern.spec.builder import words
from govern.spec.builder.effects import build_effects
from govern.spec.builder.guards import build_rule
from govern.spec.builder.references import check_fields
from govern.spec.builder.site import Site
from govern.spec.builder.transitions import build_transitions
from govern.spec.builder.who import build_who
from govern.spec.codes import Code
from govern.spec.model import Document, Field, Lock, Needs, State, Transition, Workflow
from govern.spec.needs import Reader, together
from govern.spec.nodes import MapNode, ScalarNode
from govern.spec.vocabulary import FinalOutcome


def build_workflow(site: Site) -> Workflow:
    """The workflow. Where the report has findings of its file, some of it may be missing."""
    own = site.own
    _check_within(site)
    check_fields(site)
    for name in own.rules:
        build_rule(site, name)
    states = _states(site)
    prefix, digits = _number(own.name, words.text(own.node, "number"))
    workflow = Workflow(
        name=own.name,
        title=own.title,
        digest=own.digest,
        version=words.whole(own.node, "version", 1),
        summary=words.text(own.node, "summary"),
        prefix=prefix,
        digits=digits,
        within=own.within,
        within_required=own.within_required,
        currency=own.currency,
        fields=_fields(site),
        states=states,
        transitions=build_transitions(site),
        documents=_documents(site),
    )
    return _with_needs(workflow, site)


def _check_within(site: Site) -> None:
    for named in words.names(site.own.node, "within"):
        if named.text != "none":
            site.workflow(named)


def _number(name: str, given: str) -> tuple[str, int]:
    """Prefix and digits: of `CR-0000`, or made of the name."""
    if not given:
        return f"{name.upper().replace('_', '-')}-", 1
    prefix = re.sub("0+$", "", given)
    return prefix, len(given) - len(prefix)


def _fields(site: Site) -> dict[str, Field]:
    """All fields in file order, computed ones with their expressions."""
    scope = site.scopes.computed(site.own.name) if site.own.computed else None
    found = {}
    for name, field in site.own.fields.items():
        node = site.own.computed.get(name)
        if node is not None and scope is not None:
            expects = site.scopes.type_of(field, site.own.currency)
            field = replace(field, computed=site.expression(node, expects, scope=scope))
        found[name] = field
    return found


def _states(site: Site) -> dict[str, State]:
    found = {}
    for key, node in words.part(site.own.node, "states").entries:
        part = node if isinstance(node, MapNode) else MapNode(key.at, ())
        found[key.text] = _state(site, key, part)
    return found


def _state(site: Site, key: ScalarNode, node: MapNode) -> State:
    final, side = words.flag(node, "final"), words.flag(node, "side")
    outcome = words.text(node, "outcome")
    if final and node.get("outcome") is None:
        text = f"The final state {key.text} does not say with which outcome the record has ended."
        hint = "write: outcome: " + " or ".join(one.value for one in FinalOutcome)
        site.report.add(key.at, Code.NO_OUTCOME, text, hint)
    if outcome and not final:
        text = "Only a final state has an outcome."
        site.report.add(words.place(node, "outcome"), Code.MISPLACED, text)
    if final and side:
        text = "A side state interrupts another; it cannot be final."
        site.report.add(words.place(node, "side"), Code.MISPLACED, text)
    return State(
        name=key.text,
        title=words.text(node, "title") or words.plain_title(key.text),
        help=words.text(node, "help"),
        phase=words.text(node, "phase"),
        final=final,
        outcome=FinalOutcome(outcome) if outcome else None,
        side=side,
        edit=build_who(site, words.many(node, "edit")),
        lock=_lock(site, node),
        hide=frozenset(site.fields(words.names(node, "hide"))),
        require=site.fields(words.names(node, "require")),
        on_enter=build_effects(site, words.many(node, "on_enter")),
        on_exit=build_effects(site, words.many(node, "on_exit")),
    )


def _lock(site: Site, node: MapNode) -> Lock:
    if words.flag(node, "lock"):
        return Lock(all=True)
    names = [one for one in words.names(node, "lock") if isinstance(one.value, str)]
    return Lock(fields=frozenset(site.fields(names)))


def _documents(site: Site) -> dict[str, Document]:
    found = {}
    for name, node in words.part(site.own.node, "documents").items():
        if not isinstance(node, MapNode):
            continue
        on = words.part(node, "print_on")
        fired, entered = words.scalar(on, "fired"), words.scalar(on, "entered")
        found[name] = Document(
            name=name,
            title=words.text(node, "title"),
            template=words.text(node, "template"),
            fired=site.transition(fired) if fired else "",
            entered=site.state(entered) if entered else "",
        )
    return found


def _with_needs(workflow: Workflow, site: Site) -> Workflow:
    """The workflow with what each transition and all of it reads of the rest of the world."""
    plain = Reader(site.pack, workflow.name, {})
    computed = together(plain.expression(field.computed) for field in workflow.fields.values())

    states = {name: plain.state(state) for name, state in workflow.states.items()}
    taking = {name: needs for name, needs in states.items() if needs != Needs()}

    def complete(move: Transition) -> Transition:
        reader = Reader(site.pack, workflow.name, move.inputs)
        return replace(move, needs=reader.transition(move, taking) | computed)

    moves = tuple(complete(move) for move in workflow.transitions)
    needs = together([computed, *taking.values(), *(move.needs for move in moves)])
    return replace(workflow, transitions=moves, needs=needs)
