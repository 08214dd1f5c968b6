"""Printing: from a snapshot to the bytes of a PDF/A-3a file, the same bytes every time.

The page is filled in and set in a child process with bounded memory and time and without network
or files; here are only the door to it and what the caller keeps: the file, its length and digest,
so that a signature can be appended later and the printed part still be checked.
"""

from __future__ import annotations

import atexit
import hashlib
import os
from dataclasses import dataclass

from govern.documents.composition import html
from govern.documents.native import native_check
from govern.documents.press import Limits, Press
from govern.documents.snapshot import Snapshot

__all__ = ["Limits", "Press", "Printed", "html", "native_check", "print_document"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed document.

    `rendering_sha256` and `length` are of `pdf` as printed: they stay true of its first `length`
    bytes when something is appended. `record_sha256` is of the embedded snapshot, `html_sha256`
    of the page before it was set, `renderer` names the programs whose versions decide the bytes.
    """

    pdf: bytes
    rendering_sha256: str
    pages: int
    record_sha256: str
    html_sha256: str
    renderer: str

    @property
    def length(self) -> int:
        """Bytes of the file as printed."""
        return len(self.pdf)


def print_document(snapshot: Snapshot, press: Press | None = None) -> Printed:
    """Prints the document; PrintFailed, with a plain reason, where that cannot be done.

    Takes 1 to 3 s a document (the first of a process 2 s more) and never longer than the limits
    of the press; documents of one process are printed one after the other.
    """
    told, pdf = (press or _press).print(snapshot.canonical)
    return Printed(
        pdf=pdf,
        rendering_sha256=hashlib.sha256(pdf).hexdigest(),
        pages=told["pages"],
        record_sha256=snapshot.sha256,
        html_sha256=told["html_sha256"],
        renderer=told["renderer"],
    )


_press = Press()
atexit.register(_press.close)
os.register_at_fork(after_in_child=_press.forget)
