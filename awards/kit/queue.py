"""The queue that wakes workers: huey on a SQLite file of its own.

It carries nothing but ids of jobs. What it loses, the sweep of `awards.worker` finds in the tables.
"""

import hashlib
import hmac
import json
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from pysqlite3 import dbapi2
from sqlalchemy.engine import Engine
from sqlmodel import Session

from awards.kit.db import Database, after_commit
from awards.kit.logs import log
from awards.settings import Settings

# huey loads psycopg, if it is there, for a storage that is not used here: 6 MiB in every process.
_without_psycopg = sys.modules.setdefault("psycopg", None) is None  # type: ignore[arg-type]
from huey.api import Huey  # noqa: E402
from huey.registry import Message as Task  # noqa: E402
from huey.serializer import SignedSerializer  # noqa: E402
from huey.storage import SqliteStorage  # noqa: E402

if _without_psycopg:
    del sys.modules["psycopg"]

BUSY_SECONDS = 10


class JsonSigned(SignedSerializer):  # type: ignore[misc]
    """Messages as JSON under HMAC-SHA256: nobody who can write the file makes a worker unpickle anything."""

    def _signature(self, message: bytes) -> bytes:
        key = hmac.digest(self.salt, self.secret, hashlib.sha256)
        return hmac.new(key, message, hashlib.sha256).hexdigest().encode()

    def _serialize(self, data: Task) -> bytes:
        signed: bytes = self._sign(json.dumps(data).encode())
        return signed

    def _deserialize(self, data: bytes) -> Task:
        return Task(*json.loads(self._unsign(bytes(data))))


class QueueFile(SqliteStorage):  # type: ignore[misc]
    """huey's storage on the SQLite library that the product brings along, not on the system's."""

    integrity_error = dbapi2.IntegrityError
    operational_error = dbapi2.OperationalError

    def _create_connection(self) -> Any:
        connection = dbapi2.connect(self.filename, timeout=BUSY_SECONDS, check_same_thread=False)
        connection.isolation_level = None
        # A new file's change to WAL may find it locked by another process that is doing the same.
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except dbapi2.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return connection


def _nobody(job_id: uuid.UUID) -> None:
    raise RuntimeError(f"this process only wakes workers; job {job_id} is not for it")


class Queue:
    """Wakes the worker, no more: what is to be done stands in the database, so a lost message loses no work."""

    def __init__(self, settings: Settings, run: Callable[[uuid.UUID], None] = _nobody) -> None:
        """`run` does the job with the id that it is given; a process that only wakes workers has none."""
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        self._huey = Huey(
            "jobs",
            results=False,
            storage_class=QueueFile,
            serializer=JsonSigned(secret=settings.secret, salt="tahkim.queue"),
            filename=str(settings.data_dir / "queue.sqlite3"),
        )

        def job(job_id: str) -> None:
            run(uuid.UUID(job_id))

        self._task = self._huey.task(name="job")(job)

    def put(self, job_id: uuid.UUID) -> None:
        self._task(str(job_id))

    def do_next(self) -> bool:
        """Do the job that waits longest; False if none waits."""
        task = self._huey.dequeue()
        if task is None:
            return False
        self._huey.execute(task)
        return True

    def close(self) -> None:
        self._huey.storage.close()


_queues: WeakKeyDictionary[Engine, Queue] = WeakKeyDictionary()


def connect(db: Database, queue: Queue) -> None:
    """From now on jobs written to `db` by this process wake the workers of `queue`."""
    _queues[db.engine] = queue


def wake(session: Session, job_id: uuid.UUID) -> None:
    """Once this transaction is on disk, wake a worker for the job. Without a queue its sweep will find it."""
    queue = _queues.get(session.get_bind())  # type: ignore[arg-type]
    if queue is not None:
        after_commit(session, lambda: _put(queue, job_id))


def _put(queue: Queue, job_id: uuid.UUID) -> None:
    try:
        queue.put(job_id)
    except dbapi2.Error as error:
        log.warning("queue not reached", job=str(job_id), error=repr(error))
