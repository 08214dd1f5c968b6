"""The workflows that come with the product, and how their scenarios and stories came out."""

from __future__ import annotations

from pathlib import Path

import pytest

from govern.rehearsal import Rehearsed, rehearse
from govern.spec.catalog import Catalog
from govern.spec.reader import catalog_of, read_directory
from govern.spec.scenarios import Scenario, read_scenarios

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "workflows"
SCENARIOS = sorted(path.name for path in (SHIPPED / "scenarios").glob("*.yaml"))
STORIES = sorted(path.name for path in (SHIPPED / "portfolio").glob("*.yaml"))
TYPES = sorted(path.stem for path in SHIPPED.glob("*.yaml") if path.stem != "roles")


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped pack."""
    return catalog_of(read_directory(SHIPPED))


@pytest.fixture(scope="session")
def scenarios(catalog: Catalog) -> list[Scenario]:
    """Its scenarios, in the order of their files."""
    return read_all(SHIPPED / "scenarios", catalog)


@pytest.fixture(scope="session")
def stories(catalog: Catalog) -> list[Scenario]:
    """The stories of the portfolio."""
    return read_all(SHIPPED / "portfolio", catalog)


def read_all(directory: Path, catalog: Catalog) -> list[Scenario]:
    """The scenarios in the directory, none of which has a finding."""
    found = read_scenarios(directory, catalog)
    assert found.findings == ()
    return list(found.scenarios)


@pytest.fixture(scope="session")
def rehearsed(catalog: Catalog, scenarios: list[Scenario]) -> dict[str, Rehearsed]:
    """How each scenario came out, by file name."""
    return {Path(one.file).name: one for one in rehearse(catalog, scenarios)}


@pytest.fixture(scope="session")
def told(catalog: Catalog, stories: list[Scenario]) -> dict[str, Rehearsed]:
    """How each story came out, by file name."""
    return {Path(one.file).name: one for one in rehearse(catalog, stories)}
