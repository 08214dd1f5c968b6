"""Transactions hold or leave nothing; what the database complains of becomes a refusal."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from govern.errors import Busy, Conflict, GovernError, Tampered, Unreadable
from govern.store import counters, entries, session
from govern.store.session import Engine


def test_what_was_written_is_there_afterwards(database: Engine) -> None:
    with session.writing(database) as connection:
        counters.advance(connection, "a")
    with session.reading(database) as connection:
        assert counters.value(connection, "a") == 1


def test_an_exception_undoes_everything(database: Engine) -> None:

    def fail() -> None:
        with session.writing(database) as connection:
            counters.advance(connection, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with session.reading(database) as connection:
        assert counters.value(connection, "a") == 0


def test_a_reader_sees_one_picture_while_others_write(database: Engine) -> None:
    with session.reading(database) as connection:
        assert counters.value(connection, "a") == 0
        with session.writing(database) as other:
            counters.advance(other, "a")
        assert counters.value(connection, "a") == 0


def test_a_reader_cannot_write_on_postgresql(postgresql: Engine) -> None:
    with pytest.raises(SQLAlchemyError), session.reading(postgresql) as connection:
        counters.advance(connection, "a")


def test_a_connection_that_was_read_with_can_write_again(database: Engine) -> None:
    for _ in range(20):
        with session.reading(database) as connection:
            counters.value(connection, "a")
        with session.writing(database) as connection:
            counters.advance(connection, "a")


def test_a_writer_sees_what_was_committed_before_it_began(sqlite: Engine) -> None:
    """Begun at the first write instead, both would read 0 and both would write 1."""

    def raise_by_one() -> None:
        for _ in range(20):
            with session.writing(sqlite) as connection:
                seen = counters.value(connection, "a")
                counters.advance(connection, "a")
                assert counters.value(connection, "a") == seen + 1

    threads = [threading.Thread(target=raise_by_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with session.reading(sqlite) as connection:
        assert counters.value(connection, "a") == 80


def test_every_setting_that_durability_rests_on_will_do(database: Engine) -> None:
    report = session.settings_report(database)
    assert len(report) >= 5
    servers_own = {"fsync", "full_page_writes", "data_checksums"}
    assert {setting.name for setting in report if not setting.ok} <= servers_own


def test_a_setting_that_will_not_do_is_named(postgresql: Engine) -> None:
    url = postgresql.url.update_query_dict({"options": "-c synchronous_commit=off"})
    engine = session.open_engine(url.render_as_string(hide_password=False))
    wrong = [setting for setting in session.settings_report(engine) if not setting.ok]
    engine.dispose()
    assert [(s.name, s.value) for s in wrong] == [("synchronous_commit", "off")]


@pytest.mark.parametrize("url", ["", "x", "mysql://a/b", "sqlite://", "sqlite:///:memory:", "a://"])
def test_an_address_of_nothing_known_is_refused(url: str) -> None:
    with pytest.raises(Unreadable):
        session.open_engine(url)


def test_a_database_that_vanished_is_not_made_anew(tmp_path: Path) -> None:
    engine = session.open_engine(tmp_path / "a.db")
    engine.dispose()
    (tmp_path / "a.db").unlink()
    with pytest.raises(Busy), session.reading(engine):
        pass
    assert not (tmp_path / "a.db").exists()


def test_a_slash_too_many_in_an_address_does_no_harm(tmp_path: Path) -> None:
    with session.reading(session.open_engine(f"sqlite:////{tmp_path}/x.db")) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_a_database_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    engine = session.open_engine(tmp_path / "a.db", create=False)
    with pytest.raises(Busy), session.writing(engine):
        pass
    assert not (tmp_path / "a.db").exists()


def test_a_directory_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Busy, match="cannot be made"):
        session.open_engine(tmp_path / "none" / "a.db")


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"not a database at all" * 1000)
    engine = session.open_engine(tmp_path / "a.db")
    with pytest.raises(Tampered), session.reading(engine):
        pass
    engine.dispose()


def test_a_database_locked_by_another_process_is_busy(
    sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(str(sqlite.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    sqlite.dispose()  # so that the shorter patience holds
    with pytest.raises(Busy) as refused, session.writing(sqlite):
        pass
    other.close()
    assert refused.value.retry_after >= 1
    assert not session.is_retryable(refused.value)


def test_a_lock_that_does_not_come_is_busy(postgresql: Engine) -> None:
    def want(lock_first: bool) -> None:
        with session.writing(postgresql) as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            counters.advance(connection, "a")
            if lock_first:
                with pytest.raises(Busy, match="others"):
                    want(lock_first=False)

    want(lock_first=True)


def test_a_server_that_goes_away_is_busy_and_comes_back(postgresql: Engine) -> None:
    def lose() -> None:
        with session.writing(postgresql) as connection:
            mine = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with session.writing(postgresql) as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({mine})")
            counters.advance(connection, "a")

    with pytest.raises(Busy):
        lose()
    with session.writing(postgresql) as connection:
        assert counters.advance(connection, "a") == 1


def test_a_server_that_is_not_there_is_busy() -> None:
    engine = session.open_engine("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Busy), session.reading(engine):
        pass


def test_an_idle_connection_that_was_cut_is_replaced_unseen(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgresql.dispose()
    with session.writing(postgresql) as connection:
        mine = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with session.reading(postgresql) as other:
            pass
    with session.reading(postgresql) as other:
        other.exec_driver_sql(
            f"SELECT pg_terminate_backend({mine}) WHERE {mine} <> pg_backend_pid()"
        )
    monkeypatch.setattr(session, "IDLE_CHECK_SECONDS", 0)
    for _ in range(4):
        with session.reading(postgresql) as connection:
            counters.value(connection, "a")


def _twice(engine: Engine, statement: str) -> None:
    with session.writing(engine) as connection:
        connection.execute(text(statement))
        connection.execute(text(statement))


def test_a_collision_that_trying_again_does_not_mend_is_a_conflict(database: Engine) -> None:
    with pytest.raises(Conflict) as refused:
        _twice(database, "INSERT INTO installation VALUES ('a', 'b')")
    assert not session.is_retryable(refused.value)


def test_a_collision_of_numbers_is_worth_another_try(postgresql: Engine) -> None:
    columns = "'s', 1, '', '', '', '', '', NULL, '', '', NULL, NULL, NULL"
    with pytest.raises(GovernError) as refused:
        _twice(postgresql, f"INSERT INTO entries VALUES ({columns})")
    assert session.is_retryable(refused.value)


def test_a_deadlock_is_worth_another_try(postgresql: Engine) -> None:
    met = threading.Barrier(2)
    failures: list[BaseException] = []

    def cross(first: str, second: str) -> None:
        try:
            with session.writing(postgresql) as connection:
                counters.advance(connection, first)
                met.wait()
                counters.advance(connection, second)
        except Busy as error:
            failures.append(error)

    with session.writing(postgresql) as connection:
        counters.advance(connection, "a")
        counters.advance(connection, "b")
    threads = [threading.Thread(target=cross, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failures) == 1
    assert session.is_retryable(failures[0])


def test_a_defect_of_ours_stays_a_defect(database: Engine) -> None:
    with pytest.raises(SQLAlchemyError), session.reading(database) as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere")


def test_a_defect_of_ours_is_no_cause_of_itself(database: Engine) -> None:
    with pytest.raises(SQLAlchemyError) as failure, session.writing(database) as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere")
    assert failure.value.__cause__ is not failure.value
    assert not session.is_retryable(failure.value)


@pytest.mark.parametrize(("person", "after"), [("half \ud800", 0), ("a", 2**80)])
def test_what_no_driver_takes_is_refused(database: Engine, person: str, after: int) -> None:
    with pytest.raises(Unreadable), session.reading(database) as connection:
        entries.page(connection, person, after=after)
