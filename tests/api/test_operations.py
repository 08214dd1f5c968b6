"""The probes, and how an application is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def test_a_process_that_lives_says_so_whatever_the_database_does(library: Any) -> None:
    library.installation.engine.dispose()
    answer = library.app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"alive": True})


def test_a_service_with_workflows_in_force_is_ready(library: Any) -> None:
    answer = library.app.test_client().get("/readyz")
    checks = {"database": True, "workflows": True}
    assert (answer.status_code, answer.json) == (200, {"ready": True, "checks": checks})


def test_a_service_without_workflows_is_not_ready(sqlite: Any, tmp_path: Path) -> None:
    from api import create_app
    from govern.installation import Installation
    from govern.settings import Settings

    app = create_app(Installation(Settings(home=tmp_path), sqlite))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json["ready"]) == (503, False)


def test_an_application_is_made_for_the_directory_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flask.cli import ScriptInfo

    monkeypatch.setenv("GOVERN_HOME", str(tmp_path))
    app = ScriptInfo(app_import_path="api").load_app()
    assert app.test_client().get("/healthz").status_code == 200
    assert app.extensions["govern"].settings.home == tmp_path
    app.extensions["govern"].close()


def test_without_a_directory_there_is_no_application(monkeypatch: pytest.MonkeyPatch) -> None:
    from api import create_app
    from govern.errors import Unreadable

    monkeypatch.delenv("GOVERN_HOME", raising=False)
    with pytest.raises(Unreadable, match="GOVERN_HOME"):
        create_app()


def test_the_application_does_not_close_what_it_was_given(library: Any) -> None:
    library.app.test_client().get("/readyz")
    assert library.installation.readiness()["ready"]
