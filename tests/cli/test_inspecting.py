"""`audit` and `doctor`: whether the ledger is sound, and the machine fit."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest


def tamper(home: Path, statement: str) -> None:
    """What somebody does who can write the database's file."""
    with closing(sqlite3.connect(home / "data" / "govern.db")) as connection:
        assert connection.execute(statement).rowcount == 1
        connection.commit()


def test_a_ledger_nobody_touched_is_sound(run: Any, home: Path, token: str) -> None:
    audited = run("audit", "--home", home)
    assert (audited.code, audited.said[:32]) == (0, "Sound: 4 entries of 4 subjects, ")


def test_an_altered_row_is_named_with_what_it_should_be(run: Any, home: Path, token: str) -> None:
    tamper(home, "UPDATE people SET full_name = 'Alice the Great' WHERE name = 'alice'")
    audited = run("audit", "--home", home)
    assert audited.code == 1
    altered, summary = audited.said.splitlines()
    assert altered.startswith("ALTERED people alice, full_name: differs: ")
    assert altered.endswith('it is "Alice the Great", the ledger says "alice"')
    assert summary == "NOT SOUND: 1 found in 4 entries of 4 subjects, 0 refusals."


def test_an_altered_record_is_named_by_its_number(run: Any, home: Path, book: str) -> None:
    tamper(home, "UPDATE records SET state = 'sold'")
    told = run("audit", "--home", home).said
    assert told.startswith(f"ALTERED records {book} (")
    assert 'it is "sold", the ledger says "shelved"' in told


def test_an_altered_entry_is_named(run: Any, home: Path, token: str) -> None:
    tamper(home, "UPDATE entries SET actor = 'mallory' WHERE subject = 'person:alice'")
    audited = run("audit", "--home", home)
    assert (audited.code, audited.said[:35]) == (1, "BROKEN  person:alice entry 1 (entri")


def test_programs_get_every_difference(run: Any, home: Path, token: str) -> None:
    assert run("audit", "--home", home, "--json").json["sound"] is True
    tamper(home, "DELETE FROM grants")
    told = run("audit", "--home", home, "--json").json
    assert (told["sound"], told["differences"][0]["table"]) == (False, "grants")


def test_a_lost_database_is_not_a_sound_one(run: Any, home: Path, token: str) -> None:
    for file in (home / "data").glob("govern.db*"):
        file.unlink()
    refused = run("audit", "--home", home)
    assert (refused.code, "is missing" in refused.complained) == (2, True)
    assert not (home / "data" / "govern.db").exists()


@pytest.mark.postgres
def test_a_ledger_on_postgresql_is_audited_by_its_address(
    run: Any, home: Path, postgresql: Any
) -> None:
    from tests.cli.conftest import librarian

    address = {"GOVERN_DATABASE_URL": postgresql.url.render_as_string(hide_password=False)}
    librarian(run, home, env=address)
    audited = run("audit", "--home", home, env=address)
    assert (audited.code, audited.said[:16]) == (0, "Sound: 4 entries")


def test_doctor_lists_the_database_the_limits_and_the_work(
    run: Any, home: Path, token: str
) -> None:
    found = {one["what"]: one for one in run("doctor", "--home", home, "--json").json}
    assert all(one["fine"] for one in found.values())
    assert "body_bytes 1048576" in found["Limits of a request"]["found"]
    assert found["Background work"]["found"] == "0 waiting, 0 given up"
    assert found["Workflows"]["found"] == "in force"


def test_doctor_needs_no_installation(run: Any, tmp_path: Path) -> None:
    told = run("doctor", "--home", tmp_path)
    assert (told.code, "make one: govern init DIR" in told.said) == (0, True)


def test_doctor_says_what_is_the_matter_with_an_installation(run: Any, home: Path) -> None:
    (home / "settings.toml").write_text("colour = 'blue'")
    told = run("doctor", "--home", home)
    assert told.code == 1
    assert "FAIL  Installation: settings.toml: there is no setting 'colour'" in told.said
