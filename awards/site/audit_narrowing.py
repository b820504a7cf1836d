"""What a filter of the audit log leaves, as conditions of a query of events."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

import sqlalchemy as sa
from sqlmodel import Session

from awards.kit.audit import AuditEvent
from awards.kit.clock import RIYADH
from awards.kit.i18n import LANGUAGES, translate
from awards.kit.spellings import spellings
from awards.kit.text import fold
from awards.people.models import Role, RoleGrant
from awards.site.audit_entries import FoundEntry, about_entries, under
from awards.site.audit_kinds import CATEGORY, CYCLE, ENTRY, JOB, KINDS, PERSON, same
from awards.site.audit_words import ACTIONS

_events = AuditEvent.__table__  # type: ignore[attr-defined]
_grants = RoleGrant.__table__  # type: ignore[attr-defined]
_recorded = sa.cast(_events.c.detail, sa.Text)

MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events to show; nothing given: all of them."""

    action: str = ""
    person: uuid.UUID | None = None
    role: Role | None = None
    """Of whoever did it, as they hold it today."""
    cycle: uuid.UUID | None = None
    since: date | None = None
    """Days as Riyadh counts them, both included."""
    until: date | None = None
    entries: tuple[FoundEntry, ...] | None = None
    """None asks for no entry; an empty tuple for one that does not exist."""
    category: str = ""
    """Its code, in whatever cycle."""
    place: int | None = None
    text: str = ""
    """Words that must all occur in the event: in what it is called, holds, is about, or in who did it."""
    after: int | None = None
    """The sequence of the last event that is left out."""


def conditions(session: Session, wanted: Filter) -> list[sa.ColumnElement[bool]]:
    """The filter in SQL; all of them must hold."""
    found = [*_of_event(wanted), *(_holds(word) for word in wanted.text.split())]
    if wanted.entries is not None:
        # They were found within the cycle: not all that is told of them lies under its address.
        found.append(about_entries(session, wanted.entries))
    elif wanted.cycle:
        found.append(about_cycle(wanted.cycle))
    if wanted.category:
        found.append(_about_category(wanted.category))
    return found


def _of_event(wanted: Filter) -> Iterator[sa.ColumnElement[bool]]:
    """What the row of the event itself tells."""
    if wanted.action:
        yield _events.c.action == wanted.action
    if wanted.person:
        yield _events.c.actor_id == wanted.person
    if wanted.role:
        yield _events.c.actor_id.in_(sa.select(_grants.c.person_id).where(_grants.c.role == wanted.role))
    if wanted.since:
        yield _events.c.at >= _midnight(wanted.since)
    if wanted.until:
        yield _events.c.at < _midnight(wanted.until + timedelta(days=1))
    if wanted.after is not None:
        yield _events.c.sequence > wanted.after
    if wanted.place is not None:
        yield _events.c.action.like("place.%")
        yield _events.c.detail["place"].as_integer() == wanted.place


def about_cycle(cycle_id: uuid.UUID) -> sa.ColumnElement[bool]:
    """Events whose subject is the cycle, something in it, or an address under its own."""
    things = [
        sa.select(same(kind.thing.c.id)).select_from(kind.source).where(CYCLE.c.id == cycle_id)
        for kind in KINDS
        if kind.in_cycle
    ]
    jobs = sa.select(same(JOB.c.id)).where(JOB.c.subject_id == str(cycle_id))
    number = sa.select(sa.cast(CYCLE.c.number, sa.String)).where(CYCLE.c.id == cycle_id).scalar_subquery()
    return sa.or_(
        same(_events.c.subject_id).in_(sa.union_all(*things, jobs)),
        under(_events.c.subject_id, sa.literal("/cycles/").concat(number)),
    )


def _about_category(code: str) -> sa.ColumnElement[bool]:
    """Its rubric, questions, decisions and entries, with all that belongs to them."""
    of_category = sa.select(CATEGORY.c.id).where(CATEGORY.c.code == code)
    things = [
        sa.select(same(kind.thing.c.id))
        .select_from(kind.source)
        .where((ENTRY.c.category_id if kind.in_entry else CATEGORY.c.id).in_(of_category))
        for kind in KINDS
        if kind.in_entry or kind.in_category
    ]
    return same(_events.c.subject_id).in_(sa.union_all(*things))


def _holds(word: str) -> sa.ColumnElement[bool]:
    pattern = spellings(word)
    people = sa.select(PERSON.c.id).where(
        sa.or_(*(_has(c, pattern) for c in (PERSON.c.name_ar, PERSON.c.name_en, PERSON.c.email)))
    )
    return sa.or_(
        _events.c.action.in_(_called(fold(word))),
        _events.c.digest == word.lower(),
        _has(_events.c.subject_id, pattern),
        _has(_events.c.address, pattern),
        _has(_events.c.device, pattern),
        _has(_recorded, spellings(word, escaped=True)),
        _events.c.actor_id.in_(people),
        same(_events.c.subject_id).in_(_named(pattern)),
    )


def _has(column: sa.ColumnElement[str], pattern: str) -> sa.ColumnElement[bool]:
    return column.regexp_match(pattern)


def _named(pattern: str) -> sa.CompoundSelect[tuple[str]]:
    """Everything that is named after something called so."""
    return sa.union_all(
        *(
            sa.select(same(kind.thing.c.id))
            .select_from(kind.source)
            .where(table.c.id.in_(sa.select(table.c.id).where(sa.or_(*(_has(c, pattern) for c in columns)))))
            for kind in KINDS
            for table, columns in kind.names
        )
    )


def _called(word: str) -> list[str]:
    """The events whose words, in either language, or code hold the folded `word`."""
    return [action for action, words in _folded_actions() if any(word in said for said in words)]


@cache
def _folded_actions() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (action, (fold(action), *(fold(translate(words, lang)) for lang in LANGUAGES)))
        for action, words in ACTIONS.items()
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=RIYADH)
