"""Which drafts may come too late. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from awards.entries.completeness import Gap, Part
from awards.entries.sheet import EntrySheet

NEAR = timedelta(days=14)
"""Before it, a draft has time."""
LAST_DAYS = timedelta(days=3)
LONG_UNTOUCHED = timedelta(days=7)


class Risk(IntEnum):
    """The higher the number, the sooner somebody should speak to its people."""

    NONE = 0
    """The closing is far, or nothing can be submitted now."""
    READY = 1
    """Complete: it needs only to be submitted."""
    BEHIND = 2
    """Something is missing, and it is being worked on."""
    HIGH = 3
    """Little time is left, or it lies untouched, or half of it is missing."""


def risk_of(*, missing: int, asked: int, untouched: timedelta, left: timedelta) -> Risk:
    """How likely a draft is to come too late: `missing` of `asked` things, `left` until entries end.

    A draft with less time, with more missing or longer untouched is never at less risk.
    """
    if left <= timedelta(0) or left > NEAR:
        return Risk.NONE
    if left <= LAST_DAYS:
        return Risk.HIGH
    if not missing:
        return Risk.READY
    return Risk.HIGH if untouched >= LONG_UNTOUCHED or 2 * missing >= asked else Risk.BEHIND


@dataclass(frozen=True, slots=True)
class DraftAtRisk:
    """A draft, what it lacks, and how long nobody touched it."""

    sheet: EntrySheet
    gaps: Sequence[Gap]
    asked: int
    """How many things an entry of its category is asked for."""
    untouched: timedelta
    left: timedelta
    risk: Risk
    writable: bool
    """It can still be submitted: its own closing may be later than the cycle's."""
    reminded_at: datetime | None = None
    over: bool = False
    """Its closing has passed: only more time lets it in."""

    @property
    def missing(self) -> int:
        """Things to do; one that two boxes ask for is one."""
        return len({gap.subject for gap in self.gaps})

    @property
    def parts(self) -> list[Part]:
        """The pages on which something is missing, in their order."""
        found = {gap.part for gap in self.gaps}
        return [part for part in Part if part in found]


def examine(
    sheet: EntrySheet, gaps: Sequence[Gap], now: datetime, reminded_at: datetime | None
) -> DraftAtRisk:
    """A draft as it stands at `now`, with its `gaps`. Before entries open nothing is at risk."""
    timetable = sheet.head.timetable
    untouched = now - sheet.head.updated_at
    left = timetable.entries_end - now if now >= timetable.opens else timedelta(0)
    asked = len(sheet.applying) + len(("title", "summary"))
    missing = len({gap.subject for gap in gaps})
    risk = risk_of(missing=missing, asked=asked, untouched=untouched, left=left)
    return DraftAtRisk(
        sheet,
        gaps,
        asked,
        untouched,
        left,
        risk,
        timetable.accepts_submissions(now),
        reminded_at,
        over=now >= timetable.entries_end,
    )
