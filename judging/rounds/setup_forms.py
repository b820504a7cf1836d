"""The form that sets up a cycle."""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from awards.cycles.forms import TimetableForm, WholeNumber
from awards.cycles.models import Cycle
from awards.cycles.plans import CyclePlan, fixture_name
from awards.kit.errors import RuleBroken
from awards.kit.forms import Invalid
from judging.rounds.limits import RoundLimits

Name = Annotated[str, Field(max_length=200)]


class SetUpForm(TimetableForm):
    source: Literal["last", "fixtures"]
    """Where categories, questions, terms and rubrics come from: the last cycle, or what the product ships."""
    number: Annotated[WholeNumber, Field(ge=1, le=999)]
    name_ar: Name
    name_en: Name
    months_in_operation: Annotated[WholeNumber, Field(ge=0, le=120)]
    barred_cycles: Annotated[WholeNumber, Field(ge=0, le=20)]
    entries_per_agency: Annotated[WholeNumber, Field(ge=1, le=100)] | None = None
    sheets_per_entry: Annotated[WholeNumber, Field(ge=1, le=50)]
    min_sheets: Annotated[WholeNumber, Field(ge=1, le=50)]
    max_load: Annotated[WholeNumber, Field(ge=1, le=500)]

    def limits(self) -> RoundLimits:
        """Raises Invalid if an entry is to be ranked from more sheets than it is given."""
        try:
            return RoundLimits(self.sheets_per_entry, self.max_load, self.min_sheets)
        except RuleBroken as broken:
            raise Invalid({"min_sheets": broken.message}) from broken

    def with_rules(self, plan: CyclePlan) -> CyclePlan:
        """The plan under the rules that were typed."""
        return replace(
            plan,
            months_in_operation=self.months_in_operation,
            barred_cycles=self.barred_cycles,
            entries_per_agency=self.entries_per_agency,
        )


def suggested(last: Cycle | None, limits: RoundLimits) -> dict[str, str]:
    """What the form proposes after the `last` cycle: everything but the dates, which somebody must decide."""
    number = last.number + 1 if last else 1
    name_ar, name_en = fixture_name(number)
    per_agency = last.entries_per_agency if last else 2
    return {
        "source": "last" if last else "fixtures",
        "number": str(number),
        "name_ar": name_ar,
        "name_en": name_en,
        "months_in_operation": str(last.months_in_operation if last else 6),
        "barred_cycles": str(last.barred_cycles if last else 2),
        "entries_per_agency": str(per_agency or ""),
        "sheets_per_entry": str(limits.sheets_per_entry),
        "min_sheets": str(limits.min_sheets),
        "max_load": str(limits.max_load),
        "grace_minutes": str(last.grace_minutes if last else 0),
    }
