"""The two doors of the database, on SQLite and on PostgreSQL."""

import asyncio
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from awards import schema
from awards.kit import audit
from awards.kit.audit import AuditEvent
from awards.kit.chain import GENESIS, event_digest
from awards.kit.db import Database, after_commit
from awards.kit.reading import reading
from awards.people.models import FailedSignIn
from tests.postgresql import running_cluster

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    with running_cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database of each kind."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    else:
        url = request.getfixturevalue("postgresql")
        admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        name = f"t{time.monotonic_ns()}"
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        admin.dispose()
        database = Database(url.replace("/postgres?", f"/{name}?"))
    schema.migrate(database)
    yield database
    database.dispose()


def attempt(n: int) -> FailedSignIn:
    return FailedSignIn(email=f"{n}@example.org", address="127.0.0.1", at=AT)


def test_a_reader_that_may_have_to_wait_reads_in_a_thread_of_its_own(either: Database) -> None:
    reader = asyncio.run(reading(either, threading.get_ident))
    assert (reader == threading.get_ident()) is either.is_sqlite


def test_the_migrations_make_what_the_tables_say_on_either_database(either: Database) -> None:
    assert schema.is_current(either)
    assert schema.differences(either) == []


def test_a_reader_cannot_write(either: Database) -> None:
    with either.read() as session:
        session.add(attempt(1))
        with pytest.raises(DBAPIError):
            session.flush()
        session.rollback()


def test_an_exception_leaves_nothing_behind_and_runs_nothing_after(either: Database) -> None:
    ran = []
    with pytest.raises(RuntimeError), either.write() as session:  # noqa: PT012
        session.add(attempt(1))
        after_commit(session, lambda: ran.append(1))
        session.flush()
        raise RuntimeError
    with either.read() as session:
        assert session.exec(select(sa.func.count()).select_from(FailedSignIn)).one() == 0
    assert ran == []


def test_a_write_within_a_write_is_an_error_and_not_a_standstill(db: Database) -> None:
    with db.write(), pytest.raises(RuntimeError, match="a write within a write"), db.write():
        pass
    with db.write() as session:
        session.add(attempt(1))


def test_what_runs_after_a_commit_already_sees_it(either: Database) -> None:
    seen = []

    def look() -> None:
        with either.read() as session:
            seen.append(session.exec(select(FailedSignIn.email)).all())

    with either.write() as session:
        session.add(attempt(7))
        after_commit(session, look)
    assert seen == [["7@example.org"]]


def test_a_time_comes_back_in_utc_whatever_zone_it_went_in_with(either: Database) -> None:
    riyadh = AT.astimezone(timezone(timedelta(hours=3)))
    with either.write() as session:
        session.add(FailedSignIn(email="a", address="b", at=riyadh))
    with either.read() as session:
        found = session.exec(select(FailedSignIn.at)).one()
    assert found == AT
    assert found.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(either: Database) -> None:
    with pytest.raises(sa.exc.StatementError), either.write() as session:
        session.add(FailedSignIn(email="a", address="b", at=datetime(2026, 1, 1)))


def test_sixteen_threads_that_append_to_the_chain_leave_one_unbroken_chain(either: Database) -> None:
    def append(n: int) -> None:
        for i in range(10):
            with either.write() as session:
                audit.record(session, "test.done", f"{n}.{i}", by=None, at=AT, detail={"n": n})

    threads = [threading.Thread(target=append, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with either.read() as session:
        events = session.exec(select(AuditEvent).order_by(col(AuditEvent.sequence))).all()
    assert len(events) == 160
    previous = GENESIS
    for event in events:
        assert event.previous == previous
        body = audit.body_of(event.at, event.actor_id, event.action, event.subject_id, event.detail)
        assert event.digest == event_digest(previous, body)
        previous = event.digest


def _save_and_tell(url: str, acknowledged: str, worker: int) -> None:
    database = Database(url)
    with Path(acknowledged).open("a") as told:
        n = 0
        while True:
            n += 1
            with database.write() as session:
                session.add(attempt(worker * 1_000_000 + n))
            told.write(f"{worker * 1_000_000 + n}@example.org\n")
            told.flush()


def test_killed_in_the_middle_of_concurrent_saves_loses_no_acknowledged_one(
    either: Database, tmp_path: Path
) -> None:
    context = multiprocessing.get_context("spawn")
    url = either.url.render_as_string(hide_password=False)
    files = [tmp_path / f"told-{n}" for n in range(3)]
    workers = [
        context.Process(target=_save_and_tell, args=(url, str(file), n), daemon=True)
        for n, file in enumerate(files)
    ]
    for worker in workers:
        worker.start()
    deadline = time.monotonic() + 180  # on a busy machine a process alone takes long to start
    while time.monotonic() < deadline and not all(f.exists() and f.stat().st_size > 400 for f in files):
        time.sleep(0.05)
    for worker in workers:
        os.kill(worker.pid or 0, signal.SIGKILL)
        worker.join()
    told = {line for file in files for line in file.read_text().splitlines() if line.endswith("@example.org")}
    with either.read() as session:
        kept = set(session.exec(select(FailedSignIn.email)).all())
    assert len(told) > 30
    assert told <= kept
