"""What is missing on the machine is said all at once, with the line that installs it."""

from __future__ import annotations

import pytest

from govern.documents import native


def test_a_complete_machine_lacks_nothing() -> None:
    assert native.native_check() == []


def test_all_missing_libraries_are_named_with_the_line_to_install_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {"Pango": ("libnothere-1.so",), "Fontconfig": ("libnothere-2.so",)}
    monkeypatch.setattr(native, "LIBRARIES", native.LIBRARIES | files)
    (said,) = native.native_check()
    assert "Pango, Fontconfig" in said
    assert "apt-get install" in said or "brew install" in said


def test_a_version_that_crashes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "CRASHING_PANGO", native.versions()["Pango"])
    (said,) = native.native_check()
    assert "crashes" in said


def test_versions_are_those_of_the_libraries() -> None:
    assert all(text[0].isdigit() for text in native.versions().values())
