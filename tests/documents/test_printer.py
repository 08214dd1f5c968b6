"""A printed document says what the snapshot says, carries it, and is the same every time."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from govern.documents.press import Press
from govern.documents.printer import Printed, print_document
from govern.documents.snapshot import Snapshot, freeze
from govern.errors import PrintFailed
from tests.documents.conftest import NAMES, SAMPLES, sample, text_of

FACTS = {
    "charter": [
        "Meridian: replacement of the core banking system",
        "Ingrid Østergård",
        "Tomás Ferreira de Albuquerque e Castro",
        "Олена Шевченко-Григоренко",
        "Κωνσταντίνος Παπαδόπουλος",
        "Nguyễn Thị Ánh",
        "€ 115 845 250",
        "Wave 4: loans and mortgages (675 200)",
        "Account history is inconsistent",
        "2026-11-20 15:02:11",
        "(no electronic signature)",
        "#10 of record:0193547c-8a10-7c3e-9b52-2f6d1c0a4e11",
    ],
    "closure_report": [
        "3 of 5",
        "€ 119 204 118.37",
        "€ 3 358 868.37 over",
        "Not met",
        "Not judged",
    ],
    "loan": ["Hypnerotomachia Poliphili", "leaf 40", "€ 500.00", "Ἐν ἀρχῇ ἦν ὁ λόγος", "დასაწყისი"],
}


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_can_be_copied_from_the_page(
    name: str, printed: Callable[[str], Printed]
) -> None:
    text = text_of(printed(name).pdf)
    assert [fact for fact in FACTS[name] if fact not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_digest_on_the_paper_is_the_digest_of_the_embedded_record(
    name: str, printed: Callable[[str], Printed]
) -> None:
    made = printed(name)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        record = pdf.attachments["record.json"].get_file().read_bytes()
    assert record == freeze(**sample(name)).canonical
    assert hashlib.sha256(record).hexdigest() == made.record_sha256
    assert made.record_sha256 in text_of(made.pdf).replace(" ", "")


def test_the_digest_and_length_are_of_the_file(document: Printed) -> None:
    assert document.rendering_sha256 == hashlib.sha256(document.pdf).hexdigest()
    assert document.length == len(document.pdf)


def test_pages_are_counted(document: Printed) -> None:
    with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
        assert len(pdf.pages) == document.pages


PRINT = """
import json, sys
from govern.documents.printer import print_document
from govern.documents.snapshot import freeze
inputs = json.loads(open(sys.argv[1], encoding="utf-8").read())
print(print_document(freeze(**inputs)).rendering_sha256)
"""


def test_another_process_in_another_place_prints_the_same_bytes(
    printed: Callable[[str], Printed], tmp_path: Path
) -> None:
    elsewhere = {"TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "7"}
    child = subprocess.run(
        [sys.executable, "-c", PRINT, str(SAMPLES / "closure_report.json")],
        env={**os.environ, **elsewhere, "HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert child.stdout.strip() == printed("closure_report").rendering_sha256


def test_what_was_printed_before_does_not_change_the_bytes(press: Press) -> None:
    charter, loan = (freeze(**sample(name)) for name in ("charter", "loan"))
    first = print_document(charter, press)
    print_document(loan, press)
    assert print_document(charter, press).pdf == first.pdf


def _with_reader(loan: dict[str, Any], name: str) -> Snapshot:
    loan["people"]["carol"] = name
    return freeze(**loan)


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("王偉林", "“偉” (U+5049), “林” (U+6797), “王” (U+738B)"),
        ("Carol 🚀", "“🚀” (U+1F680)"),
    ],
)
def test_a_character_that_no_font_has_fails_the_print_by_name(
    press: Press, loan: dict[str, Any], name: str, missing: str
) -> None:
    with pytest.raises(PrintFailed) as refused:
        print_document(_with_reader(loan, name), press)
    assert refused.value.code == "missing_glyph"
    assert missing in refused.value.message


def test_a_missing_character_leaves_the_press_as_it_was(
    press: Press, loan: dict[str, Any], printed: Callable[[str], Printed]
) -> None:
    printed("loan")
    child = press._child
    with pytest.raises(PrintFailed):
        print_document(_with_reader(loan, "王"), press)
    assert press._child is child


def test_hostile_text_is_printed_as_it_was_written(press: Press, loan: dict[str, Any]) -> None:
    hostile = ["<img src=app:x>", "{{7*7}}", "<script>alert(1)</script>", "&lt;&#60;", "a\u202eb"]
    loan["fields"] = [{"name": "c", "title": "C", "kind": "long_text", "value": "\n".join(hostile)}]
    made = print_document(freeze(**loan), press)
    text = text_of(made.pdf)
    assert [part for part in hostile[:4] if part not in text] == []
    assert "a[U+202E]b" in text


def test_a_seal_can_be_appended_and_the_printed_part_still_be_checked(
    printed: Callable[[str], Printed],
) -> None:
    made = printed("loan")
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert pdf.Root.get("/AcroForm") is None
    sealed = made.pdf + b"\n% an incremental update\n"
    assert hashlib.sha256(sealed[: made.length]).hexdigest() == made.rendering_sha256


def test_the_programs_that_decide_the_bytes_are_named(document: Printed) -> None:
    assert [part.split()[0] for part in document.renderer.split(", ")] == [
        "WeasyPrint",
        "Pango",
        "HarfBuzz",
    ]


def test_the_samples_are_of_the_published_form() -> None:
    for name in NAMES:
        assert json.loads(freeze(**sample(name)).canonical)["schema"] == "govern/document/1"
