"""HTML to PDF/A-3a with PDF/UA-1: the one module that imports WeasyPrint. Runs in the child only.

The fetcher knows the packaged style sheet and fonts and refuses everything else; a character no
packaged font has, or a font that is not ours, fails the rendering; the finished file carries the
snapshot and says what it is. The same snapshot and HTML give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from govern.documents import fonts, mending, metadata, native
from govern.documents.seals import RECORD_FILE
from govern.documents.snapshot import Snapshot
from govern.errors import PrintFailed

# The programs that make the bytes: other versions, other bytes.
RENDERER = ", ".join(
    f"{name} {version}"
    for name, version in {"WeasyPrint": weasyprint.__version__, **native.versions()}.items()
)

Asset = tuple[Path | bytes, str]  # where it is or what it is, and its media type


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file and how many pages it has."""

    pdf: bytes
    pages: int


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Hands out packaged `app:` assets; `refused` lists every other address that was asked for.

    The list must be looked at after rendering: inside a drawing the refusal is swallowed.
    """

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        super().__init__(
            allowed_protocols=frozenset({"app"}), allow_redirects=False, fail_on_errors=True
        )
        self.assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The asset at `url`; raises what not even WeasyPrint swallows where there is none."""
        asset = self.assets.get(url)
        if asset is None:
            self.refused.append(url[:200])
            raise FatalURLFetchingError(url[:200])
        held, media_type = asset
        body = held.read_bytes() if isinstance(held, Path) else held
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


def render(snapshot: Snapshot, html: str, templates: Path) -> Rendered:
    """The PDF of `html`, with `snapshot` embedded; PrintFailed where anything is amiss."""
    groups = fonts.groups_for(html)
    fetcher = ClosedFetcher(_assets(groups, templates))
    try:
        page = weasyprint.HTML(string=html, base_url="app:", url_fetcher=fetcher)
        document = page.render(font_config=_font_configuration(groups), **_options(snapshot))
        pdf = document.write_pdf(finisher=_finisher(snapshot), **_options(snapshot))
    except FatalURLFetchingError as error:
        raise _not_allowed(fetcher) from error
    if fetcher.refused:
        raise _not_allowed(fetcher)
    return Rendered(pdf, len(document.pages))


def _not_allowed(fetcher: ClosedFetcher) -> PrintFailed:
    return PrintFailed(
        f"The document asks for “{fetcher.refused[0]}”, which is not part of this installation.",
        code="address_refused",
    )


@lru_cache(maxsize=4)
def _font_configuration(groups: tuple[str, ...]) -> FontConfiguration:  # noqa: ARG001
    """One configuration a set of groups: fonts left over from another page would be fallbacks."""
    return FontConfiguration()


def _assets(groups: tuple[str, ...], templates: Path) -> Mapping[str, Asset]:
    css = "text/css"
    return _font_files() | {
        "app:fonts.css": (fonts.stylesheet(groups).encode(), css),
        "app:report.css": (templates / "report.css", css),
    }


@cache
def _font_files() -> dict[str, Asset]:
    return {face.url: (face.path, "font/woff2") for face in fonts.faces()}


def _options(snapshot: Snapshot) -> dict[str, Any]:
    issued = datetime.fromisoformat(snapshot.content["issued_at"]).astimezone(UTC)
    record = weasyprint.Attachment(
        string=snapshot.canonical,
        name=RECORD_FILE,
        description="The record this document was printed from",
        created=issued,
        modified=issued,
        relationship="Source",
    )
    return {"pdf_variant": "pdf/a-3a", "attachments": [record]}


def _finisher(snapshot: Snapshot) -> Any:
    def finish(document: Any, pdf: Any) -> None:
        _check_glyphs(document.fonts.values())
        mending.map_clusters(document, pdf)
        mending.paginate(pdf)
        _complete_metadata(pdf, metadata.additions(snapshot))
        related = pdf.catalog["AF"]  # version 70 writes every entry twice
        pdf.catalog["AF"] = type(related)(dict.fromkeys(related))

    return finish


def _complete_metadata(pdf: Any, additions: bytes) -> None:
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    packet = b"".join(
        part if isinstance(part, bytes) else str(part).encode() for part in stream.stream
    )
    end = b"</rdf:RDF>"
    if packet.count(end) != 1:
        raise PrintFailed("The renderer wrote metadata of an unknown form.")
    stream.stream = [packet.replace(end, additions + end)]
    stream.compress = False


def _check_glyphs(used: Any) -> None:
    """Fails on a character that came out as an empty box, and on a font of the machine."""
    missing = sorted({point for font in used for point in font.missing})
    if missing:
        named = ", ".join(f"“{chr(point)}” (U+{point:04X})" for point in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise PrintFailed(f"No packaged font has {named}{more}.", code="missing_glyph")
    strange = sorted({font.family for font in used} - _families())
    if strange:
        raise PrintFailed(f"A font of the machine was used: {strange[0]}.", code="foreign_font")


@cache
def _families() -> frozenset[str]:
    return frozenset(name for face in fonts.faces() for name in (face.family, face.font))
