"""Scenario files: people in roles, what they do in which order, and what must come of it.

They are read as strictly as workflows. Running them is not the business of this module; every
step knows its place, so that whoever runs it can name file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from govern.spec import grammar
from govern.spec.builder import words
from govern.spec.catalog import Catalog
from govern.spec.codes import Code
from govern.spec.diagnostics import Finding, Position
from govern.spec.files import is_text, read_files
from govern.spec.literals import duration
from govern.spec.nodes import ListNode, MapNode, Node, ScalarNode, plain, read_nodes
from govern.spec.play_checks import check_play
from govern.spec.report import Report, shown
from govern.spec.shapes import shaped
from govern.spec.sources import Source

STARTS = datetime(2026, 1, 5, 9, tzinfo=UTC)


class StepKind(StrEnum):
    OPEN = "open"
    FIRE = "fire"
    EDIT = "edit"
    GRANT = "grant"
    REVOKE = "revoke"
    WAIT = "wait"
    EXPECT = "expect"


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody who takes part; `roles` are held everywhere from the start."""

    name: str
    full_name: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `name` is the type opened, the transition fired, the role granted or revoked;
    `record` what the scenario calls the record it is about (`as`, `on`, `edit` or `expect`).

    `person` gets or loses the role. Values are as a person would send them, except that a text
    may be the name the scenario gave to a record, where the field is a link. `refused` holds the
    reason codes expected; it is empty for an act that is to succeed. `documents` is None where
    nothing is said about them.
    """

    kind: StepKind
    at: Position
    by: str = ""
    name: str = ""
    record: str = ""
    via: str = ""
    within: str = ""
    person: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""
    moment: datetime | None = None
    wait: timedelta = timedelta()
    refused: tuple[str, ...] = ()
    state: str = ""
    documents: tuple[str, ...] | None = None
    allowed: tuple[str, ...] = ()
    blocked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One file: `starts` is the moment of the first step; `next` is shown and not played."""

    file: str
    title: str
    at: Position
    starts: datetime
    people: Mapping[str, Player]
    steps: tuple[Step, ...]
    next: tuple[Step, ...] = ()


class Scenarios(NamedTuple):
    """What came of reading: files with findings have no scenario."""

    scenarios: tuple[Scenario, ...]
    findings: tuple[Finding, ...]
    sources: Mapping[str, str]


def read_scenarios(directory: Path, catalog: Catalog | None = None) -> Scenarios:
    """The scenarios in the `*.yaml` files of the directory; none where there is no directory.

    With a `catalog` they are compared with its workflows: names there are none of are findings.
    """
    report = Report()
    if not directory.exists():
        return Scenarios((), (), {})
    return _read(read_files(directory, report, f"{directory.name}/"), catalog, report)


def read_scenario_sources(sources: Mapping[str, str], catalog: Catalog | None = None) -> Scenarios:
    """The same from texts by file name."""
    return _read(sources, catalog, Report())


def _read(sources: Mapping[str, str], catalog: Catalog | None, report: Report) -> Scenarios:
    found = []
    for file, text in sources.items():
        source = Source(file, text)
        if report.has(file) or not is_text(source, report):
            continue
        root = read_nodes(source, report)
        if root is not None:
            node = shaped(root, grammar.SCENARIO, source, report)
            check_play(node, catalog, report)
            found.append(_scenario(file, node, report))
    sound = tuple(one for one in found if not report.has(one.file))
    return Scenarios(sound, report.findings(), sources)


def _scenario(file: str, node: MapNode, report: Report) -> Scenario:
    title, starts = words.scalar(node, "scenario"), words.scalar(node, "starts")
    first = _moment(starts, report) or STARTS
    steps = tuple(
        _step(one, report) for one in words.many(node, "steps") if isinstance(one, MapNode)
    )
    _check_order(first, steps, report)
    people = words.part(node, "people")
    return Scenario(
        file=file,
        title=words.text(node, "scenario"),
        at=title.at if title else node.at,
        starts=first,
        people={name: _player(name, one) for name, one in people.items()},
        steps=steps,
        next=tuple(
            _step(one, report) for one in words.many(node, "next") if isinstance(one, MapNode)
        ),
    )


def _player(name: str, node: Node) -> Player:
    if isinstance(node, ListNode):
        roles = tuple(one.text for one in node.items if isinstance(one, ScalarNode))
        return Player(name, words.plain_title(name), roles=roles)
    part = node if isinstance(node, MapNode) else MapNode(node.at, ())
    return Player(
        name,
        words.text(part, "full_name") or words.plain_title(name),
        words.text(part, "email"),
        tuple(one.text for one in words.names(part, "roles")),
    )


def _step(node: MapNode, report: Report) -> Step:
    kind = next(kind for kind in StepKind if node.get(kind.value) is not None)
    head = words.text(node, kind.value)
    on_head = kind in (StepKind.EDIT, StepKind.EXPECT)
    documents = words.names(node, "documents")
    to = "to" if kind is StepKind.GRANT else "from"
    return Step(
        kind=kind,
        at=node.at,
        by=words.text(node, "by"),
        name="" if on_head or kind is StepKind.WAIT else head,
        record=head if on_head else words.text(node, "as") or words.text(node, "on"),
        via=words.text(node, "via"),
        within=words.text(node, "within"),
        person=words.text(node, to),
        fields=plain(words.part(node, "fields")),
        inputs=plain(words.part(node, "input")),
        comment=words.text(node, "comment"),
        moment=_moment(words.scalar(node, "at"), report),
        wait=(duration(head) or timedelta()) if kind is StepKind.WAIT else timedelta(),
        refused=tuple(one.text for one in words.names(node, "refused")),
        state=words.text(node, "state"),
        documents=_names(documents) if node.get("documents") is not None else None,
        allowed=_names(words.names(node, "allowed")),
        blocked={
            name: _names(words.names(words.part(node, "blocked"), name))
            for name, _ in words.part(node, "blocked").items()
        },
    )


def _names(nodes: list[ScalarNode]) -> tuple[str, ...]:
    return tuple(one.text for one in nodes)


def _moment(node: ScalarNode | None, report: Report) -> datetime | None:
    """The moment in UTC; None, with a finding, where there is no such day or time."""
    if node is None:
        return None
    try:
        return datetime.fromisoformat(node.text.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError:
        text = f"There is no such day or time as {shown(node.text)}."
        report.add(node.at, Code.BAD_MOMENT, text)
        return None


def _check_order(first: datetime, steps: tuple[Step, ...], report: Report) -> None:
    clock = first
    for step in steps:
        if step.moment is not None and step.moment < clock:
            text = f"It is {clock:%Y-%m-%d %H:%M} by then; time does not go back."
            report.add(step.at, Code.BAD_MOMENT, text)
        try:
            clock = max(clock, step.moment or clock) + step.wait
        except OverflowError:
            report.add(step.at, Code.BAD_MOMENT, "That is further than time is counted.")
