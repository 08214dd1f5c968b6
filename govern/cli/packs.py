"""Packs on disk: where the files of a directory are, and reading them or saying why not."""

from __future__ import annotations

from pathlib import Path

from govern.cli.refusing import FilesRefused
from govern.errors import Unreadable
from govern.spec.catalog import Catalog
from govern.spec.reader import Reading, read_directory
from govern.spec.scenarios import Scenarios, read_scenarios


def pack_in(directory: Path) -> Path:
    """Where the pack is: in the directory, or in its `workflows` where it is an installation."""
    inside = directory / "workflows"
    return inside if inside.is_dir() else directory


def read_files_in(directory: Path) -> Reading:
    """What the directory's workflow files say; Unreadable where there is none."""
    pack = pack_in(directory)
    if not any(pack.glob("*.yaml")):
        raise Unreadable(
            f"There are no workflow files (*.yaml) in {pack}. "
            "Name another directory, or make an installation: govern init DIR"
        )
    return read_directory(pack)


def catalog_in(directory: Path) -> Catalog:
    """The directory's catalog; FilesRefused with every finding, Unreadable where it has no file."""
    reading = read_files_in(directory)
    if reading.catalog is None:
        raise FilesRefused(reading.findings, reading.sources)
    return reading.catalog


def scenarios_in(directory: Path, catalog: Catalog | None) -> Scenarios:
    """The scenarios beside the directory's pack, compared with its workflows."""
    return read_scenarios(pack_in(directory) / "scenarios", catalog)
