"""Serving: uvicorn over the application, one process or several."""

import os
from contextlib import suppress

import uvicorn
from litestar import Litestar

from awards import schema
from awards.app import create_app
from awards.kit import logs
from awards.kit.db import Database
from awards.kit.files import write_durably
from awards.settings import Settings


def application() -> Litestar:
    """What each web process serves, from the environment."""
    settings = Settings.from_environment()
    logs.configure(settings.log_level)
    return create_app(settings, Database(settings.database_url))


def run(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Migrate, write `server.pid` beside the data, and serve until stopped."""
    schema.migrate(Database(settings.database_url))
    pid_file = settings.data_dir / "server.pid"
    write_durably(pid_file, f"{os.getpid()}\n".encode())
    try:
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
