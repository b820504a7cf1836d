"""The kinds of things that events are about: where each lies, what it is called, and what it belongs to.

Ids are unique over all tables, so one statement can ask them all.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from awards.cycles.models import Category, Cycle, Question
from awards.directory.models import Agency
from awards.entries.models import Attachment, Entry
from awards.events.models import Event
from awards.guidance.models import Guide, GuideVersion
from awards.helpdesk.models import Ticket
from awards.invitations.models import Invitation
from awards.kit.jobs import Job
from awards.people.models import Person
from awards.registrations.models import Registration
from judging.assignments.models import Assignment
from judging.blinding.models import BlindCopy
from judging.enquiries.models import Enquiry
from judging.panels.models import Judge
from judging.recusals.models import Recusal
from judging.rounds.models import Round
from judging.rubrics.models import Rubric
from judging.scorecards.models import Scorecard
from reports.certificates.models import Certificate

CYCLE: sa.Table = Cycle.__table__  # type: ignore[attr-defined]
CATEGORY: sa.Table = Category.__table__  # type: ignore[attr-defined]
QUESTION: sa.Table = Question.__table__  # type: ignore[attr-defined]
ENTRY: sa.Table = Entry.__table__  # type: ignore[attr-defined]
PERSON: sa.Table = Person.__table__  # type: ignore[attr-defined]
AGENCY: sa.Table = Agency.__table__  # type: ignore[attr-defined]
FILE: sa.Table = Attachment.__table__  # type: ignore[attr-defined]
ROUND: sa.Table = Round.__table__  # type: ignore[attr-defined]
RUBRIC: sa.Table = Rubric.__table__  # type: ignore[attr-defined]
COPY: sa.Table = BlindCopy.__table__  # type: ignore[attr-defined]
ASSIGNMENT: sa.Table = Assignment.__table__  # type: ignore[attr-defined]
SHEET: sa.Table = Scorecard.__table__  # type: ignore[attr-defined]
JUDGE: sa.Table = Judge.__table__  # type: ignore[attr-defined]
RECUSAL: sa.Table = Recusal.__table__  # type: ignore[attr-defined]
CERTIFICATE: sa.Table = Certificate.__table__  # type: ignore[attr-defined]
INVITATION: sa.Table = Invitation.__table__  # type: ignore[attr-defined]
REGISTRATION: sa.Table = Registration.__table__  # type: ignore[attr-defined]
JOB: sa.Table = Job.__table__  # type: ignore[attr-defined]
TICKET: sa.Table = Ticket.__table__  # type: ignore[attr-defined]
ENQUIRY: sa.Table = Enquiry.__table__  # type: ignore[attr-defined]
GUIDE: sa.Table = Guide.__table__  # type: ignore[attr-defined]
SAID: sa.Table = GuideVersion.__table__  # type: ignore[attr-defined]
EVENT: sa.Table = Event.__table__  # type: ignore[attr-defined]

_TEXT = sa.null().cast(sa.String)
_NUMBER = sa.null().cast(sa.Integer)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that events are about: where its rows lie, and how one is named."""

    name: str
    thing: sa.Table
    source: sa.FromClause
    """The thing with all that it is named after and belongs to."""
    named: sa.Select[Any]
    names: tuple[tuple[sa.Table, tuple[sa.ColumnElement[Any], ...]], ...]
    """What it is named after, with the columns that hold the name."""

    @property
    def in_cycle(self) -> bool:
        return self.name not in _OUTSIDE

    @property
    def in_category(self) -> bool:
        return self.name in _OF_CATEGORIES

    @property
    def in_entry(self) -> bool:
        return self.name in _OF_ENTRIES


_OUTSIDE = {"person", "agency", "invitation", "registration", "job", "ticket", "event"}
_OF_CATEGORIES = {"category", "question", "rubric"}
_OF_ENTRIES = {"entry", "file", "copy", "sheet", "recusal", "excusal", "certificate", "enquiry"}


def _kind(
    name: str,
    thing: sa.Table,
    source: sa.FromClause,
    *,
    number: sa.ColumnElement[Any] = _NUMBER,
    code: sa.ColumnElement[Any] = _TEXT,
    of: tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]] | None = None,
    who: bool = False,
) -> Kind:
    """`of` holds the name in Arabic and English; with `who`, a person stands in `source` and is named too."""
    cycle = name not in _OUTSIDE
    ar, en = of or (_TEXT, _TEXT)
    named = sa.select(
        sa.literal(name).label("kind"),
        thing.c.id.label("id"),
        (CYCLE.c.number if cycle else _NUMBER).label("cycle"),
        (CYCLE.c.name_ar if cycle else _TEXT).label("cycle_ar"),
        (CYCLE.c.name_en if cycle else _TEXT).label("cycle_en"),
        number.label("number"),
        code.label("code"),
        ar.label("ar"),
        en.label("en"),
        (PERSON.c.name_ar if who else _TEXT).label("who_ar"),
        (PERSON.c.name_en if who else _TEXT).label("who_en"),
    ).select_from(source)
    names = [(ar.table, (ar, en))] if isinstance(ar, sa.Column) else []
    if who:
        names.append((PERSON, (PERSON.c.name_ar, PERSON.c.name_en)))
    return Kind(name, thing, source, named, tuple(names))


def _with_cycle(source: sa.FromClause, cycle_id: sa.ColumnElement[Any]) -> sa.Join:
    return source.join(CYCLE, CYCLE.c.id == cycle_id)


def _of_entry(thing: sa.Table) -> sa.Join:
    return _with_cycle(thing.join(ENTRY, ENTRY.c.id == thing.c.entry_id), ENTRY.c.cycle_id)


def _of_category(thing: sa.Table) -> sa.Join:
    return _with_cycle(thing.join(CATEGORY, CATEGORY.c.id == thing.c.category_id), CATEGORY.c.cycle_id)


def _with_judge(source: sa.Join, judge_id: sa.ColumnElement[Any]) -> sa.Join:
    return source.join(JUDGE, JUDGE.c.id == judge_id).join(PERSON, PERSON.c.id == JUDGE.c.person_id)


_own_word = RECUSAL.c.declared_by_id == PERSON.c.id


def _recused(on_whose_word: sa.ColumnElement[bool]) -> sa.Join:
    entry = _of_entry(RECUSAL).join(JUDGE, JUDGE.c.id == RECUSAL.c.judge_id)
    return entry.join(PERSON, sa.and_(PERSON.c.id == JUDGE.c.person_id, on_whose_word))


_category = (CATEGORY.c.name_ar, CATEGORY.c.name_en)
_title = (ENTRY.c.title_ar, ENTRY.c.title_en)
_read = _with_judge(_of_entry(ASSIGNMENT), ASSIGNMENT.c.judge_id)

KINDS = (
    _kind("cycle", CYCLE, CYCLE),
    _kind(
        "category", CATEGORY, _with_cycle(CATEGORY, CATEGORY.c.cycle_id), code=CATEGORY.c.code, of=_category
    ),
    _kind(
        "question",
        QUESTION,
        _of_category(QUESTION),
        code=CATEGORY.c.code,
        of=(QUESTION.c.label_ar, QUESTION.c.label_en),
    ),
    _kind("rubric", RUBRIC, _of_category(RUBRIC), code=CATEGORY.c.code, of=_category),
    _kind("round", ROUND, _with_cycle(ROUND, ROUND.c.cycle_id)),
    _kind("entry", ENTRY, _with_cycle(ENTRY, ENTRY.c.cycle_id), number=ENTRY.c.number, of=_title),
    _kind("file", FILE, _of_entry(FILE), number=ENTRY.c.number, of=(FILE.c.name, FILE.c.name)),
    _kind("copy", COPY, _of_entry(COPY), number=ENTRY.c.number, of=_title),
    _kind(
        "sheet",
        SHEET,
        _read.join(SHEET, SHEET.c.assignment_id == ASSIGNMENT.c.id),
        number=ENTRY.c.number,
        of=_title,
        who=True,
    ),
    _kind(
        "judge",
        JUDGE,
        _with_cycle(JUDGE, JUDGE.c.cycle_id).join(PERSON, PERSON.c.id == JUDGE.c.person_id),
        who=True,
    ),
    _kind("recusal", RECUSAL, _recused(_own_word), number=ENTRY.c.number, of=_title, who=True),
    _kind("excusal", RECUSAL, _recused(~_own_word), number=ENTRY.c.number, of=_title, who=True),
    _kind(
        "certificate",
        CERTIFICATE,
        _of_entry(CERTIFICATE),
        number=ENTRY.c.number,
        code=CERTIFICATE.c.code,
        of=_title,
    ),
    _kind("person", PERSON, PERSON, who=True),
    _kind("agency", AGENCY, AGENCY, code=AGENCY.c.code, of=(AGENCY.c.name_ar, AGENCY.c.name_en)),
    _kind("invitation", INVITATION, INVITATION, of=(INVITATION.c.email, INVITATION.c.email)),
    _kind("registration", REGISTRATION, REGISTRATION, of=(REGISTRATION.c.name_ar, REGISTRATION.c.name_en)),
    _kind("job", JOB, JOB),
    _kind(
        "ticket",
        TICKET,
        TICKET,
        code=sa.cast(TICKET.c.number, sa.String),
        of=(TICKET.c.subject, TICKET.c.subject),
    ),
    _kind("enquiry", ENQUIRY, _of_entry(ENQUIRY), number=ENTRY.c.number, of=_title),
    _kind(
        "guide",
        GUIDE,
        _with_cycle(
            GUIDE.join(SAID, sa.and_(SAID.c.guide_id == GUIDE.c.id, SAID.c.version == GUIDE.c.version)),
            GUIDE.c.cycle_id,
        ),
        of=(SAID.c.title_ar, SAID.c.title_en),
    ),
    _kind("event", EVENT, EVENT, of=(EVENT.c.title_ar, EVENT.c.title_en)),
)


def same(id_: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """An id as text on every database: SQLite keeps ids without hyphens, events have them."""
    return sa.func.replace(sa.cast(id_, sa.String), "-", "")
