"""The stage: steps of scenarios carried out as commands, in an installation whose clock it sets.

The demo's portfolio is made so, and `rehearsal` tests a pack so. No step writes past the
commands; what came of a step is not judged here. A stage always plays on SQLite under its own
directory, whatever database the environment names: nothing is ever played in a real one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from govern.commands.definitions import publish
from govern.commands.grants import grant_role, revoke_grant
from govern.commands.people import add_person
from govern.commands.records import edit_record, open_record
from govern.commands.transitions import fire_transition
from govern.errors import Conflict, NotFound
from govern.installation import Clock, Installation, open_installation, system_clock
from govern.ledger.facts import Fact
from govern.naming import Named
from govern.queries.access import list_grants
from govern.queries.explaining import explain_transitions
from govern.queries.finding import find_record
from govern.queries.papers import list_documents
from govern.rules import fields
from govern.spec.catalog import Catalog
from govern.spec.model import Field
from govern.spec.scenarios import Player, Step, StepKind
from govern.store import entries
from govern.work import Identity, Work

SOURCE = "story"
OPERATOR = Identity(None, f"operator:{SOURCE}", by_operator=True)


def open_alone(home: Path, clock: Clock = system_clock) -> Installation:
    """The installation in `home` on its own SQLite file, whatever the environment says."""
    return open_installation(home, database_url="", clock=clock)


class Stage:
    """An installation, and the hand on its clock: `now` is what it says.

    `names`, wherever it is asked for, is what a scenario calls its records, to their numbers.
    """

    def __init__(self, home: Path, starts: datetime) -> None:
        self.now = starts
        self.installation = open_alone(home, lambda: self.now)

    def __enter__(self) -> Stage:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.installation.close()

    def publish(self, catalog: Catalog) -> None:
        """The pack is in force."""
        self.operate(lambda work: publish(work, catalog.sources))

    def enter(self, players: Iterable[Player]) -> None:
        """The people are there, each with the roles held everywhere; who is there already stays."""
        for player in players:
            name, full_name, email = player.name, player.full_name, player.email
            self._unless_so(partial(add_person, name=name, full_name=full_name, email=email))
            for role in player.roles:
                self._unless_so(partial(grant_role, person=name, role=role))

    def _unless_so(self, do: Callable[[Work], Any]) -> None:
        try:
            self.operate(do)
        except Conflict:
            return

    def operate(self, do: Callable[[Work], Any]) -> Any:
        """What the command returns to the operator."""
        return self.installation.perform(OPERATOR, do)

    def look(self, ask: Callable[[Work], Any]) -> Any:
        """What the query shows to the operator."""
        with self.installation.look(OPERATOR) as work:
            return ask(work)

    def step(self, step: Step, names: dict[str, str]) -> dict[str, Any]:
        """What the step came to: the record after an act, what was seen by an `expect`.

        Any GovernError leaves here. The clock must have been set.
        """
        match step.kind:
            case StepKind.OPEN:
                return self._open(step, names)
            case StepKind.FIRE:
                return self._fire(step, names)
            case StepKind.EDIT:
                return self._edit(step, names)
            case StepKind.GRANT:
                return self._give(step, names)
            case StepKind.REVOKE:
                return self._take(step, names)
            case StepKind.EXPECT:
                return self.record(called(step.record, names))
        self.now += step.wait
        return {}

    def _open(self, step: Step, names: dict[str, str]) -> dict[str, Any]:
        def do(work: Work) -> Any:
            given = _linked(work.catalog().workflow(step.name).fields, step.fields, names)
            within = called(step.within, names) if step.within else None
            return open_record(work, step.name, given, within=within, transition=step.via or None)

        record = self._act(step, do)
        if step.record:
            names[step.record] = record["number"]
        return record

    def _fire(self, step: Step, names: Mapping[str, str]) -> dict[str, Any]:
        ref = called(step.record, names)

        def do(work: Work) -> Any:
            workflow = work.workflow(work.find(ref).definition)
            inputs = {n: f for move in workflow.named(step.name) for n, f in move.inputs.items()}
            return fire_transition(
                work,
                ref,
                step.name,
                fields=_linked(workflow.fields, step.fields, names),
                inputs=_linked(inputs, step.inputs, names),
                comment=step.comment,
            )

        return self._act(step, do)

    def _edit(self, step: Step, names: Mapping[str, str]) -> dict[str, Any]:
        ref = called(step.record, names)
        revision = self.record(ref)["revision"]

        def do(work: Work) -> Any:
            declared = work.workflow(work.find(ref).definition).fields
            given = _linked(declared, step.fields, names)
            return edit_record(work, ref, given, revision=revision, comment=step.comment)

        return self._act(step, do)

    def _act(self, step: Step, do: Callable[[Work], Any]) -> dict[str, Any]:
        return dict(self.installation.perform(Identity(step.by, SOURCE), do).record)

    def _give(self, step: Step, names: Mapping[str, str]) -> dict[str, Any]:
        on = called(step.record, names) if step.record else None
        return dict(self.operate(lambda work: grant_role(work, step.person, step.name, on=on)))

    def _take(self, step: Step, names: Mapping[str, str]) -> dict[str, Any]:
        on = called(step.record, names) if step.record else None
        for one in self.look(lambda work: list_grants(work, person=step.person)):
            if (one["role"], one["on"], one["revoked_at"]) == (step.name, on, None):
                return dict(self.operate(partial(revoke_grant, grant=one["id"])))
        raise NotFound(f"{step.person} does not hold {step.name} there.")

    def record(self, ref: str) -> dict[str, Any]:
        """The record as the operator sees it."""
        return dict(self.look(lambda work: find_record(work, ref)))

    def stored(
        self, ref: str, values: Mapping[str, Any], names: Mapping[str, str]
    ) -> dict[str, Any]:
        """These values of the record's fields as they would be stored, to compare with."""

        def convert(work: Work) -> dict[str, Any]:
            workflow = work.workflow(work.find(ref).definition)
            declared = {n: replace(f, computed=None) for n, f in workflow.fields.items()}
            sent, currency = _linked(declared, values, names), workflow.currency
            return fields.accept(declared, sent, currency=currency, resolve=Named(work, None))

        return dict(self.look(convert))

    def documents(self, ref: str) -> list[str]:
        """The kinds of the record's documents, oldest first."""
        return [one["kind"] for one in reversed(self.look(lambda w: list_documents(w, ref)))]

    def transitions(self, ref: str, person: str) -> dict[str, dict[str, Any]]:
        """What `person` could do with the record, by transition."""
        with self.installation.look(Identity(person, SOURCE)) as work:
            return {one["name"]: one for one in explain_transitions(work, ref)}

    def openings(self, step: Step) -> list[str]:
        """The opening a step means: the one it names, else all of the type."""
        if step.via:
            return [step.via]
        ways = self.look(lambda work: work.catalog().workflow(step.name).openings())
        return [way.name for way in ways]

    def fired(self) -> set[tuple[str, str]]:
        """Every (type, transition) the ledger has an act of, whoever or whatever fired it."""
        return set(self.look(_fired))


def _fired(work: Work) -> set[tuple[str, str]]:
    acts = [e for e in entries.everything(work.connection) if e.kind in (Fact.OPENED, Fact.MOVED)]
    records = {entry.subject: entry.subject.removeprefix("record:") for entry in acts}
    types = {subject: work.find(record).workflow for subject, record in records.items()}
    return {(types[entry.subject], entry.name) for entry in acts}


def called(name: str, names: Mapping[str, str]) -> str:
    """The number of the record; what an effect opened is called by its number in the scenario."""
    return names.get(name, name)


def _linked(
    declared: Mapping[str, Field], values: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, Any]:
    """The values; in fields that link to records, names of the scenario are replaced by numbers."""
    return {
        name: _resolved(declared[name], value, names) if name in declared else value
        for name, value in values.items()
    }


def _resolved(field: Field, value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_resolved(field, one, names) for one in value]
    if isinstance(value, Mapping):
        return _linked(field.columns, value, names)
    return called(value, names) if field.to and isinstance(value, str) else value
