"""What PDF/A-3a and PDF/UA-1 ask of the file, as far as a program can see it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest

from govern.documents.printer import Printed

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
UA = "{http://www.aiim.org/pdfua/ns/id/}"
OWN = "{urn:govern:document:1#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"


def _xmp(pdf: pikepdf.Pdf) -> ElementTree.Element:
    metadata = pdf.Root.Metadata
    assert "/Filter" not in metadata
    return ElementTree.fromstring(metadata.read_bytes())


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
            yield item


def _elements(pdf: pikepdf.Pdf) -> list[Any]:
    """All elements of the structure tree, in the order of reading."""
    found: list[Any] = []
    waiting = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop(0)
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append(element)
            waiting[:0] = list(element.get("/K", []))
    return found


def test_the_file_says_pdf_a_3a_and_pdf_ua_1(pdf: pikepdf.Pdf) -> None:
    (marks,) = [e for e in _xmp(pdf).iter(f"{RDF}Description") if f"{PDFA}part" in e.attrib]
    assert (marks.get(f"{PDFA}part"), marks.get(f"{PDFA}conformance")) == ("3", "A")
    assert [e.text for e in _xmp(pdf).iter(f"{UA}part")] == ["1"]


def test_all_metadata_is_in_one_description(pdf: pikepdf.Pdf) -> None:
    assert len(list(_xmp(pdf).iter(f"{RDF}RDF"))) == 1


def test_every_property_of_our_own_is_declared(pdf: pikepdf.Pdf) -> None:
    own = {e.tag.removeprefix(OWN) for e in _xmp(pdf).iter() if e.tag.startswith(OWN)}
    declared = {e.text for e in _xmp(pdf).iter(f"{PROPERTY}name")}
    assert own == {
        "documentNumber",
        "recordNumber",
        "recordSha256",
        "ledgerSubject",
        "ledgerSeq",
        "definitionDigest",
    }
    assert own | {"part"} == declared


def test_the_metadata_names_the_embedded_record(document: Printed, pdf: pikepdf.Pdf) -> None:
    assert [e.text for e in _xmp(pdf).iter(f"{OWN}recordSha256")] == [document.record_sha256]


def test_the_file_is_version_1_7_with_an_identifier_and_open(document: Printed) -> None:
    assert document.pdf.startswith(b"%PDF-1.7")
    with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
        assert len(pdf.trailer.ID) == 2
        assert not pdf.is_encrypted


def test_colours_have_an_output_intent(pdf: pikepdf.Pdf) -> None:
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert len(intent.DestOutputProfile.read_bytes()) > 1000


def test_the_file_is_tagged_titled_and_in_a_language(pdf: pikepdf.Pdf) -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo["/Title"])


def test_the_record_is_an_associated_source_file_with_fixed_dates(pdf: pikepdf.Pdf) -> None:
    (file,) = pdf.Root.AF
    issued = re.sub(r"[-:T]", "", pdf.attachments["record.json"].get_file().read_bytes().decode())
    embedded = file.EF.F
    assert (file.AFRelationship, embedded.Subtype) == ("/Source", "/application/json")
    moments = {str(embedded.Params.ModDate), str(embedded.Params.CreationDate)}
    assert len(moments) == 1
    assert moments.pop()[2:16] in issued


def test_the_file_is_dated_by_the_snapshot(pdf: pikepdf.Pdf) -> None:
    dates = {str(pdf.docinfo[name]) for name in ("/CreationDate", "/ModDate")}
    assert dates == {str(pdf.Root.AF[0].EF.F.Params.ModDate)}


def test_every_font_is_embedded_and_says_its_characters(pdf: pikepdf.Pdf) -> None:
    whole = [font for font in _fonts(pdf) if font.Subtype == "/Type0"]
    assert whole
    for font in whole:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())
        assert b"> <>" not in font.ToUnicode.read_bytes()


def test_nothing_in_the_file_acts_or_can_be_filled_in(pdf: pikepdf.Pdf) -> None:
    assert {"/AcroForm", "/OpenAction", "/AA"} & set(pdf.Root.keys()) == set()
    actions = [
        item.get("/S")
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") in ("/JavaScript", "/Launch")
    ]
    assert actions == []


def test_every_drawing_says_in_words_what_it_shows(pdf: pikepdf.Pdf) -> None:
    figures = [element for element in _elements(pdf) if element.S == "/Figure"]
    assert figures
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)


def test_headings_come_in_order(pdf: pikepdf.Pdf) -> None:
    kinds = [str(element.S) for element in _elements(pdf)]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2")


def test_every_cell_of_a_table_names_its_heads(pdf: pikepdf.Pdf) -> None:
    elements = _elements(pdf)
    heads = {str(element.ID) for element in elements if element.S == "/TH"}
    cells = [element for element in elements if element.S == "/TD"]
    assert cells
    for cell in cells:
        named = {str(name) for name in cell.A.Headers}
        assert named
        assert named <= heads


def test_the_bookmarks_are_the_headings(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        (top,) = outline.root
        below = [item.title for item in top.children]
    assert below[-1] == "Verify this document"
    assert "Sign-off" in below


def _marked(page: pikepdf.Page) -> Iterator[tuple[str, Any]]:
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC":
            yield str(operands[0]), operands[1]


def test_heads_and_feet_are_pagination_and_no_content(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        kinds = [marks.get("/Type") for tag, marks in _marked(page) if tag == "/Artifact"]
        assert kinds.count("/Pagination") >= 3


def test_every_mark_on_a_page_belongs_to_the_structure(pdf: pikepdf.Pdf) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    reached = {element.objgen for element in _elements(pdf)}
    for page in pdf.pages:
        parents = numbers[2 * int(page.StructParents) + 1]
        for tag, marks in _marked(page):
            if tag != "/Artifact":
                assert parents[int(marks.MCID)].objgen in reached


@pytest.mark.parametrize("name", ["charter", "loan"])
def test_independent_programs_find_no_fault(name: str, printed: Callable[[str], Printed]) -> None:
    made = printed(name)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert pdf.check_pdf_syntax() == []
    if shutil.which("pdfinfo"):
        said = subprocess.run(["pdfinfo", "-"], input=made.pdf, capture_output=True, check=True)
        assert b"Tagged:          yes" in said.stdout
        assert said.stderr == b""
