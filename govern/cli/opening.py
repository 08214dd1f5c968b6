"""Opening an installation, and bringing its workflow files into force."""

from __future__ import annotations

import os
import pwd
import shlex
from collections.abc import Mapping
from pathlib import Path

import click

from govern.cli.packs import catalog_in
from govern.commands.definitions import publish
from govern.errors import Busy, NotFound, Unreadable
from govern.installation import Installation, open_installation
from govern.settings import load_settings
from govern.spec.catalog import Catalog
from govern.spec.reader import read_directory
from govern.store import definitions, records
from govern.work import Identity, Work


def operator() -> Identity:
    """Who gives commands here: the system's user, as the system and not the environment says."""
    return Identity(None, f"operator:{_system_user()}", by_operator=True)


def _system_user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def open_home(home: Path) -> Installation:
    """The installation in `home`, closed when the command ends; Unreadable where there is none."""
    if not (home / "workflows").is_dir():
        raise Unreadable(
            f"There is no installation in {home.absolute()}. Name one with --home DIR or "
            "GOVERN_HOME, or make one: govern init DIR"
        )
    try:
        return closed_at_the_end(open_installation(home))
    except Busy as busy:
        if not load_settings(home).database_url:
            raise
        raise Busy(
            f"{busy.message} Is the database running, and its address right? It is "
            "GOVERN_DATABASE_URL, else database_url in settings.toml."
        ) from busy


def closed_at_the_end(installation: Installation) -> Installation:
    """The installation, to be closed when the command ends."""
    click.get_current_context().call_on_close(installation.close)
    return installation


def open_in_force(home: Path) -> Installation:
    """The installation in `home`, where workflows are in force from now on at the latest."""
    installation = open_home(home)
    bring_into_force(installation)
    return installation


def bring_into_force(installation: Installation) -> None:
    """The files are in force, unless others are and records were opened by them: then nothing
    has changed. FilesRefused where the files would have to be sound and are not."""
    with installation.look(operator()) as work:
        held = definitions.in_force(work.connection)
        if held is not None and records.any_opened(work.connection):
            return
    catalog = catalog_in(installation.settings.workflows)
    if catalog.digest != held:
        installation.perform(operator(), lambda work: publish(work, catalog.sources, first=True))


def differences(work: Work, catalog: Catalog) -> dict[str, str]:
    """Name of each workflow, and of the roles, that would change if the catalog were published:
    to what would become of it."""
    now = {w.name: w.digest for w in catalog.workflows.values()} | {"roles": catalog.roles.digest}
    try:
        held = work.catalog()
    except NotFound:
        return dict.fromkeys(sorted(now), "new")
    then = {w.name: w.digest for w in held.workflows.values()} | {"roles": held.roles.digest}
    return {n: _becomes(n, now, then) for n in sorted({*now, *then}) if now.get(n) != then.get(n)}


def _becomes(name: str, now: Mapping[str, str], then: Mapping[str, str]) -> str:
    if name not in then:
        return "new"
    return "changed" if name in now else "removed"


def unpublished(installation: Installation) -> str:
    """What in the files is not in force, in words; "" where all is."""
    reading = read_directory(installation.settings.workflows)
    if reading.catalog is None:
        return "the files, which have findings (govern check)"
    with installation.look(operator()) as work:
        found = differences(work, reading.catalog)
    return ", ".join(f"{name} ({what})" for name, what in found.items())


def warned(installation: Installation, home: Path) -> str:
    """What to tell whoever starts the service of files that are not in force; "" where all are."""
    names = unpublished(installation)
    return f"Not in force: {names}. To publish: govern apply --home {quoted(home)}" if names else ""


def quoted(path: Path) -> str:
    """The path as it is typed in a shell."""
    return shlex.quote(str(path))
