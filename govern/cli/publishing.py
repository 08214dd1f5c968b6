"""Publishing: `apply` brings edited workflow files into force."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from govern.cli.opening import differences, open_home, operator
from govern.cli.options import home_option, json_option, say
from govern.cli.packs import catalog_in
from govern.cli.refusing import FilesRefused
from govern.cli.wording import columns
from govern.commands.definitions import publish
from govern.errors import DefinitionRefused
from govern.spec.catalog import Catalog


@click.command()
@click.argument(
    "directory", type=click.Path(path_type=Path, file_okay=False, exists=True), required=False
)
@home_option
@json_option
def apply(directory: Path | None, home: Path, as_json: bool) -> None:
    """Publish the workflows of DIRECTORY (default: the home's own), or refuse and say why.

    Records that are open stay with the definition they were opened by.
    """
    installation = open_home(home)
    catalog = catalog_in(directory or installation.settings.workflows)
    with installation.look(operator()) as work:
        changes = differences(work, catalog)
    try:
        done = installation.perform(operator(), lambda work: publish(work, catalog.sources))
    except DefinitionRefused as refusal:
        raise FilesRefused(refusal.findings, catalog.sources) from refusal
    say(as_json, done, _told(changes, catalog))


def _told(changes: Mapping[str, str], catalog: Catalog) -> str:
    if not changes:
        return "Nothing to publish: what the files say is in force."
    known = catalog.workflows
    versions = {name: f"version {known[name].version}" if name in known else "" for name in changes}
    return columns([(what, name, versions[name]) for name, what in changes.items()])
