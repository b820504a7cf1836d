"""Shortages in words."""

import uuid

from awards.kit.i18n import Message, msg, nmsg
from judging.assignments.costs import Constraint
from judging.assignments.plan import Cause, Shortage
from judging.panels.models import Origin

_OF_ORIGIN = {
    Origin.INTERNATIONAL: nmsg("%(n)s international judge", "%(n)s international judges", 0),
    Origin.REGIONAL: nmsg("%(n)s regional judge", "%(n)s regional judges", 0),
    Origin.LOCAL: nmsg("%(n)s local judge", "%(n)s local judges", 0),
}
CONSTRAINTS = {
    Constraint.ORIGINS: msg("Without a judge of every origin"),
    Constraint.EXPERTISE: msg("Without putting judges who know the category first"),
    Constraint.LOAD: msg("If every judge took twice as many entries"),
    Constraint.CONFLICTS: msg("If nobody had a conflict of interest"),
    Constraint.NEW_EYES: msg("Without regard to who read the agency in an earlier cycle"),
    Constraint.RESERVES: msg("If judges in reserve read like all others"),
}
"""What it is called when a constraint is left out."""


def lack_in_words(shortage: Shortage[uuid.UUID]) -> Message:
    """How many readers are missing: `2 judges`, `1 regional judge`."""
    return _judges(shortage.missing, shortage.origin)


def cause_in_words(shortage: Shortage[uuid.UUID]) -> Message:
    """How many judges there would be, and what takes them away."""
    able = _judges(shortage.able, shortage.origin)
    match shortage.cause:
        case Cause.TOO_FEW_ABLE:
            return msg("Of the jury, %(able)s can read its language.", able=able)
        case Cause.CONFLICTS:
            free = _judges(shortage.free, shortage.origin)
            return msg("%(able)s can read it; conflicts leave %(free)s.", able=able, free=free)
        case _:
            return msg("%(able)s can read it, but they have no room left for it.", able=able)


def _judges(n: int, origin: str | None) -> Message:
    if origin is None:
        return nmsg("%(n)s judge", "%(n)s judges", n)
    worded = _OF_ORIGIN[Origin(origin)]
    return Message(worded.text, {"n": n}, worded.plural)
