"""What is added to the metadata is well-formed, whatever the record is called."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from govern.documents.metadata import OWN, additions
from govern.documents.snapshot import freeze

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def test_names_are_escaped(loan: dict[str, Any]) -> None:
    loan["record"]["number"] = "<A&B>"
    packet = additions(freeze(**loan)).decode()
    root = ElementTree.fromstring(f'<rdf:RDF xmlns:rdf="{RDF}">{packet}</rdf:RDF>')
    (number,) = root.iter(f"{{{OWN}}}recordNumber")
    assert number.text == "<A&B>"
