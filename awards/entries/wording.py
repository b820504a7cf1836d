"""The rules of entering, in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from awards.entries.eligibility import Obstacle, Reason
from awards.kit.clock import zone_named
from awards.kit.i18n import Message, msg, nmsg


def reason_in_words(reason: Reason) -> Message:  # noqa: PLR0911 (one for each rule)
    """The sentence that an entrant reads about a reason against an entry."""
    given: Mapping[str, Any] = reason.parameters
    match reason.code:
        case Obstacle.NOT_YET_OPEN:
            return msg(
                "Entries open on %(opens)s, %(zone)s.", opens=given["opens"], zone=zone_named(given["zone"])
            )
        case Obstacle.CLOSED:
            return closed_in_words(given["closed"], given["zone"])
        case Obstacle.AGENCIES_ONLY:
            return msg("This category is for government agencies. Choose the agency, or another category.")
        case Obstacle.INDIVIDUALS_ONLY:
            return msg(
                "This category is for individuals. Choose “Myself, as an individual”, or another category."
            )
        case Obstacle.ORGANISERS_OWN:
            return msg("The agency that organises the award and its staff may not enter.")
        case Obstacle.LAUNCH_DATE_MISSING:
            return msg(
                "Say since when the service has been in operation: at least %(required)s before entries close.",
                required=_months(given["required"]),
            )
        case Obstacle.TOO_FEW_MONTHS:
            return msg(
                "When entries close, on %(deadline)s, the service will have been in operation for %(months)s;"
                " at least %(required)s are needed.",
                deadline=given["deadline"],
                months=_months(given["months"]),
                required=_months(given["required"]),
            )
        case Obstacle.WON_LATELY:
            return nmsg(
                "The entrant won this category in the last cycle, and may not enter it again yet.",
                "The entrant won this category in one of the last %(n)s cycles, and may not enter it again yet.",
                given["cycles"],
            )
        case Obstacle.TOO_MANY_ENTRIES:
            return nmsg(
                "At most %(n)s entry of an entrant is taken in this category, and there is one already.",
                "At most %(n)s entries of an entrant are taken in this category, and they are there already.",
                given["limit"],
            )


def closed_in_words(deadline: datetime, zone: str) -> Message:
    """`zone` is the cycle's, by its name."""
    return msg("Entries closed on %(deadline)s, %(zone)s.", deadline=deadline, zone=zone_named(zone))


def _months(n: int) -> Message:
    return nmsg("%(n)s month", "%(n)s months", n)
