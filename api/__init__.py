"""The HTTP layer: one application for one installation; the same routes for every record type.

`create_app` is all that others use. Each noun has one module with its routes; what all of them
share (bodies, parameters, tags, problems) has one module each. Nothing is decided here: the
rules answer, this layer reads, asks and writes down. Imports come from `govern` and
`govern.errors` alone.
"""

from __future__ import annotations

import atexit
import os
from pathlib import Path

from flask import Flask

from govern import Installation, open_installation
from govern.errors import Unreadable

from . import (
    access,
    documents,
    headers,
    operations,
    problems,
    records,
    reference,
    sessions,
    transitions,
    workflows,
)
from .authentication import EXTENSION
from .openapi import describe

NOUNS = (records, transitions, documents, workflows, access, sessions, operations)


def create_app(
    installation: Installation | None = None, *, home: str | os.PathLike[str] | None = None
) -> Flask:
    """The WSGI application of `installation`, which its owner closes.

    Without one it is opened in `home`, else in the directory that GOVERN_HOME names, and closed
    when the process ends. Unreadable where neither is said.
    """
    if installation is None:
        installation = _open(home)
        atexit.register(installation.close)
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = installation.settings.limits.body_bytes
    app.url_map.merge_slashes = False  # one address, one answer: nothing is redirected
    app.extensions[EXTENSION] = installation
    headers.register(app)
    api = describe(app)
    for module in NOUNS:
        api.register_blueprint(module.noun.blueprint)
    problems.register(app)
    reference.register(app, api.spec.to_dict())
    return app


def _open(home: str | os.PathLike[str] | None) -> Installation:
    said = home if home is not None else os.environ.get("GOVERN_HOME")
    if not said:
        raise Unreadable("Name the installation's directory: GOVERN_HOME=DIR.")
    return open_installation(Path(said))
