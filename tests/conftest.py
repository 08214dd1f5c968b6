"""For all tests: the databases they run on, and that a skipped test fails where CI is set.

What is skipped unseen proves nothing. Nothing of Govern is imported before a test asks for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with empty tables."""
    from tests import databases

    return databases.sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Any]:
    """An engine on a new SQLite file with empty tables."""
    from tests import databases

    with databases.sqlite_database(sqlite_template, tmp_path) as engine:
        yield engine


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Any]:
    """An engine on a PostgreSQL database that is this process's own."""
    from tests import databases

    with databases.postgresql_database() as engine:
        yield engine


@pytest.fixture
def postgresql(postgresql_server: Any) -> Any:
    """The same, with every table empty."""
    from tests import databases

    databases.empty(postgresql_server)
    return postgresql_server


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> Any:
    """An engine with empty tables: the test runs on SQLite and on PostgreSQL."""
    return request.getfixturevalue(request.param)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The run fails where CI is set and anything was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which tests made the run fail by being skipped."""
    skipped = terminalreporter.stats.get("skipped", [])
    if os.environ.get("CI") and skipped:
        terminalreporter.section("skipped, which fails where CI is set", red=True)
        for report in skipped:
            terminalreporter.line(f"{report.nodeid}: {report.longrepr[-1]}")
