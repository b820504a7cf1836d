"""One application for all tests of a process: to build its routes takes half a second, to forward to a test nothing.

It is built over stand-ins, each of which is at any time what the running test has.
"""

from datetime import datetime
from typing import Any

from litestar import Litestar

from awards.app import create_app
from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.settings import Settings
from awards.site.award import KnownAward

_now: dict[type, Any] = {}
"""What the running test has."""
_built: dict[str, Litestar] = {}
"""By the public address, which an application keeps."""


class _TheDatabase(Database):
    def __init__(self) -> None:
        """It has nothing of its own."""

    def __getattribute__(self, name: str) -> Any:
        return getattr(_now[Database], name)


def _the_time() -> datetime:
    time: datetime = _now[Clock]()
    return time


def app_over(settings: Settings, db: Database, clock: Clock) -> Litestar:
    """The application as `create_app` would make it over these, until the next test asks."""
    _now.update({Database: db, Clock: clock})
    app = _built.get(settings.base_url)
    if app is None:
        app = create_app(settings, _TheDatabase(), clock=_the_time)
        _built[settings.base_url] = app
    app.state.update(
        {"settings": settings, "db": db, "award": KnownAward(db, clock, contact=settings.contact)}
    )
    return app
