"""`demo`: the portfolio is told once, served, found again as it was left, and its printed lines
do what they say."""

from __future__ import annotations

import itertools
import json
import re
import shlex
import shutil
import signal
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PROGRAM, ROOT, serving

CURL = re.compile(r"curl [^;)]*")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo that was told and never served."""
    from govern.cli.showing import make_demo, read_stories

    directory = tmp_path_factory.mktemp("demo") / "told"
    make_demo(directory, read_stories())
    return directory


@pytest.fixture
def demo(told: Path, tmp_path: Path) -> Path:
    """A copy of it, to do something with."""
    return Path(shutil.copytree(told, tmp_path / "demo"))


def lines_of(demo: Path, url: str) -> str:
    """What `govern demo` prints for the terminal."""
    from govern.cli.showing import TOLD, read_stories
    from govern.cli.welcoming import next_acts, welcome
    from govern.stage import open_alone

    installation = open_alone(demo)
    kept = json.loads((demo / TOLD).read_text())
    acts = next_acts(installation, read_stories(), kept)
    installation.close()
    return welcome(url, demo, kept["people"], acts)


def pasted(line: str) -> tuple[int, bytes]:
    """What the shell would be answered: as much of curl as the printed lines use."""
    words = shlex.split(line)
    url = next(word for word in words if word.startswith("http"))
    headers = dict(w.split(": ", 1) for k, w in itertools.pairwise(words) if k == "-H")
    body = words[words.index("-d") + 1].encode() if "-d" in words else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def commands(told: str) -> Iterator[tuple[bool, str]]:
    """Each curl of the text, and whether it is said again while the answer is 202."""
    for line in told.replace("\\\n", " ").splitlines():
        for curl in CURL.findall(line):
            yield line.startswith("while "), curl


def test_what_was_told_has_happened_soundly(run: Any, told: Path) -> None:
    audited = run("audit", "--home", told)
    assert (audited.code, audited.said[:5]) == (0, "Sound")


def test_sign_ins_are_for_the_owner_of_the_directory_only(told: Path) -> None:
    assert stat.S_IMODE((told / "data" / "demo.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((told / "data").stat().st_mode) == 0o700


def test_nothing_but_the_home_is_left_of_the_telling(told: Path) -> None:
    assert sorted(p.name for p in told.iterdir()) == ["data", "settings.toml", "workflows"]


def test_an_installation_never_becomes_a_demo(run: Any, home: Path, token: str) -> None:
    before = (home / "data" / "govern.db").read_bytes()
    refused = run("demo", "--dir", home, "--port", 0)
    assert (refused.code, "is no demo" in refused.complained) == (2, True)
    assert (home / "data" / "govern.db").read_bytes() == before


@pytest.mark.slow
def test_the_printed_lines_sign_fetch_the_paper_and_pass_the_gate(demo: Path) -> None:
    elsewhere = {"GOVERN_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    with serving("demo", "--dir", demo, env=elsewhere) as service:
        answers = []
        for again, line in commands(lines_of(demo, service.url)):
            status, body = pasted(line)
            while again and status == 202:
                time.sleep(0.2)
                status, body = pasted(line)
            answers.append((status, body[:5]))
        assert service.stop() == 0
    assert answers == [(200, b'{"rec'), (200, b"%PDF-"), (200, b'{"rec')]


@pytest.mark.slow
def test_a_second_start_finds_the_same_people_and_what_is_left_to_do(run: Any, demo: Path) -> None:
    token = json.loads((demo / "data" / "demo.json").read_text())["people"][0]["token"]
    with serving("demo", "--dir", demo, token=token) as service:
        assert service.ask("/records?type=project")["items"]
        (_, first), *rest = commands(lines_of(demo, service.url))
        assert pasted(first)[0] == 200
        assert service.stop() == 0
    assert [line for _, line in commands(lines_of(demo, service.url))] == [rest[-1][1]]
    assert run("audit", "--home", demo).code == 0


@pytest.mark.slow
def test_a_demo_that_is_ended_while_it_is_told_leaves_nothing(tmp_path: Path) -> None:
    directory = tmp_path / "demo"
    words = [*PROGRAM, "demo", "--dir", str(directory), "--port", "0"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as process:
        while not any(directory.glob(".telling-*/*/data/govern.db")):
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert list(directory.iterdir()) == []
