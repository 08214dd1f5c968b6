"""Text of scripts whose characters form clusters can be copied from the page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from govern.documents.mending import SILENT, _character
from govern.documents.press import Press
from govern.documents.printer import Printed, print_document
from govern.documents.snapshot import freeze
from tests.documents.conftest import text_of

TEXTS = {
    "thai": "ผู้จัดการ เริ่มต้น",
    "hebrew": "שָׁלוֹם עולם",
    "arabic": "مُحَمَّد علي",
    "devanagari": "हिन्दी में नाम",
    "vietnamese": "Nguyễn Thị Ánh",
}


@pytest.fixture(scope="module")
def made(press: Press) -> Printed:
    """A page with a line of each script."""
    from tests.documents.conftest import sample

    long = {"name": "c", "title": "C", "kind": "long_text", "value": "\n".join(TEXTS.values())}
    return print_document(freeze(**{**sample("loan"), "fields": [long]}), press)


def _letters(text: str) -> set[str]:
    return {char for char in text if not char.isspace()}


@pytest.mark.parametrize("script", TEXTS)
def test_every_letter_can_be_copied(script: str, made: Printed) -> None:
    assert _letters(TEXTS[script]) - _letters(text_of(made.pdf)) == set()


def test_no_glyph_is_without_a_character(made: Printed) -> None:
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        maps = [
            item.ToUnicode.read_bytes()
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item
        ]
    assert len(maps) > 4
    assert [one for one in maps if b"> <>" in one] == []


@pytest.mark.parametrize(
    ("text", "own", "silent", "expected"),
    [
        ("a", "b", set(), "a"),
        ("fi", "ﬁ", set(), "fi"),
        ("", "ก", set(), "ก"),
        ("ก่", None, {"ก"}, "่"),
        ("", None, set(), SILENT),
        ("ab", None, {"a", "b"}, "ab"),
    ],
)
def test_a_cluster_is_shared_out(
    text: str, own: str | None, silent: set[str | None], expected: str
) -> None:
    assert _character(text, own, silent) == expected


def test_plain_text_stays_as_it_was(templates: Callable[[str], Path], x_page: Any) -> None:
    press = Press(templates("<p>{{ record.title }} office fi fl</p>"))
    pdf = print_document(x_page, press).pdf
    press.close()
    assert text_of(pdf) == "Hypnerotomachia Poliphili, Venice 1499 office fi fl"
