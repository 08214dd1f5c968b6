"""The documentation of the language is made of the language."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from govern.spec import reference
from govern.spec.codes import PROBLEMS, Code
from govern.spec.grammar import constructs
from govern.spec.reader import read_sources

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", reference.pages())
def test_the_page_in_docs_is_the_one_that_is_made(name: str) -> None:
    made = reference.pages()[name]
    assert (DOCS / name).read_text(encoding="utf-8") == made, (
        "run: python -m govern.spec.reference docs"
    )


def test_every_code_has_one_paragraph_and_every_paragraph_a_code() -> None:
    page = (DOCS / "diagnostics.md").read_text(encoding="utf-8")
    described = re.findall(r"^\*\*`([a-z0-9-]+)`\*\* \S", page, re.MULTILINE)
    assert sorted(described) == sorted([*(c.value for c in Code), *(c.value for c in PROBLEMS)])


def test_every_word_of_every_construct_has_a_row_in_the_order_of_the_grammar() -> None:
    page = (DOCS / "language.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)`(?: \(required\))? \| [^|]+ \| ", page, re.MULTILINE)
    words = [word for one in constructs() for word in one.words()]
    assert rows[: len(words)] == words


def test_the_example_loads() -> None:
    assert read_sources({"lunch_order.yaml": reference.EXAMPLE}).findings == ()


def test_the_pages_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "govern.spec.reference", str(tmp_path)]
    subprocess.run(command, check=True, cwd=DOCS.parent)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(reference.pages())
