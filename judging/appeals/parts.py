"""Who had which part in the decision on an entry, as the tables and the audit log have it: two statements."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.directory.models import Membership
from awards.entries.models import Entry, EntryPartner, PartnerState, Submission
from awards.kit.audit import AuditEvent
from awards.people.models import Person, Role, RoleGrant
from judging.appeals.queries import Filed
from judging.appeals.rules import Candidate, Part, may_rule
from judging.assignments.models import Assignment
from judging.deliberations.models import PublicationConsent
from judging.panels.models import Judge, JudgeAffiliation, JudgeExpertise, PanelOfficer
from judging.rounds.models import ResultsOpening, Round
from judging.tally.models import Tally

_people = Person.__table__  # type: ignore[attr-defined]
_grants = RoleGrant.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_openings = ResultsOpening.__table__  # type: ignore[attr-defined]
_tallies = Tally.__table__  # type: ignore[attr-defined]
_events = AuditEvent.__table__  # type: ignore[attr-defined]
_consents = PublicationConsent.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_expertise = JudgeExpertise.__table__  # type: ignore[attr-defined]
_affiliations = JudgeAffiliation.__table__  # type: ignore[attr-defined]
_officers = PanelOfficer.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_submissions = Submission.__table__  # type: ignore[attr-defined]
_partners = EntryPartner.__table__  # type: ignore[attr-defined]
_members = Membership.__table__  # type: ignore[attr-defined]

_cycle: sa.BindParameter[uuid.UUID] = sa.bindparam("cycle")
_category: sa.BindParameter[uuid.UUID] = sa.bindparam("category")
_entry: sa.BindParameter[uuid.UUID] = sa.bindparam("entry")
_of_cycle = sa.select(_rounds.c.id).where(_rounds.c.cycle_id == _cycle)
_in_category = sa.select(_entries.c.id).where(_entries.c.category_id == _category)
_agencies = sa.union(
    sa.select(_entries.c.agency_id).where(_entries.c.id == _entry, _entries.c.agency_id.is_not(None)),
    sa.select(_partners.c.agency_id).where(
        _partners.c.entry_id == _entry, _partners.c.state == PartnerState.CONFIRMED
    ),
)
_DECIDING = ("place.decided", "place.approved", "place.returned")


def _part(
    part: Part,
    person: sa.ColumnElement[uuid.UUID],
    source: sa.FromClause,
    *where: sa.ColumnElement[bool],
) -> Any:
    """Who had this part: `person` of the rows of `source` for which all of `where` holds."""
    who = sa.select(person.label("person"), sa.literal(part.value).label("part"))
    return who.select_from(source).where(*where)


_PARTS = sa.union(
    _part(Part.OPENED, _openings.c.person_id, _openings, _openings.c.round_id.in_(_of_cycle)),
    _part(Part.OPENED, _tallies.c.computed_by_id, _tallies, _tallies.c.round_id.in_(_of_cycle)),
    _part(
        Part.DECIDED,
        _events.c.actor_id,
        _events,
        _events.c.action.in_(_DECIDING),
        _events.c.subject_id == sa.bindparam("subject"),
        _events.c.actor_id.is_not(None),
    ),
    _part(Part.PUBLISHED, _consents.c.person_id, _consents, _consents.c.cycle_id == _cycle),
    _part(
        Part.JUDGED,
        _judges.c.person_id,
        _judges.join(_expertise, _expertise.c.judge_id == _judges.c.id),
        _judges.c.cycle_id == _cycle,
        _expertise.c.category_code == sa.bindparam("code"),
    ),
    _part(
        Part.JUDGED,
        _judges.c.person_id,
        _judges.join(_assignments, _assignments.c.judge_id == _judges.c.id),
        _assignments.c.round_id.in_(_of_cycle),
        _assignments.c.entry_id.in_(_in_category),
    ),
    _part(
        Part.JUDGED,
        _judges.c.person_id,
        _judges.join(_officers, _officers.c.judge_id == _judges.c.id),
        _officers.c.category_id == _category,
    ),
    _part(Part.ENTRANT, _members.c.person_id, _members, _members.c.agency_id.in_(_agencies)),
    _part(
        Part.ENTRANT,
        _judges.c.person_id,
        _judges.join(_affiliations, _affiliations.c.judge_id == _judges.c.id),
        _affiliations.c.agency_id.in_(_agencies),
    ),
    _part(Part.ENTRANT, _entries.c.started_by_id, _entries, _entries.c.id == _entry),
    _part(Part.ENTRANT, _submissions.c.submitted_by_id, _submissions, _submissions.c.entry_id == _entry),
)
_ORGANISERS = (
    sa.select(_people.c.id, _people.c.name_ar, _people.c.name_en, _people.c.disabled_at)
    .join(_grants, _grants.c.person_id == _people.c.id)
    .where(_grants.c.role == Role.ORGANISER)
    .order_by(_people.c.name_ar, _people.c.id)
)


@dataclass(frozen=True, slots=True)
class Known:
    """An organiser, with what they had to do with a decision."""

    id: uuid.UUID
    name_ar: str
    name_en: str
    candidate: Candidate

    @property
    def may_rule(self) -> bool:
        return may_rule(self.candidate)


def candidates_for(session: Session, appeal: Filed) -> list[Known]:
    """Every organiser, by name, with their part in the decision that the appeal is against."""
    connection = session.connection()
    about = {
        "cycle": appeal.cycle_id,
        "category": appeal.category_id,
        "subject": str(appeal.category_id),
        "code": appeal.code,
        "entry": appeal.entry_id,
    }
    parts: defaultdict[uuid.UUID, set[Part]] = defaultdict(set)
    for row in connection.execute(_PARTS, about):
        parts[row.person].add(Part(row.part))
    return [
        Known(
            row.id,
            row.name_ar,
            row.name_en,
            Candidate(frozenset({Role.ORGANISER}), frozenset(parts[row.id]), active=row.disabled_at is None),
        )
        for row in connection.execute(_ORGANISERS)
    ]


def candidate_for(session: Session, appeal: Filed, person_id: uuid.UUID) -> Candidate | None:
    """One organiser; none for anybody else."""
    return next((one.candidate for one in candidates_for(session, appeal) if one.id == person_id), None)
