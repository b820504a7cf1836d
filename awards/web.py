"""What each web process serves."""

import ctypes
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.process import BaseProcess

from litestar import Litestar
from litestar.concurrency import set_asyncio_executor

from awards.app import create_app
from awards.kit import logs
from awards.kit.db import POOL_SIZE, Database
from awards.kit.queue import Queue, connect
from awards.settings import Settings

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
"""Names of glibc's settings in `mallopt`."""


def application() -> Litestar:
    """The application over the database that the environment names."""
    _give_memory_back()
    settings = Settings.from_environment()
    logs.configure(settings.log_level)
    db = Database(settings.database_url)
    connect(db, Queue(settings))
    _set_threads()
    if supervisor := multiprocessing.parent_process():
        threading.Thread(target=_end_with, args=(supervisor,), name="supervisor-watch", daemon=True).start()
    return create_app(settings, db)


def _give_memory_back() -> None:
    """Large blocks go back to the system when they are freed, and threads share one heap.

    Hashing a password takes 19 MB for a moment, which glibc would keep from then on; only one thread runs Python
    at a time, so heaps of their own gain nothing. Other C libraries have other ways, and are left alone.
    """
    with suppress(AttributeError, OSError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, 1024 * 1024)
        mallopt(_ARENA_MAX, 1)


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
