"""Where the files beside the code are: in a checkout at its top, in a wheel inside the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _beside(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


STARTER = _beside("workflows")
"""The workflows that come with the product: what `init` copies and `demo` shows."""
