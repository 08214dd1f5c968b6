"""The demo: a filled portfolio to look at. What is in it is told by stories in data beside the
workflows; here they are played, in the order of their dates, and served.

A directory becomes a demo at once or not at all, and keeps its sign-ins: whoever starts it again
finds it as it was left.
"""

from __future__ import annotations

import json
import secrets
import sys
import tempfile
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from govern.cli.homes import PARTS, make_home
from govern.cli.opening import closed_at_the_end, operator
from govern.cli.options import json_option, port_option, say
from govern.cli.packs import catalog_in
from govern.cli.serving import listening, run, told_to_stop
from govern.cli.welcoming import next_acts, welcome
from govern.cli.wording import quiet
from govern.commands.signing_in import set_password
from govern.commands.tokens import issue_token
from govern.errors import Unreadable
from govern.installation import Installation
from govern.places import STARTER
from govern.queries.access import list_grants
from govern.spec.scenarios import Player, Scenario, Step, StepKind, read_scenarios
from govern.stage import Stage, open_alone

STORIES = STARTER / "portfolio"
TOLD = Path("data", "demo.json")
"""Beside the database: `names`, story to what it calls its records, and `people` with sign-ins."""


@click.command()
@click.option(
    "--dir",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-home"),
    show_default=True,
    help="Where the demo lives; told anew where there is none yet.",
)
@port_option
@json_option
def demo(directory: Path, port: int, as_json: bool) -> None:
    """Show a portfolio of projects: tells their stories through the engine, then serves it.

    With --json one line is printed once requests are answered: url, home, and people with their
    roles, passwords and tokens.
    """
    with told_to_stop(), listening("127.0.0.1", port) as door:
        stories = read_stories()
        if not (directory / TOLD).exists():
            make_demo(directory, stories)
        told = json.loads((directory / TOLD).read_text(encoding="utf-8"))
        installation = closed_at_the_end(open_alone(directory))

        def announce(url: str) -> None:
            acts = next_acts(installation, stories, told)
            answer = {"url": url, "home": str(directory.absolute()), "people": told["people"]}
            say(as_json, answer, welcome(url, directory, told["people"], acts))

        run(installation, door, announce)


def read_stories() -> list[Scenario]:
    """The stories that come with the product."""
    return list(read_scenarios(STORIES, catalog_in(STARTER)).scenarios)


def make_demo(directory: Path, stories: list[Scenario]) -> None:
    """The directory holds the demo, told to its end; Unreadable where something else is there."""
    taken = [name for name in PARTS if (directory / name).exists()]
    if taken:
        raise Unreadable(
            f"{directory} holds {', '.join(taken)} and is no demo; nothing was changed. "
            "Name another directory with --dir."
        )
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".telling-", dir=directory) as scratch:
        home = Path(scratch, "home")
        make_home(home)
        tell(home, stories)
        for part in PARTS:
            # fails where another demo was quicker, instead of moving into what it made
            (home / part).rename(directory / part)


def tell(home: Path, stories: list[Scenario]) -> None:
    """Everything in the stories has happened in the installation, each step at its own date, and
    everybody in them can sign in."""
    names: dict[str, dict[str, str]] = {story.file: {} for story in stories}
    with Stage(home, min(story.starts for story in stories)) as stage:
        stage.publish(catalog_in(home))
        stage.enter(everybody(stories))
        plot = in_order(stories)
        with click.progressbar(
            plot, label="Telling the stories", file=sys.stderr, hidden=quiet()
        ) as steps:
            for moment, story, step in steps:
                stage.now = moment
                if step.kind not in (StepKind.EXPECT, StepKind.WAIT) and not step.refused:
                    stage.step(step, names[story.file])
    installation = open_alone(home)
    people = [sign_in(installation, player) for player in everybody(stories)]
    installation.close()
    place = home / TOLD
    place.touch(mode=0o600)
    place.write_text(json.dumps({"names": names, "people": people}), encoding="utf-8")


def everybody(stories: Iterable[Scenario]) -> list[Player]:
    """All who take part in any story, by name."""
    players = {name: one for story in stories for name, one in story.people.items()}
    return [players[name] for name in sorted(players)]


def in_order(stories: Iterable[Scenario]) -> list[tuple[datetime, Scenario, Step]]:
    """Every step with its moment, the earliest first; within a story as it is told."""
    plot = []
    for story in stories:
        now = story.starts
        for step in story.steps:
            now = max(now, step.moment or now) + step.wait
            plot.append((now, story, step))
    return sorted(plot, key=lambda one: one[0])


def sign_in(installation: Installation, player: Player) -> dict[str, Any]:
    """`{name, roles, token, password}`: what the person needs to be let in. `roles` begins with
    those held everywhere; the others are held on single records."""
    name, password = player.name, secrets.token_urlsafe(9)
    installation.perform(operator(), partial(set_password, name=name, password=password))
    made = installation.perform(operator(), partial(issue_token, person=name, label="demo"))
    held = installation.perform(operator(), partial(list_grants, person=name))
    everywhere = list(player.roles)
    somewhere = {one["role"] for one in held if not one["revoked_at"]}
    return {
        "name": name,
        "roles": [*everywhere, *sorted(somewhere - set(everywhere))],
        "token": made["token"],
        "password": password,
    }
