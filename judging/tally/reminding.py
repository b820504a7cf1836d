"""Reminding judges of sheets that are not lodged: whom, at most once a day, and what was sent."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import as_lang, msg
from awards.kit.mail.outbox import Mail, queue_mail
from awards.people.models import Person
from judging.panels.models import Judge
from judging.rounds.state import RoundState
from judging.tally.letters import REMINDED
from judging.tally.pace import is_behind, share_gone
from judging.tally.progress import Line, progress_of
from judging.tally.queries import Head, round_of


@dataclass(frozen=True, slots=True)
class ToRemind:
    """A judge who has not lodged everything."""

    line: Line
    behind: bool
    was_today: bool


def to_remind(session: Session, head: Head, now: datetime) -> list[ToRemind]:
    """The judges of an open round who have not lodged everything, those behind first; none of one that is not open."""
    if head.state is not RoundState.OPEN or head.opened_at is None:
        return []
    round_id = round_of(head)
    gone = share_gone(head.opened_at, head.judging_closes_at, now)
    waiting = [line for line in progress_of(session, round_id).waiting_for if not line.dropped_out]
    names = [_once(round_id, line.key, now) for line in waiting]
    sent = set(session.exec(select(Mail.once).where(col(Mail.once).in_(names))))
    found = [
        ToRemind(line, is_behind(line.lodged, line.expected, gone), _once(round_id, line.key, now) in sent)
        for line in waiting
    ]
    return sorted(found, key=lambda one: (not one.behind, one.line.name_ar))


def params_of(line: Line, head: Head) -> dict[str, Any]:
    """What the letter is written from."""
    return {
        "missing": line.missing,
        "closes": head.judging_closes_at.isoformat(),
        "first": head.is_first_reading,
    }


def remind_judges(
    session: Session, head: Head, judges: Collection[uuid.UUID], *, by: uuid.UUID, at: datetime
) -> int:
    """Write to these judges; how many letters it were.

    Raises RuleBroken unless the round is open and somebody is to be written to who was not written to today.
    """
    chosen = [one for one in to_remind(session, head, at) if one.line.key in judges and not one.was_today]
    if not chosen:
        raise RuleBroken(msg("There is nobody to write to: choose judges who were not reminded today."))
    round_id = round_of(head)
    people = _people(session, [one.line.key for one in chosen])
    sent = 0
    for one in chosen:
        person = people[one.line.key]
        if person.disabled_at is not None:
            continue
        queue_mail(
            session,
            REMINDED,
            params_of(one.line, head),
            to=person.email,
            about=round_id,
            at=at,
            person=person.id,
            lang=as_lang(person.lang),
            by=by,
            once=_once(round_id, one.line.key, at),
        )
        sent += 1
    detail = {"recipients": sent, "missing": sum(one.line.missing for one in chosen)}
    audit.record(session, "judges.reminded", round_id, by=by, at=at, detail=detail)
    return sent


def _people(session: Session, judges: Collection[Any]) -> dict[Any, Person]:
    rows = session.exec(
        select(Judge.id, Person)
        .join(Person, col(Person.id) == col(Judge.person_id))
        .where(col(Judge.id).in_(judges))
    )
    return dict(rows.all())


def _once(round_id: uuid.UUID, judge: object, at: datetime) -> str:
    return f"{REMINDED}:{round_id}:{judge}:{at:%Y-%m-%d}"
