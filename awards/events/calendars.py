"""An event as a file for calendars (iCalendar, RFC 5545)."""

from awards.events.models import Event
from awards.kit.clock import RIYADH
from awards.kit.i18n import Lang, local


def calendar_file(event: Event, lang: Lang, *, address: str, seated: bool) -> bytes:
    """The event in Riyadh's time, under an id that stays; a cancelled one takes itself out of the calendar.

    `address` is its page. Only whoever is `seated` is told where to join.
    """
    import icalendar  # memory that most processes never need

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Tahkim//events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if event.cancelled_at else "PUBLISH")
    entry = icalendar.Event()
    entry.add("uid", f"{event.id}@tahkim")
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.changed_at)
    entry.add("dtstart", event.starts_at.astimezone(RIYADH))
    entry.add("dtend", event.ends_at.astimezone(RIYADH))
    entry.add("summary", local(event, "title", lang))
    entry.add("status", "CANCELLED" if event.cancelled_at else "CONFIRMED")
    entry.add("url", address)
    told = [local(event, "about", lang)]
    if seated and event.link:
        told.append(event.link)
    entry.add("description", "\n\n".join(text for text in told if text))
    if place := local(event, "place", lang) or (event.link if seated else ""):
        entry.add("location", place)
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
