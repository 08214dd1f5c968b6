"""`check` and `diagram`: what a PMO sees of the files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.cli.conftest import change


def test_sound_files_have_no_findings(run: Any, pack: Path) -> None:
    checked = run("check", pack)
    assert (checked.code, checked.said) == (
        0,
        f"1 workflow and 1 scenario in {pack}: no findings.\n",
    )


def test_an_installation_is_checked_like_its_workflows(run: Any, home: Path) -> None:
    assert str(home / "workflows") in run("check", home).said


def test_a_finding_shows_its_line_and_what_was_meant(run: Any, pack: Path) -> None:
    change(pack / "book.yaml", "from: shelved, to: lent", "from: shelvd, to: lent")
    checked = run("check", pack)
    assert checked.code == 1
    assert "book.yaml:15:16: unknown-state" in checked.said
    assert "  lend: {from: shelvd, to: lent" in checked.said
    assert "did you mean `shelved`?" in checked.said
    assert checked.said.endswith("\n\n1 finding.\n")


def test_a_finding_of_a_scenario_is_a_finding(run: Any, pack: Path) -> None:
    change(pack / "scenarios" / "lending.yaml", "fire: count", "fire: recount")
    checked = run("check", pack, "--json")
    (finding,) = checked.json["findings"]
    assert (checked.code, finding["file"]) == (1, "scenarios/lending.yaml")
    assert finding.keys() == {"file", "line", "column", "code", "message", "hint"}


def test_no_findings_are_an_empty_list_for_programs(run: Any, pack: Path) -> None:
    assert run("check", pack, "--json").json == {"findings": [], "policies": []}


def test_a_directory_without_workflows_is_named(run: Any, tmp_path: Path) -> None:
    refused = run("check", tmp_path)
    assert (refused.code, str(tmp_path) in refused.complained) == (2, True)


def test_checking_loads_no_database(pack: Path) -> None:
    look = (
        "import sys; from govern.cli import main\n"
        f"main(['check', {str(pack)!r}], standalone_mode=False)\n"
        "print(*sorted({'sqlalchemy', 'flask', 'weasyprint', 'argon2'} & set(sys.modules)))"
    )
    child = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert child.stdout.splitlines()[-1] == ""


def test_a_diagram_shows_every_state(run: Any, pack: Path, tmp_path: Path) -> None:
    drawing = tmp_path / "book.svg"
    assert run("diagram", "book", pack, "-o", drawing).code == 0
    svg = drawing.read_text(encoding="utf-8")
    assert svg.startswith("<?xml")
    assert all(f">{state}<" in svg for state in ("Shelved", "Lent", "Sold"))


def test_a_diagram_as_text_goes_to_the_standard_output(run: Any, pack: Path) -> None:
    drawn = run("diagram", "book", pack, "--mermaid")
    assert drawn.said.startswith("stateDiagram")


def test_a_diagram_of_no_workflow_names_those_there_are(run: Any, pack: Path) -> None:
    refused = run("diagram", "bok", pack)
    assert (refused.code, "book" in refused.complained) == (2, True)
    assert "Traceback" not in refused.complained


def test_a_diagram_that_cannot_be_written_says_where(run: Any, pack: Path) -> None:
    refused = run("diagram", "book", pack, "--mermaid", "-o", pack / "none" / "book.txt")
    assert (refused.code, str(pack / "none") in refused.complained) == (2, True)
