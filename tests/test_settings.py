"""An installation's settings: what the file and the environment say, and mistakes in either."""

from __future__ import annotations

from pathlib import Path

import pytest

from govern.errors import Unreadable
from govern.settings import Limits, Settings, load_settings


def write(home: Path, text: str) -> Path:
    (home / "settings.toml").write_text(text, encoding="utf-8")
    return home


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    found = load_settings(tmp_path, {})
    assert found == Settings(tmp_path)
    assert found.database == tmp_path / "data" / "govern.db"


def test_a_relative_home_stays_where_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(Path("home"), {}).home == tmp_path / "home"


def test_the_file_says_name_and_limits(tmp_path: Path) -> None:
    write(tmp_path, 'organisation = "Bücherei"\n[limits]\npage_size = 50\n')
    found = load_settings(tmp_path, {})
    assert (found.organisation, found.limits) == ("Bücherei", Limits(page_size=50))


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    write(tmp_path, 'organisation = "One"\ndatabase_url = "postgresql://one/govern"\n')
    found = load_settings(
        tmp_path, {"GOVERN_ORGANISATION": "Two", "GOVERN_DATABASE_URL": "postgresql://two/govern"}
    )
    assert (found.organisation, found.database) == ("Two", "postgresql://two/govern")


def test_an_empty_variable_says_nothing(tmp_path: Path) -> None:
    write(tmp_path, 'organisation = "One"')
    assert load_settings(tmp_path, {"GOVERN_ORGANISATION": ""}).organisation == "One"


def test_a_mark_of_byte_order_is_no_mistake(tmp_path: Path) -> None:
    write(tmp_path, '\ufefforganisation = "One"')
    assert load_settings(tmp_path, {}).organisation == "One"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("organisation", "Expected '='"),
        ('organistion = "x"', "no setting 'organistion'. Did you mean organisation?"),
        ("colour = 1", "There is: organisation, database_url."),
        ("organisation = 1", "settings.toml: organisation takes one line of text"),
        ('organisation = "a\\nb"', "one line of text"),
        ("limits = 3", "[limits] is a table"),
        ("[limits]\npage_sizes = 3", "no limit 'page_sizes'. Did you mean page_size?"),
        ("[limits]\npage_size = true", "limits.page_size takes a whole number"),
        ("[limits]\npage_size = 0", "limits.page_size takes a whole number"),
        ("[limits]\npage_size = 9999999999", "limits.page_size takes a whole number"),
        ("a = " + "[" * 5000, "cannot be read"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        load_settings(write(tmp_path, text), {})
    assert told in refused.value.message


def test_a_mistake_in_the_environment_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="GOVERN_ORGANISATION takes one line"):
        load_settings(tmp_path, {"GOVERN_ORGANISATION": "a\nb"})


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unreadable, match=r"settings\.toml cannot be read"):
        load_settings(tmp_path, {})
