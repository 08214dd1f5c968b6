"""The command line: one module a command group. Exit codes: 0 fine, 1 findings, 2 usage.

Each command says its error in one sentence that names what to do next; `--json` gives what a
program reads. A command's module is loaded when the command is asked for: whoever only checks
files loads no database.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module

import click

from govern import __version__
from govern.cli.refusing import Refusing

__all__ = ["main"]

HOMES = {
    "demo": "showing",
    "init": "homes",
    "serve": "serving",
    "worker": "serving",
    "check": "checking",
    "test": "rehearsing",
    "apply": "publishing",
    "diagram": "checking",
    "audit": "inspecting",
    "doctor": "inspecting",
    "user": "people",
    "role": "access",
    "grant": "access",
    "revoke": "access",
    "token": "access",
}
"""Command to the module it lives in, under its own name."""


class _Commands(MutableMapping[str, click.Command]):
    """The commands by name, each loaded when it is first asked for."""

    def __init__(self) -> None:
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            self._loaded[name] = getattr(import_module(f"govern.cli.{HOMES[name]}"), name)
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(HOMES)

    def __len__(self) -> int:
        return len(HOMES)


@click.group(
    cls=Refusing, commands=_Commands(), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="govern")
def main() -> None:
    """Govern: the governance of IT projects, declared in YAML and enforced."""
