"""The shapes of people, roles, grants and tokens (see `schemas_answers`)."""

from __future__ import annotations

from marshmallow import fields

from .schemas_answers import Shape, flag, maybe, moment, page, text, texts


class Person(Shape):
    name = text("The name to sign in with; never changed and never given again.")
    full_name = text()
    email = text()
    active = flag()
    roles = fields.List(fields.String(), metadata={"description": "The roles held everywhere."})


class Role(Shape):
    name = text()
    title = text()
    help = text()
    granted_by = texts("Whoever holds one of these may grant it.")
    incompatible = texts("Nobody holds these beside it.")


class Grant(Shape):
    id = text()
    person = text()
    role = text()
    on = maybe("The number of the record it holds on and below; null for everywhere.")
    since = moment(data_key="from")
    until = moment(none=True)
    granted_by = text()
    granted_at = moment()
    revoked_at = moment(none=True)
    revoked_by = maybe()


class Token(Shape):
    id = text()
    person = text()
    label = text()
    kind = text()
    by_operator = flag()
    created_at = moment()
    expires_at = moment(none=True)
    revoked_at = moment(none=True)


class TokenMade(Token):
    token = maybe("Shown once; null where the answer is repeated.")


class SignedIn(Shape):
    token = text()
    expires_at = moment()
    person = fields.Nested(Person, required=True)


PersonPage = page(Person)
RolePage = page(Role)
GrantPage = page(Grant)
TokenPage = page(Token)
