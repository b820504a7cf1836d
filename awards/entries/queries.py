"""Reads of one entry and of a person's entries; each starts from who may see it."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle, Question
from awards.directory.models import Agency, Membership, Service
from awards.entries.extensions.closing import ENTRY_EXTENDED_TO
from awards.entries.models import (
    Answer,
    Attachment,
    Entry,
    EntryEnding,
    EntryPartner,
    EntryService,
    Submission,
)
from awards.entries.sheet import Asked, AttachedFile, EntrySheet, Head, NamedService, Partner, parted
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound
from awards.people.models import Person

_entry = Entry.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_question = Question.__table__  # type: ignore[attr-defined]
_answer = Answer.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_partner = EntryPartner.__table__  # type: ignore[attr-defined]
_file = Attachment.__table__  # type: ignore[attr-defined]
_service = Service.__table__  # type: ignore[attr-defined]
_named = EntryService.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_submission = Submission.__table__  # type: ignore[attr-defined]
_ending = EntryEnding.__table__  # type: ignore[attr-defined]
_event = AuditEvent.__table__  # type: ignore[attr-defined]

# Judging is a layer above: here only whether it has come so far is asked, by the names of its tables.
_publication = sa.table("publication", sa.column("cycle_id", sa.Uuid))
_round = sa.table("round", sa.column("id", sa.Uuid), sa.column("cycle_id", sa.Uuid), sa.column("opened_at"))
_assignment = sa.table("assignment", sa.column("entry_id", sa.Uuid), sa.column("round_id", sa.Uuid))
_tally = sa.table("tally", sa.column("round_id", sa.Uuid))
PUBLISHED = sa.select(_publication.c.cycle_id)
"""The cycles whose results are published."""

_my_agencies = sa.select(_member.c.agency_id).where(_member.c.person_id == sa.bindparam("viewer"))
MINE = sa.or_(
    _entry.c.agency_id.in_(_my_agencies),
    sa.and_(_entry.c.agency_id.is_(None), _entry.c.started_by_id == sa.bindparam("viewer")),
)
"""An entry of the viewer's agency, or their own as an individual."""

HEAD = (
    sa.select(
        _entry.c.id,
        _entry.c.number,
        _entry.c.state,
        _entry.c.language,
        _entry.c.title_ar,
        _entry.c.title_en,
        _entry.c.summary_ar,
        _entry.c.summary_en,
        _entry.c.version,
        _entry.c.started_at,
        _entry.c.updated_at,
        _entry.c.cycle_id,
        _cycle.c.number.label("cycle_number"),
        _cycle.c.name_ar.label("cycle_ar"),
        _cycle.c.name_en.label("cycle_en"),
        _cycle.c.opens_at,
        _cycle.c.closes_at,
        _cycle.c.closes_first_told,
        _cycle.c.closes_moved_at,
        _cycle.c.closes_moved_reason,
        _cycle.c.grace_minutes,
        _cycle.c.judging_opens_at,
        _cycle.c.judging_closes_at,
        _cycle.c.publishes_at,
        _cycle.c.screening_ends_at,
        _cycle.c.zone,
        _cycle.c.months_in_operation,
        _cycle.c.barred_cycles,
        _cycle.c.entries_per_agency,
        _cycle.c.organiser_agency_id,
        _cycle.c.terms_version,
        _cycle.c.terms_ar,
        _cycle.c.terms_en,
        _entry.c.category_id,
        _category.c.code.label("category_code"),
        _category.c.name_ar.label("category_ar"),
        _category.c.name_en.label("category_en"),
        _category.c.description_ar.label("about_ar"),
        _category.c.description_en.label("about_en"),
        _category.c.for_individuals,
        _entry.c.agency_id,
        _agency.c.code.label("agency_code"),
        sa.func.coalesce(_agency.c.name_ar, _person.c.name_ar).label("entrant_ar"),
        sa.func.coalesce(_agency.c.name_en, _person.c.name_en).label("entrant_en"),
        _entry.c.started_by_id,
        _person.c.name_ar.label("starter_ar"),
        _person.c.name_en.label("starter_en"),
        _person.c.email.label("starter_email"),
        _entry.c.eligibility,
        ENTRY_EXTENDED_TO.label("extended_to"),
    )
    .join(_cycle, _cycle.c.id == _entry.c.cycle_id)
    .join(_category, _category.c.id == _entry.c.category_id)
    .join(_person, _person.c.id == _entry.c.started_by_id)
    .join(_agency, _agency.c.id == _entry.c.agency_id, isouter=True)
)
_HEAD_OF_MINE = HEAD.where(_entry.c.id == sa.bindparam("entry"), MINE)
_HEAD_TO_CHANGE = _HEAD_OF_MINE.with_for_update(of=_entry)
_HEAD_BY_ID = HEAD.where(_entry.c.id == sa.bindparam("entry")).with_for_update(of=_entry)
_HEAD_BY_NUMBER = HEAD.where(
    _cycle.c.number == sa.bindparam("cycle"), _entry.c.number == sa.bindparam("number")
)
_PARTNERS = (
    sa.select(_agency.c.id, _agency.c.code, _agency.c.name_ar, _agency.c.name_en)
    .join(_partner, _partner.c.agency_id == _agency.c.id)
    .where(_partner.c.entry_id == sa.bindparam("entry"))
    .order_by(_agency.c.sort_key)
)
ASKED = (
    _question.c.id.label("question_id"),
    _question.c.key,
    _question.c.kind,
    _question.c.label_ar,
    _question.c.label_en,
    _question.c.help_ar,
    _question.c.help_en,
    _question.c.unit_ar,
    _question.c.unit_en,
    _question.c.word_limit,
    _question.c.options,
    _question.c.required,
    _question.c.identifying,
    sa.func.coalesce(_answer.c.text_ar, "").label("text_ar"),
    sa.func.coalesce(_answer.c.text_en, "").label("text_en"),
    sa.func.coalesce(_answer.c.value, "").label("value"),
    _question.c.when_question,
    _question.c.when_option,
    _question.c.table_rows,
    _question.c.table_columns,
    _question.c.in_operation_since,
    _question.c.retired_at.is_not(None).label("retired"),
)
"""What is read of a question with the answer that an entry gives to it."""
_ASKED = (
    sa.select(*ASKED)
    .join(
        _answer,
        sa.and_(_answer.c.question_id == _question.c.id, _answer.c.entry_id == sa.bindparam("entry")),
        isouter=True,
    )
    .where(_question.c.category_id == sa.bindparam("category"))
    .order_by(_question.c.position)
)
_FILES = (
    sa.select(*(_file.c[name] for name in AttachedFile._fields))
    .where(_file.c.entry_id == sa.bindparam("entry"), _file.c.removed_at.is_(None))
    .order_by(_file.c.position)
)
_SUBMISSIONS = (
    sa.select(_submission, _person.c.name_ar.label("by_ar"), _person.c.name_en.label("by_en"))
    .join(_person, _person.c.id == _submission.c.submitted_by_id)
    .where(_submission.c.entry_id == sa.bindparam("entry"))
    .order_by(_submission.c.sequence.desc())
)
_SERVICES = (
    sa.select(_service.c.id, _service.c.code, _service.c.name_ar, _service.c.name_en)
    .join(_named, _named.c.service_id == _service.c.id)
    .where(_named.c.entry_id == sa.bindparam("entry"))
    .order_by(_named.c.position)
)
_ENDING = (
    sa.select(_ending, _person.c.name_ar.label("by_ar"), _person.c.name_en.label("by_en"))
    .join(_person, _person.c.id == _ending.c.by_id)
    .where(_ending.c.entry_id == sa.bindparam("entry"))
)
_SAVES = (
    sa.select(_event.c.at, _event.c.detail, _event.c.actor_id, _person.c.name_ar, _person.c.name_en)
    .join(_person, _person.c.id == _event.c.actor_id)
    .where(_event.c.subject_id == sa.bindparam("subject"), _event.c.action == "entry.saved")
    .order_by(_event.c.sequence.desc())
    .limit(200)
)
_CHANGES = sa.select(_event.c.action, _event.c.detail).where(
    _event.c.subject_id == sa.bindparam("subject"),
    _event.c.action.in_(("entry.saved", "entry.file_attached", "entry.file_removed")),
    _event.c.detail["version"].as_integer() > sa.bindparam("version"),
)


class Saver(NamedTuple):
    """Who saved last, and when."""

    person_id: uuid.UUID
    name_ar: str
    name_en: str
    at: datetime


def my_head(session: Session, viewer: uuid.UUID, entry_id: uuid.UUID, *, to_change: bool = False) -> Head:
    """The viewer's entry, without what is in it. Raises NotFound."""
    statement = _HEAD_TO_CHANGE if to_change else _HEAD_OF_MINE
    row = session.connection().execute(statement, {"entry": entry_id, "viewer": viewer}).first()
    if row is None:
        raise NotFound
    return Head._make(row)


def my_sheet(
    session: Session, viewer: uuid.UUID, entry_id: uuid.UUID, *, to_change: bool = False
) -> EntrySheet:
    """The viewer's entry with all that is in it. Raises NotFound."""
    return sheet_of(session, my_head(session, viewer, entry_id, to_change=to_change))


def head_of(session: Session, entry_id: uuid.UUID) -> Head:
    """Any entry, to be changed by an organiser. Raises NotFound."""
    row = session.connection().execute(_HEAD_BY_ID, {"entry": entry_id}).first()
    if row is None:
        raise NotFound
    return Head._make(row)


def any_head(session: Session, cycle: int, number: int) -> Head:
    """Any entry, for organisers and auditors. Raises NotFound."""
    row = session.connection().execute(_HEAD_BY_NUMBER, {"cycle": cycle, "number": number}).first()
    if row is None:
        raise NotFound
    return Head._make(row)


def results_published(session: Session, cycle_id: uuid.UUID) -> bool:
    """From then on nobody enters, leaves or judges any more."""
    published = PUBLISHED.where(_publication.c.cycle_id == cycle_id)
    return session.connection().execute(published).first() is not None


def results_open(session: Session, cycle_id: uuid.UUID) -> bool:
    """From the first tally on, which two organisers have made, some know the ranking."""
    counted = sa.select(_tally.c.round_id).join(_round, _round.c.id == _tally.c.round_id)
    return session.connection().execute(counted.where(_round.c.cycle_id == cycle_id)).first() is not None


def zone_of(session: Session, entry_id: uuid.UUID) -> str:
    """The name of the zone by whose clocks the entry's people read times. Raises NoResultFound."""
    zone = sa.select(_cycle.c.zone).join(_entry, _entry.c.cycle_id == _cycle.c.id)
    return str(session.connection().execute(zone.where(_entry.c.id == entry_id)).scalar_one())


def assigned(session: Session, entry_id: uuid.UUID) -> bool:
    """Whether a judge was ever given the entry to read."""
    given = sa.select(_assignment.c.entry_id).where(_assignment.c.entry_id == entry_id).limit(1)
    return session.connection().execute(given).first() is not None


def judging_is_open(session: Session, entry_id: uuid.UUID) -> bool:
    """Whether a judge was ever given the entry in a round that was opened."""
    given = sa.select(_assignment.c.entry_id).join(_round, _round.c.id == _assignment.c.round_id)
    judged = given.where(_assignment.c.entry_id == entry_id, _round.c.opened_at.is_not(None)).limit(1)
    return session.connection().execute(judged).first() is not None


def sheet_of(session: Session, head: Head) -> EntrySheet:
    """The entry with all that belongs to it, for whoever was allowed to read its head: four statements at most."""
    of = {"entry": head.id}
    connection = session.connection()
    asked, retired = parted(ever_asked_of(session, head))
    return EntrySheet(
        head,
        tuple(map(Partner._make, connection.execute(_PARTNERS, of))) if head.agency_id else (),
        asked,
        files_of(session, head.id),
        services_of(session, head.id) if head.agency_id else (),
        retired,
    )


def asked_of(session: Session, head: Head) -> tuple[Asked, ...]:
    """What the entry's category asks now, in order, each question with its answer if there is one."""
    return parted(ever_asked_of(session, head))[0]


def ever_asked_of(session: Session, head: Head) -> tuple[Asked, ...]:
    """As `asked_of`, with the questions that are asked no more."""
    rows = session.connection().execute(_ASKED, {"entry": head.id, "category": head.category_id})
    return tuple(map(Asked._make, rows))


def files_of(session: Session, entry_id: uuid.UUID) -> tuple[AttachedFile, ...]:
    return tuple(map(AttachedFile._make, session.connection().execute(_FILES, {"entry": entry_id})))


def services_of(session: Session, entry_id: uuid.UUID) -> tuple[NamedService, ...]:
    """What the entry is about, the main service first."""
    return tuple(map(NamedService._make, session.connection().execute(_SERVICES, {"entry": entry_id})))


def submissions_of(session: Session, entry_id: uuid.UUID) -> list[Any]:
    """The submissions with `by_ar` and `by_en`, the one that counts first."""
    return list(session.connection().execute(_SUBMISSIONS, {"entry": entry_id}))


def ending_of(session: Session, entry_id: uuid.UUID) -> Any | None:
    """Why the entry is out, with `by_ar` and `by_en`; none if it is not."""
    return session.connection().execute(_ENDING, {"entry": entry_id}).first()


def savers_of(session: Session, entry_id: uuid.UUID, boxes: Collection[str]) -> dict[str, Saver]:
    """Who changed each of these boxes last, where the audit log tells."""
    found: dict[str, Saver] = {}
    for row in session.connection().execute(_SAVES, {"subject": str(entry_id)}):
        saver = Saver(row.actor_id, row.name_ar, row.name_en, row.at)
        found |= {box: saver for box in row.detail.get("boxes", ()) if box in boxes and box not in found}
    return found


def changes_since(session: Session, entry_id: uuid.UUID, version: int) -> list[Any]:
    """What the audit log tells of each change of the entry after that version: `action` and `detail`."""
    return list(session.connection().execute(_CHANGES, {"subject": str(entry_id), "version": version}))
