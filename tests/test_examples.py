"""Workflows of well-known systems, written in the language: each is sound, and does what it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from govern.rehearsal import coverage, rehearse
from govern.spec.diagnostics import render
from govern.spec.reader import catalog_of, read_directory
from govern.spec.scenarios import read_scenarios

EXAMPLES = Path(__file__).parent / "samples" / "examples"
PACKS = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_every_move_of_an_example_is_made_and_refused_by_its_scenarios(pack: Path) -> None:
    catalog = catalog_of(read_directory(pack))
    read = read_scenarios(pack / "scenarios", catalog)
    assert render(read.findings, read.sources) == ""
    results = list(rehearse(catalog, read.scenarios))
    assert [line for result in results for line in result.story] == []
    left_out = coverage(catalog, results)
    assert (left_out.never_fired, left_out.never_refused) == ((), ())
