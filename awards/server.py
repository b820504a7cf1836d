"""Serving: uvicorn over the application, one process or several, and beside it a worker for the jobs."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess

import uvicorn
from litestar import Litestar
from litestar.concurrency import set_asyncio_executor

from awards import schema
from awards.app import create_app
from awards.kit import logs
from awards.kit.db import POOL_SIZE, Database
from awards.kit.files import write_durably
from awards.kit.queue import Queue, connect
from awards.settings import Settings

RESTART_SECONDS = 2
STOP_SECONDS = 30
"""How long a worker may take over the items in hand when it is told to stop."""


def application() -> Litestar:
    """What each web process serves, from the environment."""
    settings = Settings.from_environment()
    logs.configure(settings.log_level)
    db = Database(settings.database_url)
    connect(db, Queue(settings))
    _set_threads()
    if supervisor := multiprocessing.parent_process():
        threading.Thread(target=_end_with, args=(supervisor,), name="supervisor-watch", daemon=True).start()
    return create_app(settings, db)


def _set_threads() -> None:
    """Sync handlers run on as many threads as the database has connections.

    Litestar takes an executor only where no event loop runs, and uvicorn calls us inside one: so from a thread.
    """
    executor = ThreadPoolExecutor(POOL_SIZE, thread_name_prefix="web")
    thread = threading.Thread(target=set_asyncio_executor, args=(executor,))
    thread.start()
    thread.join()


def _end_with(supervisor: BaseProcess) -> None:
    """A web process whose supervisor was killed would otherwise keep the port."""
    supervisor.join()
    os.kill(os.getpid(), signal.SIGTERM)


def run(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Migrate, write `server.pid` beside the data, and serve until stopped."""
    schema.migrate(Database(settings.database_url))
    pid_file = settings.data_dir / "server.pid"
    write_durably(pid_file, f"{os.getpid()}\n".encode())
    # uvicorn raises the signal that stopped it once more: as an exit it lets what follows be done.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with job_worker():
            uvicorn.run(
                "awards.server:application",
                factory=True,
                host=host,
                port=port,
                workers=workers,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=10,
                log_level="warning",
            )
    finally:
        with suppress(FileNotFoundError):
            pid_file.unlink()


@contextmanager
def job_worker() -> Iterator[None]:
    """A worker in a process of its own, started again if it dies.

    It ends with this process, however that ends: it reads our end of a pipe.
    """
    stopping = threading.Event()
    started: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not stopping.is_set():
            command = [sys.executable, "-m", "awards.cli", "work", "--until-input-ends"]
            worker = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - nothing from outside
            started[:] = [worker]
            worker.wait()
            stopping.wait(RESTART_SECONDS)

    keeper = threading.Thread(target=keep, name="worker-keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        for worker in started:
            if worker.stdin:
                worker.stdin.close()
        keeper.join(STOP_SECONDS)
