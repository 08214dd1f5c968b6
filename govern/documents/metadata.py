"""What the file says of itself: the XMP properties that a PDF/A-3 variant does not write.

One variant a call is all the renderer offers, so the PDF/UA-1 identifier is added to the PDF/A
metadata by hand; PDF/A asks that every property beyond its own be described in an extension schema.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from govern.documents.snapshot import Snapshot

OWN = "urn:govern:document:1#"

PROPERTIES = {
    "documentNumber": ("Text", "Number of the document"),
    "recordNumber": ("Text", "Number of the record it was printed from"),
    "recordSha256": ("Text", "SHA-256 of the embedded record, hexadecimal"),
    "ledgerSubject": ("Text", "Subject whose ledger chain holds the issue"),
    "ledgerSeq": ("Integer", "Place of the issue in that chain"),
    "definitionDigest": ("Text", "Digest of the workflow definition in force"),
}

SCHEMA = (
    '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
    "<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
)
PROPERTY = (
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
    "<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
    "<pdfaProperty:category>{category}</pdfaProperty:category>"
    "<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
)
EXTENSION = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    "<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
ACCESSIBLE = (
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    "<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
)


def additions(snapshot: Snapshot) -> bytes:
    """What to put at the end of the file's `rdf:RDF`: PDF/UA-1, our properties, their schemas."""
    values = _values(snapshot)
    own = "".join(f"<gov:{name}>{escape(text)}</gov:{name}>" for name, text in values.items())
    described = f'<rdf:Description rdf:about="" xmlns:gov="{OWN}">{own}</rdf:Description>'
    return (EXTENSION.format(schemas=_schemas()) + ACCESSIBLE + described).encode()


def _values(snapshot: Snapshot) -> dict[str, str]:
    content = snapshot.content
    return {
        "documentNumber": str(content["document"]["number"]),
        "recordNumber": str(content["record"]["number"]),
        "recordSha256": snapshot.sha256,
        "ledgerSubject": str(content["ledger"]["subject"]),
        "ledgerSeq": str(content["ledger"]["seq"]),
        "definitionDigest": str(content["definition"]["digest"]),
    }


def _schemas() -> str:
    part = PROPERTY.format(
        name="part", kind="Integer", category="internal", description="Part of ISO 14289"
    )
    own = "".join(
        PROPERTY.format(name=name, kind=kind, category="external", description=description)
        for name, (kind, description) in PROPERTIES.items()
    )
    return SCHEMA.format(
        title="PDF/UA identification",
        uri="http://www.aiim.org/pdfua/ns/id/",
        prefix="pdfuaid",
        properties=part,
    ) + SCHEMA.format(title="Governance document", uri=OWN, prefix="gov", properties=own)
