"""`serve` and `worker` in processes of their own: they start, say where, and stop when told."""

from __future__ import annotations

import http.client
import signal
import subprocess
import threading
import urllib.error
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PROGRAM, ROOT, Service, change, librarian, serving

pytestmark = pytest.mark.slow


LOST = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)
"""How a service looks that was ended, before an answer or in the middle of one."""


def post(service: Service, number: str, acknowledged: list[Any]) -> None:
    """Counts the book again and again, until nobody answers any more."""
    try:
        while True:
            answer = service.ask(f"/records/{number}/transitions/count", {})
            acknowledged.append(answer["receipt"]["hash"])
    except urllib.error.HTTPError:
        raise  # it answered, and not with what was done
    except LOST:
        return


def entries_of(home: Path) -> set[str]:
    """The hashes in the ledger of a home that nobody serves."""
    from govern import Identity, open_installation
    from govern.store import entries

    installation = open_installation(home)
    with installation.look(Identity(None, "operator:test")) as work:
        found = {entry.hash for entry in entries.everything(work.connection)}
    installation.close()
    return found


def test_a_served_home_answers_and_prints_and_ends_when_told(home: Path, token: str) -> None:
    with serving("serve", "--home", home, token=token) as service:
        number = service.buy(pages=474)
        assert service.ask(f"/records/{number}/transitions/lend", {})["record"]["state"] == "lent"
        assert service.stop() == 0


def test_a_stop_in_the_middle_of_acts_loses_none_that_was_acknowledged(
    run: Any, home: Path, token: str
) -> None:
    acknowledged: list[Any] = []
    with serving("serve", "--home", home, token=token) as service:
        number = service.buy()
        askers = [
            threading.Thread(target=post, args=(service, number, acknowledged)) for _ in range(4)
        ]
        for asker in askers:
            asker.start()
        while len(acknowledged) < 20:
            askers[0].join(0.01)
        assert service.stop() == 0
        for asker in askers:
            asker.join()
    assert set(acknowledged) <= entries_of(home)
    assert run("audit", "--home", home).code == 0


def test_a_port_that_is_taken_is_refused_before_anything_is_opened(
    run: Any, home: Path, token: str
) -> None:
    with serving("serve", "--home", home) as service:
        port = service.url.rpartition(":")[2]
        refused = run("serve", "--home", home / "none", "--port", port)
    assert (refused.code, "Address already in use" in refused.complained) == (2, True)


def test_files_that_are_not_in_force_are_named_at_the_start(home: Path, book: str) -> None:
    change(home / "workflows" / "roles.yaml", "title: Reader", "title: Guest")
    with serving("serve", "--home", home) as service:
        service.stop()
        complained = service.process.communicate()[1]
    assert complained == (
        f"Not in force: roles (changed). To publish: govern apply --home {home}\n"
    )


def test_no_start_with_files_that_have_findings(run: Any, home: Path) -> None:
    change(home / "workflows" / "book.yaml", "to: lent", "to: lnt")
    refused = run("serve", "--home", home, "--port", 0)
    assert (refused.code, "unknown-state" in refused.complained) == (1, True)


@pytest.mark.postgres
def test_service_and_worker_share_a_postgresql(run: Any, home: Path, postgresql: Any) -> None:
    address = {"GOVERN_DATABASE_URL": postgresql.url.render_as_string(hide_password=False)}
    token = librarian(run, home, env=address)
    with serving("serve", "--home", home, token=token, env=address) as service:
        number = service.buy()
        service.ask(f"/records/{number}/transitions/count", {})
        assert service.ask(f"/records/{number}")["fields"]["counted"] == 1
        assert service.stop() == 0
    assert not (home / "data" / "govern.db").exists()
    assert run("audit", "--home", home, env=address).code == 0


def test_a_worker_ends_when_told(home: Path, token: str) -> None:
    with subprocess.Popen(
        [*PROGRAM, "worker", "--home", str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline().startswith("Working for")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
