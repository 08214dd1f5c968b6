"""A template sees the snapshot and nothing else, and what people wrote stays text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from govern.documents.composition import html, templates_directory
from govern.documents.drawing import DRAWINGS
from govern.documents.formats import FILTERS, TESTS
from govern.documents.snapshot import Snapshot, freeze
from govern.errors import PrintFailed
from tests.documents.conftest import NAMES, sample


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"{tag} {sorted(name for name, _ in attrs)}")


def _tags(page: str) -> list[str]:
    """Every tag of a page with the names of its attributes."""
    parser = _Tags()
    parser.feed(page)
    return parser.found


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="app:secret">',
    "{{ 7 * 7 }}{% for x in y %}",
    '"><svg onload=alert(1)>',
    "</style><link rel=attachment href=x>",
    "&lt;b&gt;",
]


def _everywhere(value: Any, text: str, path: str = "") -> Any:
    """The same structure with every text that people write replaced by `text`."""
    if isinstance(value, dict):
        return {key: _everywhere(held, text, key) for key, held in value.items()}
    if isinstance(value, list):
        return [_everywhere(held, text, path) for held in value]
    kept = ("template", "kind", "amount", "currency", "at", "phase", "phases", "name")
    dated = isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-"
    return value if path in kept or dated or not isinstance(value, str) else text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_any_place_stays_text(name: str, text: str) -> None:
    page = html(freeze(**_everywhere(sample(name), text)))
    plain = html(freeze(**_everywhere(sample(name), "harmless")))
    assert _tags(page) == _tags(plain)
    assert escape(text) in page


@pytest.mark.parametrize("name", ["charter", "closure_report"])
def test_a_record_without_any_field_is_still_a_page(name: str) -> None:
    inputs = sample(name)
    inputs["record"]["fields"] = {}
    inputs["ancestors"] = []
    assert inputs["record"]["number"] in html(freeze(**inputs))


@pytest.mark.parametrize("name", ["charter", "closure_report"])
@pytest.mark.parametrize("empty", [None, "", []])
def test_any_one_field_may_be_empty_or_missing(name: str, empty: object) -> None:
    for field in sample(name)["record"]["fields"]:
        inputs = sample(name)
        inputs["record"]["fields"][field] = empty
        assert "Undefined" not in html(freeze(**inputs))
        del inputs["record"]["fields"][field]
        assert html(freeze(**inputs))


def test_empty_cells_of_a_row_are_em_dashes() -> None:
    inputs = sample("charter")
    inputs["record"]["fields"]["risks"] = [{}]
    inputs["record"]["fields"]["objectives"] = [{"measure": "only"}]
    assert html(freeze(**inputs)).count("<td>—</td>") >= 3


def test_a_field_of_any_kind_is_printed_by_its_declaration_alone(frozen: Snapshot) -> None:
    page = html(frozen).replace("\u00a0", " ")
    shown = ["BOOK-17 Hypnerotomachia Poliphili", "Alice Liddell, Bob", "€ 1 250.50", "4 weeks"]
    assert [text for text in [*shown, "12.5 %", "Rare books room"] if text not in page] == []


def test_a_long_table_says_how_many_rows_it_left_out(loan: dict[str, Any]) -> None:
    loan["fields"][-1]["value"] *= 10
    page = html(freeze(**loan))
    assert "100 more rows are in the embedded record." in page
    assert page.count("Ink stain") + page.count("Tear,") + page.count("Marginal") == 300


def test_a_template_that_is_not_there_is_named(loan: dict[str, Any]) -> None:
    loan["document"]["template"] = "lost.html"
    with pytest.raises(PrintFailed, match=r"no document template lost\.html") as refused:
        html(freeze(**loan))
    assert refused.value.code == "template_missing"


@pytest.mark.parametrize("name", ["../secret.html", "_base.html", "/etc/passwd", "x", "a/b.html"])
def test_a_template_is_a_plain_file_name(loan: dict[str, Any], name: str) -> None:
    loan["document"]["template"] = name
    with pytest.raises(PrintFailed, match="no name of a document template"):
        html(freeze(**loan))


@pytest.mark.parametrize(
    "body",
    [
        "{{ nobody_knows_this }}",
        "{{ record.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ acts.append(1) }}",
        "{{ f._held }}",
        "{% include '/etc/passwd' %}",
        "{% if %}",
        "{{ 1 / 0 }}",
        "{% for x in range(10 ** 9) %}{% endfor %}",
    ],
)
def test_a_template_that_reaches_out_or_is_broken_fails_with_a_reason(
    templates: Callable[[str], Path], x_page: Snapshot, body: str
) -> None:
    with pytest.raises(PrintFailed):
        html(x_page, templates(body))


def test_the_shipped_templates_are_found() -> None:
    names = {path.name for path in templates_directory().iterdir()}
    assert {
        "_base.html",
        "report.css",
        "charter.html",
        "closure_report.html",
        "record.html",
    } <= names


def test_every_filter_drawing_and_value_is_documented(frozen: Snapshot) -> None:
    page = (Path(__file__).parents[2] / "docs" / "documents.md").read_text(encoding="utf-8")
    page = re.sub(r"^```.*?^```", "", page, flags=re.DOTALL | re.MULTILINE)
    in_code = re.findall(r"`([^`\n]+)`", page)
    shown = set(re.findall(r"[a-z_]+", " ".join(in_code)))
    names = {*FILTERS, *DRAWINGS, *TESTS, *frozen.content} - {"schema"}
    assert sorted(names - shown) == []


def test_a_parent_outside_its_phases_has_no_strip() -> None:
    inputs = sample("charter")
    assert "Current phase: Initiation." in html(freeze(**inputs))
    inputs["ancestors"][0]["phase"] = ""
    assert "Phases:" not in html(freeze(**inputs))
