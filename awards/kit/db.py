"""The database: one door for reading, one for writing.

SQLite is the embedded default. Its writers take one lock (a thread lock, then a lock file between
processes) before `BEGIN IMMEDIATE`, because waiting in SQLite's own busy loop made the slowest saves
ten times slower. Readers use a second engine that cannot write. On PostgreSQL a writer takes an advisory lock first
and a reader one snapshot: so on either database what an operation has read still holds when it writes, and a reader
sees one state.
"""

import fcntl
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool
from sqlmodel import Field, Session, SQLModel

T = TypeVar("T")
Row = sa.Row[*tuple[Any, ...]]

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

_TAKE_TURN = sa.select(sa.func.pg_advisory_xact_lock(7_461_001))
"""Stands in for SQLite's single writer; the number is ours alone."""

POOL_SIZE = 16
"""As many connections as the executor has threads: a thread never waits for one. There are two engines, and a
pool may grow by ten: a PostgreSQL must have room for that of every process."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware datetime, kept in UTC on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def new_id() -> uuid.UUID:
    """Random (version 4): ids stand in addresses and must not be guessed."""
    return uuid.uuid4()


def id_field() -> Any:
    return Field(default_factory=new_id, primary_key=True)


def ref(target: str, *, index: bool = True, nullable: bool = False, **options: Any) -> Any:
    """A foreign key column to `table.column`."""
    default: Any = {"default": None} if nullable else {}
    return Field(foreign_key=target, index=index, nullable=nullable, **default, **options)


def time_field(*, nullable: bool = False) -> Any:
    """A time with its zone; one without is refused when it is written."""
    default: Any = {"default": None} if nullable else {}
    return Field(sa_type=UtcDateTime, nullable=nullable, **default)


def enum_field(
    kind: type[Enum],
    *,
    default: Any = ...,
    index: bool = False,
    name: str = "",
    nullable: bool = False,
    primary_key: bool = False,
) -> Any:
    """A column that holds the value of an enum, or none if it is `nullable`; checked by the database too.

    `name` is what the check is called where that is not the name of the enum in small letters.
    """
    column_type = sa.Enum(
        kind,
        native_enum=False,
        length=32,
        values_callable=lambda members: [m.value for m in members],
        create_constraint=True,
        name=name or kind.__name__.lower(),
    )
    return Field(
        default=None if nullable else default,
        sa_type=column_type,
        index=index,
        nullable=nullable,
        primary_key=primary_key,
    )


def text_field(default: Any = "") -> Any:
    """Text of any length, empty if nothing is given."""
    return Field(default=default, sa_type=sa.Text)


class Database:
    """A database by its URL. One writer at a time, whichever process it is in; readers never wait."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._thread_lock = threading.Lock()
        self._writer: int | None = None
        """The thread that holds the lock."""
        self._lock_path: Path | None = None
        if self.is_sqlite:
            path = Path(self.url.database or "")
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock_path = path.with_name(path.name + ".lock")
        self.engine = self._engine(writes=True)
        self.reader = self._engine(writes=False)

    def _engine(self, *, writes: bool) -> Engine:
        if not self.is_sqlite:
            return sa.create_engine(
                self.url,
                pool_size=POOL_SIZE,
                # A writer that waited for the lock must see what the one before it wrote.
                isolation_level="READ COMMITTED" if writes else "REPEATABLE READ",
                execution_options={} if writes else {"postgresql_readonly": True},
            )
        from pysqlite3 import dbapi2

        engine = sa.create_engine(
            self.url,
            module=dbapi2,
            poolclass=QueuePool,
            pool_size=POOL_SIZE,
            pool_use_lifo=True,  # the connection used last has its pages at hand
            connect_args={"check_same_thread": False, "cached_statements": 512},
        )
        event.listen(engine, "connect", _connect_writer if writes else _connect_reader)
        event.listen(engine, "begin", _begin_immediate if writes else _begin_deferred)
        return engine

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database and cannot change it."""
        with Session(self.reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def rows(self) -> Iterator[Connection]:
        """Like `read`, for Core statements alone: half the cost, for pages that everybody opens all day."""
        with self.reader.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed at the end of the block, rolled back by an exception.

        Under it every other writer waits, so nothing is rendered or hashed inside.
        Functions given to `after_commit` run once the transaction is on disk and the lock is free.
        """
        with self._write_lock(), Session(self.engine, expire_on_commit=False) as session:
            try:
                if not self.is_sqlite:
                    session.connection().execute(_TAKE_TURN)
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
            todo = session.info.pop("after_commit", [])
        for call in todo:
            call()

    @contextmanager
    def _write_lock(self) -> Iterator[None]:
        if self._lock_path is None:
            yield
            return
        if self._writer == threading.get_ident():
            raise RuntimeError("a write within a write would wait for itself for ever")
        with self._thread_lock, self._lock_path.open("w") as handle:
            self._writer = threading.get_ident()
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield  # closing the file gives the lock back
            finally:
                self._writer = None

    def dispose(self) -> None:
        self.engine.dispose()
        self.reader.dispose()


def by_name(kind: Callable[..., T], row: Row, **other: Any) -> T:
    """A value from a row whose columns are called as its fields are; `other` fields are set in the row's stead.

    Where a page is so hot that a row is read by position, `tests/checks/test_rows.py` pins the order.
    """
    return kind(**{**row._mapping, **other})  # noqa: SLF001 (public in spite of its name)


def after_commit(session: Session, call: Callable[[], None]) -> None:
    """Run `call` after the surrounding `Database.write` block has committed; not at all if it fails."""
    session.info.setdefault("after_commit", []).append(call)


def _connect_writer(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we emit BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "cache_size=-4000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _connect_reader(connection: Any, record: Any) -> None:
    _connect_writer(connection, record)
    connection.execute("PRAGMA query_only=ON")


# Straight to the driver: through SQLAlchemy's execution these cost ten times as much, on every request.


def _begin_immediate(connection: Connection) -> None:
    connection.connection.driver_connection.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]


def _begin_deferred(connection: Connection) -> None:
    connection.connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]
