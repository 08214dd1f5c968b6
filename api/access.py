"""Access: people, the roles they can hold, the grants they do hold, and tokens of their own."""

from __future__ import annotations

from typing import Any

from flask import Response

from govern import (
    Reply,
    Work,
    grant_role,
    issue_token,
    list_grants,
    list_people,
    list_roles,
    list_tokens,
    revoke_grant,
    revoke_token,
    show_person,
)

from .acts import act, look
from .authentication import identity
from .idempotency import act_once, reply
from .paging import answer_all
from .replies import empty_reply, json_reply
from .routes import Noun
from .schemas import Granting, GrantSearch, TokenWish
from .schemas_access import (
    Grant,
    GrantPage,
    Person,
    PersonPage,
    RolePage,
    TokenMade,
    TokenPage,
)

noun = Noun("access", "People, roles, who holds which, and the tokens of programs.")


@noun.get("/people", PersonPage)
def list_everybody() -> Response:
    """The people of the installation."""
    return answer_all(look(list_people))


@noun.get("/people/<ref:name>", Person)
def show_one(name: str) -> Response:
    """One person."""
    return json_reply(look(lambda work: show_person(work, name)))


@noun.get("/roles", RolePage)
def list_all_roles() -> Response:
    """The roles that the definitions in force know."""
    return answer_all(look(list_roles))


@noun.get("/grants", GrantPage, query=GrantSearch(), refuses=(404,))
def list_all_grants(asked: dict[str, Any]) -> Response:
    """Who holds which role, where, and until when."""
    return answer_all(look(lambda work: list_grants(work, **asked)))


@noun.post("/grants", Grant, takes=Granting(), status=201, headers=("IDEMPOTENCY_KEY",))
def grant_one(sent: dict[str, Any]) -> Response:
    """Grant a role, on a record and below it, or everywhere."""

    def command(work: Work) -> Reply:
        person, role = sent["person"], sent["role"]
        return reply(grant_role(work, person, role, on=sent["on"], until=sent["until"]), 201)

    return act_once(command)


@noun.delete("/grants/<key:id>")
def revoke_one(id: str) -> Response:
    """End a grant now."""
    act(lambda work: revoke_grant(work, id))
    return empty_reply()


@noun.get("/tokens", TokenPage)
def list_own_tokens() -> Response:
    """Your tokens; what they are is not shown again."""
    return answer_all(look(list_tokens))


@noun.post("/tokens", TokenMade, takes=TokenWish(), status=201, headers=("IDEMPOTENCY_KEY",))
def issue_one(sent: dict[str, Any]) -> Response:
    """Issue a token for yourself, for a program to act in your name.

    It is shown once: an answer repeated for an Idempotency-Key has null in its place.
    """
    shown = {}

    def command(work: Work) -> Reply:
        person = identity().person or ""
        made = issue_token(work, person, label=sent["label"], expires_at=sent["expires_at"])
        shown.update(made)
        return reply({**made, "token": None}, 201)

    answer = act_once(command)
    if shown:
        return json_reply(shown, 201)
    return answer


@noun.delete("/tokens/<key:id>")
def revoke_own(id: str) -> Response:
    """End a token of yours now."""
    act(lambda work: revoke_token(work, id))
    return empty_reply()
