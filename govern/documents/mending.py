"""What the renderer leaves undone, mended before the file is written.

`paginate` turns heads and feet into pagination artifacts: the renderer tags them as content that
hangs on nothing (ISO 14289-1, 7.8). `map_clusters` gives every glyph of a script with clusters
its character: the renderer gives all of a cluster to its last glyph and nothing to the others,
which is invalid (7.21.7) and spoils searching and copying.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from weasyprint.text.fonts import TTFont, get_hb_object_data

SILENT = "\u200b"  # for a glyph that stands for no character of its own


def paginate(pdf: Any) -> None:
    """Heads and feet are pagination artifacts, no longer content of the structure tree."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    page_marks = _object(pdf, root["ParentTree"])["Nums"]
    for page, marks in _loose_marks(pdf, root):
        contents = _object(pdf, _object(pdf, page)["Contents"]).stream
        for index, item in enumerate(contents):
            if isinstance(item, dict) and item.get("MCID") in marks:
                contents[index - 1] = "/Artifact"
                contents[index] = type(item)({"Type": "/Pagination"})
        parents = page_marks[2 * _object(pdf, page)["StructParents"] + 1]
        for mark in marks:
            parents[mark] = "null"


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _loose_marks(pdf: Any, root: Any) -> Iterator[tuple[bytes, set[int]]]:
    """Per page, the marks of elements that name the document as parent but are none of its."""
    (reference,) = root["K"]
    held = set(_object(pdf, reference)["K"])
    found: dict[bytes, set[int]] = {}
    for item in pdf.objects:
        loose = isinstance(item, dict) and item.get("P") == reference
        if loose and item.reference not in held:
            found.setdefault(item["Pg"], set()).update(_marks_under(pdf, item))
    yield from found.items()


def _marks_under(pdf: Any, element: Any) -> Iterator[int]:
    for kid in element["K"]:
        if isinstance(kid, int):
            yield kid
        else:
            yield from _marks_under(pdf, _object(pdf, kid))


def map_clusters(document: Any, pdf: Any) -> None:
    """Every glyph of the file stands for at least one character."""
    by_name = {
        item["BaseFont"]: item
        for item in pdf.objects
        if isinstance(item, dict) and "ToUnicode" in item
    }
    for font in document.fonts.values():
        if "" in font.to_unicode.values():
            stream = _object(pdf, by_name[font.name]["ToUnicode"])
            _rewrite(stream.stream, font.to_unicode, _mended(font))


def _mended(font: Any) -> dict[int, str]:
    """The characters of each glyph, those of a cluster shared out among its glyphs."""
    own = _own_characters(get_hb_object_data(font.hb_face))
    silent = {own.get(glyph) for glyph, text in font.to_unicode.items() if not text}
    return {
        glyph: _character(text, own.get(glyph), silent) for glyph, text in font.to_unicode.items()
    }


def _character(text: str, own: str | None, silent: set[str | None]) -> str:
    """What one glyph stands for, where `text` is its whole cluster.

    A glyph with a character of its own stands for that, unless it is a ligature; one without
    stands for what the silent glyphs leave over.
    """
    if len(text) == 1 or (own and unicodedata.normalize("NFKC", own) == text):
        return text
    return own or "".join(char for char in text if char not in silent) or text or SILENT


def _own_characters(file: bytes) -> dict[int, str]:
    """The character each glyph of a font stands for, its alternative forms included."""
    with TTFont(BytesIO(file), lazy=True) as font:
        cmap = font.getBestCmap()
        named = {name: unicodedata.normalize("NFC", chr(point)) for point, name in cmap.items()}
        for source, form in _single_forms(font):
            if source in named:
                named.setdefault(form, named[source])
        return {font.getGlyphID(name): char for name, char in named.items()}


def _single_forms(font: TTFont) -> Iterator[tuple[str, str]]:
    """Pairs of glyph names where the second is a form of the first."""
    if "GSUB" not in font:
        return
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            single = getattr(table, "ExtSubTable", table)
            if single.LookupType == 1:
                yield from single.mapping.items()


def _rewrite(lines: list[bytes], before: dict[int, str], after: dict[int, str]) -> None:
    """The lines of a character map with the characters of `after`."""
    new = {_line(glyph, text): _line(glyph, after[glyph]) for glyph, text in before.items()}
    lines[:] = [new.get(line, line) for line in lines]


def _line(glyph: int, text: str) -> bytes:
    return f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>".encode()
