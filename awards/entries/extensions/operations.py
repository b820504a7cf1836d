"""Giving more time: to all, to one category, or to one entry."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.cycles.operations import move_dates
from awards.cycles.queries import cycle_by_id, timetable_of
from awards.cycles.timetable import Happened, Timetable
from awards.entries.extensions.letters import EXTENDED
from awards.entries.extensions.models import Extension
from awards.entries.extensions.queries import (
    Recipient,
    category_extended_to,
    everybody_who_may_enter,
    whoever_may_enter,
    writers_of,
)
from awards.entries.extensions.rules import in_the_way, lacking
from awards.entries.extensions.standing import standings, told
from awards.entries.models import EntryState
from awards.entries.queries import assigned
from awards.entries.refusals import refuse_if_out
from awards.entries.sheet import Head
from awards.kit import audit
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.i18n import msg
from awards.kit.mail.many import Addressed, queue_mails
from awards.kit.reasons import too_short


@dataclass(frozen=True, slots=True)
class Scope:
    """To whom time is given: one category, one entry, or (with neither) all."""

    category: Category | None = None
    entry: Head | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An extension that may be given, before it is: what held, whom it reaches, and what they are written."""

    held: Timetable
    recipients: tuple[Recipient, ...]
    standing: dict[uuid.UUID, frozenset[EntryState]]
    """What each of them has in hand; nothing for who has no entry."""
    params: dict[str, Any]


def held_for(session: Session, cycle: Cycle, scope: Scope) -> Timetable:
    """The dates as they hold for whom the extension is meant."""
    if scope.entry:
        return scope.entry.timetable
    times = timetable_of(cycle)
    return times.extended(category_extended_to(session, scope.category.id)) if scope.category else times


def prepare_extension(
    session: Session,
    cycle: Cycle,
    scope: Scope,
    *,
    closes: datetime,
    reason: str,
    happened: Happened,
    at: datetime,
) -> Prepared:
    """What giving this extension would do. Raises RuleBroken where nobody is given time, Invalid with each fault."""
    if obstacle := in_the_way(happened):
        raise RuleBroken(obstacle)
    if scope.entry:
        _refuse_to_reopen(session, scope.entry, reason)
    held = held_for(session, cycle, scope)
    if errors := lacking(held, closes, reason, at, for_all=not (scope.category or scope.entry)):
        raise Invalid(errors)
    if scope.entry:
        recipients = writers_of(session, of_entry=scope.entry.id)
    elif scope.category:
        recipients = whoever_may_enter(session, cycle, scope.category)
    else:
        recipients = everybody_who_may_enter(session, cycle)
    standing = standings(
        session,
        cycle,
        category=scope.category.id if scope.category else None,
        entry=scope.entry.id if scope.entry else None,
    )
    return Prepared(held, tuple(recipients), standing, _params(cycle, scope, held.closes, closes, reason))


def extend_deadline(
    session: Session,
    cycle_id: uuid.UUID,
    scope: Scope,
    *,
    closes: datetime,
    reason: str,
    happened: Happened,
    by: uuid.UUID,
    at: datetime,
) -> Extension:
    """Give more time and write to everybody who has it; it holds from the next request on.

    For all, the cycle's own closing moves, so that nobody is told two. Raises what `prepare_extension` raises.
    """
    cycle = cycle_by_id(session, cycle_id)
    ready = prepare_extension(session, cycle, scope, closes=closes, reason=reason, happened=happened, at=at)
    if not (scope.category or scope.entry):
        move_dates(
            session,
            cycle_id,
            replace(ready.held, closes=closes),
            happened=happened,
            reason=reason,
            by=by,
            at=at,
        )
    extension = Extension(
        cycle_id=cycle_id,
        category_id=scope.category.id if scope.category else None,
        entry_id=scope.entry.id if scope.entry else None,
        closed_at=ready.held.closes,
        closes_at=closes,
        reason=reason.strip(),
        told=len(ready.recipients),
        given_at=at,
        given_by_id=by,
    )
    session.add(extension)
    session.flush()
    letters = (
        Addressed(to.id, to.email, to.lang, {**ready.params, "standing": told(ready.standing.get(to.id, ()))})
        for to in ready.recipients
    )
    queue_mails(session, EXTENDED, letters, about=extension.id, at=at, by=by)
    detail = {
        "cycle": cycle.number,
        "category": scope.category.code if scope.category else None,
        "entry": str(scope.entry.id) if scope.entry else None,
        "old": {"closes": ready.held.closes.isoformat()},
        "new": {"closes": closes.isoformat()},
        "reason": reason.strip(),
        "told": len(ready.recipients),
    }
    audit.record(session, "extension.given", cycle_id, by=by, at=at, detail=detail)
    return extension


def _refuse_to_reopen(session: Session, entry: Head, reason: str) -> None:
    """A withdrawn entry may be given time, in which its people take it back; what a judge has been given to read may not
    change any more. Others must understand later why one entry was treated in another way.
    """
    if entry.state is not EntryState.WITHDRAWN:
        refuse_if_out(entry)
    if assigned(session, entry.id):
        raise RuleBroken(msg("This entry is assigned to judges: it can be reopened no more."))
    if reason.strip() and (wrong := too_short(reason)):
        raise Invalid({"reason": wrong})


def _params(cycle: Cycle, scope: Scope, before: datetime, closes: datetime, reason: str) -> dict[str, Any]:
    category, entry = scope.category, scope.entry
    return {
        "cycle": {"ar": cycle.name_ar, "en": cycle.name_en},
        "category": {"ar": category.name_ar, "en": category.name_en} if category else None,
        "entry": {"id": str(entry.id), "number": entry.number, "ar": entry.title_ar, "en": entry.title_en}
        if entry
        else None,
        "before": before.isoformat(),
        "closes": closes.isoformat(),
        "zone": cycle.zone,
        "reason": reason.strip(),
    }
