"""Rehearsing: every scenario of a pack is played, and each step compared with what it expects.

A scenario that fails reads like a story that ends with the line that broke. What was fired, and
what was refused, is counted over all scenarios: that is the coverage.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from govern.definitions import Definitions
from govern.errors import GovernError, Refused, ValuesRefused
from govern.spec.catalog import Catalog
from govern.spec.scenarios import Scenario, Step, StepKind
from govern.stage import Stage, called

ACTS = frozenset({StepKind.OPEN, StepKind.FIRE, StepKind.EDIT})
SHOWN = 6
"""How many steps of a story that broke are told, the last one included."""


class Broken(Exception):
    """A step did not come out as the scenario says; the message is one sentence."""


@dataclass(slots=True)
class Rehearsed:
    """How one scenario came out. `story` tells its steps up to the one that broke, empty where
    all went well; `fired` and `refused` hold (type, transition)."""

    title: str
    file: str
    story: list[str] = field(default_factory=list)
    fired: set[tuple[str, str]] = field(default_factory=set)
    refused: set[tuple[str, str]] = field(default_factory=set)

    @property
    def passed(self) -> bool:
        """True where every step came out as expected."""
        return not self.story

    def as_dict(self) -> dict[str, Any]:
        """The shape `govern test --json` prints."""
        return {
            "scenario": self.title,
            "file": self.file,
            "passed": self.passed,
            "story": self.story,
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of all transitions those that no scenario fired, and those that none saw refused."""

    transitions: int
    never_fired: tuple[str, ...]
    never_refused: tuple[str, ...]


def rehearse(catalog: Catalog, scenarios: Iterable[Scenario]) -> Iterator[Rehearsed]:
    """How each scenario came out, each played in an installation of its own, as soon as it did.

    The installations are copies of one in which nothing but the publication has happened.
    """
    scenarios = list(scenarios)
    if not scenarios:
        return
    with tempfile.TemporaryDirectory(prefix="govern-scenario-") as scratch:
        empty, home = Path(scratch, "empty"), Path(scratch, "home")
        with Stage(empty, min(scenario.starts for scenario in scenarios)) as stage:
            stage.publish(catalog)
            read = stage.installation.definitions
        for scenario in scenarios:
            shutil.copytree(empty, home)
            yield _rehearse(home, scenario, read)
            shutil.rmtree(home)


def _rehearse(home: Path, scenario: Scenario, read: Definitions) -> Rehearsed:
    result = Rehearsed(scenario.title, scenario.file)
    with Stage(home, scenario.starts) as stage:
        stage.installation.definitions = read
        _Play(stage, result).play(scenario)
        result.fired = stage.fired()
    return result


def coverage(catalog: Catalog, results: Iterable[Rehearsed]) -> Coverage:
    """What the scenarios leave out."""
    fired: set[tuple[str, str]] = set()
    refused: set[tuple[str, str]] = set()
    for result in results:
        fired |= result.fired
        refused |= result.refused
    every = {(w.name, t.name) for w in catalog.workflows.values() for t in w.transitions}
    return Coverage(
        len(every),
        tuple(sorted(f"{kind}.{name}" for kind, name in every - fired)),
        tuple(sorted(f"{kind}.{name}" for kind, name in every - refused)),
    )


@dataclass(slots=True)
class _Play:
    """One scenario under way; `names` is what it calls its records, `last` who acted last."""

    stage: Stage
    result: Rehearsed
    names: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    last: str = ""

    def play(self, scenario: Scenario) -> None:
        """The result knows how it came out; what broke it is the end of its story."""
        place = scenario.at
        try:
            self.stage.enter(scenario.people.values())
            for step in scenario.steps:
                place = step.at
                self._tell(step)
                self._step(step)
        except (Broken, GovernError) as error:
            told = self.told or ["The people come together"]
            told[-1] += f"   <-- {place.file}:{place.line}"
            self.result.story = [*told[-SHOWN:], f"    {error}"]

    def _tell(self, step: Step) -> None:
        self.stage.now = max(self.stage.now, step.moment or self.stage.now)
        self.told.append(f"{self.stage.now:%Y-%m-%d %H:%M}  {said(step)}")
        self.last = step.by or self.last

    def _step(self, step: Step) -> None:
        if step.kind is StepKind.EXPECT:
            self._expect(step)
        elif step.refused:
            self._expect_refusal(step)
        else:
            record = self.stage.step(step, self.names)
            if step.kind in ACTS:
                self._compare(step, record)

    def _expect_refusal(self, step: Step) -> None:
        about = step.record if step.kind is not StepKind.OPEN else ""
        before = self.stage.record(called(about, self.names)) if about else None
        self._refused(step)
        if before and self.stage.record(before["number"]) != before:
            raise Broken("It was refused, but the record changed.")
        if step.kind is StepKind.FIRE and before:
            self.result.refused.add((before["type"], step.name))
        elif step.kind is StepKind.OPEN:
            self.result.refused |= {(step.name, way) for way in self.stage.openings(step)}

    def _refused(self, step: Step) -> None:
        try:
            self.stage.step(step, self.names)
        except GovernError as refusal:
            found = codes(refusal)
            missing = sorted(set(step.refused) - found)
            if missing:
                told = ", ".join(sorted(found))
                raise Broken(f"Refused for {told}, not for {', '.join(missing)}.") from refusal
            return
        raise Broken(f"Not refused; expected was {', '.join(step.refused)}.")

    def _expect(self, step: Step) -> None:
        record = self.stage.step(step, self.names)
        self._compare(step, record)
        wanted = self.stage.stored(record["number"], step.fields, self.names)
        for name, value in wanted.items():
            if record["fields"].get(name) != value:
                raise Broken(
                    f"{name} is {_shown(record['fields'].get(name))}, not {_shown(value)}."
                )
        if step.allowed or step.blocked:
            self._expect_moves(step, self.stage.transitions(record["number"], self.last))

    def _expect_moves(self, step: Step, moves: dict[str, dict[str, Any]]) -> None:
        for name in step.allowed:
            if not moves.get(name, {}).get("allowed"):
                raise Broken(f"{self.last} may not fire {name}: {_why(moves.get(name))}.")
        for name, reasons in step.blocked.items():
            found = {verdict["code"] for verdict in _blocking(moves.get(name))}
            if moves.get(name, {}).get("allowed") or not set(reasons) <= found:
                raise Broken(f"{name} is blocked by {', '.join(sorted(found)) or 'nothing'}.")

    def _compare(self, step: Step, record: dict[str, Any]) -> None:
        if step.state and record["state"] != step.state:
            raise Broken(f"{record['number']} is in {record['state']}, not in {step.state}.")
        if step.documents is None:
            return
        issued = set(self.stage.documents(record["number"]))
        wanted = set(step.documents)
        if not wanted <= issued or (step.kind is StepKind.EXPECT and wanted != issued):
            raise Broken(f"Its documents are {', '.join(sorted(issued)) or 'none'}.")


def codes(refusal: GovernError) -> set[str]:
    """The reason codes of a refusal: its own, its blocking verdicts', its problems'."""
    found = {refusal.code}
    if isinstance(refusal, Refused):
        found |= {verdict.code for verdict in refusal.verdicts if verdict.blocks}
    elif isinstance(refusal, ValuesRefused):
        found |= {problem.code for problem in refusal.problems}
    return found


def _shown(value: Any) -> str:
    """A stored value as the file of a scenario would have it."""
    if value is None or value == []:
        return "empty"
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        return f"{value['amount']} {value['currency']}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _blocking(move: dict[str, Any] | None) -> list[dict[str, Any]]:
    verdicts = move["verdicts"] if move else []
    return [v for v in verdicts if v["outcome"] in ("failed", "error") and not v["warning"]]


def _why(move: dict[str, Any] | None) -> str:
    if move is None:
        return "it does not start from this state"
    return "; ".join(verdict["reason"].rstrip(".") for verdict in _blocking(move))


def said(step: Step) -> str:
    """The step as a sentence."""
    match step.kind:
        case StepKind.OPEN:
            return f"{step.by} opens {step.name} {step.record}".rstrip()
        case StepKind.FIRE:
            return f"{step.by} fires {step.name} on {step.record}"
        case StepKind.EDIT:
            return f"{step.by} edits {', '.join(step.fields)} of {step.record}"
        case StepKind.GRANT:
            return f"{step.person} is granted {step.name}{_on(step)}"
        case StepKind.REVOKE:
            return f"{step.name} is taken back from {step.person}{_on(step)}"
        case StepKind.WAIT:
            return "time passes"
        case _:
            return f"{step.record} is looked at"


def _on(step: Step) -> str:
    return f" on {step.record}" if step.record else ""
