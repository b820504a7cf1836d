"""Reading for a page, where its handler stands or in a thread."""

from collections.abc import Callable
from typing import TypeVar

from litestar.concurrency import sync_to_thread

from awards.kit.db import Database

T = TypeVar("T")


async def reading(db: Database, call: Callable[[], T]) -> T:
    """What `call` reads and makes of it, for pages that everybody opens all day: a millisecond or two.

    On SQLite a reader waits for nobody, and the way to another thread and back costs more than it spares.
    """
    return call() if db.is_sqlite else await sync_to_thread(call)
