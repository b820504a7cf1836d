"""What organisers should look at twice in dates that no rule forbids. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from awards.cycles.timetable import BEFORE_JUDGING, Timetable
from awards.cycles.wording import CALENDAR
from awards.kit.clock import zone_named
from awards.kit.holidays import WEEKEND, holiday
from awards.kit.i18n import Bilingual, Message, msg, nmsg

SHORT = timedelta(days=14)


def cautions(timetable: Timetable, others: Sequence[tuple[Bilingual, Timetable]]) -> list[Message]:
    """Of the dates of a cycle that is to be announced; `others` are announced already."""
    return [*_short(timetable), *_day_off(timetable.closes, timetable.zone), *_overlaps(timetable, others)]


def of_extension(held: Timetable, closes: datetime) -> list[Message]:
    """Of a new closing for those for whom the dates of `held` hold."""
    overtaken = [
        msg("It lies beyond “%(what)s”, planned for %(when)s.", what=CALENDAR[name], when=planned)
        for name in BEFORE_JUDGING
        if (planned := getattr(held, name)) is not None and planned < held.ends_with(closes)
    ]
    return [*_day_off(closes, held.zone), *overtaken]


def _short(timetable: Timetable) -> Iterator[Message]:
    lasts = timetable.closes - timetable.opens
    if lasts < timedelta(days=1):
        minutes = int(lasts.total_seconds() // 60)
        yield nmsg(
            "Entries would be taken for %(n)s minute only.",
            "Entries would be taken for %(n)s minutes only.",
            minutes,
        )
    elif lasts < SHORT:
        yield nmsg(
            "Entries would be taken for %(n)s day only.",
            "Entries would be taken for %(n)s days only.",
            lasts.days,
        )


def _day_off(closes: datetime, zone: str) -> Iterator[Message]:
    day = closes.astimezone(zone_named(zone)).date()
    if day.weekday() in WEEKEND:
        yield msg("Entries would close on a weekend: %(when)s.", when=closes)
    if which := holiday(day):
        yield msg("Entries would close on a public holiday, %(which)s: %(when)s.", which=which, when=closes)


def _overlaps(timetable: Timetable, others: Sequence[tuple[Bilingual, Timetable]]) -> Iterator[Message]:
    for name, other in others:
        if timetable.opens < other.closes and other.opens < timetable.closes:
            yield msg(
                "Entries of “%(cycle)s” are taken at the same time, until %(when)s.",
                cycle=name,
                when=other.closes,
            )
