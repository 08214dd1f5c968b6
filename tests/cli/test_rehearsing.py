"""`test`: the scenarios of a pack, as the PMO reads how they came out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.conftest import change


def test_scenarios_that_pass_are_told_with_what_they_leave_out(run: Any, pack: Path) -> None:
    tested = run("test", pack)
    assert tested.code == 0
    assert tested.said.splitlines() == [
        "ok     A book is lent once its pages are counted",
        "1 scenario.",
        "1 of 4 never fired: book.sell.",
        "1 of 4 never refused: book.count.",
    ]


def test_a_scenario_that_fails_ends_with_the_line_that_broke(run: Any, pack: Path) -> None:
    change(pack / "scenarios" / "lending.yaml", "counted: 1", "counted: 2")
    tested = run("test", pack)
    assert tested.code == 1
    *_, look, why, count, _, _ = tested.said.splitlines()
    assert look.endswith("EMMA is looked at   <-- scenarios/lending.yaml:10")
    assert (why.strip(), count) == ("counted is 1, not 2.", "1 scenario, 1 failed.")


def test_programs_get_each_scenario_and_the_coverage(run: Any, pack: Path) -> None:
    told = run("test", pack, "--json").json
    assert told["scenarios"][0]["passed"] is True
    assert told["coverage"]["never_fired"] == ["book.sell"]


def test_files_with_findings_are_not_rehearsed(run: Any, pack: Path) -> None:
    change(pack / "scenarios" / "lending.yaml", "on: EMMA, state: lent", "on: ENMA, state: lent")
    tested = run("test", pack, "--json")
    assert (tested.code, tested.json["findings"][0]["code"]) == (1, "unknown-record")


def test_a_pack_without_scenarios_says_where_they_would_be(run: Any, pack: Path) -> None:
    (pack / "scenarios" / "lending.yaml").unlink()
    tested = run("test", pack)
    assert (tested.code, str(pack / "scenarios") in tested.said) == (0, True)


def test_nothing_is_played_in_the_database_of_the_environment(
    run: Any, pack: Path, tmp_path: Path
) -> None:
    real = tmp_path / "real.db"
    tested = run("test", pack, env={"GOVERN_DATABASE_URL": f"sqlite:///{real}"})
    assert (tested.code, real.exists()) == (0, False)
