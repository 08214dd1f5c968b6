"""An installation with many records that wait for the same decision, made by commands."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from govern import Identity, Work, add_person, grant_role, issue_token, open_record, publish
from govern.installation import open_installation

PACK = {
    "paper.yaml": """\
workflow: paper
title: Paper
number: PA-000000
fields:
  name: {kind: text, required: true}
  amount: {kind: integer}
  note: {kind: long_text}
states:
  review: {}
  approved: {final: true, outcome: success}
transitions:
  hand_in: {to: review, by: [author]}
  approve:
    from: review
    to: approved
    by: [approver]
    not_by: [requester]
    guards:
      - check: amount <= 5000 && name != ""
        else: The amount is above the limit.
      - check: note == null
        else: A note waits for an answer.
""",
    "roles.yaml": "roles: {author: {title: Author}, approver: {title: Approver}}",
}


def seed(home: Path, records: int) -> str:
    """The token of whoever may approve; the papers are PA-000001 and so on."""
    (home / "workflows").mkdir(parents=True)
    for name, text in PACK.items():
        (home / "workflows" / name).write_text(text)
    installation = open_installation(home)
    operator = Identity(None, "operator:benchmark", by_operator=True)
    installation.perform(operator, lambda work: publish(work, PACK))
    for name, role in (("alice", "author"), ("bob", "approver")):
        installation.perform(operator, partial(add_person, name=name))
        installation.perform(operator, partial(grant_role, person=name, role=role))
    for first in range(0, records, 100):
        some = min(100, records - first)
        installation.perform(Identity("alice", "benchmark"), partial(_open, count=some))
    made = installation.perform(operator, lambda work: issue_token(work, "bob"))
    installation.close()
    return str(made["token"])


def _open(work: Work, count: int) -> None:
    for _ in range(count):
        open_record(work, "paper", {"name": "Paper", "amount": 100})
