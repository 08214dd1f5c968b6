"""docs/cli.md has every command with its arguments and options, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from govern.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
SECTIONS = {
    match[1]: match[2]
    for match in re.finditer(
        r"^### `(govern [^`]+)`$(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE
    )
}


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by how it is called."""
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from _commands(below, f"{path} {name}")
    else:
        context = click.Context(command)
        arguments = [
            p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)
        ]
        yield " ".join([path, *arguments]), command


COMMANDS = dict(_commands(main, "govern"))


def test_the_page_has_a_section_for_every_command_and_no_other() -> None:
    assert sorted(SECTIONS) == sorted(COMMANDS)


@pytest.mark.parametrize("called", COMMANDS)
def test_the_section_names_every_option_and_no_other(called: str) -> None:
    declared = {
        name
        for option in COMMANDS[called].params
        if isinstance(option, click.Option)
        for name in option.opts
    }
    shown = set(re.findall(r"^\| .*", SECTIONS[called], re.MULTILINE))
    named = {name for line in shown for name in re.findall(r"`(--?[a-z-]+)", line.split("|")[1])}
    assert named == declared


@pytest.mark.parametrize("called", COMMANDS)
def test_the_section_has_an_example(called: str) -> None:
    command = " ".join(word for word in called.split() if word == word.lower())
    (example,) = re.findall(r"```sh\n(.*?)```", SECTIONS[called], re.DOTALL)
    assert command in example


@pytest.mark.parametrize("called", COMMANDS)
def test_every_option_says_what_it_is_for(called: str) -> None:
    options = [o for o in COMMANDS[called].params if isinstance(o, click.Option)]
    assert [option.name for option in options if not option.help] == []
