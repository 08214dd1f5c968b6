"""Whatever goes wrong is one sentence with a next step and the right exit code."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PROGRAM, ROOT

NOBODY = 65534
HOME = "HOME"  # stands for the home's directory
WRONG = {
    "an unknown person": (2, ["token", "mallory", "--home", HOME], "govern user list"),
    "an unknown role": (2, ["grant", "pope", "alice", "--home", HOME], "govern role list"),
    "an unknown record": (
        2,
        ["grant", "reader", "alice", "--on", "BK-999", "--home", HOME],
        "There is no record 'BK-999'",
    ),
    "a name nobody may have": (2, ["user", "add", "Alice B", "--home", HOME], "small letters"),
    "a name that is taken": (1, ["user", "add", "alice", "--home", HOME], "already"),
    "no installation": (2, ["audit", "--home", "/proc/none"], "govern init DIR"),
    "no directory": (2, ["check", "/proc/none"], "does not exist"),
    "no command": (2, ["chekc"], "No such command 'chekc'"),
    "no option": (2, ["check", "--jsn"], "--json"),
    "a port that is none": (2, ["serve", "--port", "70000"], "range"),
    "a host that is not here": (
        2,
        ["serve", "--host", "203.0.113.1", "--port", "0", "--home", HOME],
        "Choose another with --port",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_mistake_is_answered_with_a_sentence(run: Any, home: Path, token: str, what: str) -> None:
    code, words, told = WRONG[what]
    refused = run(*(home if word == HOME else word for word in words))
    assert (refused.code, refused.said) == (code, "")
    assert told in refused.complained
    assert len(refused.complained.splitlines()) <= 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("organisation = 3", "organisation takes one line of text"),
        ("organistion = 'Ours'", "Did you mean organisation?"),
        ("[limits]\npage_size = 0", "limits.page_size takes a whole number"),
        ("organisation", "cannot be read"),
    ],
)
def test_broken_settings_are_named(run: Any, home: Path, text: str, told: str) -> None:
    (home / "settings.toml").write_text(text)
    refused = run("audit", "--home", home)
    assert (refused.code, told in refused.complained) == (2, True)
    assert "settings.toml" in refused.complained


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "GOVERN_DATABASE_URL"),
        ("mysql://localhost/govern", "use sqlite or postgresql"),
        ("::", "address cannot be read"),
    ],
)
def test_a_database_that_cannot_be_had_is_named(
    run: Any, home: Path, address: str, told: str
) -> None:
    refused = run("user", "list", "--home", home, env={"GOVERN_DATABASE_URL": address})
    assert (refused.code, told in refused.complained) == (2, True)


def test_a_damaged_database_is_said_to_be_damaged(run: Any, home: Path, token: str) -> None:
    (home / "data" / "govern.db").write_bytes(b"garbage" * 1000)
    refused = run("audit", "--home", home)
    assert (refused.code, "damaged" in refused.complained) == (1, True)


def test_a_program_gets_a_refusal_as_json(run: Any, home: Path) -> None:
    refused = run("token", "mallory", "--home", home, "--json")
    assert (refused.code, refused.complained) == (2, "")
    assert refused.json == {
        "code": "unknown_person",
        "message": "There is no person named 'mallory'.",
    }


def test_what_the_user_may_not_read_is_named(run: Any, home: Path) -> None:
    (home / "settings.toml").touch(mode=0)
    assert _as_nobody(lambda: run("audit", "--home", home)) == (2, "settings.toml cannot be read")


def _as_nobody(command: Callable[[], Any]) -> tuple[int, str]:
    """Exit code and what was complained, less its place: root may read everything, nobody not."""
    read, write = os.pipe()
    if os.fork() == 0:
        try:
            if os.getuid() == 0:
                os.setuid(NOBODY)
            refused = command()
            os.write(write, f"{refused.code}{refused.complained}".encode())
        finally:
            os._exit(0)
    os.wait()
    said = os.read(read, 10_000).decode()
    return int(said[0]), said[said.index("settings.toml") : said.index(": Permission denied")]


def test_a_reader_that_has_seen_enough_is_no_mistake(pack: Path) -> None:
    words = " ".join([*PROGRAM, "diagram", "book", str(pack), "--mermaid"])
    child = subprocess.run(
        f"{words} | true", shell=True, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert child.stderr == ""
