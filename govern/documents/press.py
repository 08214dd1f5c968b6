"""The press: one warm child process that prints, kept between documents and replaced when broken.

The child is started with the first document (importing the renderer takes 1 to 2 s), serves one
at a time, and is killed with its whole process group at the deadline. Nothing of it outlives
the press: its directory is removed with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govern.documents import frames
from govern.documents.composition import PACKAGE, templates_directory
from govern.errors import PrintFailed

START = """
import json, sys
options = json.loads(sys.argv[1])
sys.path[:] = options["path"]
from govern.documents.child import main
main(options)
"""
NO_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{directory}/cache</cachedir></fontconfig>
"""
PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES")
OUT_OF_TIME = (-signal.SIGALRM, -signal.SIGXCPU)
# Refusals that leave the child as good as before; after any other it is replaced.
HARMLESS = frozenset(("missing_glyph", "template_failed", "template_missing"))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. `memory` is address space in bytes; `prints` is after how many
    documents the child is replaced."""

    seconds: float = 30.0
    memory: int = 512 * 1024 * 1024
    prints: int = 50


class Broken(Exception):
    """The child died without an answer; `code` is its exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class _Child:
    """A running child, its socket and its directory."""

    def __init__(self, templates: Path, limits: Limits) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="govern-print-"))
        self.printed = 0
        config = self.directory / "fonts.conf"
        config.write_text(NO_FONTS.format(directory=self.directory), encoding="utf-8")
        self.channel, theirs = socket.socketpair()
        with theirs:
            self.process: subprocess.Popen[bytes] = subprocess.Popen(
                [sys.executable, "-I", "-B", "-c", START, self._options(templates, limits)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=self.directory,
                env=self._environment(config),
                start_new_session=True,
            )

    def _options(self, templates: Path, limits: Limits) -> str:
        options = {
            "directory": str(self.directory),
            "memory": limits.memory,
            "path": [*(str(Path(entry).resolve()) for entry in sys.path), str(PACKAGE.parent)],
            "seconds": limits.seconds,
            "templates": str(templates),
        }
        return json.dumps(options)

    def _environment(self, config: Path) -> dict[str, str]:
        """Nothing of ours but where libraries are: no secret, no proxy, no zone, no language."""
        given = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return given | {
            "FONTCONFIG_FILE": str(config),
            "HOME": str(self.directory),
            "LANG": "C.UTF-8",
            "PATH": os.defpath,
            "TMPDIR": str(self.directory),
            "TZ": "UTC",
        }

    def print(self, request: bytes, deadline: float) -> tuple[dict[str, Any], bytes]:
        """The answer to one request; TimeoutError at the deadline, Broken where there is none."""
        try:
            frames.send(self.channel, request, deadline=deadline)
            told = json.loads(frames.receive(self.channel, deadline))
            pdf = frames.receive(self.channel, deadline)
        except frames.Closed as error:
            raise Broken(self.end()) from error
        assert isinstance(told, dict)
        self.printed += 1
        return told, pdf

    def end(self) -> int:
        """The exit code, the process group killed if it had not ended by itself."""
        self.channel.close()
        try:
            # One that is about to leave by itself is left a moment to say why.
            self.process.wait(0.2)
        except subprocess.TimeoutExpired:
            self.kill()
        shutil.rmtree(self.directory, ignore_errors=True)
        return self.process.wait()

    def kill(self) -> None:
        """The whole group is gone, the directory with it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.channel.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class Press:
    """Prints snapshots from the templates in one directory, one at a time."""

    def __init__(self, templates: Path | None = None, limits: Limits | None = None) -> None:
        self.templates = templates
        self.limits = limits or Limits()
        self._child: _Child | None = None
        self._inherited: _Child | None = None
        self._lock = threading.Lock()

    def print(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        """What the child says of this canonical snapshot, and the file; PrintFailed otherwise."""
        if not self._lock.acquire(timeout=2 * self.limits.seconds):
            raise PrintFailed("The printer is busy; try again later.", code="print_busy")
        try:
            return self._print(request)
        finally:
            self._lock.release()

    def close(self) -> None:
        """The child is gone; the next document starts another."""
        with self._lock:
            self._discard()

    def forget(self) -> None:
        """After a fork: the child belongs to the parent, this process starts its own."""
        if self._child is not None:
            self._child.channel.close()
        # Kept, not dropped: its end is for the parent to see.
        self._inherited, self._child, self._lock = self._child, None, threading.Lock()

    def _print(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        deadline = time.monotonic() + self.limits.seconds
        try:
            told, pdf = self._ask(request, deadline)
        except TimeoutError as error:
            self._discard()
            raise self._too_long() from error
        except Broken as broken:
            self._child = None
            raise self._died(broken.code) from broken
        self._retire_if_worn(told)
        if "failed" in told:
            raise PrintFailed(told["failed"], code=told["code"])
        return told, pdf

    def _ask(self, request: bytes, deadline: float) -> tuple[dict[str, Any], bytes]:
        """Asks the child, and once more a new one where it had left or was killed from outside."""
        try:
            return self._ready().print(request, deadline)
        except Broken as broken:
            if broken.code not in (0, -signal.SIGKILL, -signal.SIGTERM):
                raise
            self._child = None
        return self._ready().print(request, deadline)

    def _ready(self) -> _Child:
        if self._child is None:
            self._child = _Child(self.templates or templates_directory(), self.limits)
        return self._child

    def _retire_if_worn(self, told: dict[str, Any]) -> None:
        """A child that failed, printed much or grew large makes place for a fresh one."""
        child = self._ready()
        worn = child.printed >= self.limits.prints or told["memory"] > self.limits.memory // 2
        if worn or ("failed" in told and told["code"] not in HARMLESS):
            self._discard()

    def _discard(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _too_long(self) -> PrintFailed:
        return PrintFailed(
            f"Printing took longer than {self.limits.seconds:g} s and was stopped.",
            code="print_timeout",
        )

    def _died(self, code: int) -> PrintFailed:
        if code in OUT_OF_TIME:
            return self._too_long()
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return PrintFailed(f"The printing process ended without an answer ({how}).")
