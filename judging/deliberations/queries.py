"""Reads of decisions and of what judges wrote, for whom the results are open to."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from awards.kit.audit import AuditEvent
from awards.kit.db import by_name
from awards.people.models import Person
from judging.deliberations.models import Decision, Outcome, Publication, PublicationConsent
from judging.deliberations.places import Decided, PlaceKey
from judging.rounds.models import ResultsOpening
from judging.rounds.queries import Consent
from judging.rubrics.models import Criterion
from judging.scorecards.models import Score, Scorecard
from judging.tally.document import EntryLine, SheetLine
from judging.tally.models import Tally
from judging.tally.queries import Head, documents_of

_decisions = Decision.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_deciders = Person.__table__.alias("decider")  # type: ignore[attr-defined]
_approvers = Person.__table__.alias("approver")  # type: ignore[attr-defined]
_returners = Person.__table__.alias("returner")  # type: ignore[attr-defined]
_consents = PublicationConsent.__table__  # type: ignore[attr-defined]
_last_consents = PublicationConsent.__table__.alias("last_consent")  # type: ignore[attr-defined]
_publications = Publication.__table__  # type: ignore[attr-defined]
_openings = ResultsOpening.__table__  # type: ignore[attr-defined]
_events = AuditEvent.__table__  # type: ignore[attr-defined]
_tallies = Tally.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_scores = Score.__table__  # type: ignore[attr-defined]
_criteria = Criterion.__table__  # type: ignore[attr-defined]

_DECIDED = (
    sa.select(
        _decisions,
        sa.and_(_decisions.c.entry_id.is_not(None), _entries.c.state != EntryState.SUBMITTED).label(
            "entry_out"
        ),
        _deciders.c.name_ar.label("decided_by_ar"),
        _deciders.c.name_en.label("decided_by_en"),
        _approvers.c.name_ar.label("approved_by_ar"),
        _approvers.c.name_en.label("approved_by_en"),
        _returners.c.name_ar.label("returned_by_ar"),
        _returners.c.name_en.label("returned_by_en"),
    )
    .join(_categories, _categories.c.id == _decisions.c.category_id)
    .join(_deciders, _deciders.c.id == _decisions.c.decided_by_id)
    .outerjoin(_approvers, _approvers.c.id == _decisions.c.approved_by_id)
    .outerjoin(_returners, _returners.c.id == _decisions.c.returned_by_id)
    .outerjoin(_entries, _entries.c.id == _decisions.c.entry_id)
    .where(_categories.c.cycle_id == sa.bindparam("cycle_id"))
    .order_by(_categories.c.position, _decisions.c.place, _entries.c.number)
)
_VERSIONS = (
    sa.select(
        _tallies.c.id,
        _tallies.c.version,
        _tallies.c.reason,
        _tallies.c.computed_at,
        _deciders.c.name_ar,
        _deciders.c.name_en,
    )
    .join(_deciders, _deciders.c.id == _tallies.c.computed_by_id)
    .where(_tallies.c.round_id == sa.bindparam("round_id"))
    .order_by(_tallies.c.version.desc())
)
_CONSENTS = (
    sa.select(_consents.c.person_id, _deciders.c.name_ar, _deciders.c.name_en, _consents.c.at)
    .join(_deciders, _deciders.c.id == _consents.c.person_id)
    .where(_consents.c.cycle_id == sa.bindparam("cycle_id"), _consents.c.seen == sa.bindparam("seen"))
    .order_by(_consents.c.at)
)
_ANSWERABLE = sa.union_all(
    sa.select(
        _openings.c.person_id,
        _deciders.c.name_ar,
        _deciders.c.name_en,
        _openings.c.at.label("at"),
        sa.false().label("publishes"),
    )
    .join(_deciders, _deciders.c.id == _openings.c.person_id)
    .where(_openings.c.round_id == sa.bindparam("round_id")),
    sa.select(
        _consents.c.person_id,
        _deciders.c.name_ar,
        _deciders.c.name_en,
        _consents.c.at.label("at"),
        sa.true().label("publishes"),
    )
    .join(_deciders, _deciders.c.id == _consents.c.person_id)
    .join(_publications, _publications.c.cycle_id == _consents.c.cycle_id)
    .join(
        _last_consents,
        sa.and_(
            _last_consents.c.cycle_id == _consents.c.cycle_id,
            _last_consents.c.person_id == _publications.c.published_by_id,
            _last_consents.c.seen == _consents.c.seen,
        ),
    )
    .where(_consents.c.cycle_id == sa.bindparam("cycle_id")),
).order_by("at")
_MOVES = (
    sa.select(_events.c.at, _events.c.detail, _deciders.c.name_ar, _deciders.c.name_en)
    .outerjoin(_deciders, _deciders.c.id == _events.c.actor_id)
    .where(_events.c.action == "cycle.dates_moved", _events.c.subject_id == sa.bindparam("cycle"))
    .order_by(_events.c.sequence)
)
_CARDS = sa.select(_cards.c.id, _cards.c.strengths, _cards.c.improvements, _cards.c.confidential).where(
    _cards.c.id.in_(sa.bindparam("cards", expanding=True))
)
_COMMENTS = (
    sa.select(_scores.c.scorecard_id, _criteria.c.key, _scores.c.comment)
    .join(_criteria, _criteria.c.id == _scores.c.criterion_id)
    .where(_scores.c.scorecard_id.in_(sa.bindparam("cards", expanding=True)), _scores.c.comment != "")
    .order_by(_criteria.c.position)
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a judge wrote on one sheet."""

    strengths: str
    improvements: str
    confidential: str
    comments: tuple[tuple[str, str], ...]
    """(criterion key, comment), in the rubric's order."""

    @property
    def anything(self) -> bool:
        return bool(self.strengths or self.improvements or self.confidential or self.comments)

    def comment_on(self, criterion: str) -> str:
        """Empty where the judge wrote nothing on it: a criterion may be left without points and without a word."""
        return dict(self.comments).get(criterion, "")


def no_longer_in(session: Session, category_id: uuid.UUID) -> set[uuid.UUID]:
    """The entries of a category that were withdrawn or disqualified: whatever they were counted as, they get no place."""
    out = sa.select(_entries.c.id).where(
        _entries.c.category_id == category_id, _entries.c.state != EntryState.SUBMITTED
    )
    return set(session.connection().scalars(out))


def decided_places(session: Session, cycle_id: uuid.UUID) -> dict[PlaceKey, Decided]:
    """What has been decided of a cycle's places."""
    rows: defaultdict[PlaceKey, list[sa.Row[tuple[object, ...]]]] = defaultdict(list)
    for row in session.connection().execute(_DECIDED, {"cycle_id": cycle_id}):
        rows[row.category_id, row.place].append(row)
    return {key: _decided(shared) for key, shared in rows.items()}


def _decided(rows: list[sa.Row[tuple[object, ...]]]) -> Decided:
    first = rows[0]
    return Decided(
        ids=tuple(row.id for row in rows),
        category_id=first.category_id,
        place=first.place,
        tally_id=first.tally_id,
        outcome=Outcome(first.outcome),
        entry_ids=tuple(row.entry_id for row in rows if row.entry_id is not None),
        entries_out=sum(bool(row.entry_out) for row in rows),
        citation_ar=first.citation_ar,
        citation_en=first.citation_en,
        reason=first.reason,
        reason_en=first.reason_en,
        decided_at=first.decided_at,
        decided_by_id=first.decided_by_id,
        decided_by_ar=first.decided_by_ar,
        decided_by_en=first.decided_by_en,
        approved_at=first.approved_at,
        approved_by_ar=first.approved_by_ar,
        approved_by_en=first.approved_by_en,
        returned_at=first.returned_at,
        returned_by_ar=first.returned_by_ar,
        returned_by_en=first.returned_by_en,
        returned_reason=first.returned_reason,
    )


def place_of_entry(decided: dict[PlaceKey, Decided], entry_id: uuid.UUID) -> Decided | None:
    """The decided place that an entry holds; it holds one at most."""
    return next((place for place in decided.values() if entry_id in place.entry_ids), None)


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version of a round's results."""

    id: uuid.UUID
    version: int
    reason: str
    computed_at: datetime
    name_ar: str
    name_en: str


def tally_versions(session: Session, round_id: uuid.UUID | None) -> list[Version]:
    """The newest first, with who had it counted."""
    rows = session.connection().execute(_VERSIONS, {"round_id": round_id})
    return [by_name(Version, row) for row in rows]


@dataclass(frozen=True, slots=True)
class FormerSheet:
    """A sheet that the results counted once, and what they do without since."""

    sheet: SheetLine
    without: Version


def former_sheets(session: Session, head: Head, code: str, entry_number: int) -> list[FormerSheet]:
    """Sheets of an entry that an earlier version of the results counted, those that fell first before others.

    Only for results that are open. Nothing is read where there was no earlier version.
    """
    if head.version is None or head.version == 1:
        return []
    versions = tally_versions(session, head.round_id)[::-1]
    documents = documents_of(session, [version.id for version in versions])
    counted = []
    for version in versions:
        category = documents[version.id].category(code)
        entry = category.entry(entry_number) if category else None
        counted.append({sheet.scorecard_id: sheet for sheet in entry.sheets} if entry else {})
    return [
        FormerSheet(sheet, without)
        for before, after, without in zip(counted, counted[1:], versions[1:], strict=False)
        for id_, sheet in before.items()
        if id_ not in after and id_ not in counted[-1]
    ]


def last_decided_at(session: Session, cycle_id: uuid.UUID) -> datetime | None:
    """When a place of the cycle was last decided or approved."""
    days = [
        at
        for place in decided_places(session, cycle_id).values()
        for at in (place.decided_at, place.approved_at)
    ]
    return max((at for at in days if at), default=None)


def publication_of(session: Session, cycle_id: uuid.UUID) -> Publication | None:
    """When and by whom a cycle was published; None until the second organiser has consented."""
    return session.get(Publication, cycle_id)


def consents_to(session: Session, cycle_id: uuid.UUID, seen: str) -> list[Consent]:
    """Who has consented to publish exactly these decisions (`fingerprint`), the first one first."""
    rows = session.connection().execute(_CONSENTS, {"cycle_id": cycle_id, "seen": seen})
    return [by_name(Consent, row) for row in rows]


@dataclass(frozen=True, slots=True)
class Answerable:
    """Who answers for results: two people opened them, two published them."""

    opened: list[Consent]
    published: list[Consent]
    """Empty while they are not published."""


def who_answers(session: Session, head: Head) -> Answerable:
    """Who published are those who consented to the same decisions as the last of them; a correction comes after that."""
    given = {"round_id": head.round_id, "cycle_id": head.cycle_id}
    found: dict[bool, list[Consent]] = {False: [], True: []}
    for row in session.connection().execute(_ANSWERABLE, given):
        found[bool(row.publishes)].append(Consent(row.person_id, row.name_ar, row.name_en, row.at))
    return Answerable(opened=found[False], published=found[True])


@dataclass(frozen=True, slots=True)
class Moved:
    """A day of publication that was moved."""

    at: datetime
    name_ar: str | None
    name_en: str | None
    old: datetime
    new: datetime
    reason: str


def moves_of_publication(session: Session, cycle_id: uuid.UUID, since: datetime | None) -> list[Moved]:
    """The day of publication as the audit log knows it: each move since judging began, the first one first."""
    rows = session.connection().execute(_MOVES, {"cycle": str(cycle_id)})
    return [
        Moved(
            row.at,
            row.name_ar,
            row.name_en,
            datetime.fromisoformat(row.detail["old"]["publishes"]),
            datetime.fromisoformat(row.detail["new"]["publishes"]),
            row.detail.get("reason", ""),
        )
        for row in rows
        if since and row.at >= since and row.detail["old"]["publishes"] != row.detail["new"]["publishes"]
    ]


def written_on(session: Session, entry: EntryLine) -> dict[uuid.UUID, Written]:
    """What the judges wrote on the sheets that count for this entry, by scorecard."""
    cards = {"cards": [sheet.scorecard_id for sheet in entry.sheets]}
    comments: defaultdict[uuid.UUID, list[tuple[str, str]]] = defaultdict(list)
    for card_id, key, comment in session.connection().execute(_COMMENTS, cards):
        comments[card_id].append((key, comment))
    return {
        row.id: Written(row.strengths, row.improvements, row.confidential, tuple(comments[row.id]))
        for row in session.connection().execute(_CARDS, cards)
    }
