"""Signing in and out, and who one is. A session is a token that ends by itself."""

from __future__ import annotations

from typing import Any

from flask import Response

from govern import Work, revoke_token, show_person, sign_in

from .acts import act, look
from .authentication import identity, installation
from .replies import empty_reply, json_reply
from .routes import Noun
from .schemas import SignIn
from .schemas_access import Person, SignedIn

noun = Noun("sessions", "Signing in and out.")


@noun.post("/sign-in", SignedIn, takes=SignIn(), public=True, refuses=(401, 429))
def sign_in_one(sent: dict[str, Any]) -> Response:
    """Sign in with a name and a password; answers a token that lasts some hours.

    An Idempotency-Key is not kept here: a token is shown to nobody twice.
    """
    return json_reply(sign_in(installation(), identity(), sent["name"], sent["password"]))


@noun.delete("/sign-in")
def sign_out() -> Response:
    """Sign out: the token that this request carries ends now."""
    act(lambda work: revoke_token(work, identity().token))
    return empty_reply()


@noun.get("/me", Person)
def who_am_i() -> Response:
    """Who the token stands for."""

    def question(work: Work) -> dict[str, Any]:
        found: dict[str, Any] = show_person(work, identity().person or "")
        return found

    return json_reply(look(question))
