"""What a move brings about, worked out but not done: values to write, records to open, moves to
fire, papers to print. And the computed fields, which follow every write.

Every value comes out in stored form. An expression that cannot be evaluated, or a value its field
cannot hold, refuses the act: nothing is written half.
"""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from govern.errors import Refused, ValuesRefused
from govern.rules import kinds
from govern.rules.plain import plain, settled
from govern.rules.situation import RecordView, Situation
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.rules.world import Other, World
from govern.spec.model import Effect, Field, Setting, Workflow
from govern.spec.values import Value
from govern.spec.vocabulary import EffectWord

UP, DOWN, BESIDE = "parent", "children", "siblings"


@dataclass(frozen=True, slots=True)
class Opened:
    """A record to open. `values` are as a person would send them, for its fields are not known
    here; `link` is the field of this record that is to name it, or ""."""

    workflow: str
    transition: str
    values: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""


@dataclass(frozen=True, slots=True)
class Fired:
    """A transition to fire on each of `records`; `each_try`: one that refuses does not refuse all.

    `values` and `inputs` are as a person would send them.
    """

    transition: str
    records: tuple[RecordView, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, Any] = field(default_factory=dict)
    each_try: bool = False


@dataclass(slots=True)
class Consequences:
    """All that some effects bring about. `values`: stored form by field, null to clear."""

    values: dict[str, Any] = field(default_factory=dict)
    opened: tuple[Opened, ...] = ()
    fired: tuple[Fired, ...] = ()
    printed: tuple[str, ...] = ()


def consequences(situation: Situation, effects: Iterable[Effect]) -> Consequences:
    """What the effects bring about in this situation, each seeing what those before it set.

    Refused, with the code expression_error, where one of them cannot be worked out.
    """
    found = Consequences()
    for effect in effects:
        world = World(situation)
        if effect.word is EffectWord.SET:
            written = _written(effect, world)
            found.values |= written
            situation = _after(situation, written)
        elif effect.word is EffectWord.OPEN:
            values = _sent(effect.values, world)
            opening = Opened(effect.workflow, effect.transition, values, effect.link)
            found.opened += (opening,)
        elif effect.word is EffectWord.FIRE:
            found.fired += (_fired(effect, world),)
        else:
            found.printed += (effect.document,)
    return found


def _written(effect: Effect, world: World) -> dict[str, Any]:
    """The stored values that one `set` writes: all from the same situation, the one before it."""
    workflow = world.situation.workflow
    return {
        name: _stored(setting, workflow.fields[name], workflow.currency, world)
        for name, setting in effect.values.items()
    }


def _stored(setting: Setting, field: Field, currency: str, world: World) -> Any:
    if setting.expression is None:
        if field.required and kinds.is_empty(kinds.restore(setting.literal, field)):
            raise _refused(f"{field.title} must not be cleared", field.name)
        return setting.literal
    try:
        return settled(_value(setting, world), field, currency)
    except ValuesRefused as refusal:
        told = refusal.message.rstrip(".")
        raise _refused(f"{setting.expression.text} does not fit: {told}", field.name) from refusal


def _sent(settings: Mapping[str, Setting], world: World) -> dict[str, Any]:
    return {name: plain(_value(setting, world)) for name, setting in settings.items()}


def _value(setting: Setting, world: World) -> Any:
    if setting.expression is None:
        return setting.literal
    outcome = setting.expression.evaluate(world, world)
    if outcome.error:
        raise _refused(f"{setting.expression.text} cannot be worked out: {outcome.error}")
    return outcome.value


def _after(situation: Situation, written: Mapping[str, Any]) -> Situation:
    """The situation once these stored values are written."""
    record, declared = situation.record, situation.workflow.fields
    values = dict(record.values)
    values |= {name: kinds.restore(kept, declared[name]) for name, kept in written.items()}
    links = {name: views for name, views in record.links.items() if name not in written}
    return replace(
        situation,
        record=replace(record, values=values, links=links),
        changed=situation.changed | frozenset(written),
    )


def _fired(effect: Effect, world: World) -> Fired:
    records = tuple(
        view for view in _targets(effect, world.situation) if _is_meant(view, effect, world)
    )
    return Fired(
        effect.transition,
        records,
        _sent(effect.values, world),
        _sent(effect.inputs, world),
        effect.each_try,
    )


def _targets(effect: Effect, situation: Situation) -> tuple[RecordView, ...]:
    own = situation.record
    try:
        if effect.on == UP:
            return (own.parent,) if own.parent is not None else ()
        if effect.on == DOWN:
            return situation.children[effect.workflow]
        if effect.on == BESIDE:
            return situation.siblings[effect.workflow]
        return own.links[effect.on] if own.values.get(effect.on) else ()
    except KeyError as error:
        raise _refused(f"{effect.on} {effect.workflow} was not loaded") from error


def _is_meant(view: RecordView, effect: Effect, world: World) -> bool:
    if effect.where is None:
        return True
    outcome = effect.where.evaluate(Other(world, view), world)
    if outcome.error:
        told = f"{view.number}: {effect.where.text} cannot be worked out: {outcome.error}"
        raise _refused(told)
    return outcome.holds


def _refused(reason: str, field: str = "") -> Refused:
    verdict = Verdict("effects", "expression_error", VerdictOutcome.ERROR, f"{reason}.", field)
    return Refused(f"{reason}.", [verdict])


def compute(situation: Situation) -> dict[str, Any]:
    """The stored values of the computed fields, each after those it is computed from.

    A field whose expression cannot be evaluated is empty: it waits for what it is made of.
    Refused where a value does not fit its field.
    """
    found: dict[str, Any] = {}
    workflow = situation.workflow
    for declared in in_order(workflow):
        assert declared.computed is not None
        world = World(situation)
        outcome = declared.computed.evaluate(world, world)
        value: Value = kinds.empty(declared) if outcome.error else outcome.value
        found[declared.name] = _fitted(value, declared, workflow.currency)
        situation = _after(situation, {declared.name: found[declared.name]})
    return found


def _fitted(value: Value, declared: Field, currency: str) -> Any:
    try:
        return settled(value, replace(declared, required=False), currency)
    except ValuesRefused as refusal:
        raise _refused(refusal.message.rstrip("."), declared.name) from refusal


def in_order(workflow: Workflow) -> tuple[Field, ...]:
    """The computed fields, each after those it reads; those that read each other are left out."""
    computed = {f.name: f for f in workflow.fields.values() if f.computed is not None}
    if len(computed) < 2:
        return tuple(computed.values())
    reads = {
        name: {path[0] for path in f.computed.reads if path and path[0] in computed}
        for name, f in computed.items()
        if f.computed is not None
    }
    try:
        order = tuple(graphlib.TopologicalSorter(reads).static_order())
    except graphlib.CycleError:
        return ()
    return tuple(computed[name] for name in order)
