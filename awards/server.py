"""Serving: uvicorn over the application, one process or several, and beside it a worker for the jobs.

Where there are several, this one only watches over them, and loads nothing of the application.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click
import uvicorn

from awards.kit.files import write_durably
from awards.settings import Settings

RESTART_SECONDS, LONGEST_PAUSE = 2, 60
STOP_SECONDS = 30
"""How long a worker may take over the items in hand when it is told to stop."""


def run(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Migrate, write `server.pid` beside the data, and serve until stopped."""
    _migrate(settings, apart=workers > 1)
    pid_file = settings.data_dir / "server.pid"
    write_durably(pid_file, f"{os.getpid()}\n".encode())
    # uvicorn raises the signal that stopped it once more: as an exit it lets what follows be done.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with job_worker():
            uvicorn.run(
                "awards.web:application",
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


def _migrate(settings: Settings, *, apart: bool) -> None:
    if apart:
        subprocess.run([sys.executable, "-m", "awards.cli", "migrate"], check=True, stdout=sys.stderr)
        return
    from awards import schema
    from awards.kit.db import Database

    schema.migrate(Database(settings.database_url))


@contextmanager
def job_worker() -> Iterator[None]:
    """A worker in a process of its own, started again if it dies: later and later if it keeps dying.

    It ends with this process, however that ends: it reads our end of a pipe.
    """
    stopping = threading.Event()
    started: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        pause = RESTART_SECONDS
        while not stopping.is_set():
            began = time.monotonic()
            command = [sys.executable, "-m", "awards.cli", "work", "--until-input-ends"]
            worker = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - nothing from outside
            started[:] = [worker]
            code = worker.wait()
            if stopping.is_set():
                break
            lasted = time.monotonic() - began
            pause = RESTART_SECONDS if lasted > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            click.echo(f"The job worker ended with {code}. It starts again in {pause} s.", err=True)
            stopping.wait(pause)

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
