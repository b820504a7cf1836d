"""What moving the dates of a cycle asks for, and which of them no longer move. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from awards.cycles.timetable import DATES, Happened, Timetable
from awards.kit.i18n import Message, msg

NOTICE = timedelta(days=1)
"""How long judges who lose time can still score. To end judging sooner takes two organisers, as an early closing."""

INTAKE_NOTICE = timedelta(days=7)
"""How long agencies that lose time can still finish and submit: theirs goes through more hands than a judge's."""


def fixed(old: Timetable, happened: Happened, now: datetime) -> dict[str, Message]:
    """The fields that stay as they are, and why: people have acted on them, so they are part of the record.

    Before the cycle is announced nobody has been told any date.
    """
    if not happened.announced:
        return {}
    found: dict[str, Message] = {}
    if happened.round_opened:
        found |= dict.fromkeys(
            ("opens", "closes", "grace_minutes", "judging_opens"),
            msg("The round has been opened: this is part of the record."),
        )
    elif now >= old.opens:
        found["opens"] = msg("Entries have been opened: this is part of the record.")
    if happened.round_closed:
        found["judging_closes"] = msg("The round is closed: the date that the judges were told stays.")
    return found


def asks_for_reason(old: Timetable, happened: Happened, now: datetime) -> bool:
    """From the opening of the intake on, people work to these dates and results depend on them."""
    return happened.round_opened or (happened.announced and now >= old.opens)


def acts_otherwise(old: Timetable, new: Timetable) -> bool:
    """Whether a date moves on which the product acts; plans are the organisers' own."""
    return any(getattr(old, name) != getattr(new, name) for name in (*DATES, "grace_minutes"))


def cuts_intake_short(old: Timetable, new: Timetable, happened: Happened, now: datetime) -> bool:
    """Agencies that are writing would have less time than they were told."""
    if not happened.announced or now < old.opens:
        return False
    return new.closes < old.closes or new.entries_end < old.entries_end


def cuts_judging_short(old: Timetable, new: Timetable, happened: Happened) -> bool:
    """Judges who are scoring would have less time than they were told."""
    return happened.round_opened and not happened.round_closed and new.judging_closes < old.judging_closes


def lacking(
    old: Timetable,
    new: Timetable,
    happened: Happened,
    *,
    reason: str,
    confirmed: bool,
    now: datetime,
    extended_to: datetime | None = None,
) -> dict[str, Message]:
    """What stands against the move, or must still be given, by the field of the form.

    `extended_to` is the latest closing that was given to one category or entry beyond the cycle's.
    """
    if new == old:
        return {}
    errors = dict(_wrong_dates(old, new, happened, now))
    if extended_to and new.ends_with(extended_to) > new.judging_opens:
        errors.setdefault(
            "judging_opens",
            msg(
                "Somebody was given time to enter until %(when)s, with the extra minutes: judging opens after that.",
                when=new.ends_with(extended_to),
            ),
        )
    if acts_otherwise(old, new) and asks_for_reason(old, happened, now) and not reason.strip():
        errors["reason"] = msg("People work to these dates: give the reason for which they are moved.")
    if not errors and not confirmed:
        if cuts_intake_short(old, new, happened, now):
            errors["confirmed"] = msg("Confirm that the agencies have less time.")
        elif cuts_judging_short(old, new, happened):
            errors["confirmed"] = msg("Confirm that the judges have less time.")
    return errors


def _wrong_dates(
    old: Timetable, new: Timetable, happened: Happened, now: datetime
) -> Iterator[tuple[str, Message]]:
    """At most one fault for each field."""
    stays = fixed(old, happened, now)
    for name in (*DATES, "grace_minutes"):
        moved_to = getattr(new, name)
        if moved_to == getattr(old, name):
            continue
        if name in stays:
            yield name, stays[name]
        elif name == "judging_closes" and cuts_judging_short(old, new, happened):
            if moved_to < now + NOTICE:
                yield (
                    name,
                    msg(
                        "Leave the judges at least a day. To end judging sooner, close the round together with "
                        "another organiser."
                    ),
                )
        elif name in ("closes", "grace_minutes") and cuts_intake_short(old, new, happened, now):
            if new.closes < now + INTAKE_NOTICE:
                yield (
                    name,
                    msg(
                        "Leave the agencies at least %(n)s days to finish: they were told a later time.",
                        n=INTAKE_NOTICE.days,
                    ),
                )
        elif happened.announced and name in DATES and moved_to < now:
            yield name, msg("A date that was announced is not moved into the past.")
