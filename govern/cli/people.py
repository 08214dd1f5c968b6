"""People: `user` adds and lists them, sets passwords, lets them go. Entered as the operator's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from govern.cli.opening import open_home, operator, quoted
from govern.cli.options import home_option, json_option, say
from govern.cli.wording import columns
from govern.commands.people import add_person, change_person
from govern.commands.signing_in import set_password
from govern.queries.access import list_grants, list_people, show_person


@click.group()
def user() -> None:
    """People: add, show and list, set a password, let go."""


@user.command("add")
@click.argument("name")
@click.option("--full-name", default="", help="What is shown and printed; default: the name.")
@click.option("--email", default="", help="Where messages go.")
@home_option
@json_option
def add_user(name: str, full_name: str, email: str, home: Path, as_json: bool) -> None:
    """Add a person. NAME is for signing in and is never changed or given again."""
    made = open_home(home).perform(
        operator(), lambda work: add_person(work, name, full_name=full_name, email=email)
    )
    step = f"govern grant ROLE {name} --home {quoted(home)}"
    say(as_json, made, f"{name} was added. Next: {step}")


@user.command("password")
@click.argument("name")
@click.option("--stdin", is_flag=True, help="Read the password from the standard input.")
@home_option
def set_user_password(name: str, stdin: bool, home: Path) -> None:
    """Set a person's password; it is asked for and not shown."""
    installation = open_home(home)
    with installation.look(operator()) as work:
        show_person(work, name)
    if stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    installation.perform(operator(), lambda work: set_password(work, name, password))
    click.echo(f"The password of {name} was set.")


@user.command("deactivate")
@click.argument("name")
@home_option
@json_option
def deactivate_user(name: str, home: Path, as_json: bool) -> None:
    """Let a person go: no signing in, no acting, no approving; the past stands."""
    _set_active(name, home, as_json, active=False)


@user.command("activate")
@click.argument("name")
@home_option
@json_option
def activate_user(name: str, home: Path, as_json: bool) -> None:
    """Let a person who was deactivated act again."""
    _set_active(name, home, as_json, active=True)


def _set_active(name: str, home: Path, as_json: bool, *, active: bool) -> None:
    changed = open_home(home).perform(
        operator(), lambda work: change_person(work, name, active=active)
    )
    say(as_json, changed, f"{name} is {'active' if active else 'no longer active'}.")


@user.command("show")
@click.argument("name")
@home_option
@json_option
def show_user(name: str, home: Path, as_json: bool) -> None:
    """One person, and the roles held: everywhere, or on which record."""
    with open_home(home).look(operator()) as work:
        held = [g for g in list_grants(work, person=name) if not g["revoked_at"]]
        person = {**show_person(work, name), "grants": held}
    lines = [_line(person), *((g["role"], _place(g), _until(g)) for g in held)]
    say(as_json, person, columns(lines))


def _place(grant: dict[str, Any]) -> str:
    return f"on {grant['on']}" if grant["on"] else "everywhere"


def _until(grant: dict[str, Any]) -> str:
    return f"until {grant['until']}" if grant["until"] else ""


@user.command("list")
@home_option
@json_option
def list_users(home: Path, as_json: bool) -> None:
    """Everybody, by name."""
    with open_home(home).look(operator()) as work:
        found = list_people(work)
    say(as_json, found, columns([_line(one) for one in found]) or "Nobody yet.")


def _line(person: dict[str, Any]) -> tuple[str, ...]:
    return person["name"], person["full_name"], "" if person["active"] else "not active"
