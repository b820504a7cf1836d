"""What is sealed, read from the database: the members of the file but its manifest and signature."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from awards.kit.audit import AuditEvent, body_of
from awards.kit.canonical import canonical_json
from awards.kit.chain import GENESIS
from awards.kit.checkpoints import checkpoint_of, to_json
from awards.kit.signing import Signer
from judging.assignments.models import Assignment
from judging.deliberations.departures import departs
from judging.deliberations.models import Decision
from judging.deliberations.places import Decided, PlaceKey, decided_of, given_places
from judging.deliberations.queries import (
    decided_places,
    publication_of,
    tally_versions,
    who_answers,
)
from judging.rounds.models import Round
from judging.rounds.queries import Consent
from judging.rubrics.models import Criterion, Rubric
from judging.rubrics.queries import scale_in
from judging.scorecards.models import LodgementReceipt, Scorecard
from judging.sealing.readme import TEXT
from judging.tally.document import CategoryTally, CriterionLine, Document, EntryLine
from judging.tally.document import to_json as document_json
from judging.tally.pseudonyms import judge_pseudonyms
from judging.tally.queries import Head, document_of
from judging.tally.reading import reading_document
from judging.tally.sheets import JUDGES

NAMES = ("title_ar", "title_en", "entrant_ar", "entrant_en", "partners")
"""What of an entry tells whose it is; sealed of those alone that were given a place."""
PROVING = frozenset(
    {
        "first_reading.moved_on",
        "place.approved",
        "place.decided",
        "place.returned",
        "publication.consented",
        "results.consented",
        "results.opened",
        "results.published",
        "results.sealed",
        "round.closed",
        "round.method_chosen",
        "round.opened",
        "tally.computed",
    }
)
"""The events that are shown whole. None of them is a judge's: who lodged a sheet would undo the pseudonyms."""

_categories = Category.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_rubrics = Rubric.__table__  # type: ignore[attr-defined]
_criteria = Criterion.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_receipts = LodgementReceipt.__table__  # type: ignore[attr-defined]
_decisions = Decision.__table__  # type: ignore[attr-defined]
_events = AuditEvent.__table__  # type: ignore[attr-defined]

_cycle: sa.BindParameter[uuid.UUID] = sa.bindparam("cycle_id")
_LODGED = (
    sa.select(
        _receipts.c.scorecard_id,
        _receipts.c.digest,
        _receipts.c.salt,
        _receipts.c.sheet,
        _cards.c.lodged_at,
        _assignments.c.judge_id,
        _assignments.c.ended_at,
        _entries.c.number,
        _entries.c.state,
        _rounds.c.id.label("round_id"),
        _rounds.c.kind,
    )
    .join(_cards, _cards.c.id == _receipts.c.scorecard_id)
    .join(_assignments, _assignments.c.id == _cards.c.assignment_id)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .join(_rounds, _rounds.c.id == _assignments.c.round_id)
    .where(_rounds.c.cycle_id == _cycle)
    .order_by(_receipts.c.at, _receipts.c.id)
)
_CRITERIA = (
    sa.select(
        _rubrics.c.id.label("rubric_id"),
        _rubrics.c.version,
        _rubrics.c.frozen_at,
        _categories.c.code,
        _criteria,
    )
    .join(_rubrics, _rubrics.c.id == _criteria.c.rubric_id)
    .join(_categories, _categories.c.id == _rubrics.c.category_id)
    .where(_categories.c.cycle_id == _cycle)
    .order_by(_categories.c.position, _rubrics.c.version, _criteria.c.position)
)
_APPROVERS = sa.select(_decisions.c.id, _decisions.c.approved_by_id).where(
    _decisions.c.category_id.in_(sa.select(_categories.c.id).where(_categories.c.cycle_id == _cycle))
)
_CHAIN = sa.select(_events.c.sequence, _events.c.digest).order_by(_events.c.sequence)
_PROVING = (
    sa.select(_events)
    .where(_events.c.action.in_(PROVING), _events.c.subject_id.in_(sa.bindparam("subjects", expanding=True)))
    .order_by(_events.c.sequence)
)
_SUBJECTS = sa.union_all(
    sa.select(_categories.c.id).where(_categories.c.cycle_id == _cycle),
    sa.select(_rounds.c.id).where(_rounds.c.cycle_id == _cycle),
)


def what_is_said(session: Session, head: Head) -> dict[str, bytes]:
    """The members that say what the results are: rubrics, sheets, results, decisions. Raises NotYetOpened."""
    document = document_of(session, head)
    read = reading_document(session, head.cycle_id)
    receipts = session.connection().execute(_LODGED, {"cycle_id": head.cycle_id}).all()
    said = {
        "rubrics.json": _rubrics_said(session, head, {row.sheet["rubric"]["id"] for row in receipts}),
        "sheets.json": _sheets_said(session, document, read, receipts),
        "results.json": _results_said(session, head, document, read),
        "decisions.json": _decisions_said(session, head, document),
    }
    return {name: canonical_json(value) for name, value in said.items()}


def what_proves_it(session: Session, head: Head, signer: Signer, at: datetime) -> dict[str, bytes]:
    """The other members: the audit log up to now, and the text that explains."""
    chain = session.connection().execute(_CHAIN).all()
    last, last_digest = chain[-1] if chain else (0, GENESIS)
    checkpoint = checkpoint_of(signer, sequence=last, head=last_digest, at=at)
    return {
        "README.txt": TEXT.encode(),
        "events.json": canonical_json(shown_events(session, head)),
        "chain.txt": "".join(f"{sequence} {digest}\n" for sequence, digest in chain).encode("ascii"),
        "checkpoint.json": to_json(checkpoint).encode(),
    }


def shown_events(session: Session, head: Head) -> list[dict[str, Any]]:
    """The events of the log that are shown whole, each with its number and what its digest covers."""
    connection = session.connection()
    subjects = connection.scalars(_SUBJECTS, {"cycle_id": head.cycle_id})
    shown = connection.execute(_PROVING, {"subjects": [str(head.cycle_id), *map(str, subjects)]})
    return [
        {
            "sequence": row.sequence,
            **body_of(row.at, row.actor_id, row.action, row.subject_id, row.detail, row.origin),
        }
        for row in shown
    ]


def without_names(document: Document) -> dict[str, Any]:
    """The plain tally, without whose entries they are."""
    plain = document_json(document)
    for category in plain["categories"]:
        for entry in category["entries"]:
            for name in NAMES:
                del entry[name]
    return plain


def _rubrics_said(session: Session, head: Head, used: Iterable[str]) -> list[dict[str, Any]]:
    """Every version by which a sheet was lodged."""
    rubrics: dict[str, dict[str, Any]] = {}
    for row in session.connection().execute(_CRITERIA, {"cycle_id": head.cycle_id}):
        if str(row.rubric_id) not in used:
            continue
        rubric = rubrics.setdefault(
            str(row.rubric_id),
            {
                "id": str(row.rubric_id),
                "category": row.code,
                "version": row.version,
                "frozen_at": _when(row.frozen_at),
                "criteria": [],
            },
        )
        line = CriterionLine(row.key, row.name_ar, row.name_en, row.weight, scale_in(row))
        rubric["criteria"].append(
            {**msgspec.to_builtins(line), "guidance_ar": row.guidance_ar, "guidance_en": row.guidance_en}
        )
    return list(rubrics.values())


def _sheets_said(
    session: Session, document: Document, read: Document | None, receipts: Iterable[Any]
) -> list[dict[str, Any]]:
    """Every receipt that was given, by round, entry and judge, each with why it does not count, if it does not."""
    counted, first = counted_in(document), counted_in(read) if read else frozenset()
    receipts = list(receipts)
    last = {row.scorecard_id: row.digest for row in receipts}
    names = {
        one.round_id: judge_pseudonyms(
            one.round_id, session.connection().scalars(JUDGES, {"round_id": one.round_id})
        )
        for one in (document, read)
        if one
    }
    lines = [
        {
            "round": row.kind.position,
            "entry": row.number,
            "judge": names[read.round_id if read and row.round_id == read.round_id else document.round_id][
                row.judge_id
            ],
            "receipt": row.digest,
            "salt": row.salt,
            "sheet": row.sheet,
            "left_out": None
            if str(row.scorecard_id) in counted and last[row.scorecard_id] == row.digest
            else _why_left_out(row, last, first),
        }
        for row in receipts
    ]
    return sorted(lines, key=lambda line: (line["round"], line["entry"], line["judge"]))


def counted_in(document: Document) -> frozenset[str]:
    """The ids of the sheets that count."""
    return frozenset(
        str(sheet.scorecard_id) for c in document.categories for entry in c.entries for sheet in entry.sheets
    )


def _why_left_out(row: Any, last: Mapping[uuid.UUID, str], first: frozenset[str]) -> str:
    """`first` are the sheets that counted in a first reading, and in it alone."""
    if last[row.scorecard_id] != row.digest:
        return "replaced"
    if str(row.scorecard_id) in first:
        return "first_reading"
    if row.state != EntryState.SUBMITTED:
        return "entry_out"
    if row.ended_at is not None:
        return "assignment_ended"
    return "reopened" if row.lodged_at is None else "other_round"


def _results_said(session: Session, head: Head, document: Document, read: Document | None) -> dict[str, Any]:
    versions = versions_said(session, head.round_id)
    said = {"version": head.version, "versions": versions, "tally": without_names(document)}
    return {**said, "first_reading": without_names(read)} if read else said


def versions_said(session: Session, round_id: uuid.UUID | None) -> list[dict[str, Any]]:
    """Every version of a round's results, the first one first, with its reason and who had it counted."""
    return [
        {
            "version": version.version,
            "reason": version.reason,
            "counted_at": _when(version.computed_at),
            "counted_by": _both(version.name_ar, version.name_en),
        }
        for version in reversed(tally_versions(session, round_id))
    ]


def _decisions_said(session: Session, head: Head, document: Document) -> dict[str, Any]:
    decided = decided_places(session, head.cycle_id)
    found = session.connection().execute(_APPROVERS, {"cycle_id": head.cycle_id})
    approvers = {row.id: row.approved_by_id for row in found}
    publication, answerable = publication_of(session, head.cycle_id), who_answers(session, head)
    return {
        "cycle": str(head.cycle_id),
        "opened": [_consent(one) for one in answerable.opened],
        "published": None
        if publication is None
        else {
            "at": _when(publication.published_at),
            "by": [_consent(one) for one in answerable.published],
        },
        "places": [
            _place(category, place, decided, approvers.get(place.ids[0]))
            for category in document.categories
            for number in decided_of(category, decided)
            if (place := decided.get((category.id, number)))
        ],
    }


def _place(
    category: CategoryTally,
    found: Decided,
    decided: Mapping[PlaceKey, Decided],
    approved_by: uuid.UUID | None,
) -> dict[str, Any]:
    approval = {
        "at": _when(found.approved_at),
        "by": _person(approved_by, found.approved_by_ar, found.approved_by_en),
    }
    return {
        "category": category.code,
        "place": found.place,
        "outcome": found.outcome.value,
        "entries": [named_entry(entry) for entry in category.entries if entry.entry_id in found.entry_ids],
        "citation_ar": found.citation_ar,
        "citation_en": found.citation_en,
        "departs": departs(category, found.place, given_places(decided, category.id)),
        "reason": found.reason,
        "reason_en": found.reason_en,
        "decided": {
            "at": _when(found.decided_at),
            "by": _person(found.decided_by_id, found.decided_by_ar, found.decided_by_en),
        },
        "approved": approval if found.approved_at else None,
    }


def named_entry(entry: EntryLine) -> dict[str, Any]:
    """Who was given a place, as publication shows them."""
    return {
        "id": str(entry.entry_id),
        "number": entry.number,
        "title": _both(entry.title_ar, entry.title_en),
        "entrant": _both(entry.entrant_ar, entry.entrant_en),
        "partners": [_both(partner.name_ar, partner.name_en) for partner in entry.partners],
    }


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "at": _when(consent.at),
        "by": _person(consent.person_id, consent.name_ar, consent.name_en),
    }


def _person(id_: uuid.UUID | None, arabic: str | None, english: str | None) -> dict[str, Any]:
    return {"id": str(id_), "name": _both(arabic, english)}


def _both(arabic: str | None, english: str | None) -> dict[str, str | None]:
    return {"ar": arabic, "en": english}


def _when(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None
