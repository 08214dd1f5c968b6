"""Files lie under the digest of their content, whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from govern.errors import Busy, NotFound, TooLarge
from govern.store import files, session
from govern.store.files import CHUNK, Files, Stored
from govern.store.session import Engine
from tests.store.library import NOW


@pytest.fixture
def shelf(tmp_path: Path) -> Files:
    """An empty directory for files of at most 300 000 bytes."""
    return Files(tmp_path / "files", limit=300_000)


def _everything(shelf: Files) -> list[Path]:
    return [path for path in shelf.directory.rglob("*") if path.is_file()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    st.binary(max_size=200) | st.sampled_from([bytes(CHUNK - 1), bytes(CHUNK), bytes(CHUNK + 1)])
)
def test_what_was_put_is_got_back_under_its_digest(shelf: Files, content: bytes) -> None:
    stored = shelf.put(content)
    assert stored == Stored(hashlib.sha256(content).hexdigest(), len(content))
    assert shelf.put(io.BytesIO(content)) == stored
    assert shelf.get(stored.sha256) == content
    assert shelf.found(stored.sha256) == stored


def test_the_same_content_lies_there_once(shelf: Files) -> None:
    for _ in range(3):
        shelf.put(b"same")
    assert len(_everything(shelf)) == 1


def test_a_file_above_the_limit_is_refused_and_leaves_nothing(shelf: Files) -> None:
    shelf.put(bytes(300_000))
    with pytest.raises(TooLarge):
        shelf.put(io.BytesIO(bytes(300_001)))
    assert len(_everything(shelf)) == 1


class _Broken(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_stream_that_breaks_leaves_nothing(shelf: Files) -> None:
    with pytest.raises(Busy):
        shelf.put(_Broken())
    assert _everything(shelf) == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a",
        "../../etc/passwd",
        "A" * 64,
        "g" * 64,
        "a" * 63,
        "a" * 65,
        "a" * 63 + "/",
        "a" * 64 + "\n",
    ],
)
def test_what_is_no_digest_names_no_file(shelf: Files, name: str) -> None:
    shelf.put(b"x")
    assert not shelf.exists(name)
    assert shelf.found(name) is None
    with pytest.raises(NotFound):
        shelf.get(name)


def test_a_file_that_is_not_there_is_not_found(shelf: Files) -> None:
    assert not shelf.exists("a" * 64)
    with pytest.raises(NotFound):
        shelf.open("a" * 64)


def test_an_altered_file_is_found_out_and_mended_by_putting_it_again(shelf: Files) -> None:
    stored = shelf.put(b"as it was")
    (path,) = _everything(shelf)
    path.chmod(0o600)
    path.write_bytes(b"altered")
    assert shelf.found(stored.sha256) != stored
    shelf.put(b"as it was")
    assert shelf.found(stored.sha256) == stored


def test_the_file_and_its_directories_are_flushed_before_it_counts(
    shelf: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    flush = os.fsync

    def watched(handle: int) -> None:
        flushed.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        flush(handle)

    monkeypatch.setattr(os, "fsync", watched)
    digest = shelf.put(b"x").sha256
    assert [Path(name).name[:5] for name in flushed] == [".new-", digest[:2], "files"]


def test_many_may_put_the_same_at_once(shelf: Files) -> None:
    threads = [threading.Thread(target=shelf.put, args=(b"same" * 9999,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_everything(shelf)) == 1


def test_a_disk_that_does_not_take_it_is_busy(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file where the directory should be")
    with pytest.raises(Busy):
        Files(tmp_path / "files").put(b"x")


def test_the_database_knows_a_file_once(database: Engine) -> None:
    row = files.Row("a" * 64, 5, "application/pdf", NOW)
    with session.writing(database) as connection:
        assert files.insert(connection, row)
        assert not files.insert(connection, row._replace(media_type="text/html"))
