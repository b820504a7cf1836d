"""When more time may be given. Pure."""

from datetime import datetime

from awards.cycles.timetable import BEFORE_JUDGING, Happened, Timetable
from awards.cycles.wording import CALENDAR
from awards.kit.i18n import Message, msg


def in_the_way(happened: Happened) -> Message | None:
    """Why nobody can be given more time now; none if somebody can."""
    if not happened.announced:
        return msg("Nobody has been told the dates of this cycle yet: move them in the timetable.")
    if happened.round_opened:
        return msg("The round of judging has been opened: nobody can be given more time to enter.")
    return None


def lacking(
    held: Timetable, closes: datetime, reason: str, now: datetime, *, for_all: bool = False
) -> dict[str, Message]:
    """What is wrong with a new closing for those for whom the dates of `held` hold, by the field of the form.

    For all, the plans between closing and judging must leave room for it, too.

    It only ever gives time, also after the deadline, and never so much that judging would open before it is over.
    """
    errors: dict[str, Message] = {}
    if closes <= held.closes:
        errors["closes"] = msg(
            "An extension gives more time: they have until %(when)s already.", when=held.closes
        )
    elif closes <= now:
        errors["closes"] = msg("Choose a time that lies ahead.")
    elif held.ends_with(closes) > held.judging_opens:
        errors["closes"] = msg(
            "Judging opens on %(when)s: the extension and its extra minutes must be over by then. Move judging first.",
            when=held.judging_opens,
        )
    elif for_all and (plan := _overtaken(held, closes)):
        errors["closes"] = msg(
            "“%(what)s” is planned for %(when)s: the extension and its extra minutes must be over by then. Move it first.",
            what=CALENDAR[plan],
            when=held.dates[plan],
        )
    if not reason.strip():
        errors["reason"] = msg("Give the reason: those who are given more time read it.")
    return errors


def _overtaken(held: Timetable, closes: datetime) -> str | None:
    """The first plan that stands before the end of an intake which closes then."""
    dates, end = held.dates, held.ends_with(closes)
    return next((name for name in BEFORE_JUDGING if name in dates and dates[name] < end), None)
