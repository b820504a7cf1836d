"""Who is behind with their sheets, by the share of them that is done and the share of the time that is gone. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction

SLACK = Fraction(1, 4)
"""How far what is done may stay behind the time that is gone, as a share of the time that is left: people begin
slowly, and near the end there is nothing to catch up in."""


def share_gone(opened: datetime, ends: datetime, now: datetime) -> Fraction:
    """How much of the time for judging is gone: 0 before it begins, 1 from its end on."""
    if now >= ends:
        return Fraction(1)
    if now <= opened:
        return Fraction(0)
    return Fraction(int((now - opened).total_seconds()), int((ends - opened).total_seconds()) or 1)


def is_behind(lodged: int, expected: int, gone: Fraction) -> bool:
    """Whether somebody who has lodged so many of their sheets is behind; at the end, whoever lacks one."""
    if lodged >= expected:
        return False
    return Fraction(lodged, expected) < gone - SLACK * (1 - gone)


def expected_finish(lodged: int, expected: int, opened: datetime, now: datetime) -> datetime | None:
    """When all sheets are lodged if it goes on as it has since judging opened; none before the first, or after the last."""
    if not 0 < lodged < expected or now <= opened:
        return None
    return now + timedelta(seconds=int((now - opened).total_seconds() * (expected - lodged) / lodged))


def last_of(finishes: Iterable[datetime | None]) -> datetime | None:
    """When the last of them is done; none where there is nobody, or of one of them it cannot be told."""
    found = list(finishes)
    return max((one for one in found if one), default=None) if all(found) else None
