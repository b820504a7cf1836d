"""The first page of an entrant: their entries, the cycles that take entries, what to do next."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, select

from awards.cycles.models import Category, Cycle, Question
from awards.cycles.queries import IS_ANNOUNCED, timetable_of
from awards.cycles.timetable import Timetable
from awards.directory.models import Agency
from awards.entries.eligibility import Obstacle, Reason
from awards.entries.extensions.closing import ENTRY_EXTENDED_TO
from awards.entries.extensions.models import Extension
from awards.entries.models import Answer, Entry, EntryEnding, EntryLanguage, EntryState, Submission
from awards.entries.permissions import may_start, may_write
from awards.entries.queries import MINE
from awards.entries.wording import closed_in_words, reason_in_words
from awards.kit.i18n import Bilingual, Message, msg, nmsg
from awards.people.models import Person

_entry = Entry.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_question = Question.__table__  # type: ignore[attr-defined]
_answer = Answer.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_submission = Submission.__table__  # type: ignore[attr-defined]
_ending = EntryEnding.__table__  # type: ignore[attr-defined]
_extension = Extension.__table__  # type: ignore[attr-defined]


class MyEntry(NamedTuple):
    """A line of the entrant's list. `receipt` and `submitted_at` are of the last submission."""

    id: uuid.UUID
    number: int
    state: EntryState
    title_ar: str
    title_en: str
    cycle_id: uuid.UUID
    category_ar: str
    category_en: str
    entrant_ar: str
    entrant_en: str
    receipt: str | None
    submitted_at: datetime | None
    reason: str | None
    """Why it is out."""
    unanswered: int
    """Required questions without an answer in every language of the entry."""
    has_new_changes: bool | None
    """Changed after its last submission; none without one."""
    extended_to: datetime | None
    """The latest closing that was given to the entry or its category."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next, as `parts.next_steps` shows it."""

    text: Message
    href: str | None = None
    due: datetime | None = None
    blocked_by: Message | None = None


def last_submission(entry_id: sa.ColumnElement[uuid.UUID]) -> sa.ColumnElement[bool]:
    """The condition that a joined submission is the entry's last one."""
    later = _submission.alias("later")
    newest = sa.select(sa.func.max(later.c.sequence)).where(later.c.entry_id == entry_id).scalar_subquery()
    return sa.and_(_submission.c.entry_id == entry_id, _submission.c.sequence == newest)


_answered_in = {
    EntryLanguage.ARABIC: _answer.c.text_ar != "",
    EntryLanguage.ENGLISH: _answer.c.text_en != "",
    EntryLanguage.BOTH: sa.and_(_answer.c.text_ar != "", _answer.c.text_en != ""),
}
_ANSWERED = (
    sa.exists()
    .where(
        _answer.c.entry_id == _entry.c.id,
        _answer.c.question_id == _question.c.id,
        sa.or_(
            _answer.c.value != "",
            *(sa.and_(_entry.c.language == language, told) for language, told in _answered_in.items()),
        ),
    )
    .correlate(_entry, _question)
)
_UNANSWERED = (
    sa.select(sa.func.count())
    .select_from(_question)
    .where(
        _question.c.category_id == _entry.c.category_id,
        _question.c.required,
        _question.c.retired_at.is_(None),
        ~_ANSWERED,
    )
    .correlate(_entry)
    .scalar_subquery()
)
_MINE = (
    sa.select(
        _entry.c.id,
        _entry.c.number,
        _entry.c.state,
        _entry.c.title_ar,
        _entry.c.title_en,
        _entry.c.cycle_id,
        _category.c.name_ar.label("category_ar"),
        _category.c.name_en.label("category_en"),
        sa.func.coalesce(_agency.c.name_ar, _person.c.name_ar).label("entrant_ar"),
        sa.func.coalesce(_agency.c.name_en, _person.c.name_en).label("entrant_en"),
        _submission.c.receipt,
        _submission.c.submitted_at,
        _ending.c.reason,
        _UNANSWERED.label("unanswered"),
        (_entry.c.version > _submission.c.version).label("has_new_changes"),
        ENTRY_EXTENDED_TO.label("extended_to"),
    )
    .join(_category, _category.c.id == _entry.c.category_id)
    .join(_cycle, _cycle.c.id == _entry.c.cycle_id)
    .join(_person, _person.c.id == _entry.c.started_by_id)
    .join(_agency, _agency.c.id == _entry.c.agency_id, isouter=True)
    .join(_submission, last_submission(_entry.c.id), isouter=True)
    .join(_ending, _ending.c.entry_id == _entry.c.id, isouter=True)
    .where(MINE)
    .order_by(_cycle.c.number.desc(), _entry.c.number.desc())
)
_categories_extended_to = (
    sa.select(_extension.c.cycle_id, sa.func.max(_extension.c.closes_at))
    .where(_extension.c.category_id.is_not(None))
    .group_by(_extension.c.cycle_id)
)
_CYCLES = select(Cycle).where(IS_ANNOUNCED).order_by(_cycle.c.number.desc())


def my_entries(session: Session, viewer: uuid.UUID) -> list[MyEntry]:
    """The viewer's own entries and those of their agencies, the newest first."""
    return list(map(MyEntry._make, session.connection().execute(_MINE, {"viewer": viewer})))


def all_cycles(session: Session) -> list[Cycle]:
    """Those that have been announced, the newest first."""
    return list(session.exec(_CYCLES))


@dataclass(frozen=True, slots=True)
class OpenCycle:
    """A cycle in which an entry may be started now, and until when: in one of its categories at least."""

    cycle: Cycle
    closes: datetime


def open_cycles(
    cycles: Sequence[Cycle], extended: Mapping[uuid.UUID, datetime], now: datetime
) -> list[OpenCycle]:
    """Those in which an entry may be started now; `extended` as `categories_extended_to` finds it.

    While the cycle itself is open, its own closing is told: a category with more time has it said beside it.
    """
    found = []
    for cycle in cycles:
        own = timetable_of(cycle)
        longest = own.extended(extended.get(cycle.id))
        if may_start(own, now):
            found.append(OpenCycle(cycle, own.closes))
        elif may_start(longest, now):
            found.append(OpenCycle(cycle, longest.closes))
    return found


def categories_extended_to(session: Session) -> dict[uuid.UUID, datetime]:
    """The latest closing that was given to a category, by the cycle's id."""
    return {row[0]: row[1] for row in session.connection().execute(_categories_extended_to)}


def why_closed(cycle: Cycle, now: datetime) -> Message:
    """Why no entry may be started in the cycle now."""
    opens = Reason(Obstacle.NOT_YET_OPEN, {"opens": cycle.opens_at, "zone": cycle.zone})
    return reason_in_words(opens) if now < cycle.opens_at else closed_in_words(cycle.closes_at, cycle.zone)


def timetable_for(entry: Any, cycle: Cycle) -> Timetable:
    """The dates of the cycle as they hold for an entry: any row with its `extended_to`."""
    return timetable_of(cycle).extended(entry.extended_to)


def is_writable(entry: Any, cycles: Sequence[Cycle], now: datetime) -> bool:
    """Whether the entry may be changed now; `cycles` must hold its own."""
    cycle = next(cycle for cycle in cycles if cycle.id == entry.cycle_id)
    return may_write(entry.state, timetable_for(entry, cycle), now)


def extended_closings(
    entries: Sequence[MyEntry], cycles: Sequence[Cycle], now: datetime
) -> dict[uuid.UUID, datetime]:
    """The closing of each entry that may be written now and was given more time than others, by its id."""
    own = {cycle.id: cycle for cycle in cycles}
    return {
        entry.id: closes
        for entry in entries
        if is_writable(entry, cycles, now)
        and (closes := timetable_for(entry, own[entry.cycle_id]).closes) > own[entry.cycle_id].closes_at
    }


def next_steps(
    entries: Sequence[MyEntry], cycles: Sequence[Cycle], starting: Sequence[OpenCycle], now: datetime
) -> list[Step]:
    """What the entrant does next, the nearest deadline first; then the cycles that they have not entered.

    `starting` are those of the `cycles` in which an entry may be started.
    """
    until = {one.cycle.id: one.closes for one in starting}
    by_id = {cycle.id: cycle for cycle in cycles}
    steps = [
        step
        for entry in entries
        if timetable_for(entry, by_id[entry.cycle_id]).accepts_submissions(now)
        for step in _of_entry(entry, by_id[entry.cycle_id])
    ]
    steps.sort(key=lambda step: step.due or now)
    entered = {entry.cycle_id for entry in entries}
    return [
        *steps,
        *(step for cycle in cycles if cycle.id not in entered for step in _of_cycle(cycle, until, now)),
    ]


def _of_entry(entry: MyEntry, cycle: Cycle) -> Iterator[Step]:
    title = title_in_words(entry.number, entry.title_ar, entry.title_en)
    if entry.state is EntryState.DRAFT:
        left = nmsg(
            "%(n)s question is not answered yet.", "%(n)s questions are not answered yet.", entry.unanswered
        )
        yield Step(
            msg("Finish and submit “%(title)s”", title=title),
            f"/entries/{entry.id}",
            timetable_for(entry, cycle).closes,
            left if entry.unanswered else None,
        )
    elif entry.state is EntryState.SUBMITTED and entry.has_new_changes:
        yield Step(
            msg("Submit “%(title)s” again, or its changes will not count", title=title),
            f"/entries/{entry.id}/check",
            timetable_for(entry, cycle).closes,
        )


def _of_cycle(cycle: Cycle, until: Mapping[uuid.UUID, datetime], now: datetime) -> Iterator[Step]:
    name = Bilingual(cycle.name_ar, cycle.name_en)
    if closes := until.get(cycle.id):
        yield Step(
            msg("Start an entry: %(cycle)s", cycle=name),
            f"/entries/new?cycle={cycle.number}",
            closes,
        )
    elif now < cycle.opens_at:
        yield Step(msg("Prepare an entry: %(cycle)s", cycle=name), blocked_by=why_closed(cycle, now))


def title_in_words(number: int, ar: str, en: str) -> Bilingual | Message:
    """The title, or the number of an entry that has none yet."""
    return Bilingual(ar, en) if ar or en else msg("Entry %(number)s", number=number)
