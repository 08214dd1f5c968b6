"""Homes: making the directory of an installation."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import click

from govern.cli.options import json_option, say
from govern.errors import Unreadable
from govern.places import STARTER

SETTINGS = """\
# What is printed on documents and shown to people.
organisation = "Our organisation"

# Without this the database is a file in data/. For several hosts, use PostgreSQL:
# database_url = "postgresql://govern@localhost/govern"

# What one request may ask for; `govern doctor` lists every limit.
# [limits]
# page_size = 200
"""
PARTS = ("workflows", "settings.toml", "data")
"""What an installation's directory holds."""

NEXT = ("check {}", "user add NAME --home {}", "grant ROLE NAME --home {}", "serve --home {}")


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@json_option
def init(directory: Path, as_json: bool) -> None:
    """Make an installation in DIRECTORY: workflows to edit, settings, a place for data."""
    refuse_taken(directory)
    make_home(directory)
    commands = [f"govern {one.format(shlex.quote(str(directory)))}" for one in NEXT]
    steps = "\n".join(f"  {one}" for one in commands)
    told = f"Made {directory}: edit its workflows, then\n{steps}"
    say(as_json, {"home": str(directory.absolute()), "next": commands}, told)


def refuse_taken(directory: Path) -> None:
    """Unreadable where anything in the directory would be in the way of an installation."""
    taken = [name for name in PARTS if (directory / name).exists()]
    if taken:
        raise Unreadable(
            f"{directory} holds {', '.join(taken)} already; nothing was changed. "
            "Name another directory."
        )


def make_home(directory: Path) -> None:
    """The directory holds the starter workflows with their scenarios, settings and a data
    directory that only its owner reads."""
    shutil.copytree(
        STARTER, directory / "workflows", ignore=shutil.ignore_patterns("portfolio", "__pycache__")
    )
    (directory / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    (directory / "data").mkdir(mode=0o700)
