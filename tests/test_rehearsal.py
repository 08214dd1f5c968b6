"""Rehearsing a pack: scenarios pass, or tell the story up to the line that broke."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from govern.rehearsal import Rehearsed, coverage, rehearse
from govern.spec.catalog import Catalog
from govern.spec.reader import catalog_of, read_sources
from govern.spec.scenarios import Scenario, read_scenario_sources

PACK = {
    "book.yaml": """\
workflow: book
title: Book
number: BK-000
currency: EUR
fields:
  name: {kind: text, required: true}
  price: {kind: money}
  twin: {kind: link, to: book}
  marks: {kind: table, columns: {page: {kind: integer}, leads_to: {kind: link, to: book}}}
states: {shelved: {edit: [librarian]}, lent: {}, lost: {final: true, outcome: failure}}
transitions:
  buy: {to: shelved, by: [librarian]}
  lend:
    from: shelved
    to: lent
    by: [librarian]
    ask: {other: {kind: link, to: book}}
    guards: [{check: price < 100, code: too_dear, when: has(price)}]
    then: [{open: {workflow: loan, fields: {reason: "= name"}}}]
  lose: {from: [shelved, lent], to: lost, by: [librarian]}
documents:
  card: {title: Card, template: record.html, print_on: {fired: lend}}
""",
    "loan.yaml": """\
workflow: loan
title: Loan
number: LN-000
within: book
fields: {reason: {kind: text}}
states: {running: {}, ended: {final: true, outcome: success}}
transitions:
  begin: {to: running, by: [system]}
  end: {from: running, to: ended, by: [reader]}
""",
    "roles.yaml": """\
roles:
  librarian: {title: Librarian, granted_by: [librarian]}
  reader: {title: Reader, incompatible: [librarian]}
""",
}
CAST = "scenario: A story\npeople: {alice: [librarian], bob: [reader]}\nsteps:\n"
BUY = "- {by: alice, open: book, as: EMMA, fields: {name: Emma}}\n"
LEND = "- {by: alice, fire: lend, on: EMMA}\n"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalog_of(read_sources(PACK))


def read(catalog: Catalog, *steps: str, cast: str = CAST) -> Scenario:
    found = read_scenario_sources({"a.yaml": cast + "".join(steps)}, catalog)
    assert found.findings == ()
    return found.scenarios[0]


@pytest.fixture
def play(catalog: Catalog) -> Any:
    """How the steps came out."""

    def played(*steps: str, cast: str = CAST) -> Rehearsed:
        (result,) = rehearse(catalog, [read(catalog, *steps, cast=cast)])
        return result

    return played


def test_a_story_that_comes_out_as_told_passes(play: Any) -> None:
    result = play(BUY, LEND, "- {expect: EMMA, state: lent, documents: [card]}\n")
    assert (result.passed, result.story) == (True, [])


def test_what_was_fired_is_counted_effects_included(play: Any) -> None:
    assert play(BUY, LEND).fired == {("book", "buy"), ("book", "lend"), ("loan", "begin")}


def test_what_was_refused_is_counted(play: Any) -> None:
    result = play(
        "- {by: bob, open: book, fields: {name: Emma}, refused: not_among_by}\n",
        BUY,
        "- {by: bob, fire: lend, on: EMMA, refused: not_among_by}\n",
    )
    assert result.refused == {("book", "buy"), ("book", "lend")}


WRONG = {
    "another state": ("state: shelved", "BK-001 is in lent, not in shelved."),
    "another value": ("fields: {name: Persuasion}", "name is Emma, not Persuasion."),
    "an amount": ("fields: {price: 5}", "price is empty, not 5.00 EUR."),
    "no paper": ("documents: []", "Its documents are card."),
    "an act that is not allowed": (
        "by: bob, allowed: [lose]",
        "bob may not fire lose: Only ",
    ),
    "an act that does not start here": (
        "by: alice, allowed: [lend]",
        "alice may not fire lend: it does not start from this state.",
    ),
    "an act that is allowed": (
        "by: alice, blocked: {lose: [not_among_by]}",
        "lose is blocked by nothing.",
    ),
    "another reason": (
        "by: bob, blocked: {lose: [wrong_state]}",
        "lose is blocked by not_among_by.",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_expectation_that_is_not_met_says_what_is(play: Any, what: str) -> None:
    said, told = WRONG[what]
    result = play(BUY, LEND, f"- {{expect: EMMA, {said}}}\n")
    assert result.story[-1].strip().startswith(told)
    assert result.story[-2].endswith("EMMA is looked at   <-- a.yaml:6")


def test_an_act_that_is_not_refused_though_it_should_be_breaks_the_story(play: Any) -> None:
    result = play(BUY, "- {by: alice, fire: lend, on: EMMA, refused: too_dear}\n")
    assert result.story[-1].strip() == "Not refused; expected was too_dear."


def test_an_act_refused_for_another_reason_breaks_the_story(play: Any) -> None:
    result = play(BUY, "- {by: bob, fire: lend, on: EMMA, refused: too_dear}\n")
    assert result.story[-1].strip() == "Refused for not_allowed, not_among_by, not for too_dear."


def test_an_act_that_is_refused_unasked_breaks_the_story_with_its_reason(play: Any) -> None:
    result = play(BUY, "- {by: bob, fire: lend, on: EMMA}\n")
    assert not result.passed
    assert "Librarian" in result.story[-1]


def test_a_long_story_is_told_from_shortly_before_it_broke(play: Any) -> None:
    steps = [f"- {{by: alice, open: book, as: B{n}, fields: {{name: x}}}}\n" for n in range(20)]
    result = play(*steps, "- {expect: B3, state: lent}\n")
    assert len(result.story) == 7
    assert "B16" in result.story[1]


def test_people_who_cannot_come_together_break_the_story(play: Any) -> None:
    result = play(BUY, cast=CAST.replace("[reader]", "[reader, librarian]"))
    assert re.fullmatch(r"The people come together   <-- a\.yaml:1", result.story[0])
    assert "excludes" in result.story[1]


def test_one_story_that_breaks_does_not_keep_the_next_from_being_played(
    catalog: Catalog,
) -> None:
    broken = read(catalog, "- {by: bob, open: book, fields: {name: Emma}}\n")
    results = rehearse(catalog, [broken, read(catalog, BUY)])
    assert [result.passed for result in results] == [False, True]


def test_each_story_begins_with_nothing(catalog: Catalog) -> None:
    number = "- {expect: BK-001, fields: {name: Emma}}\n"
    results = rehearse(catalog, [read(catalog, BUY, number)] * 3)
    assert [result.story for result in results] == [[], [], []]


def test_no_scenarios_are_no_results(catalog: Catalog) -> None:
    assert list(rehearse(catalog, [])) == []


def test_what_an_effect_opened_is_called_by_its_number(play: Any) -> None:
    result = play(BUY, LEND, "- {by: bob, fire: end, on: LN-001, state: ended}\n")
    assert result.story == []


def test_a_link_may_name_a_record_of_the_story(play: Any) -> None:
    result = play(
        BUY,
        "- {by: alice, open: book, as: COPY, fields: {name: Emma, twin: EMMA}}\n",
        "- {by: alice, edit: EMMA, fields: {twin: COPY, marks: [{page: 3, leads_to: COPY}]}}\n",
        "- {by: alice, fire: lend, on: EMMA, input: {other: COPY}}\n",
        "- {expect: EMMA, fields: {twin: COPY}}\n",
    )
    assert result.story == []


def test_a_text_that_reads_like_a_records_name_stays_a_text(play: Any) -> None:
    result = play(
        "- {by: alice, open: book, as: EMMA, fields: {name: EMMA}}\n",
        "- {expect: BK-001, fields: {name: EMMA}}\n",
    )
    assert result.story == []


CAROL = CAST.replace("bob: [reader]", "bob: [reader], carol: []")
ON_EMMA = (
    "- {grant: librarian, to: carol, on: EMMA}\n",
    "- {by: carol, fire: lend, on: EMMA}\n",
    "- {revoke: librarian, from: carol, on: EMMA}\n",
)


def test_a_role_can_be_given_on_a_record(play: Any) -> None:
    assert play(BUY, *ON_EMMA[:2], cast=CAROL).story == []


def test_a_role_that_was_taken_back_is_gone(play: Any) -> None:
    gone = "- {by: carol, fire: lose, on: EMMA, refused: not_found}\n"
    assert play(BUY, *ON_EMMA, gone, cast=CAROL).story == []


def test_papers_that_were_issued_twice_are_expected_once() -> None:
    back = PACK["book.yaml"].replace(
        "lose: {", "back: {from: lent, to: shelved, by: [librarian]}\n  lose: {"
    )
    catalog = catalog_of(read_sources({**PACK, "book.yaml": back}))
    again = "- {by: alice, fire: back, on: EMMA}\n"
    story = read(catalog, BUY, LEND, again, LEND, "- {expect: EMMA, documents: [card]}\n")
    (result,) = rehearse(catalog, [story])
    assert result.story == []


def test_taking_back_what_is_not_held_breaks_the_story(play: Any) -> None:
    result = play("- {revoke: librarian, from: bob}\n")
    assert result.story[-1].strip() == "bob does not hold librarian there."


def test_time_passes_as_the_story_says(play: Any) -> None:
    result = play(BUY, "- {wait: 3 days}\n", LEND, "- {expect: EMMA, state: lost}\n")
    days = [line[:10] for line in result.story[:-1]]
    assert days == ["2026-01-05", "2026-01-05", "2026-01-08", "2026-01-08"]


def test_coverage_names_what_no_scenario_fired_or_saw_refused(catalog: Catalog) -> None:
    fired = Rehearsed("x", "x.yaml", fired={("book", "buy")}, refused={("book", "lend")})
    found = coverage(catalog, [fired])
    assert found.transitions == 5
    assert found.never_fired == ("book.lend", "book.lose", "loan.begin", "loan.end")
    assert found.never_refused == ("book.buy", "book.lose", "loan.begin", "loan.end")


def test_a_stage_keeps_to_its_own_directory(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govern.spec.scenarios import STARTS
    from govern.stage import Stage

    monkeypatch.setenv("GOVERN_DATABASE_URL", f"sqlite:///{tmp_path / 'real.db'}")
    with Stage(tmp_path / "home", STARTS) as stage:
        stage.publish(catalog)
    assert not (tmp_path / "real.db").exists()
