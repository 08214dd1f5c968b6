"""Drawings are well-formed SVG that says in words what it shows."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import segno
from markupsafe import Markup

from govern.documents import drawing

PHASES = ["asked", "out", "handed_over_and_checked", "back"]


def _words(svg: Markup) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [text for text in root.itertext() if text.strip()]


def test_the_strip_says_which_phase_is_current() -> None:
    title, *_ = _words(drawing.lifecycle(PHASES, "out"))
    assert title == "Phases: Asked, Out, Handed over and checked, Back. Current phase: Out."


def test_phases_before_the_current_one_are_ticked_and_later_ones_numbered() -> None:
    words = _words(drawing.lifecycle(PHASES, "out"))
    assert [word for word in words if word.isdigit()] == ["2", "3", "4"]


def test_a_long_phase_is_broken_to_two_lines() -> None:
    assert {"Handed over and", "checked"} <= set(_words(drawing.lifecycle(PHASES, "out")))


def test_a_phase_that_is_none_of_them_leaves_all_open() -> None:
    words = _words(drawing.lifecycle(PHASES, "lost"))
    assert [word for word in words if word.isdigit()] == ["1", "2", "3", "4"]
    assert "current phase" not in words


@pytest.mark.parametrize("phases", [[], ["only"]])
def test_fewer_than_two_phases_draw_nothing(phases: list[str]) -> None:
    assert drawing.lifecycle(phases, "only") == ""


def test_names_of_phases_are_escaped() -> None:
    svg = drawing.lifecycle(["<script>alert(1)</script>", "b"], "b")
    assert "<script" not in svg
    assert ElementTree.fromstring(svg).tag.endswith("svg")


def _places(svg: Markup) -> list[float]:
    return [
        float(c.get("cx", "0")) for c in ElementTree.fromstring(svg) if c.tag.endswith("circle")
    ]


def test_dates_stand_to_scale_in_their_order() -> None:
    places = _places(drawing.timeline(["2026-01-01", "2026-07-02", "2026-12-31"]))
    assert places == pytest.approx([20, 340, 660], abs=1)


def test_dates_close_together_do_not_cover_each_other() -> None:
    days = ["2026-01-01", "2026-12-29", "2026-12-30", "2026-12-31"]
    places = _places(drawing.timeline(days))
    assert all(later - earlier >= 21 for earlier, later in pairwise(places))
    assert max(places) <= 660


def test_the_day_of_issue_is_marked_where_it_lies_between_the_dates() -> None:
    days = ["2026-01-01", "2026-12-31"]
    assert "issued" in _words(drawing.timeline(days, "2026-06-01T00:00:00.000000Z"))
    assert "issued" not in _words(drawing.timeline(days, "2027-06-01T00:00:00.000000Z"))


@pytest.mark.parametrize("days", [[], ["2026-01-01"], ["2026-01-01"] * 2, [None, "2026-01-01"]])
def test_a_line_needs_two_different_days(days: list[str | None]) -> None:
    assert drawing.timeline(days) == ""


def test_more_dates_than_fit_draw_nothing() -> None:
    assert drawing.timeline([f"2026-01-{day:02d}" for day in range(1, 32)]) == ""


@pytest.mark.parametrize("kind", ["met", "unmet", "open", "unknown"])
def test_a_mark_says_what_it_means(kind: str) -> None:
    assert _words(drawing.mark(kind, "In words")) == ["In words"]


def test_a_bar_says_its_share_in_words() -> None:
    assert _words(drawing.bar(0.27)) == ["27 per cent of the total"]
    assert drawing.bar(None) == ""


def test_the_scan_code_draws_every_dark_module_once() -> None:
    text = "GOVERN:1:LOAN-0007:3:" + "AB" * 32
    (path,) = [e for e in ElementTree.fromstring(drawing.scan_code(text, "t")) if e.get("d")]
    runs = [int(run) for run in re.findall(r"h(\d+)v1", path.get("d") or "")]
    matrix = segno.make_qr(text, error="m", boost_error=False).matrix
    assert sum(runs) == sum(sum(row) for row in matrix)
