"""The form of how a round's results are worked out."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from awards.cycles.forms import WholeNumber
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.forms import Form
from awards.kit.i18n import msg
from judging.rounds.method.rules import MOST_DRAWS, Ladder, Method, Rules


class MethodForm(Form):
    """The fields of `Rules`, and the reason for a change."""

    method: Method
    ladder: Ladder
    clear: Annotated[WholeNumber, Field(ge=2, le=100)]
    leading: Annotated[WholeNumber, Field(ge=1, le=99)]
    far: Annotated[Decimal, Field(ge=1, le=10, max_digits=4, decimal_places=2)]
    draws: Annotated[WholeNumber, Field(ge=1000, le=MOST_DRAWS)]
    seed: Annotated[WholeNumber, Field(ge=0, lt=2**31)]
    reason: str = Field("", max_length=2000)

    def rules(self) -> Rules:
        """Raises Invalid where the labels contradict each other."""
        try:
            return Rules(
                self.method,
                self.ladder,
                self.clear,
                self.leading,
                f"{self.far.normalize():f}",
                self.draws,
                self.seed,
            )
        except RuleBroken as broken:
            raise Invalid({"clear": broken.message}) from broken


def suggested(rules: Rules) -> dict[str, Any]:
    """What the form starts with."""
    return {
        "method": rules.method.value,
        "ladder": rules.ladder.value,
        "clear": str(rules.clear),
        "leading": str(rules.leading),
        "far": rules.far,
        "draws": str(rules.draws),
        "seed": str(rules.seed),
    }


LABELS = {
    "method": msg("What the ranks follow"),
    "ladder": msg("What parts equal entries"),
    "clear": msg("Clear from (per cent)"),
    "leading": msg("Leading from (per cent)"),
    "far": msg("A sheet is named from (t)"),
    "draws": msg("Draws"),
    "seed": msg("Seed of the draws"),
    "reason": msg("Reason"),
}
"""What the fields are called."""
