"""Rehearsing what a PMO wrote: `test` plays the scenarios."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from govern.cli.options import directory_argument, json_option, say
from govern.cli.packs import catalog_in, pack_in, scenarios_in
from govern.cli.refusing import FINDINGS, FilesRefused
from govern.cli.wording import count, quiet
from govern.rehearsal import Coverage, Rehearsed, coverage, rehearse


@click.command()
@directory_argument
@json_option
def test(directory: Path, as_json: bool) -> None:
    """Rehearse the scenarios in DIRECTORY: who does what, and what must come of it."""
    catalog = catalog_in(directory)
    read = scenarios_in(directory, catalog)
    if read.findings:
        raise FilesRefused(read.findings, read.sources)
    played = rehearse(catalog, read.scenarios)
    with click.progressbar(
        played, length=len(read.scenarios), label="Rehearsing", file=sys.stderr, hidden=quiet()
    ) as shown:
        results = list(shown)
    covered = coverage(catalog, results)
    answer = {"scenarios": [one.as_dict() for one in results], "coverage": asdict(covered)}
    say(as_json, answer, _told(results, covered) if results else _none(directory))
    if not all(result.passed for result in results):
        raise SystemExit(FINDINGS)


def _none(directory: Path) -> str:
    return f"There are no scenarios (*.yaml) in {pack_in(directory) / 'scenarios'}."


def _told(results: list[Rehearsed], covered: Coverage) -> str:
    lines = []
    for result in results:
        lines.append(f"{'ok    ' if result.passed else 'FAILED'} {result.title}")
        lines += [f"       {line}" for line in result.story]
    failed = sum(not result.passed for result in results)
    ending = f", {failed} failed" if failed else ""
    lines.append(f"{count(len(results), 'scenario')}{ending}.")
    return "\n".join([*lines, *_left_out(covered)])


def _left_out(covered: Coverage) -> list[str]:
    moves, fired, refused = covered.transitions, covered.never_fired, covered.never_refused
    if not (fired or refused):
        return [f"{count(moves, 'transition')}: each is fired, and refused, by a scenario."]
    parts = (("never fired", fired), ("never refused", refused))
    return [f"{len(n)} of {moves} {what}: {', '.join(n)}." for what, n in parts if n]
