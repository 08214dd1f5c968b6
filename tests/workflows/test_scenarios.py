"""Every shipped scenario and story comes out as it says, and together they try every rule."""

from __future__ import annotations

import pytest

from govern.rehearsal import Rehearsed, coverage
from govern.spec.catalog import Catalog
from govern.spec.scenarios import Scenario, Step
from govern.spec.vocabulary import Level
from tests.workflows.conftest import SCENARIOS, STORIES, TYPES


@pytest.mark.parametrize("file", SCENARIOS)
def test_the_scenario_comes_out_as_it_says(rehearsed: dict[str, Rehearsed], file: str) -> None:
    assert rehearsed[file].story == []


@pytest.mark.parametrize("file", STORIES)
def test_the_story_of_the_portfolio_can_be_played(told: dict[str, Rehearsed], file: str) -> None:
    assert told[file].story == []


@pytest.mark.parametrize("name", TYPES)
def test_at_least_two_scenarios_are_about_the_type(
    rehearsed: dict[str, Rehearsed], name: str
) -> None:
    about = [f for f, one in rehearsed.items() if any(kind == name for kind, _ in one.fired)]
    assert len(about) >= 2


def test_every_transition_is_fired_by_a_scenario_and_refused_by_one(
    catalog: Catalog, rehearsed: dict[str, Rehearsed]
) -> None:
    found = coverage(catalog, rehearsed.values())
    assert (found.never_fired, found.never_refused) == ((), ())


def _expected(step: Step) -> set[str]:
    return {*step.refused, *(code for codes in step.blocked.values() for code in codes)}


def test_every_guard_holds_somebody_back_in_a_scenario(
    catalog: Catalog, scenarios: list[Scenario]
) -> None:
    expected = {code for one in scenarios for step in one.steps for code in _expected(step)}
    guards = {
        f"{workflow.name}.{move.name}: {guard.code}": guard.code
        for workflow in catalog.workflows.values()
        for move in workflow.transitions
        for guard in move.guards
        if guard.level is Level.MUST
    }
    assert [place for place, code in guards.items() if code not in expected] == []


def test_nobody_in_a_scenario_is_there_for_nothing(scenarios: list[Scenario]) -> None:
    idle = [
        f"{one.file}: {name}"
        for one in scenarios
        for name in one.people
        if not any(name in (step.by, step.person) or name in str(step.fields) for step in one.steps)
    ]
    assert idle == []
