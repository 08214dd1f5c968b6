"""An installation's settings: where it lives, which database, which limits.

Read once at start from `DIR/settings.toml` and the environment (`GOVERN_DATABASE_URL`,
`GOVERN_ORGANISATION`); the environment wins. Workflow settings, which rules may read, are content
and live in the pack, not here.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from govern.errors import Unreadable

FILE = "settings.toml"
LONGEST = 500
VARIABLES = {"organisation": "GOVERN_ORGANISATION", "database_url": "GOVERN_DATABASE_URL"}
"""The settings that are texts, each with the variable that overrides it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for; `govern doctor` lists them."""

    body_bytes: int = 1024 * 1024
    body_depth: int = 32
    page_size: int = 200
    upload_bytes: int = 25 * 1024 * 1024
    moves_per_act: int = 100
    sign_in_failures_per_minute: int = 10
    refusals_per_minute: int = 60
    sign_in_hours: int = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything of an installation is. Paths need not exist yet."""

    home: Path
    organisation: str = "Our organisation"
    database_url: str = ""
    limits: Limits = Limits()

    @property
    def workflows(self) -> Path:
        """The directory of the PMO's workflow files."""
        return self.home / "workflows"

    @property
    def data(self) -> Path:
        """The directory of the database (SQLite) and of stored files."""
        return self.home / "data"

    @property
    def database(self) -> str | Path:
        """The database's address where one is set, else the SQLite file under `data`."""
        return self.database_url or self.data / "govern.db"


def load_settings(home: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the installation in `home`; Unreadable names the file and the mistake."""
    environment = os.environ if environment is None else environment
    said = _read_file(home / FILE)
    limits = _limits(said.pop("limits", {}))
    _only_known(said, VARIABLES, "setting")
    texts = {key: _text(f"{FILE}: {key}", value) for key, value in said.items()}
    for key, variable in VARIABLES.items():
        if environment.get(variable):
            texts[key] = _text(variable, environment[variable])
    return Settings(home=home.absolute(), limits=limits, **texts)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Unreadable(f"{path} cannot be read: {reason}.") from error


def _limits(said: Any) -> Limits:
    if not isinstance(said, dict):
        raise Unreadable(f"{FILE}: [limits] is a table of names and numbers.")
    _only_known(said, [field.name for field in fields(Limits)], "limit")
    for name, value in said.items():
        if type(value) is not int or not 0 < value < 2**31:
            raise Unreadable(f"{FILE}: limits.{name} takes a whole number from 1 to 2147483647.")
    return Limits(**said)


def _only_known(said: Iterable[str], known: Iterable[str], what: str) -> None:
    known = list(known)
    for name in said:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"Did you mean {near[0]}?" if near else f"There is: {', '.join(known)}."
            raise Unreadable(f"{FILE}: there is no {what} {name!r}. {hint}")


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise Unreadable(f"{name} takes one line of text of at most {LONGEST} characters.")
    return value
