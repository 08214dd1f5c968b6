"""Starts an installed `govern demo`, looks at it over HTTP, and ends it as an operator would.

    python tests/house/walk_demo.py PROGRAM DIRECTORY

PROGRAM is the `govern` to try, DIRECTORY an empty place outside the checkout to start it from.
Nothing of the checkout is imported. Exit code 0: everything was as it should be.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

SECONDS_TO_START = 120
SECONDS_TO_STOP = 30
SECONDS_TO_PRINT = 120


def main(program: str, directory: str) -> None:
    """The whole walk; stops with a sentence at the first thing that is not as it should be."""
    _nothing_generic_beside(Path(program))
    command = [program, "demo", "--json", "--dir", str(Path(directory, "demo")), "--port", "0"]
    demo = subprocess.Popen(command, cwd=directory, stdout=subprocess.PIPE, text=True)
    alarm = threading.Timer(SECONDS_TO_START, demo.kill)
    alarm.start()
    try:
        assert demo.stdout is not None
        said = json.loads(demo.stdout.readline())
        alarm.cancel()
        _look(said["url"])
        _read(said["url"], _sign_in(said["url"], said["people"][0]))
        demo.send_signal(signal.SIGTERM)
        code = demo.wait(SECONDS_TO_STOP)
    finally:
        alarm.cancel()
        demo.kill()
    _expect("the exit code after SIGTERM", code, 0)
    print(f"govern demo started at {said['url']}, answered, and stopped when told.")


def _nothing_generic_beside(program: Path) -> None:
    """The installed package brings no top-level name but its own."""
    packages = next(program.parents[1].glob("lib/python*/site-packages"))
    loose = [n for n in ("api", "templates", "workflows", "tests") if (packages / n).exists()]
    _expect("generic names in site-packages", loose, [])


def _look(url: str) -> None:
    _expect("/healthz", _get(url + "/healthz")[0], 200)
    _expect("/readyz", _get(url + "/readyz")[0], 200)
    status, body = _get(url + "/openapi.json")
    _expect("/openapi.json", (status, json.loads(body)["openapi"][:3]), (200, "3.1"))
    status, body = _get(url + "/api/v1/workflows")
    _expect("/api/v1/workflows for a stranger", (status, json.loads(body)["status"]), (401, 401))


def _sign_in(url: str, person: dict[str, str]) -> str:
    """Name and password lead to a token."""
    sent = {"name": person["name"], "password": person["password"]}
    status, body = _get(url + "/api/v1/sign-in", json.dumps(sent).encode())
    _expect("signing in", status, 200)
    return str(json.loads(body)["token"])


def _read(url: str, token: str) -> None:
    """The token leads to the portfolio, and to a paper that the worker has printed by now."""
    status, body = _get(url + "/api/v1/records?type=charter&state=signed", token=token)
    number = json.loads(body)["items"][0]["number"]
    deadline = time.monotonic() + SECONDS_TO_PRINT
    while time.monotonic() < deadline:
        status, body = _get(f"{url}/api/v1/documents/{number}-charter-1.pdf", token=token)
        if status != 202:
            break
        time.sleep(0.5)
    _expect("the printed charter", (status, body[:5]), (200, b"%PDF-"))


def _get(url: str, sent: bytes | None = None, token: str = "") -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    headers["Content-Type"] = "application/json"
    try:
        request = urllib.request.Request(url, sent, headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def _expect(what: str, found: Any, wanted: Any) -> None:
    if found != wanted:
        sys.exit(f"{what}: {found!r}, expected {wanted!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
