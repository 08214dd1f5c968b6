"""Files, kept under the SHA-256 of their content in a directory, and listed in a table.

A name is never trusted: a file is found by its digest alone, and only a text of 64 lower-case
hexadecimal digits is one. A file is whole under its name or not there: it is written beside,
flushed to the disk, and then renamed.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from sqlalchemy import Connection

from govern.errors import Busy, NotFound, TooLarge
from govern.store.dialects import Addition
from govern.store.tables import files

CHUNK = 1 << 16
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Stored(NamedTuple):
    """A file that is in the directory: its digest and its size in bytes."""

    sha256: str
    size: int


class Row(NamedTuple):
    """A file that the database knows of."""

    sha256: str
    size: int
    media_type: str
    stored_at: str


class Files:
    """The directory of an installation's files. Safe to share between threads and processes."""

    def __init__(self, directory: Path, limit: int = 25 * 1024 * 1024) -> None:
        self.directory = directory
        self.limit = limit

    def put(self, content: bytes | BinaryIO) -> Stored:
        """The content is on the disk under its digest; a second time it costs nothing more.

        `TooLarge` above the limit, of which at most one chunk is written; `Busy` where the disk
        does not take it.
        """
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        with _disk("The file could not be stored"):
            self.directory.mkdir(parents=True, exist_ok=True)
            written, name = tempfile.mkstemp(prefix=".new-", dir=self.directory)
            try:
                with os.fdopen(written, "wb") as out:
                    stored = self._copy(stream, out)
                self._keep(Path(name), stored)
            finally:
                Path(name).unlink(missing_ok=True)
        return stored

    def _copy(self, stream: BinaryIO, out: IO[bytes]) -> Stored:
        hashed, size = hashlib.sha256(), 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > self.limit:
                raise TooLarge(f"A file may have at most {self.limit} bytes.")
            hashed.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
        return Stored(hashed.hexdigest(), size)

    def _keep(self, written: Path, stored: Stored) -> None:
        place = self._place(stored.sha256)
        made = not place.parent.exists()
        place.parent.mkdir(exist_ok=True)
        written.chmod(0o444)
        written.replace(place)  # over an equal file, or one that was damaged
        _flush_directory(place.parent)
        if made:
            _flush_directory(self.directory)

    def _place(self, sha256: str) -> Path:
        if not _DIGEST.fullmatch(sha256):
            raise NotFound("There is no such file.")
        return self.directory / sha256[:2] / sha256[2:]

    def exists(self, sha256: str) -> bool:
        """Whether there is a file under this digest; False for what is no digest."""
        return _DIGEST.fullmatch(sha256) is not None and self._place(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        """The file, to be read and closed by the caller; `NotFound` where there is none."""
        place = self._place(sha256)
        with _disk("The file could not be read"):
            try:
                return place.open("rb")
            except FileNotFoundError as error:
                raise NotFound("There is no such file.") from error

    def get(self, sha256: str) -> bytes:
        """The file's content; `NotFound` where there is none."""
        with self.open(sha256) as stream, _disk("The file could not be read"):
            return stream.read()

    def found(self, sha256: str) -> Stored | None:
        """What really lies under this digest, hashed again; None where nothing does."""
        if not self.exists(sha256):
            return None
        hashed, size = hashlib.sha256(), 0
        with self.open(sha256) as stream, _disk("The file could not be read"):
            while chunk := stream.read(CHUNK):
                hashed.update(chunk)
                size += len(chunk)
        return Stored(hashed.hexdigest(), size)


@contextmanager
def _disk(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Busy(f"{what}: {error.strerror}.", retry_after=10) from error


def _flush_directory(directory: Path) -> None:
    """A rename is only safe from a power cut once its directory is on the disk."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_ADD = Addition(files)


def insert(connection: Connection, file: Row) -> bool:
    """The database knows of the file; False where it did already, and nothing changed."""
    return _ADD.run(connection, file._asdict())
