"""Inside the child the doors are shut, whatever code may run there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SHUT = """
import os, resource, socket, subprocess, sys
from pathlib import Path
from govern.documents.confinement import Doors, limit, limit_time
own = Path(sys.argv[1])
limit(1024 * 1024 * 1024)
doors = Doors(own, [own.parent / "readable"])
doors.shut()
try:
    {attempt}
except PermissionError as error:
    print("refused", len(doors.refused))
else:
    print("done", len(doors.refused))
"""


def _attempt(code: str, tmp_path: Path) -> str:
    for name in ("own", "readable", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.txt").write_text(name)
    done = subprocess.run(
        [sys.executable, "-B", "-c", SHUT.replace("{attempt}", code), str(tmp_path / "own")],
        capture_output=True,
        text=True,
        timeout=20,
    )
    return done.stdout.strip() or f"exit code {done.returncode}"


@pytest.mark.parametrize(
    "code",
    [
        "open(own.parent / 'other' / 'file.txt')",
        "open(own / '..' / 'other' / 'file.txt')",
        "os.open('/etc/hosts', os.O_RDONLY)",
        "open(own.parent / 'readable' / 'file.txt', 'w')",
        "open(own.parent / 'other' / 'new.txt', 'x')",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "socket.socket().bind(('127.0.0.1', 0))",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "__import__('ctypes').CDLL('libc.so.6')",
    ],
)
def test_what_leads_out_is_refused_and_noted(code: str, tmp_path: Path) -> None:
    assert _attempt(code, tmp_path) == "refused 1"


@pytest.mark.parametrize(
    "code",
    [
        "open(own.parent / 'readable' / 'file.txt').read()",
        "open(own / 'new.txt', 'w').write('x')",
        "import fractions, xml.dom.minidom",
        "__import__('shutil').rmtree(own)",
    ],
)
def test_what_printing_needs_is_allowed(code: str, tmp_path: Path) -> None:
    assert _attempt(code, tmp_path) == "done 0"


def test_a_link_does_not_lead_out(tmp_path: Path) -> None:
    code = "os.symlink(own.parent / 'other' / 'file.txt', own / 'link'); open(own / 'link')"
    assert _attempt(code, tmp_path) == "refused 1"


def test_memory_is_bounded(tmp_path: Path) -> None:
    assert "exit code 1" in _attempt("bytearray(2 * 1024 ** 3)", tmp_path)


def test_a_huge_file_is_not_written(tmp_path: Path) -> None:
    assert _attempt("open(own / 'big', 'wb').truncate(2 ** 40)", tmp_path) != "done 0"


@pytest.mark.parametrize("work", ["while True: pass", "__import__('time').sleep(60)"])
def test_a_child_whose_parent_is_gone_ends_by_itself(work: str, tmp_path: Path) -> None:
    assert _attempt(f"limit_time(0.5); exec({work!r})", tmp_path) == "exit code -14"
