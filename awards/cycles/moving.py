"""What moving the dates of a cycle asks for once its judges are at work. Pure."""

from datetime import datetime, timedelta

from awards.cycles.timetable import Happened, Timetable
from awards.kit.i18n import Message, msg

NOTICE = timedelta(days=1)
"""How long judges who lose time can still score. To end judging sooner takes two organisers, as an early closing."""


def asks_for_reason(happened: Happened) -> bool:
    """From the opening of the round on, people work to these dates and results depend on them."""
    return happened.round_opened


def cuts_judging_short(old: Timetable, new: Timetable, happened: Happened) -> bool:
    """Judges who are scoring would have less time than they were told."""
    return happened.round_opened and not happened.round_closed and new.judging_closes < old.judging_closes


def lacking(
    old: Timetable, new: Timetable, happened: Happened, *, reason: str, confirmed: bool, now: datetime
) -> dict[str, Message]:
    """What must still be given before the dates are moved, by the field of the form."""
    errors: dict[str, Message] = {}
    if new == old:
        return errors
    if asks_for_reason(happened) and not reason.strip():
        errors["reason"] = msg("The round is open: give the reason for which its dates are moved.")
    if cuts_judging_short(old, new, happened):
        if new.judging_closes < now + NOTICE:
            errors["judging_closes"] = msg(
                "Leave the judges at least a day. To end judging sooner, close the round together with "
                "another organiser."
            )
        elif not confirmed:
            errors["confirmed"] = msg("Confirm that the judges have less time.")
    return errors
