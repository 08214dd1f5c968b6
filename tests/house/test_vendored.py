"""What others made and we carry along is listed with its version, licence and SHA-256.

The list is the `manifest.json` of a directory of assets: anywhere in it, objects with `file`,
`version`, `licence`, `licence_file` and `sha256`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DIRECTORIES = ("govern/documents/assets", "api/pages/static")
WRITTEN_HERE = {"manifest.json", "style.css", "screen.css", "print.css", "pages.js"}


@pytest.fixture(params=DIRECTORIES)
def directory(request: pytest.FixtureRequest, root: Path) -> Path:
    """A directory of assets; it is empty where its part does not exist yet."""
    return root / request.param


@pytest.fixture
def listed(directory: Path) -> dict[str, dict[str, str]]:
    """What the manifest lists, by file name."""
    manifest = directory / "manifest.json"
    read = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else []
    return {entry["file"]: entry for entry in _entries(read)}


@pytest.fixture
def carried(directory: Path) -> dict[str, Path]:
    """What lies in the directory and was not written here, by file name."""
    found = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {path.name: path for path in found if path.name not in WRITTEN_HERE}


def _entries(read: Any) -> Iterator[dict[str, str]]:
    if isinstance(read, dict) and "file" in read:
        yield read
    elif isinstance(read, (dict, list)):
        for part in read.values() if isinstance(read, dict) else read:
            yield from _entries(part)


def test_every_carried_file_is_listed(
    listed: dict[str, dict[str, str]], carried: dict[str, Path]
) -> None:
    licences = {entry["licence_file"] for entry in listed.values()}
    assert set(carried) == set(listed) | licences


def test_every_carried_file_is_the_one_listed(
    listed: dict[str, dict[str, str]], carried: dict[str, Path]
) -> None:
    sums = {
        n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in carried.items() if n in listed
    }
    assert sums == {name: entry["sha256"] for name, entry in listed.items()}


def test_every_carried_file_names_its_licence_and_version(
    listed: dict[str, dict[str, str]],
) -> None:
    wrong = [name for name, e in listed.items() if not (e.get("licence") and e.get("version"))]
    assert wrong == []
