"""Every invented pack the tests are made of is sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from govern.spec.diagnostics import render
from govern.spec.reader import catalog_of, read_directory, read_sources
from govern.spec.scenarios import read_scenarios

SAMPLES = Path(__file__).parents[1] / "samples"
PACKS = sorted({path.parent for path in SAMPLES.rglob("*.yaml") if path.parent.name != "scenarios"})


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_a_sample_has_no_findings(pack: Path) -> None:
    reading = read_directory(pack)
    assert render(reading.findings, reading.sources) == ""
    scenarios = read_scenarios(pack / "scenarios", reading.catalog)
    assert render(scenarios.findings, scenarios.sources) == ""


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_a_sample_reads_from_texts_as_from_files(pack: Path) -> None:
    catalog = catalog_of(read_directory(pack))
    again = catalog_of(read_sources(catalog.sources))
    assert again.digest == catalog.digest
    assert again.workflows == catalog.workflows
