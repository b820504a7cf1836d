"""When judges may score."""

from datetime import datetime
from enum import StrEnum


class Window(StrEnum):
    """Where now lies, seen from the time in which judges may score."""

    NOT_YET = "not_yet"
    OPEN = "open"
    OVER = "over"


def window(
    at: datetime, *, opened_at: datetime | None, closed_at: datetime | None, opens: datetime, closes: datetime
) -> Window:
    """Open from the announced hour and the organiser's word, whichever is later, until the first of both ends."""
    if opened_at is None or at < max(opened_at, opens):
        return Window.NOT_YET
    return Window.OVER if closed_at is not None or at >= closes else Window.OPEN
