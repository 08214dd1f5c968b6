"""`user`: people at the command line."""

from __future__ import annotations

import os
import pwd
from pathlib import Path
from typing import Any


def test_a_person_is_added_and_listed(run: Any, home: Path) -> None:
    added = run("user", "add", "carol", "--full-name", "Carol Jones", "--home", home)
    assert (added.code, f"govern grant ROLE carol --home {home}" in added.said) == (0, True)
    assert run("user", "list", "--home", home).said == "carol  Carol Jones\n"


def test_nobody_is_listed_as_nobody_yet(run: Any, home: Path) -> None:
    assert run("user", "list", "--home", home).said == "Nobody yet.\n"
    assert run("user", "list", "--home", home, "--json").json == []


def test_who_was_let_go_is_marked_and_can_come_back(run: Any, home: Path, token: str) -> None:
    assert run("user", "deactivate", "alice", "--home", home).code == 0
    assert run("user", "list", "--home", home).said == "alice  alice  not active\n"
    run("user", "activate", "alice", "--home", home)
    assert run("user", "list", "--home", home, "--json").json[0]["active"] is True


def test_a_person_is_shown_with_the_roles_held(run: Any, home: Path, token: str) -> None:
    run("grant", "reader", "alice", "--home", home)
    shown = run("user", "show", "alice", "--home", home)
    assert shown.said.splitlines() == ["alice      alice", "librarian  everywhere"]
    (held,) = run("user", "show", "alice", "--home", home, "--json").json["grants"]
    assert (held["role"], held["on"]) == ("librarian", None)


def test_a_password_from_the_standard_input_signs_in(run: Any, home: Path, token: str) -> None:
    from govern import Identity, open_installation, sign_in

    said = run("user", "password", "alice", "--stdin", "--home", home, typed="sesame-open-up\n")
    assert (said.code, "sesame" in said.said + said.complained) == (0, False)
    installation = open_installation(home)
    asker = Identity(None, "http:127.0.0.1")
    assert sign_in(installation, asker, "alice", "sesame-open-up")["person"]["name"] == "alice"
    installation.close()


def test_a_password_is_asked_for_twice(run: Any, home: Path, token: str) -> None:
    typed = "sesame-open-up\nsesame-open-up\n"
    assert run("user", "password", "alice", "--home", home, typed=typed).code == 0


def test_a_weak_password_is_refused_in_one_sentence(run: Any, home: Path, token: str) -> None:
    refused = run("user", "password", "alice", "--stdin", "--home", home, typed="sesame\n")
    assert refused.code == 2
    assert refused.complained == "govern: A password has 10 to 256 printable characters.\n"


def test_no_password_is_asked_for_where_there_is_no_such_person(run: Any, home: Path) -> None:
    refused = run("user", "password", "mallory", "--home", home)
    assert (refused.code, refused.said) == (2, "")
    assert "mallory" in refused.complained


def test_what_is_done_here_is_entered_as_the_systems_user(run: Any, home: Path) -> None:
    from govern import Identity, open_installation
    from govern.store import entries

    run("user", "add", "carol", "--home", home, env={"LOGNAME": "mallory", "USER": "mallory"})
    installation = open_installation(home)
    with installation.look(Identity(None, "operator:test")) as work:
        (entry,) = entries.everything(work.connection)
    installation.close()
    assert entry.body()["source"] == f"operator:{pwd.getpwuid(os.getuid()).pw_name}"
