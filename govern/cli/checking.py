"""Checking what a PMO wrote: `check` reads it, `diagram` draws it. Neither needs a database."""

from __future__ import annotations

from pathlib import Path

import click

from govern.cli.options import directory_argument, json_option, say
from govern.cli.packs import catalog_in, pack_in, read_files_in, scenarios_in
from govern.cli.refusing import FINDINGS
from govern.cli.wording import count
from govern.drawing import draw
from govern.errors import NotFound, Unreadable
from govern.rules import diagrams
from govern.spec.diagnostics import render


@click.command()
@directory_argument
@json_option
def check(directory: Path, as_json: bool) -> None:
    """Read the workflows in DIRECTORY and say everything that is wrong with them, and where."""
    reading = read_files_in(directory)
    read = scenarios_in(directory, reading.catalog)
    findings = sorted([*reading.findings, *read.findings])
    shown = {"findings": [finding.as_dict() for finding in findings], "policies": []}
    if findings:
        told = render(findings, {**reading.sources, **read.sources})
        say(as_json, shown, f"{told}\n\n{count(len(findings), 'finding')}.")
        raise SystemExit(FINDINGS)
    workflows = count(len(reading.catalog.workflows if reading.catalog else ()), "workflow")
    scenarios = count(len(read.scenarios), "scenario")
    say(as_json, shown, f"{workflows} and {scenarios} in {pack_in(directory)}: no findings.")


@click.command()
@click.argument("name")
@directory_argument
@click.option("--mermaid", is_flag=True, help="Mermaid text instead of SVG.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write; else the standard output.",
)
def diagram(name: str, directory: Path, mermaid: bool, output: Path | None) -> None:
    """Draw the workflow NAME of DIRECTORY as SVG, or as Mermaid text."""
    known = catalog_in(directory).workflows
    if name not in known:
        raise NotFound(f"There is no workflow {name!r} in {directory}: {', '.join(known)}.")
    workflow = known[name]
    drawn = diagrams.mermaid(workflow) if mermaid else _svg(diagrams.dot(workflow))
    if output is None:
        click.echo(drawn)
    else:
        output.write_text(drawn, encoding="utf-8")
        click.echo(f"Wrote {output}")


def _svg(source: str) -> str:
    svg = draw(source)
    if svg is None:
        raise Unreadable(
            "Graphviz could not draw it. Use --mermaid, or install it: apt-get install graphviz"
        )
    return svg.decode()
