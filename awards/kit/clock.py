"""Time: always UTC inside, a zone only where a person reads it."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
RIYADH = ZoneInfo("Asia/Riyadh")


def now() -> datetime:
    """The time, in UTC. Only the rim asks for it: everything below is given a time."""
    return datetime.now(UTC)
