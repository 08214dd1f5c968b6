"""For the documents: sample snapshots, each printed once, and how to read what came out.

The samples are the plain inputs of `freeze`, one JSON file each: a long charter, a closure
report, and a loan of an invented library that uses every kind of field.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from govern.documents.press import Limits, Press
from govern.documents.printer import Printed, print_document
from govern.documents.snapshot import Snapshot, freeze

PATIENT = Limits(seconds=300)  # for machines that are busy with other tests
SAMPLES = Path(__file__).parent / "snapshots"
NAMES = ("charter", "closure_report", "loan")


def sample(name: str) -> dict[str, Any]:
    """The inputs of a sample snapshot, fresh each time."""
    inputs: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return inputs


@pytest.fixture
def loan() -> dict[str, Any]:
    """The inputs of the loan slip; a test may change them."""
    return sample("loan")


@pytest.fixture
def frozen(loan: dict[str, Any]) -> Snapshot:
    """The loan slip, frozen."""
    return freeze(**loan)


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    """A press with the shipped templates, shared by all tests of this process."""
    shared = Press(limits=PATIENT)
    yield shared
    shared.close()


@pytest.fixture(scope="session")
def printed(press: Press) -> Callable[[str], Printed]:
    """The printed sample of a name; each is printed once."""
    made: dict[str, Printed] = {}

    def get(name: str) -> Printed:
        if name not in made:
            made[name] = print_document(freeze(**sample(name)), press)
        return made[name]

    return get


@pytest.fixture(params=NAMES)
def document(request: pytest.FixtureRequest, printed: Callable[[str], Printed]) -> Printed:
    """Each of the printed samples."""
    return printed(request.param)


@pytest.fixture
def pdf(document: Printed) -> Iterator[pikepdf.Pdf]:
    """Each of the printed samples, opened."""
    with pikepdf.open(io.BytesIO(document.pdf)) as opened:
        yield opened


def text_of(pdf: bytes) -> str:
    """What a reader copies from the file, all white space as single spaces."""
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
        return " ".join(done.stdout.decode().split())
    import pypdf

    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def templates(tmp_path: Path) -> Callable[[str], Path]:
    """A directory of templates with one, `x.html`, that says what the test wants."""

    def make(body: str) -> Path:
        directory = tmp_path / "templates"
        directory.mkdir(exist_ok=True)
        head = '<html lang="en"><head><title>x</title><link rel="stylesheet" href="app:fonts.css">'
        style = '<style>html { font-family: "Doc Sans" }</style></head>'
        page = f"<!DOCTYPE html>{head}{style}<body>{body}</body></html>"
        (directory / "x.html").write_text(page, encoding="utf-8")
        (directory / "report.css").write_text("")
        return directory

    return make


@pytest.fixture
def x_page(loan: dict[str, Any]) -> Snapshot:
    """The loan, to be printed by the template of the test."""
    return freeze(**{**loan, "document": {**loan["document"], "template": "x.html"}})
