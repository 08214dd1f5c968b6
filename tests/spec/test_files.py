"""Of a directory only its own ordinary files are read; what cannot be read is a finding."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from govern.spec import files
from govern.spec.reader import Reading, read_directory
from tests.spec.marking import loan, whole


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A directory with a sound pack."""
    directory = tmp_path / "pack"
    directory.mkdir()
    for name, text in whole(loan()).items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


def found(reading: Reading) -> list[tuple[str, str, int, int]]:
    """File, code, line and column of every finding."""
    return [(f.at.file, f.code, f.at.line, f.at.column) for f in reading.findings]


def test_a_sound_directory_is_read(pack: Path) -> None:
    reading = read_directory(pack)
    assert found(reading) == []
    assert sorted(reading.sources) == ["book.yaml", "loan.yaml", "roles.yaml"]


def test_what_is_not_a_workflow_file_is_left_alone(pack: Path) -> None:
    (pack / "README.md").write_text("# Loans")
    (pack / ".hidden.yaml").write_text("[")
    (pack / "scenarios").mkdir()
    (pack / "scenarios" / "x.yaml").write_text("[")
    assert found(read_directory(pack)) == []


def test_a_missing_directory_is_a_finding(tmp_path: Path) -> None:
    assert found(read_directory(tmp_path / "nowhere")) == [(".", "unreadable-file", 1, 1)]


def test_a_file_in_place_of_a_directory_is_a_finding(pack: Path) -> None:
    assert found(read_directory(pack / "loan.yaml")) == [(".", "unreadable-file", 1, 1)]


def test_a_link_that_leads_out_is_refused(pack: Path) -> None:
    (pack.parent / "desk.yaml").write_text("secret: true")
    (pack / "desk.yaml").symlink_to(pack.parent / "desk.yaml")
    reading = read_directory(pack)
    assert found(reading) == [("desk.yaml", "outside-link", 1, 1)]
    assert reading.sources["desk.yaml"] == ""


def test_a_link_within_the_directory_is_followed(pack: Path) -> None:
    (pack / "..data").mkdir()
    (pack / "loan.yaml").rename(pack / "..data" / "loan.yaml")
    (pack / "loan.yaml").symlink_to("..data/loan.yaml")
    assert found(read_directory(pack)) == []


def test_a_link_to_itself_or_to_nothing_is_a_finding(pack: Path) -> None:
    (pack / "a.yaml").symlink_to("a.yaml")
    (pack / "b.yaml").symlink_to("nothing.yaml")
    assert [code for _, code, _, _ in found(read_directory(pack))] == ["unreadable-file"] * 2


def test_a_pipe_or_directory_is_no_file(pack: Path) -> None:
    os.mkfifo(pack / "a.yaml")
    (pack / "b.yaml").mkdir()
    assert [code for _, code, _, _ in found(read_directory(pack))] == ["unreadable-file"] * 2


def test_a_file_that_may_not_be_read_is_a_finding(pack: Path) -> None:
    (pack / "loan.yaml").chmod(0)
    expected = [] if os.geteuid() == 0 else [("loan.yaml", "unreadable-file", 1, 1)]
    assert found(read_directory(pack)) == expected


def test_the_first_byte_that_is_not_utf_8_is_shown(pack: Path) -> None:
    (pack / "loan.yaml").write_bytes("workflow: loan\r\ntitle: é".encode() + b"\xff\n")
    assert found(read_directory(pack))[0] == ("loan.yaml", "not-utf-8", 2, 9)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_another_encoding_is_told(pack: Path, encoding: str) -> None:
    (pack / "loan.yaml").write_bytes(loan().encode(encoding))
    code = "byte-order-mark" if encoding == "utf-8-sig" else "not-utf-8"
    assert found(read_directory(pack)) == [("loan.yaml", code, 1, 1)]


def test_a_name_that_is_no_text_can_be_shown(pack: Path) -> None:
    Path(os.fsdecode(os.fsencode(pack) + b"/\xff\n.yaml")).write_text("workflow: x")
    file, code, _, _ = found(read_directory(pack))[0]
    assert file.isprintable()
    assert code == "missing-key"


def test_more_files_than_the_limit_are_told(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "FILES", 2)
    assert (".", "too-many-files", 1, 1) in found(read_directory(pack))


def test_a_file_of_exactly_the_limit_is_read(pack: Path) -> None:
    text = loan()
    (pack / "loan.yaml").write_text(text + "#" * (files.FILE_BYTES - len(text.encode())))
    assert found(read_directory(pack)) == []
    with (pack / "loan.yaml").open("a") as file:
        file.write("#")
    assert found(read_directory(pack)) == [("loan.yaml", "file-too-large", 1, 1)]


def test_another_ending_is_told_rather_than_passed_over(pack: Path) -> None:
    (pack / "desk.yml").write_text("workflow: desk")
    assert found(read_directory(pack)) == [("desk.yml", "file-name", 1, 1)]
