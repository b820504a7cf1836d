"""What every test may use: a database of its own, an application over it, a clock that stands still."""

import gc
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import event, make_url
from sqlmodel import Session, select

from awards import schema
from awards.kit import logs
from awards.kit.db import Database
from awards.people import sessions
from awards.people.models import Person, Role, RoleGrant
from awards.settings import Settings
from reports import apart
from tests import migrating, papers
from tests.factories import Factory
from tests.one_app import app_over
from tests.postgresql import running_cluster

logs.configure("WARNING")
logging.getLogger("httpx").setLevel(
    logging.WARNING
)  # a line for each request, which a failed test has no use for
hypothesis.settings.register_profile("tests", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("tests")

# What is imported lives as long as the process: looking for garbage in it takes a quarter of the tests' time.
gc.set_threshold(20_000, 20, 10)

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


class StandingClock:
    """A clock that moves only when a test moves it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _papers_are_made_here() -> Iterator[None]:
    """Also for what is built once for many tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "subprocess", papers.Here)
        yield


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the current shape, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "tahkim.sqlite3"
    database = Database(f"sqlite:///{path}")
    schema.migrate(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment(
        {
            "TAHKIM_DATA_DIR": str(tmp_path),
            "TAHKIM_SECRET": "s" * 48,
            "TAHKIM_CONTACT_EMAIL": "award@example.gov",
        }
    )


@pytest.fixture(scope="session")
def on_postgresql() -> Iterator[Database]:
    """The same on a PostgreSQL server of the tests' own: one for all tests of a process, which each leaves empty."""
    with running_cluster() as address:
        database = Database(address)
        schema.migrate(database)
        yield database
        database.dispose()


@pytest.fixture
def db(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Database]:
    """An empty database. With TAHKIM_TEST_DATABASE=postgresql in the environment it is one of PostgreSQL."""
    if os.environ.get("TAHKIM_TEST_DATABASE") == "postgresql":
        database = request.getfixturevalue("on_postgresql")
        yield database
        if migrating.went_back:
            migrating.went_back.clear()
            with database.engine.begin() as connection:
                connection.exec_driver_sql("DROP SCHEMA public CASCADE")
                connection.exec_driver_sql("CREATE SCHEMA public")
            schema.migrate(database)
        with database.engine.begin() as connection:
            connection.exec_driver_sql(_EMPTIED)
    else:
        template = request.getfixturevalue("template_database")
        shutil.copy(template, settings.data_dir / "tahkim.sqlite3")
        database = _database_at(settings.database_url)
        yield database
    database.dispose()


_EMPTIED = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;  -- in any order, whatever refers to it
    SET LOCAL lock_timeout = '20s';  -- a test that left a transaction open is told, not waited for
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE 'DELETE FROM ' || quote_ident(name);
    END LOOP;
END $$
"""


def _database_at(url: str) -> Database:
    """The database at this address: one object for all tests of a process, so that statements are compiled once."""
    if not _kept:
        _kept.append(Database(url))
        for engine in (_kept[0].engine, _kept[0].reader):
            event.listen(engine, "do_connect", _to_where_it_is_now)
            event.listen(engine, "connect", _without_syncing)
    database = _kept[0]
    database.url = make_url(url)
    database._lock_path = Path(f"{database.url.database}.lock")
    return database


_kept: list[Database] = []


def _to_where_it_is_now(_dialect: Any, _record: Any, arguments: list[Any], _named: Any) -> None:
    arguments[0] = _kept[0].url.database


def _without_syncing(connection: Any, _record: Any) -> None:
    """No test cuts the power; those that kill a process start one, which syncs as it does in operation."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    with db.write() as session:
        yield session


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(NOW)


@pytest.fixture
def make(db: Database, settings: Settings, clock: StandingClock) -> Factory:
    """Makes award things: rows, most of them past the operations."""
    return Factory(db, settings, clock)


@pytest.fixture
def app(settings: Settings, db: Database, clock: StandingClock) -> Litestar:
    return app_over(settings, db, clock)


@pytest.fixture
def client(app: Litestar) -> Iterator[TestClient[Litestar]]:
    with TestClient(app) as client:
        client.headers["accept"] = "text/html"
        yield client


@pytest.fixture
def sign_in(db: Database, clock: StandingClock) -> Callable[..., str]:
    """Sign a person in on a client, without the password's hashing: `sign_in(client, person, role=None)`."""

    def begin(client: TestClient[Litestar], person: Person, role: Role | None = None) -> str:
        with db.write() as session:
            held = list(session.exec(select(RoleGrant.role).where(RoleGrant.person_id == person.id)))
            token = sessions.begin(session, person.id, role or Role(held[0]), at=clock(), hours=12)
        client.cookies.set("session", token)
        return token

    return begin
