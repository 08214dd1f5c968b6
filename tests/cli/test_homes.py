"""Making an installation's directory."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest


def test_a_new_home_has_workflows_settings_and_private_data(run: Any, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run("init", home).code == 0
    assert sorted(p.name for p in home.iterdir()) == ["data", "settings.toml", "workflows"]
    assert stat.S_IMODE((home / "data").stat().st_mode) == 0o700


def test_what_is_told_to_do_next_can_be_done(run: Any, tmp_path: Path) -> None:
    told = run("init", tmp_path / "my home", "--json").json
    assert told["next"][0] == f"govern check '{tmp_path / 'my home'}'"
    assert run("check", tmp_path / "my home").code == 0


def test_the_new_settings_are_read_without_complaint(run: Any, tmp_path: Path) -> None:
    from govern.settings import load_settings

    run("init", tmp_path / "home")
    assert load_settings(tmp_path / "home", {}).organisation == "Our organisation"


def test_the_demo_stories_are_not_copied(run: Any, tmp_path: Path) -> None:
    run("init", tmp_path / "home")
    assert not (tmp_path / "home" / "workflows" / "portfolio").exists()


def test_files_that_are_in_nobodys_way_stay(run: Any, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Ours.")
    assert run("init", tmp_path).code == 0
    assert (tmp_path / "README.md").read_text() == "Ours."


@pytest.mark.parametrize("name", ["workflows", "settings.toml", "data"])
def test_nothing_is_written_where_something_is_in_the_way(
    run: Any, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    refused = run("init", tmp_path)
    assert (refused.code, name in refused.complained) == (2, True)
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_place_that_cannot_be_written_is_named(run: Any) -> None:
    refused = run("init", "/proc/home")
    assert refused.code == 2
    assert "/proc/home" in refused.complained
