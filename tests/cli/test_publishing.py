"""`apply`: edited files come into force, or are refused as a PMO can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import change


@pytest.fixture
def file(home: Path, book: str) -> Path:
    """The file of the workflow that a record was opened by."""
    return home / "workflows" / "book.yaml"


def test_files_follow_what_is_edited_until_the_first_record(run: Any, home: Path) -> None:
    run("role", "list", "--home", home)
    change(home / "workflows" / "roles.yaml", "title: Reader", "title: Guest")
    assert "Guest" in run("role", "list", "--home", home).said


def test_from_the_first_record_on_an_edited_file_is_not_in_force(
    run: Any, home: Path, file: Path
) -> None:
    change(home / "workflows" / "roles.yaml", "title: Reader", "title: Guest")
    assert "Guest" not in run("role", "list", "--home", home).said


def test_nothing_to_publish_says_so(run: Any, home: Path, file: Path) -> None:
    applied = run("apply", "--home", home)
    assert (applied.code, applied.said[:18]) == (0, "Nothing to publish")


def test_a_change_without_a_higher_version_is_refused_with_what_to_write(
    run: Any, home: Path, file: Path
) -> None:
    change(file, "min: 1", "min: 2")
    refused = run("apply", "--home", home)
    assert refused.code == 1
    assert "book.yaml:1:1: version-not-raised" in refused.complained
    assert "Write version: 2." in refused.complained


def test_what_was_published_is_listed(run: Any, home: Path, file: Path) -> None:
    change(file, "min: 1", "min: 2")
    change(file, "version: 1", "version: 2")
    change(home / "workflows" / "roles.yaml", "title: Reader", "title: Guest")
    (home / "workflows" / "shelf.yaml").write_text(
        "workflow: shelf\ntitle: Shelf\nstates: {there: {}}\n"
        "transitions: {put_up: {to: there, by: [librarian]}}\n"
    )
    applied = run("apply", "--home", home)
    assert [line.split() for line in applied.said.splitlines()] == [
        ["changed", "book", "version", "2"],
        ["changed", "roles"],
        ["new", "shelf", "version", "1"],
    ]


def test_programs_get_the_digests(run: Any, home: Path, file: Path) -> None:
    told = run("apply", "--home", home, "--json").json
    (one,) = told["published"]
    assert (one["name"], one["change"], len(one["digest"])) == ("book", "unchanged", 64)


def test_findings_are_shown_once_with_their_lines(run: Any, home: Path, file: Path) -> None:
    change(file, "kind: integer, min: 1", "kind: intger, min: 1")
    refused = run("apply", "--home", home)
    assert refused.code == 1
    assert refused.complained.count("unknown-word") == 1
    assert "pages: {kind: intger, min: 1}" in refused.complained


def test_refused_files_are_findings_for_programs_too(run: Any, home: Path, file: Path) -> None:
    change(file, "kind: integer, min: 1", "kind: intger, min: 1")
    told = run("apply", "--home", home, "--json").json
    assert (told["code"], told["findings"][0]["line"]) == ("definition_refused", 7)


def test_another_directory_can_be_published(run: Any, home: Path, pack: Path, file: Path) -> None:
    change(pack / "roles.yaml", "title: Reader", "title: Guest")
    assert run("apply", pack, "--home", home).said.split() == ["changed", "roles"]
    assert "Guest" in run("role", "list", "--home", home).said
