"""When more time may be given. Pure."""

from datetime import datetime

from awards.cycles.timetable import Happened, Timetable
from awards.kit.i18n import Message, msg


def in_the_way(happened: Happened) -> Message | None:
    """Why nobody can be given more time now; none if somebody can."""
    if not happened.announced:
        return msg("Nobody has been told the dates of this cycle yet: move them in the timetable.")
    if happened.round_opened:
        return msg("The round of judging has been opened: nobody can be given more time to enter.")
    return None


def lacking(held: Timetable, closes: datetime, reason: str, now: datetime) -> dict[str, Message]:
    """What is wrong with a new closing for those for whom the dates of `held` hold, by the field of the form.

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
    if not reason.strip():
        errors["reason"] = msg("Give the reason: those who are given more time read it.")
    return errors
