"""Reading the facts of a round at once."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category, Cycle
from awards.directory.models import Agency as DirectoryAgency
from awards.directory.models import AgencyDomain, Membership
from awards.entries.models import Entry, EntryLanguage, EntryPartner, EntryState, Submission
from awards.kit.errors import NotFound
from awards.people.models import Person
from judging.assignments.facts import EntryFacts, Facts, JudgeFacts, Made
from judging.assignments.models import Assignment
from judging.blinding.models import BlindCopy
from judging.blinding.queries import LAST_SUBMISSION, SAME_TRANSLATION
from judging.blinding.sheets import HOLDS, SHEETS
from judging.panels.models import Judge, JudgeAffiliation, JudgeExpertise, Origin, PanelReserve
from judging.recusals.conflicts import Agency, EntryTies, JudgeTies
from judging.recusals.models import Recusal
from judging.recusals.pairs import conflicting_pairs
from judging.rounds.contest import read_in
from judging.rounds.models import Round
from judging.rubrics.kinds import RoundKind

V = TypeVar("V")

_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_submissions = Submission.__table__  # type: ignore[attr-defined]
_copies = BlindCopy.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]

_CYCLE: sa.BindParameter[Any] = sa.bindparam("cycle")
_ENTRIES = (
    sa.select(
        _entries.c.id,
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        # As it was submitted: the entry goes on being written until intake closes.
        _submissions.c.content["language"].as_string().label("language"),
        _entries.c.agency_id,
        _entries.c.started_by_id,
        _submissions.c.submitted_by_id,
        _categories.c.code.label("category"),
        _copies.c.approved_at.is_not(None).label("ready"),
        _copies.c.content["translation"].as_string().label("translation"),
    )
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .join(_rounds, _rounds.c.id == sa.bindparam("round"))
    .join(_submissions, _submissions.c.id == LAST_SUBMISSION)
    .outerjoin(_copies, sa.and_(_copies.c.submission_id == _submissions.c.id, SAME_TRANSLATION))
    .where(
        _entries.c.cycle_id == _CYCLE,
        _entries.c.state == EntryState.SUBMITTED,
        read_in(_rounds, _entries),
    )
    .order_by(_categories.c.position, _entries.c.number)
)
_JUDGES = (
    sa.select(_judges, _people.c.email, _people.c.name_ar, _people.c.name_en)
    .join(_people, _people.c.id == _judges.c.person_id)
    .where(_judges.c.cycle_id == _CYCLE)
    .order_by(_judges.c.origin, _people.c.name_en, _judges.c.id)
)
_MADE = (
    sa.select(
        _assignments.c.id,
        _assignments.c.judge_id,
        _assignments.c.entry_id,
        _assignments.c.code,
        _assignments.c.position,
        _assignments.c.ended_at,
        SHEETS.c.lodged_at.is_not(None).label("lodged"),
    )
    .outerjoin(SHEETS, SHEETS.c.assignment_id == _assignments.c.id)
    .where(_assignments.c.round_id == sa.bindparam("round"))
)
_ELSEWHERE = (
    sa.select(_assignments.c.judge_id, _assignments.c.entry_id)
    .join(_rounds, _rounds.c.id == _assignments.c.round_id)
    .where(_rounds.c.cycle_id == _CYCLE, _rounds.c.id != sa.bindparam("round"))
)
_earlier, _before, _then, _seats_then = (
    table.alias() for table in (_rounds, _entries, _assignments, _judges)
)
_cycles = Cycle.__table__  # type: ignore[attr-defined]
_past, _present = _cycles.alias(), _cycles.alias()
_ACQUAINTED = (
    sa.select(_judges.c.id, _entries.c.id)
    .distinct()
    .select_from(_then)
    .join(SHEETS, sa.and_(SHEETS.c.assignment_id == _then.c.id, SHEETS.c.lodged_at.is_not(None)))
    .join(_earlier, _earlier.c.id == _then.c.round_id)
    .join(_past, _past.c.id == _earlier.c.cycle_id)
    .join(_present, sa.and_(_present.c.id == _CYCLE, _present.c.number > _past.c.number))
    .join(_seats_then, _seats_then.c.id == _then.c.judge_id)
    .join(_judges, sa.and_(_judges.c.person_id == _seats_then.c.person_id, _judges.c.cycle_id == _CYCLE))
    .join(_before, _before.c.id == _then.c.entry_id)
    .join(
        _entries,
        sa.and_(
            _entries.c.cycle_id == _CYCLE,
            sa.case(
                (_before.c.agency_id.is_not(None), _entries.c.agency_id == _before.c.agency_id),
                else_=sa.and_(
                    _entries.c.agency_id.is_(None), _entries.c.started_by_id == _before.c.started_by_id
                ),
            ),
        ),
    )
)
_PARTNERS = (
    select(EntryPartner.entry_id, EntryPartner.agency_id)
    .join(Entry, col(Entry.id) == col(EntryPartner.entry_id))
    .where(Entry.cycle_id == _CYCLE)
)
_IN_JURY = col(Judge.cycle_id) == _CYCLE
_EXPERTISE = (
    select(JudgeExpertise.judge_id, JudgeExpertise.category_code)
    .join(Judge, col(Judge.id) == col(JudgeExpertise.judge_id))
    .where(_IN_JURY)
)
_RESERVES = (
    select(PanelReserve.judge_id, Category.code)
    .join(Category, col(Category.id) == col(PanelReserve.category_id))
    .where(Category.cycle_id == _CYCLE)
)
_AFFILIATIONS = (
    select(JudgeAffiliation.judge_id, JudgeAffiliation.agency_id, JudgeAffiliation.former)
    .join(Judge, col(Judge.id) == col(JudgeAffiliation.judge_id))
    .where(_IN_JURY)
)
_MEMBERSHIPS = (
    select(Judge.id, Membership.agency_id)
    .join(Membership, col(Membership.person_id) == col(Judge.person_id))
    .where(_IN_JURY)
)
_RECUSALS = (
    select(Recusal.judge_id, Recusal.entry_id)
    .join(Judge, col(Judge.id) == col(Recusal.judge_id))
    .where(_IN_JURY)
)


def gather(session: Session, round_id: uuid.UUID) -> Facts:
    """Everything about a round, in a number of statements that does not depend on its size. Raises NotFound."""
    round_ = session.get(Round, round_id)
    if round_ is None:
        raise NotFound
    connection, cycle = session.connection(), {"cycle": round_.cycle_id}
    entries = connection.execute(_ENTRIES, {**cycle, "round": round_id}).all()
    judges = connection.execute(_JUDGES, cycle).all()
    made = connection.execute(_MADE, {"round": round_id}).all()
    elsewhere = (
        connection.execute(_ELSEWHERE, {**cycle, "round": round_id}) if round_.kind is RoundKind.FINAL else ()
    )
    acquainted = connection.execute(_ACQUAINTED, cycle)
    agencies = _agencies(session)
    partners = _grouped(session.exec(_PARTNERS, params=cycle))
    expertise = _grouped(session.exec(_EXPERTISE, params=cycle))
    recused = _grouped(session.exec(_RECUSALS, params=cycle))
    own: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    former: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for judge_id, agency_id, was in session.exec(_AFFILIATIONS, params=cycle):
        (former if was else own)[judge_id].append(agency_id)
    for judge_id, agency_id in session.exec(_MEMBERSHIPS, params=cycle):
        own[judge_id].append(agency_id)
    seat_of = {row.person_id: row.id for row in judges}
    found = conflicting_pairs(
        (
            JudgeTies(
                person=row.person_id,
                agencies=tuple(agencies[id_] for id_ in own.get(row.id, ())),
                former=frozenset(former.get(row.id, ())),
                emails=frozenset({row.email}),
                recused_from=frozenset(recused.get(row.id, ())),
            )
            for row in judges
        ),
        (
            EntryTies(
                entry=row.id,
                lead=agencies[row.agency_id] if row.agency_id else None,
                partners=tuple(agencies[id_] for id_ in partners.get(row.id, ())),
                people=frozenset({row.started_by_id, row.submitted_by_id}),
            )
            for row in entries
        ),
    )
    return Facts(
        round=round_,
        entries={
            row.id: EntryFacts(
                row.id,
                row.number,
                row.title_ar,
                row.title_en,
                row.category,
                _languages(EntryLanguage(row.language), row.translation if row.ready else ""),
                bool(row.ready),
            )
            for row in entries
        },
        judges={
            row.id: JudgeFacts(
                row.id,
                row.person_id,
                row.name_ar,
                row.name_en,
                Origin(row.origin),
                frozenset(lang for lang, reads in (("ar", row.reads_ar), ("en", row.reads_en)) if reads),
                0 if row.dropped_out_at else min(row.capacity, round_.max_load),
                frozenset(expertise.get(row.id, ())),
                row.dropped_out_at,
                row.dropped_out_reason,
            )
            for row in judges
        },
        made=tuple(
            Made(
                row.id,
                row.judge_id,
                row.entry_id,
                row.code,
                row.position,
                row.ended_at is not None,
                bool(row.lodged),
            )
            for row in made
        ),
        conflicts={(seat_of[person], entry): reason.kind for (person, entry), reason in found.items()},  # type: ignore[misc]
        reserves=frozenset(map(tuple, session.exec(_RESERVES, params=cycle))),  # type: ignore[arg-type]
        acquainted=frozenset(map(tuple, acquainted)),
        read_before=frozenset((judge_id, entry_id) for judge_id, entry_id in elsewhere),
    )


def kept_apart(session: Session, rounds: Iterable[uuid.UUID]) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
    """(seat, entry) of these rounds where a tie or a recusal keeps the one from the other: nobody chairs such an entry."""
    return frozenset(pair for round_id in set(rounds) for pair in gather(session, round_id).conflicts)


def lodged_sheets() -> sa.Select[tuple[uuid.UUID]]:
    """The assignments whose sheet is lodged, or reopened."""
    return sa.select(SHEETS.c.assignment_id).where(HOLDS)


def _languages(language: EntryLanguage, translation: str | None) -> frozenset[str]:
    """Those in which all of it can be read: an approved translation is as good as another language of its own."""
    own = {"ar", "en"} if language is EntryLanguage.BOTH else {language.value}
    return frozenset(own | {translation} if translation else own)


def _agencies(session: Session) -> dict[uuid.UUID, Agency]:
    domains = _grouped(session.exec(select(AgencyDomain.agency_id, AgencyDomain.domain)))
    rows = session.exec(select(DirectoryAgency.id, DirectoryAgency.parent_id))
    return {id_: Agency(id_, parent, frozenset(domains.get(id_, ()))) for id_, parent in rows}


def _grouped(pairs: Iterable[tuple[uuid.UUID, V]]) -> dict[uuid.UUID, list[V]]:
    grouped: dict[uuid.UUID, list[V]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return grouped
