"""Reads of blind copies, for the people who prepare and approve them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.directory.models import Agency, AgencyAlias, AgencyDomain, Service
from awards.entries.models import Entry, EntryPartner, EntryState, Submission
from awards.entries.translations.queries import kept_of
from awards.entries.translations.rules import beside
from awards.kit.db import Row
from awards.kit.errors import NotFound
from awards.people.models import Person
from judging.blinding.identities import Directory, KnownAgency, person_names
from judging.blinding.models import BlindCopy
from judging.blinding.proposal import Submitted

_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_submissions = Submission.__table__  # type: ignore[attr-defined]
_copies = BlindCopy.__table__  # type: ignore[attr-defined]
_partners = EntryPartner.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]

LAST_SUBMISSION = (
    sa.select(_submissions.c.id)
    .where(_submissions.c.entry_id == _entries.c.id)
    .order_by(_submissions.c.sequence.desc())
    .limit(1)
    .correlate(_entries)
    .scalar_subquery()
)
"""Of the entry in the statement around it: the submission that counts."""
SAME_TRANSLATION = _copies.c.translation_version == _entries.c.translation_version
"""A copy whose translation was changed since is none: it is made anew, and approved anew."""

_IN_CYCLE = sa.and_(_entries.c.cycle_id == sa.bindparam("cycle"), _entries.c.state == EntryState.SUBMITTED)
_QUEUE = (
    sa.select(
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        _categories.c.code.label("category"),
        _submissions.c.sequence,
        _copies.c.id.label("copy_id"),
        _copies.c.version,
        _copies.c.approved_at,
        _copies.c.findings,
        _copies.c.content["files"].label("files"),
        _copies.c.content["translation"].as_string().label("translation"),
    )
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .join(_submissions, _submissions.c.id == LAST_SUBMISSION)
    .outerjoin(_copies, sa.and_(_copies.c.submission_id == _submissions.c.id, SAME_TRANSLATION))
    .where(_IN_CYCLE)
    .order_by(_categories.c.position, _entries.c.number)
)
_SUBMITTED = (
    sa.select(
        _entries.c.id,
        _entries.c.number,
        _entries.c.category_id,
        _entries.c.agency_id,
        _entries.c.started_by_id,
        _entries.c.translation_version,
        _submissions.c.submitted_by_id,
        _submissions.c.id.label("submission_id"),
        _submissions.c.content,
    )
    .join(_submissions, _submissions.c.id == LAST_SUBMISSION)
    .outerjoin(_copies, sa.and_(_copies.c.submission_id == _submissions.c.id, SAME_TRANSLATION))
    .where(_IN_CYCLE)
    .order_by(_entries.c.number)
)
_MISSING = _SUBMITTED.where(_copies.c.id.is_(None))
_NUMBERED = _SUBMITTED.where(_entries.c.number == sa.bindparam("number"))
_JOINT = (
    sa.select(_partners.c.entry_id, _partners.c.agency_id)
    .join(_entries, _entries.c.id == _partners.c.entry_id)
    .where(_entries.c.cycle_id == sa.bindparam("cycle"))
)
_NAMES = sa.select(_people.c.id, _people.c.name_ar, _people.c.name_en).where(
    _people.c.id.in_(sa.bindparam("people", expanding=True))
)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One submitted entry on the way to its approved copy."""

    number: int
    title_ar: str
    title_en: str
    category: str
    sequence: int
    copy_id: uuid.UUID | None
    version: int | None
    approved: bool
    findings: int
    own: int
    """Those of the findings that name the entrant or a partner."""
    in_title: bool
    """Whether one of these stands in the title, which should be neutral."""
    files: int
    translation: str
    """The language of its translation; empty where there is none."""

    @property
    def waits(self) -> bool:
        return self.copy_id is not None and not self.approved

    @property
    def state(self) -> str:
        return "approved" if self.approved else "waiting" if self.waits else "missing"

    @property
    def is_plain(self) -> bool:
        """Nothing was found and there is no file to open nor a translation to compare: it may be approved together
        with others.
        """
        return self.waits and not self.findings and not self.files and not self.translation


def blinding_queue(session: Session, cycle_id: uuid.UUID) -> list[QueueRow]:
    """Every submitted entry of the cycle with the copy of its last submission, by category and number."""
    rows = session.connection().execute(_QUEUE, {"cycle": cycle_id})
    return [
        QueueRow(
            number=row.number,
            title_ar=row.title_ar,
            title_en=row.title_en,
            category=row.category,
            sequence=row.sequence,
            copy_id=row.copy_id,
            version=row.version,
            approved=row.approved_at is not None,
            findings=len(row.findings or ()),
            own=sum(finding["whose"] != "other" for finding in row.findings or ()),
            in_title=any(
                finding["whose"] != "other" and finding["field"].startswith("title")
                for finding in row.findings or ()
            ),
            files=len(row.files or ()),
            translation=row.translation or "",
        )
        for row in rows
    ]


def submitted_without_copy(session: Session, cycle_id: uuid.UUID) -> list[Submitted]:
    """The last submission of each submitted entry that has no copy of it yet."""
    rows = session.connection().execute(_MISSING, {"cycle": cycle_id}).all()
    return _with_names(session, cycle_id, rows)


def submitted_entries(session: Session, cycle_id: uuid.UUID) -> list[Submitted]:
    """The last submission of each submitted entry."""
    return _with_names(session, cycle_id, session.connection().execute(_SUBMITTED, {"cycle": cycle_id}).all())


def submitted_entry(session: Session, cycle_id: uuid.UUID, number: int) -> Submitted:
    """The last submission of one submitted entry. Raises NotFound."""
    rows = session.connection().execute(_NUMBERED, {"cycle": cycle_id, "number": number}).all()
    if not rows:
        raise NotFound
    return _with_names(session, cycle_id, rows)[0]


def _with_names(session: Session, cycle_id: uuid.UUID, rows: Sequence[Row]) -> list[Submitted]:
    connection = session.connection()
    partners: dict[uuid.UUID, list[uuid.UUID]] = {}
    for entry_id, agency_id in connection.execute(_JOINT, {"cycle": cycle_id}):
        partners.setdefault(entry_id, []).append(agency_id)
    people = {row.started_by_id for row in rows} | {row.submitted_by_id for row in rows}
    names = {id_: (ar, en) for id_, ar, en in connection.execute(_NAMES, {"people": list(people)})}
    translations = kept_of(session, [row.id for row in rows])
    return [
        Submitted(
            entry_id=row.id,
            number=row.number,
            category_id=row.category_id,
            submission_id=row.submission_id,
            content=beside(row.content, translations[row.id]),
            agency_id=row.agency_id,
            partners=tuple(partners.get(row.id, ())),
            persons=person_names(*names[row.started_by_id], *names[row.submitted_by_id]),
            translation_version=row.translation_version,
        )
        for row in rows
    ]


def directory_of_names(session: Session) -> Directory:
    """The names, aliases, acronyms and domains of every agency, and all that its services are called."""
    words: dict[uuid.UUID, list[str]] = {}
    aliases = session.exec(select(AgencyAlias.agency_id, AgencyAlias.text).order_by(col(AgencyAlias.text)))
    domains = session.exec(
        select(AgencyDomain.agency_id, AgencyDomain.domain).order_by(col(AgencyDomain.domain))
    )
    for agency_id, word in (*aliases, *domains):
        words.setdefault(agency_id, []).append(word)
    services: dict[uuid.UUID, list[str]] = {}
    # Those that are no longer offered too: texts still name them.
    for service in session.exec(select(Service).order_by(col(Service.code))):
        services.setdefault(service.agency_id, []).extend(
            (service.name_ar, service.name_en, *service.aliases)
        )
    agencies = session.exec(select(Agency).order_by(col(Agency.code)))
    return Directory.of(
        KnownAgency(
            agency.id,
            agency.acronym,
            (agency.name_ar, agency.name_en, *words.get(agency.id, ())),
            tuple(services.get(agency.id, ())),
        )
        for agency in agencies
    )


def last_submission(session: Session, entry_id: uuid.UUID) -> Submission:
    """Raises NotFound."""
    submission = session.exec(
        select(Submission)
        .where(Submission.entry_id == entry_id)
        .order_by(col(Submission.sequence).desc())
        .limit(1)
    ).first()
    if submission is None:
        raise NotFound
    return submission


def copy_of(session: Session, submission_id: uuid.UUID) -> BlindCopy | None:
    """The copy of one submission, approved or not; an entry that is submitted again gets another copy, one whose
    translation was changed since has none until it is prepared anew.
    """
    of_entry = select(BlindCopy).join(Entry, col(Entry.id) == col(BlindCopy.entry_id))
    return session.exec(of_entry.where(BlindCopy.submission_id == submission_id, SAME_TRANSLATION)).first()
