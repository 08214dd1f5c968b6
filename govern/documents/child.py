"""The process that prints: one snapshot after another, behind walls, until its parent is gone.

Started by `press` with its socket as standard input. Whatever happens to a snapshot is answered,
never raised; where it cannot be answered (memory, time, a fault in a library) the process dies
and the parent says so.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
from pathlib import Path
from typing import Any

from govern.documents import composition, confinement, frames, snapshot
from govern.errors import PrintFailed

IDLE = 300.0  # seconds without work after which the child leaves
MORE = 2.0  # seconds the child outlives the parent's patience


def main(options: dict[str, Any]) -> None:
    """Serves the socket at file descriptor 0; returns when the parent hangs up or falls silent."""
    confinement.limit(options["memory"])
    own, templates = Path(options["directory"]), Path(options["templates"])
    doors = confinement.Doors(own, [templates, composition.PACKAGE / "documents"])
    channel = socket.socket(fileno=0)
    reason = _load_renderer()
    doors.shut()
    try:
        while True:
            channel.settimeout(IDLE)
            request = frames.receive(channel)
            confinement.limit_time(options["seconds"] + MORE)
            channel.settimeout(None)
            frames.send(channel, *_answer(request, templates, doors, reason))
            confinement.limit_time(IDLE + MORE)
    except (frames.Closed, TimeoutError):
        shutil.rmtree(own, ignore_errors=True)


def _load_renderer() -> str:
    """Imports what takes long, before the doors are shut; the reason where that fails."""
    try:
        import govern.documents.rendering  # noqa: F401, PLC0415
    except (ImportError, OSError) as error:
        return f"The page renderer cannot be loaded: {error}. `govern doctor` says what is missing."
    return ""


def _answer(
    request: bytes, templates: Path, doors: confinement.Doors, reason: str
) -> tuple[bytes, bytes]:
    if reason:
        return _failure(PrintFailed(reason, code="renderer_missing"))
    try:
        told, pdf = _print(request, templates)
    except PrintFailed as failed:
        return _failure(failed)
    except MemoryError:
        return _failure(PrintFailed("The document needs too much memory.", code="print_too_large"))
    except RecursionError:
        return _failure(PrintFailed("The document is nested too deeply.", code="print_too_large"))
    except Exception as error:  # noqa: BLE001 - whatever a library raises is an answer
        return _failure(PrintFailed(f"The renderer failed: {type(error).__name__}: {error}"))
    if doors.refused:
        tried = doors.refused.pop()
        return _failure(PrintFailed(f"The renderer tried what it may not: {tried}."))
    return _told(told), pdf


def _print(request: bytes, templates: Path) -> tuple[dict[str, Any], bytes]:
    from govern.documents import rendering  # noqa: PLC0415

    frozen = snapshot.read(request)
    html = composition.html(frozen, templates)
    rendered = rendering.render(frozen, html, templates)
    told = {
        "pages": rendered.pages,
        "renderer": rendering.RENDERER,
        "html_sha256": hashlib.sha256(html.encode()).hexdigest(),
    }
    return told, rendered.pdf


def _failure(failed: PrintFailed) -> tuple[bytes, bytes]:
    return _told({"code": failed.code, "failed": failed.message[:2000]}), b""


def _told(told: dict[str, Any]) -> bytes:
    return json.dumps(told | {"memory": confinement.most_memory()}).encode()
