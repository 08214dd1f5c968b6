"""Options and arguments that several commands take, and how an answer for programs is printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
Decorator = Callable[[F], F]

PORT = 8470
AS_JSON = "govern.as_json"

_directory = click.Path(path_type=Path, file_okay=False)


def _note(context: click.Context, _option: click.Parameter, value: bool) -> bool:
    """Known to the whole program from here on, so that a refusal is answered as JSON too."""
    context.meta[AS_JSON] = value
    return value


home_option: Decorator[Any] = click.option(
    "--home",
    "home",
    type=_directory,
    envvar="GOVERN_HOME",
    default=Path(),
    show_default="this directory",
    help="The installation's directory; else GOVERN_HOME.",
)
json_option: Decorator[Any] = click.option(
    "--json", "as_json", is_flag=True, is_eager=True, callback=_note, help="Answer with JSON."
)
port_option: Decorator[Any] = click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any free."
)
directory_argument: Decorator[Any] = click.argument(
    "directory",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
)


def say(as_json: bool, answer: Any, text: str) -> None:
    """The answer is printed: as one line of JSON for programs, else as the text."""
    click.echo(json.dumps(answer) if as_json else text)
