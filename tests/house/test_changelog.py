"""CHANGELOG.md in one form: newest version first, each with a day, changes under known headings."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

HEADINGS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
VERSION = re.compile(r"^## (?:\[?Unreleased\]?|(\d+\.\d+\.\d+) - (\d{4}-\d{2}-\d{2}))$")


@pytest.fixture
def lines(root: Path) -> list[str]:
    """The lines of the changelog."""
    return (root / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()


def test_every_second_heading_is_a_version_with_its_day(lines: list[str]) -> None:
    assert [line for line in lines if line.startswith("## ") and not VERSION.match(line)] == []


def test_every_third_heading_is_a_kind_of_change(lines: list[str]) -> None:
    assert {line[4:] for line in lines if line.startswith("### ")} - HEADINGS == set()


def test_versions_and_days_fall(lines: list[str]) -> None:
    found = [m.groups() for line in lines if (m := VERSION.match(line)) and m.group(1)]
    order = [(tuple(map(int, version.split("."))), day) for version, day in found]
    assert order == sorted(order, reverse=True)


def test_the_version_of_the_package_is_the_newest_or_to_be_released(
    lines: list[str], root: Path
) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    newest = next(line for line in lines if line.startswith("## "))
    assert newest == "## Unreleased" or newest.startswith(f"## {version} ")


def test_every_change_is_a_list_entry(lines: list[str]) -> None:
    start = next(number for number, line in enumerate(lines) if line.startswith("## "))
    assert [line for line in lines[start:] if line and not line.startswith(("#", "- ", "  "))] == []
