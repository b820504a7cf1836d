"""The form of a first reading."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from awards.cycles.forms import LocalTime, WholeNumber, Zone, typed_moment
from awards.cycles.models import Cycle
from awards.kit.clock import zone_named
from awards.kit.forms import Form
from judging.rounds.first_readings import HIGHEST, ReadingLimits, Threshold
from judging.rounds.models import Round


class ReadingForm(Form):
    """What `ReadingLimits` holds, and when the first reading ends on the clocks of `zone`.

    It stands on one page with `FinalForm`, so no field of either is called as one of the other.
    """

    zone: Zone
    reading_ends: LocalTime
    mark: Annotated[Decimal, Field(ge=1, le=HIGHEST, max_digits=5, decimal_places=2)] | None = None
    best: Annotated[WholeNumber, Field(ge=1, le=1000)] | None = None
    readers: Annotated[WholeNumber, Field(ge=1, le=50)]
    least: Annotated[WholeNumber, Field(ge=1, le=50)]
    reading_load: Annotated[WholeNumber, Field(ge=1, le=500)]
    shows_reading: bool = False

    def limits(self) -> ReadingLimits:
        """Raises Invalid as `ReadingLimits` does."""
        return ReadingLimits(
            self.mark,
            self.best,
            self.readers,
            self.reading_load,
            self.least,
            self.shows_reading,
        )


def suggested(cycle: Cycle, scoring: Round, reading: Round | None) -> dict[str, Any]:
    """What the form starts with: the plan that stands, or the usual one."""
    usual = ReadingLimits()
    asked = reading or usual
    threshold = Threshold.kept(reading.pass_mark, reading.pass_best) if reading else usual.threshold
    ends = (reading.closes_at if reading else None) or _usual_end(cycle, scoring)
    return {
        "reading_ends": typed_moment(ends, zone_named(cycle.zone)),
        "mark": "" if threshold.mark is None else str(threshold.mark),
        "best": "" if threshold.best is None else str(threshold.best),
        "readers": str(asked.sheets_per_entry),
        "least": str(asked.min_sheets),
        "reading_load": str(asked.max_load),
        "shows_reading": "1" if reading and scoring.shows_before else "",
    }


def _usual_end(cycle: Cycle, scoring: Round) -> datetime:
    """After a third of the time until scoring ends: the last minute of that day where the cycle is."""
    last = scoring.closes_at or cycle.judging_closes_at
    ends = cycle.judging_opens_at + (last - cycle.judging_opens_at) / 3
    local = ends.astimezone(zone_named(cycle.zone)).replace(hour=23, minute=59, second=0, microsecond=0)
    return local if local < last else ends.replace(second=0, microsecond=0)
