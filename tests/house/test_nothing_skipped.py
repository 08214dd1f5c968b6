"""Where CI is set, a test that was skipped fails the run: see tests/conftest.py."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SKIPS = "import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('no printer')\n"


@pytest.mark.parametrize(("ci", "outcome"), [("true", 1), ("", 0)], ids=["in CI", "at a desk"])
def test_a_skipped_test_fails_the_run(tmp_path: Path, root: Path, ci: str, outcome: int) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "conftest.py").write_text((root / "tests/conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(SKIPS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "xdist", "-n1"]
    said = os.environ | {"CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    child = subprocess.run(command, cwd=tmp_path, env=said, capture_output=True, text=True)
    assert (child.returncode, "no printer" in child.stdout) == (outcome, bool(ci))
