"""Run as a program of its own: sets hostile pages, and tells what each of them reached.

Standard input is {"pages": {name: body}, "allowed": [directory], "control": file}; standard output
says for each page what came of it and which files, sockets and processes were asked for meanwhile.
The control is a file this program itself reads: that must be seen.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import pikepdf

warnings.simplefilter("ignore")  # there are no fonts of the machine, on purpose

from govern.documents import composition, rendering  # noqa: E402
from govern.documents.snapshot import freeze  # noqa: E402
from govern.errors import PrintFailed  # noqa: E402

WATCHED = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.posix_spawn", "os.exec")
FONTS = '<link rel="stylesheet" href="app:fonts.css">'  # Pango crashes where there are none
seen: list[str] = []
allowed: tuple[str, ...] = ()


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Notes what reaches out of the page."""
    if event in WATCHED:
        seen.append(f"{event} {arguments!r}")
    elif event == "open" and isinstance(arguments[0], str):
        path = os.path.realpath(arguments[0])
        if not path.startswith(allowed):
            seen.append(f"open {path}")


def attempt(snapshot: Any, body: str) -> dict[str, Any]:
    """What becomes of one page."""
    seen.clear()
    head = f"<!DOCTYPE html><html lang=en><head><title>x</title>{FONTS}</head>"
    page = f"{head}<body>{body}</body></html>"
    try:
        made = rendering.render(snapshot, page, composition.templates_directory())
    except PrintFailed as failed:
        return {"outcome": failed.code, "seen": list(seen)}
    reached = list(seen)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        return {"outcome": "printed", "seen": reached, "attached": sorted(pdf.attachments)}


def main() -> None:
    """Everything asked for, in turn; the first page warms up before anybody watches."""
    asked = json.load(sys.stdin)
    inputs = Path(__file__).parent / "snapshots" / "loan.json"
    snapshot = freeze(**json.loads(inputs.read_text(encoding="utf-8")))
    attempt(snapshot, "<p>warm</p><svg width=9 height=9><path d='M0 0h9'/></svg>")
    global allowed  # noqa: PLW0603
    allowed = (*asked["allowed"], os.path.realpath(tempfile.gettempdir()) + "/weasyprint-")
    sys.addaudithook(watch)
    told = {name: attempt(snapshot, body) for name, body in asked["pages"].items()}
    seen.clear()
    Path(asked["control"]).read_text(encoding="utf-8")
    json.dump(told | {"control": {"seen": list(seen)}}, sys.stdout)


if __name__ == "__main__":
    main()
