"""Access: roles, granting them and taking them back, and tokens. Entered as the operator's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click

from govern.cli.opening import open_home, open_in_force, operator
from govern.cli.options import home_option, json_option, say
from govern.cli.wording import columns
from govern.commands.grants import grant_role, revoke_grant
from govern.commands.tokens import issue_token
from govern.errors import NotFound
from govern.queries.access import list_grants, list_roles, show_person


@click.group()
def role() -> None:
    """Roles: what people can be granted."""


@role.command("list")
@home_option
@json_option
def list_all_roles(home: Path, as_json: bool) -> None:
    """The roles in force, and who may grant them."""
    with open_in_force(home).look(operator()) as work:
        found = list_roles(work)
    rows = [(one["name"], one["title"], _granters(one)) for one in found]
    say(as_json, found, columns(rows) or "There are no roles: roles.yaml declares them.")


def _granters(one: dict[str, Any]) -> str:
    return f"granted by {', '.join(one['granted_by'])}" if one["granted_by"] else ""


@click.command()
@click.argument("role_name", metavar="ROLE")
@click.argument("name")
@click.option("--on", "on", help="A record's number; without it the role is held everywhere.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The last day it is held (UTC), as 2026-12-31.",
)
@home_option
@json_option
def grant(
    role_name: str, name: str, on: str | None, until: datetime | None, home: Path, as_json: bool
) -> None:
    """Grant ROLE to NAME, on a record and below it, or everywhere."""
    ends = until.replace(tzinfo=UTC) + timedelta(days=1) if until else None
    made = open_in_force(home).perform(
        operator(), lambda work: grant_role(work, name, role_name, on=on, until=ends)
    )
    span = f" until {until:%Y-%m-%d}" if until else ""
    say(as_json, made, f"{name} is {role_name} {_place(on)}{span}.")


@click.command()
@click.argument("role_name", metavar="ROLE")
@click.argument("name")
@click.option("--on", "on", help="The record the role was granted on.")
@home_option
@json_option
def revoke(role_name: str, name: str, on: str | None, home: Path, as_json: bool) -> None:
    """Take ROLE back from NAME; what was done under it stands."""
    installation = open_home(home)
    with installation.look(operator()) as work:
        show_person(work, name)
        held = list_grants(work, person=name)
    found = [g for g in held if g["role"] == role_name and g["on"] == on and not g["revoked_at"]]
    if not found:
        raise NotFound(
            f"{name} does not hold {role_name} {_place(on)}. See: govern user show {name}"
        )
    revoked = [
        installation.perform(operator(), partial(revoke_grant, grant=one["id"])) for one in found
    ]
    say(as_json, revoked, f"{name} is no longer {role_name} {_place(on)}.")


def _place(on: str | None) -> str:
    return f"on {on}" if on else "everywhere"


@click.command()
@click.argument("name")
@click.option("--label", default="", help="What the token is for.")
@click.option("--days", type=click.IntRange(1, 3650), help="How long it is good for.")
@home_option
@json_option
def token(name: str, label: str, days: int | None, home: Path, as_json: bool) -> None:
    """Issue a token for NAME and print it, alone; it is not shown again."""
    installation = open_home(home)
    until = installation.now() + timedelta(days=days) if days else None
    made = installation.perform(
        operator(), lambda work: issue_token(work, name, label=label, expires_at=until)
    )
    say(as_json, made, made["token"])
