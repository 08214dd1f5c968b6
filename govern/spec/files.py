"""The files of a directory as texts: only ordinary files of the directory itself, within limits.

What cannot be read is a finding under the name of its file; nothing is raised.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from govern.spec.codes import Code
from govern.spec.core_schema import FORBIDDEN
from govern.spec.diagnostics import Position
from govern.spec.report import Report, shown
from govern.spec.sources import Source

FILE_BYTES = 256 * 1024
FILES = 500
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def read_files(directory: Path, report: Report, prefix: str = "") -> dict[str, str]:
    """The texts of the `*.yaml` files directly in the directory, by name, `prefix` before it.

    Hidden files are left out; a file that cannot be read has the text "".
    """
    at = Position(prefix or ".", 1, 1)
    try:
        root = directory.resolve(strict=True)
        names = sorted(path.name for path in root.iterdir())
    except (OSError, RuntimeError, ValueError) as error:
        text = f"The directory cannot be read: {_reason(error)}."
        report.add(at, Code.UNREADABLE_FILE, text)
        return {}
    names = [name for name in names if not name.startswith(".")]
    for name in names:
        if name.endswith(".yml"):
            text = "The name of a workflow file ends in `.yaml`; this one would not be read."
            report.add(Position(prefix + _sayable(name), 1, 1), Code.FILE_NAME, text)
    wanted = [name for name in names if name.endswith(".yaml")]
    if len(wanted) > FILES:
        text = f"There are {len(wanted)} files; at most {FILES} are read."
        report.add(at, Code.TOO_MANY_FILES, text)
    return {prefix + _sayable(n): _read(root, n, prefix, report) for n in wanted[:FILES]}


def _read(root: Path, name: str, prefix: str, report: Report) -> str:
    path = root / name
    at = Position(prefix + _sayable(name), 1, 1)
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root):
            text = "The file is a link that leads out of the directory."
            report.add(at, Code.OUTSIDE_LINK, text)
            return ""
        data = _bytes(real)
    except (OSError, RuntimeError, ValueError) as error:
        report.add(at, Code.UNREADABLE_FILE, f"The file cannot be read: {_reason(error)}.")
        return ""
    if data is None:
        report.add(at, Code.UNREADABLE_FILE, "This is not an ordinary file.")
        return ""
    return _decoded(data, at, report)


def _bytes(path: Path) -> bytes | None:
    """At most one byte more than allowed; None for anything but an ordinary file."""
    # Not blocking: opening a pipe would wait for somebody to write into it.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(FILE_BYTES + 1)
    finally:
        os.close(handle)


def _decoded(data: bytes, at: Position, report: Report) -> str:
    if len(data) > FILE_BYTES:
        report_large(at, report)
        return ""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        place = Source(at.file, before).position(len(before.replace("\r\n", "\n")))
        text = f"The byte 0x{data[error.start]:02X} is not UTF-8."
        report.add(place, Code.NOT_UTF_8, text, "save the file as UTF-8")
        return ""


def report_large(at: Position, report: Report) -> None:
    """The finding of a file above the limit."""
    report.add(at, Code.FILE_TOO_LARGE, f"The file is larger than {FILE_BYTES // 1024} KiB.")


def is_text(source: Source, report: Report) -> bool:
    """Whether the text is within the limit and has no forbidden characters."""
    start = Position(source.file, 1, 1)
    if len(source.text) > FILE_BYTES or len(source.text.encode(errors="replace")) > FILE_BYTES:
        report_large(start, report)
        return False
    if source.text.startswith(_MARK):
        text = "The file begins with a byte order mark."
        report.add(start, Code.BYTE_ORDER_MARK, text, "save it as UTF-8 without one")
        return False
    found = FORBIDDEN.search(source.text)
    if found is not None:
        text = f"The character U+{ord(found.group()):04X} is not allowed."
        report.add(source.position(found.start()), Code.FORBIDDEN_CHARACTER, text)
    return found is None


def _sayable(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 and control characters are replaced."""
    return shown(os.fsencode(name).decode(errors="replace"), longest=120)[1:-1]


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
