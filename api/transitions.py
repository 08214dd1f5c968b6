"""Transitions: what may be done with a record now, and doing it. The hot path of the service."""

from __future__ import annotations

from typing import Any

from flask import Response

from govern import Reply, Work, explain_transitions, fire_transition, receipt

from .acts import look
from .etags import etag, expected_revision
from .idempotency import act_once, reply
from .paging import answer_all
from .routes import Noun
from .schemas import Firing
from .schemas_records import Fired, TransitionPage

noun = Noun("transitions", "The moves of a record, each with every verdict of the rules.")


@noun.get("/records/<ref:ref>/transitions", TransitionPage)
def read_transitions(ref: str) -> Response:
    """Every transition from here: whether you may, why not, and who could mend it."""
    return answer_all(look(lambda work: explain_transitions(work, ref)))


@noun.post(
    "/records/<ref:ref>/transitions/<ref:name>",
    Fired,
    takes=Firing(),
    headers=("IDEMPOTENCY_KEY", "IF_MATCH_OPTIONAL"),
    returns=("ETag",),
    refuses=(412,),
)
def fire_one(ref: str, name: str, sent: dict[str, Any]) -> Response:
    """Fire a transition.

    With `dry_run` everything is judged and worked out, nothing is changed, and `receipt` is null.
    """

    def command(work: Work) -> Reply:
        work.dry_run = sent["dry_run"]
        revision = expected_revision(work, ref, required=False)
        done = fire_transition(
            work,
            ref,
            name,
            fields=sent["values"],
            inputs=sent["inputs"],
            comment=sent["comment"],
            revision=revision,
        )
        answer = {
            "record": done.record,
            "review": None,
            "opened": done.opened,
            "receipt": None if work.dry_run else receipt(done.entries[0]),
        }
        return reply(answer, headers={"ETag": etag(done.record["revision"])})

    return act_once(command)
