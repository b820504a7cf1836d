"""The letters about an event. Where to join stands on its page, which asks who is reading."""

from datetime import datetime

from awards.kit.i18n import Bilingual, Message, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, Words, letter_kind

REGISTERED = "events.registered"
WAITING = "events.waiting"
MOVED_UP = "events.moved_up"
CHANGED = "events.changed"
CANCELLED = "events.cancelled"
REMINDER = "events.reminder"


def _title(given: Params) -> Bilingual:
    return Bilingual(**given["title"])


def _when(given: Params) -> Words:
    return msg("It begins on %(time)s, Riyadh time.", time=datetime.fromisoformat(given["starts_at"]))


def _page(given: Params, links: Links) -> tuple[Message, str]:
    return msg("Place, link and calendar file"), links.to(f"/events/{given['id']}")


def _letter(subject: Message, told: Message, given: Params, links: Links) -> Letter:
    return Letter(subject=subject, paragraphs=(told, _when(given)), action=_page(given, links))


@letter_kind(REGISTERED, label=msg("Event: a seat"))
def registered(given: Params, links: Links) -> Letter:
    title = _title(given)
    return _letter(
        msg("You are registered: %(title)s", title=title),
        msg("You have a seat at “%(title)s”.", title=title),
        given,
        links,
    )


@letter_kind(WAITING, label=msg("Event: on the waiting list"))
def waiting(given: Params, links: Links) -> Letter:
    title = _title(given)
    return Letter(
        subject=msg("You are on the waiting list: %(title)s", title=title),
        paragraphs=(
            msg("All seats at “%(title)s” are taken. When one becomes free, we write to you.", title=title),
            _when(given),
        ),
        action=(msg("Open the event"), links.to(f"/events/{given['id']}")),
    )


@letter_kind(MOVED_UP, label=msg("Event: a seat became free"))
def moved_up(given: Params, links: Links) -> Letter:
    title = _title(given)
    return _letter(
        msg("A seat became free: %(title)s", title=title),
        msg("You were on the waiting list of “%(title)s” and have a seat now.", title=title),
        given,
        links,
    )


@letter_kind(CHANGED, label=msg("Event: changed"))
def changed(given: Params, links: Links) -> Letter:
    title = _title(given)
    return _letter(
        msg("Changed: %(title)s", title=title),
        msg(
            "The time or the place of “%(title)s” has changed. Take the new file into your calendar.",
            title=title,
        ),
        given,
        links,
    )


@letter_kind(CANCELLED, label=msg("Event: cancelled"))
def cancelled(given: Params, links: Links) -> Letter:
    title = _title(given)
    return Letter(
        subject=msg("Cancelled: %(title)s", title=title),
        paragraphs=(
            msg("“%(title)s” does not take place.", title=title),
            msg("It was to begin on %(time)s, Riyadh time.", time=datetime.fromisoformat(given["starts_at"])),
        ),
        action=(msg("Open the event"), links.to(f"/events/{given['id']}")),
    )


@letter_kind(REMINDER, label=msg("Event: reminder"))
def reminder(given: Params, links: Links) -> Letter:
    title = _title(given)
    return _letter(
        msg("Soon: %(title)s", title=title),
        msg("“%(title)s”, at which you have a seat, begins soon.", title=title),
        given,
        links,
    )
