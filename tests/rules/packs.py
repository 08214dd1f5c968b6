"""Small packs for the tests of the rules, read as a PMO writes them."""

from __future__ import annotations

from typing import Any

from govern.rules import fields
from govern.rules.judgement import Judgement, judge
from govern.rules.situation import RecordView, Situation
from govern.spec.diagnostics import render
from govern.spec.model import Workflow
from govern.spec.reader import read_sources
from tests.rules import making

ROLES = """
roles:
  librarian: {title: Librarian}
  reader: {title: Reader}
  auditor: {title: Auditor}
"""
SHELF = """
workflow: shelf
title: Shelf
number: SH-000
fields:
  owner: {kind: person}
  room: {kind: text}
states: {open: , shut: {final: true, outcome: success}}
transitions:
  put_up: {to: open, by: [librarian]}
  shut_down: {from: open, to: shut, by: [librarian, system]}
"""


def read(text: str, name: str = "loan") -> Workflow:
    """The workflow `name` of a pack of the shelf, the roles and this text."""
    reading = read_sources({f"{name}.yaml": text, "shelf.yaml": SHELF, "roles.yaml": ROLES})
    assert reading.catalog is not None, render(reading.findings, reading.sources)
    return reading.catalog.workflow(name)


def record(flow: Workflow, state: str = "open", number: str = "LN-0", **values: Any) -> RecordView:
    """A record of the workflow, its values given in stored form."""
    typed = {name: fields.typed(one, values.get(name)) for name, one in flow.fields.items()}
    return making.view(
        number, state, workflow=flow.name, values=typed, requester="alice", definition=flow
    )


def at(flow: Workflow, state: str = "open", **given: Any) -> Situation:
    """Alice, a librarian, before a record in this state; `values` are in stored form."""
    values = given.pop("values", {})
    return making.situation(flow, record=record(flow, state, **values), **given)


def judged(flow: Workflow, name: str, state: str = "open", **given: Any) -> Judgement:
    """The judgement of the first variant of the transition in this state."""
    return judge(at(flow, state, **given), flow.named(name)[0])
