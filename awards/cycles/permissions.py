"""What may be done with a cycle, and when."""

from awards.cycles.timetable import Happened


def may_move_dates(happened: Happened) -> bool:
    """Until the results are out: then the timetable is part of the record."""
    return not happened.published
