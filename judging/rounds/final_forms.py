"""The form of a final panel."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from awards.cycles.forms import LocalTime, WholeNumber, Zone, typed_moment
from awards.cycles.models import Cycle
from awards.kit.clock import zone_named
from awards.kit.forms import Form
from judging.rounds.finals import FinalLimits
from judging.rounds.models import FinalPlan, Round


class FinalForm(Form):
    """The fields of `FinalLimits`, and when scoring ends on the clocks of `zone`."""

    zone: Zone
    scoring_ends: LocalTime
    finalists: Annotated[WholeNumber, Field(ge=1, le=100)]
    sheets_per_entry: Annotated[WholeNumber, Field(ge=1, le=50)]
    min_sheets: Annotated[WholeNumber, Field(ge=1, le=50)]
    max_load: Annotated[WholeNumber, Field(ge=1, le=500)]
    counting: Literal["both", "last"]
    """Whose sheets count for a finalist: those of both rounds, or of the final panel alone."""
    shows_scoring: bool = False

    def limits(self) -> FinalLimits:
        return FinalLimits(
            self.finalists,
            self.sheets_per_entry,
            self.max_load,
            self.min_sheets,
            self.counting == "both",
            self.shows_scoring,
        )


def suggested(cycle: Cycle, scoring: Round, plan: FinalPlan | None) -> dict[str, Any]:
    """What the form starts with: the plan that stands, or the usual one."""
    usual = FinalLimits(min_sheets=scoring.min_sheets)
    asked = plan or usual
    return {
        "scoring_ends": typed_moment(scoring.closes_at or _usual_end(cycle), zone_named(cycle.zone)),
        "finalists": str(asked.finalists),
        "sheets_per_entry": str(asked.sheets_per_entry),
        "min_sheets": str(asked.min_sheets),
        "max_load": str(asked.max_load),
        "counting": "both" if asked.pools else "last",
        "shows_scoring": "1" if asked.shows_scoring else "",
    }


def _usual_end(cycle: Cycle) -> datetime:
    """After two thirds of the time, as scoring has the most to read: the last minute of that day where the cycle is."""
    ends = cycle.judging_opens_at + (cycle.judging_closes_at - cycle.judging_opens_at) * 2 / 3
    local = ends.astimezone(zone_named(cycle.zone)).replace(hour=23, minute=59, second=0, microsecond=0)
    return local if local < cycle.judging_closes_at else ends.replace(second=0, microsecond=0)
