"""The press survives what it prints: a child that hangs, dies or grows is stopped and replaced."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from govern.documents.press import Press
from govern.documents.printer import print_document
from govern.documents.snapshot import Snapshot, freeze
from govern.errors import PrintFailed
from tests.documents.conftest import PATIENT

MIB = 1024 * 1024
Opened = Callable[..., Press]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Makes presses that are closed after the test."""
    made: list[Press] = []

    def make(templates: Path | None = None, **limits: Any) -> Press:
        made.append(Press(templates, replace(PATIENT, **limits)))
        return made[-1]

    yield make
    for press in made:
        press.close()


@pytest.fixture
def small(opened: Opened, templates: Callable[[str], Path]) -> Press:
    """A press that prints one line."""
    return opened(templates("<p>{{ record.title }}</p>"))


def _child(press: Press) -> tuple[subprocess.Popen[bytes], Path]:
    child = press._ready()
    return child.process, child.directory


def _fails(press: Press, snapshot: Snapshot) -> PrintFailed:
    with pytest.raises(PrintFailed) as failed:
        print_document(snapshot, press)
    return failed.value


def _huge_table(loan: dict[str, Any]) -> Snapshot:
    columns = [{"name": f"c{n}", "title": f"C{n}", "kind": "text"} for n in range(20)]
    row = {column["name"]: "so many words " * 6 for column in columns}
    table = {"name": "t", "title": "T", "kind": "table", "columns": columns, "value": [row] * 300}
    return freeze(**{**loan, "fields": [table]})


def test_a_table_that_takes_too_long_is_stopped_at_the_deadline(
    opened: Opened, loan: dict[str, Any]
) -> None:
    press = opened(seconds=4)
    before = time.monotonic()
    failed = _fails(press, _huge_table(loan))
    assert failed.code == "print_timeout"
    assert "longer than 4 s" in failed.message
    assert time.monotonic() - before < 15


def test_nothing_is_left_of_a_child_that_was_stopped(
    opened: Opened, templates: Callable[[str], Path], x_page: Snapshot
) -> None:
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    press = opened(templates(endless), seconds=2.5)
    process, directory = _child(press)
    assert _fails(press, x_page).code == "print_timeout"
    assert process.returncode == -signal.SIGKILL
    assert not directory.exists()


@pytest.mark.parametrize("body", ["{{ 'a' * 10 ** 9 }}", "{{ ('<p>x' * 9000)|safe }}"])
def test_a_document_that_takes_too_much_memory_is_stopped(
    opened: Opened, templates: Callable[[str], Path], x_page: Snapshot, body: str
) -> None:
    press = opened(templates(body), memory=250 * MIB)
    failed = _fails(press, x_page)
    assert failed.code in ("print_too_large", "print_failed")
    assert press._child is None


def test_deep_nesting_is_an_answer(
    opened: Opened, templates: Callable[[str], Path], x_page: Snapshot
) -> None:
    failed = _fails(opened(templates("<div>" * 3000)), x_page)
    assert "nested too deeply" in failed.message


def test_after_a_failure_the_next_document_is_printed(
    opened: Opened, templates: Callable[[str], Path], x_page: Snapshot, loan: dict[str, Any]
) -> None:
    press = opened(templates("{% if people.bob != 'Bob' %}<img src='app:x'>{% endif %}ok"))
    document = {**loan["document"], "template": "x.html"}
    hostile = freeze(**{**loan, "document": document, "people": {"bob": "mallory"}})
    assert _fails(press, hostile).code == "address_refused"
    assert print_document(x_page, press).pages == 1


def test_a_child_killed_from_outside_is_replaced_and_the_document_printed(
    small: Press, x_page: Snapshot
) -> None:
    process, directory = _child(small)
    threading.Timer(0.5, process.send_signal, (signal.SIGKILL,)).start()
    assert print_document(x_page, small).pages == 1
    assert _child(small)[0].pid != process.pid
    assert not directory.exists()


def test_a_child_that_left_while_idle_is_replaced(small: Press, x_page: Snapshot) -> None:
    first = print_document(x_page, small)
    process, _ = _child(small)
    process.terminate()
    process.wait(10)
    assert print_document(x_page, small).pdf == first.pdf


def test_a_child_is_kept_between_documents_and_replaced_after_so_many(
    opened: Opened, templates: Callable[[str], Path], x_page: Snapshot
) -> None:
    press = opened(templates("ok"), prints=2)
    process, _ = _child(press)
    print_document(x_page, press)
    assert process.poll() is None
    print_document(x_page, press)
    assert process.poll() is not None
    assert press._child is None


def test_the_child_leaves_when_its_parent_hangs_up(small: Press) -> None:
    process, directory = _child(small)
    small.forget()
    assert process.wait(20) == 0
    assert not directory.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the environment from /proc")
def test_the_child_knows_nothing_of_the_environment(
    small: Press, x_page: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVERN_SECRET", "do not pass on")
    print_document(x_page, small)
    process, _ = _child(small)
    environment = Path(f"/proc/{process.pid}/environ").read_bytes()
    names = {part.split(b"=")[0].decode() for part in environment.split(b"\0") if part}
    assert names <= {"FONTCONFIG_FILE", "HOME", "LANG", "PATH", "TMPDIR", "TZ", "LD_LIBRARY_PATH"}
    assert "HOME" in names


def test_documents_of_several_threads_are_printed_one_after_the_other(
    small: Press, x_page: Snapshot
) -> None:
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda _: print_document(x_page, small).pdf, range(3)))
    assert len(made) == 3
    assert len(set(made)) == 1


def test_a_press_that_is_busy_says_so(opened: Opened, frozen: Snapshot) -> None:
    press = opened(seconds=0.1)
    with press._lock:
        assert _fails(press, frozen).code == "print_busy"


def test_a_missing_renderer_is_an_answer(
    opened: Opened, frozen: Snapshot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
    monkeypatch.syspath_prepend(str(tmp_path))
    failed = _fails(opened(), frozen)
    assert failed.code == "renderer_missing"
    assert "cannot load library pango" in failed.message
    assert "govern doctor" in failed.message


def test_the_memory_of_a_large_parent_is_not_counted_as_the_childs() -> None:
    told = "from govern.documents.confinement import most_memory; print(most_memory())"
    ballast = bytearray(300 * MIB)
    ballast[::4096] = b"x" * len(ballast[::4096])
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True)
    assert int(found.stdout) < 100 * MIB < len(ballast)
