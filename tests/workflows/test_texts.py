"""What people read of a shipped workflow is written, not made up from names."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from govern.spec.catalog import Catalog
from tests.workflows.conftest import SHIPPED, TYPES


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    """Each file as plain data, by type."""
    return {n: yaml.safe_load((SHIPPED / f"{n}.yaml").read_text("utf-8")) for n in TYPES}


@pytest.mark.parametrize("name", TYPES)
def test_the_type_has_a_title_a_summary_and_a_version(written: dict[str, Any], name: str) -> None:
    assert {"title", "summary", "version", "number"} <= written[name].keys()


@pytest.mark.parametrize("name", TYPES)
def test_every_transition_says_what_its_button_says(written: dict[str, Any], name: str) -> None:
    moves = written[name]["transitions"]
    variants = [
        (move, one)
        for move, said in moves.items()
        for one in (said if isinstance(said, list) else [said])
    ]
    assert [move for move, one in variants if not one.get("title")] == []


@pytest.mark.parametrize("name", TYPES)
def test_every_guard_says_why_in_a_sentence_and_has_a_code(catalog: Catalog, name: str) -> None:
    guards = [g for move in catalog.workflows[name].transitions for g in move.guards]
    assert [g.text for g in guards if not (g.code and g.reason.endswith("."))] == []


@pytest.mark.parametrize("name", TYPES)
def test_no_transition_can_be_mistaken_for_another(catalog: Catalog, name: str) -> None:
    """From one state no two buttons say the same."""
    workflow = catalog.workflows[name]
    for state in workflow.states:
        titles = [move.title for move in workflow.transitions if state in move.sources]
        assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize("name", TYPES)
def test_every_state_in_which_nobody_edits_says_what_it_waits_for(
    catalog: Catalog, name: str
) -> None:
    states = catalog.workflows[name].states.values()
    silent = [s.name for s in states if not (s.final or s.side or s.edit or s.help)]
    assert silent == []


def test_every_role_says_who_it_is(catalog: Catalog) -> None:
    roles = catalog.roles.roles.values()
    assert [role.name for role in roles if not (role.title and role.help)] == []


def test_every_role_is_granted_by_somebody_but_the_highest(catalog: Catalog) -> None:
    assert [r.name for r in catalog.roles.roles.values() if not r.granted_by] == ["pmo_director"]
