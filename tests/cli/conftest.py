"""A library's home in a directory, and the command line run in this process or in one of its own.

alice is a librarian, bob nobody in particular.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PACK = Path(__file__).parent / "library"
PROGRAM = [sys.executable, "-m", "govern"]
ROOT = Path(__file__).parents[2]


@dataclass
class Result:
    """How a command ended. `said` is what went to the standard output, `complained` to the
    error stream."""

    code: int
    said: str
    complained: str

    @property
    def json(self) -> Any:
        return json.loads(self.said)


Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process: `run("check", directory)`; `env` names variables."""
    from click.testing import CliRunner

    from govern.cli import main

    for name in ("GOVERN_HOME", "GOVERN_DATABASE_URL", "GOVERN_ORGANISATION"):
        monkeypatch.delenv(name, raising=False)

    def command(*words: Any, env: dict[str, str] | None = None, typed: str = "") -> Result:
        said = CliRunner().invoke(
            main, [str(w) for w in words], input=typed, env=env, catch_exceptions=False
        )
        return Result(said.exit_code, said.stdout, said.stderr)

    return command


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The library's workflow files, in a directory of their own."""
    return Path(shutil.copytree(PACK, tmp_path / "pack"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The library's home: nothing has happened in it yet."""
    shutil.copytree(PACK, tmp_path / "home" / "workflows")
    return tmp_path / "home"


@pytest.fixture
def token(run: Run, home: Path) -> str:
    """alice's, who is a librarian in the home from now on."""
    return librarian(run, home)


@pytest.fixture
def book(home: Path, token: str) -> str:
    """The number of the first record, by which the files in force are fixed."""
    from govern import Identity, open_installation, open_record

    installation = open_installation(home)
    alice = Identity("alice", "test")
    done = installation.perform(alice, lambda work: open_record(work, "book", {"name": "Emma"}))
    installation.close()
    return str(done.record["number"])


def librarian(run: Run, home: Path, **where: Any) -> str:
    """The token of alice, added and made a librarian."""
    run("user", "add", "alice", "--home", home, **where)
    run("grant", "librarian", "alice", "--home", home, **where)
    return run("token", "alice", "--home", home, **where).said.strip()


def change(file: Path, old: str, new: str) -> None:
    """The text of the file reads `new` where it read `old`, once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


@dataclass
class Service:
    """A `govern` that serves in a process of its own, and how alice asks it."""

    process: subprocess.Popen[str]
    url: str
    token: str = field(default="", repr=False)

    def ask(self, path: str, sent: Any = None) -> Any:
        """The answer as JSON; sent with POST where there is something to send."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        body = None if sent is None else json.dumps(sent).encode()
        request = urllib.request.Request(f"{self.url}/api/v1{path}", body, headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def buy(self, name: str = "Emma", **fields: Any) -> str:
        """The number of a new book."""
        sent = {"type": "book", "fields": {"name": name, **fields}}
        return str(self.ask("/records", sent)["number"])

    def stop(self, seconds: float = 60) -> int:
        """The exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)


@contextmanager
def serving(*words: Any, token: str = "", env: dict[str, str] | None = None) -> Iterator[Service]:
    """The command serves, as its line of JSON says, and is killed in the end if it still runs."""
    with subprocess.Popen(
        [*PROGRAM, *(str(w) for w in words), "--json", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            yield Service(process, json.loads(line)["url"], token)
        finally:
            process.kill()
