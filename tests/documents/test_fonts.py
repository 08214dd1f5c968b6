"""The fonts are static, unmodified, listed and licensed, and cover what is claimed."""

from __future__ import annotations

import hashlib
import json

import pytest
from weasyprint.text.fonts import TTFont

from govern.documents import fonts
from govern.documents.fonts import ASSETS, Face

FACES = {face.file: face for face in fonts.faces()}
MIB = 1024 * 1024


@pytest.fixture(params=FACES)
def face(request: pytest.FixtureRequest) -> Face:
    """Each of the faces."""
    return FACES[request.param]


def test_a_file_is_the_one_that_was_listed(face: Face) -> None:
    assert hashlib.sha256(face.path.read_bytes()).hexdigest() == face.sha256


def test_a_face_has_its_licence_beside_it(face: Face) -> None:
    licence = (face.path.parent / face.licence_file).read_text(encoding="utf-8")
    assert face.licence == "OFL-1.1"
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_a_face_is_static_and_has_the_characters_of_its_group(face: Face) -> None:
    with TTFont(face.path) as font:
        assert "fvar" not in font
        assert font["name"].getDebugName(1).startswith(face.font)
        if face.group != fonts.BASE:
            assert fonts.covers()[face.group] <= set(font.getBestCmap())


def test_the_base_covers_latin_greek_and_cyrillic() -> None:
    text = "Zażółć gęślą jaźń, Ελληνική Δημοκρατία, Щастя Ґанок ї, Nguyễn, € 5 ≥ 3 → №"
    assert fonts.groups_for(text) == ("base",)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("محمد", "arabic"),
        ("שלום", "hebrew"),
        ("नमस्ते", "devanagari"),
        ("สวัสดี", "thai"),
        ("Ἀθῆναι", "greek"),
        ("Հայաստան", "armenian"),
        ("საქართველო", "georgian"),
        ("☑ ●", "symbols"),
    ],
)
def test_another_script_brings_its_own_faces(text: str, group: str) -> None:
    assert group in fonts.groups_for(text)
    assert f'"Doc {group.capitalize()}"' in fonts.stylesheet(fonts.groups_for(text))


def test_what_no_font_has_brings_no_face() -> None:
    assert fonts.groups_for("王") == ("base",)


def test_every_family_is_in_the_style_sheet() -> None:
    from govern.documents.composition import templates_directory

    css = (templates_directory() / "report.css").read_text(encoding="utf-8")
    assert {face.family for face in FACES.values() if f'"{face.family}"' not in css} == set()


def test_all_assets_together_stay_small_and_every_file_is_listed() -> None:
    files = [path for path in ASSETS.rglob("*") if path.is_file()]
    listed = set(FACES) | {face.licence_file for face in FACES.values()} | {"manifest.json"}
    assert {path.name for path in files} == listed
    assert sum(path.stat().st_size for path in files) < 3 * MIB


def test_the_manifest_names_where_nothing_comes_from() -> None:
    assert "http" not in json.dumps(json.loads((ASSETS / "manifest.json").read_text()))
