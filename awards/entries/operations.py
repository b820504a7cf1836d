"""What is done with an entry: start, save, attach, submit, withdraw, disqualify.

`by` is the person who does it. Whoever has no part in the entry gets NotFound, except where an organiser acts;
organisers are let in by the guard of their route.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.queries import eligibility_of
from awards.directory.models import Agency
from awards.entries import queries
from awards.entries.answers import written
from awards.entries.attachments import attach_file, check_file, remove_attachment
from awards.entries.changes import TEXTS, EntryChanges, answered, as_kept, kept_now, merge
from awards.entries.content import content_hash, content_of, receipt_number
from awards.entries.eligibility_answers import asked_in, frozen, what_bars
from awards.entries.models import (
    Answer,
    Entry,
    EntryEnding,
    EntryLanguage,
    EntryPartner,
    EntryState,
    PartnerState,
    Submission,
)
from awards.entries.notices import tell_submitted, tell_withdrawn
from awards.entries.partnership.operations import ask_partners
from awards.entries.permissions import ALIVE, may_disqualify, may_withdraw
from awards.entries.presence import refuse_while_others_write
from awards.entries.refusals import (
    NotEligible,
    NotReady,
    TermsNotAccepted,
    refuse_if_out,
    refuse_unless_writable,
)
from awards.entries.sheet import Asked, Head
from awards.entries.standing import Entrant, all_gaps, place_of, reasons_against_start
from awards.kit import audit
from awards.kit.db import new_id
from awards.kit.errors import Invalid, NotFound, RuleBroken, Stale
from awards.kit.i18n import msg

__all__ = [
    "attach_file",
    "check_file",
    "disqualify_entry",
    "remove_attachment",
    "save_entry",
    "start_entry",
    "submit_entry",
    "withdraw_entry",
]

_entry = Entry.__table__  # type: ignore[attr-defined]
_answer = Answer.__table__  # type: ignore[attr-defined]
_partner = EntryPartner.__table__  # type: ignore[attr-defined]

_UPDATE = sa.update(_entry).where(_entry.c.id == sa.bindparam("of"))
_FORGET = sa.delete(_answer).where(
    _answer.c.entry_id == sa.bindparam("of"),
    _answer.c.question_id.in_(sa.bindparam("questions", expanding=True)),
)
_ANSWER = sa.insert(_answer)
_UNNAME = sa.delete(_partner).where(
    _partner.c.entry_id == sa.bindparam("of"), _partner.c.agency_id == sa.bindparam("agency")
)
_START = sa.insert(_entry)
_LAST_SUBMISSION = (
    select(Submission)
    .where(Submission.entry_id == sa.bindparam("entry"))
    .order_by(col(Submission.sequence).desc())
    .limit(1)
)


class Started(NamedTuple):
    """A draft that was begun."""

    id: uuid.UUID
    number: int


def start_entry(
    session: Session,
    *,
    cycle_id: uuid.UUID,
    category_id: uuid.UUID,
    agency_id: uuid.UUID | None,
    language: EntryLanguage,
    title_ar: str = "",
    title_en: str = "",
    eligibility: Mapping[str, str] = MappingProxyType({}),
    by: uuid.UUID,
    at: datetime,
    hand: uuid.UUID | None = None,
) -> Started:
    """A new draft of an agency, or of the person as an individual where `agency_id` is none.

    `eligibility` are the answers to what the cycle asks before, option keys by the question's key; `hand` is an
    organiser who does it in the person's name, and need not answer for them: the audit log keeps both. Raises NotFound for an agency that the person
    does not enter for, NotEligible with every reason of the rules against it, Invalid where a question is not answered
    or its answer bars.
    """
    connection = session.connection()
    entrant = Entrant(agency_id, by)
    place = place_of(session, entrant, category_id, counted=ALIVE)
    if place is None or place.cycle_id != cycle_id or not (agency_id is None or place.is_member):
        raise NotFound
    if reasons := reasons_against_start(place, entrant, at):
        raise NotEligible(reasons)
    asks = hand is None or bool(eligibility)
    questions = asked_in(eligibility_of(session, cycle_id), category_id) if asks else []
    if barred := what_bars(questions, eligibility):
        raise Invalid(barred)
    started = Started(new_id(), place.last_number + 1)
    values: dict[str, Any] = {
        "id": started.id,
        "cycle_id": cycle_id,
        "category_id": category_id,
        "number": started.number,
        "agency_id": agency_id,
        "started_by_id": by,
        "state": EntryState.DRAFT,
        "language": language,
        "title_ar": written(title_ar),
        "title_en": written(title_en),
        "summary_ar": "",
        "summary_en": "",
        "eligibility": frozen(questions, eligibility),
        "version": 1,
        "translation_version": 0,
        "started_at": at,
        "updated_at": at,
    }
    connection.execute(_START, values)
    detail = {
        "cycle": place.number,
        "number": started.number,
        "category": place.code,
        **_in_name_of(by, hand),
    }
    audit.record(session, "entry.started", started.id, by=hand or by, at=at, detail=detail)
    return started


def _in_name_of(by: uuid.UUID, hand: uuid.UUID | None) -> dict[str, str]:
    return {"for": str(by)} if hand else {}


def save_entry(
    session: Session,
    entry_id: uuid.UUID,
    changes: EntryChanges,
    *,
    seen: Mapping[str, Sequence[str]] | None = None,
    by: uuid.UUID,
    at: datetime,
    hand: uuid.UUID | None = None,
) -> frozenset[str]:
    """Keep what was typed, complete or not; the boxes that are not kept because they were changed elsewhere.

    `seen` is what the writer knows to have stood in each box, see `changes.merge`; none overwrites. `hand` is an
    organiser who does it in the person's name. Raises RuleBroken after the deadline, once the entry is out, or for partners that cannot be.
    """
    head = queries.my_head(session, by, entry_id, to_change=True)
    refuse_unless_writable(head, at)
    asked = {one.key: one for one in queries.ever_asked_of(session, head)} if changes.answers else {}
    partners = _partners_of(session, entry_id) if changes.partner_ids is not None else frozenset()
    mine = _as_kept(changes.boxes(), asked)
    now = {box: kept_now(box, head, partners, asked) for box in mine}
    known = (
        {box: [as_kept(box, text, asked) for text in texts] for box, texts in seen.items()}
        if seen is not None
        else None
    )
    merged = merge(mine, known, now)
    if merged.write:
        write_boxes(session, head, asked, {box: mine[box] for box in merged.write}, by=by, at=at, hand=hand)
    return merged.clashes


def _as_kept(boxes: Mapping[str, str], asked: Mapping[str, Asked]) -> dict[str, Any]:
    found = {box: as_kept(box, text, asked) for box, text in boxes.items()}
    return {box: value for box, value in found.items() if value is not None}


def write_boxes(
    session: Session,
    head: Head,
    asked: Mapping[str, Asked],
    values: Mapping[str, Any],
    *,
    by: uuid.UUID,
    at: datetime,
    hand: uuid.UUID | None = None,
) -> None:
    """Set these boxes, and say so in the audit log: it tells later who wrote what, without the texts."""
    if "partner" in values:
        _replace_partners(session, head, values["partner"], at)
    _keep_answers(session, head.id, answered(asked, values))
    columns = {box: value for box, value in values.items() if box in (*TEXTS, "language")}
    version = head.version + 1
    session.connection().execute(_UPDATE, {"of": head.id, "version": version, "updated_at": at, **columns})
    detail: dict[str, Any] = {"version": version, "boxes": sorted(values), **_in_name_of(by, hand)}
    audit.record(session, "entry.saved", head.id, by=hand or by, at=at, detail=detail)


def _keep_answers(session: Session, entry_id: uuid.UUID, answers: list[Asked]) -> None:
    if not answers:
        return
    connection = session.connection()
    connection.execute(_FORGET, {"of": entry_id, "questions": [asked.question_id for asked in answers]})
    rows = [
        {
            "entry_id": entry_id,
            "question_id": asked.question_id,
            "text_ar": asked.text_ar,
            "text_en": asked.text_en,
            "value": asked.value,
        }
        for asked in answers
    ]
    connection.execute(_ANSWER, rows)


def _partners_of(session: Session, entry_id: uuid.UUID) -> frozenset[uuid.UUID]:
    return frozenset(
        session.exec(select(EntryPartner.agency_id).where(EntryPartner.entry_id == entry_id)).all()
    )


def _replace_partners(session: Session, head: Head, wanted: frozenset[uuid.UUID], at: datetime) -> None:
    """Those who stay keep what they answered; whoever is named anew is asked anew."""
    if head.agency_id is None:
        raise RuleBroken(msg("An individual's entry has no partner agencies."))
    known = session.exec(select(Agency.id).where(col(Agency.id).in_(wanted))).all()
    if head.agency_id in wanted or len(known) != len(wanted):
        raise RuleBroken(msg("A partner is another agency of the directory."))
    connection, before = session.connection(), _partners_of(session, head.id)
    for agency_id in sorted(before - wanted):
        connection.execute(_UNNAME, {"of": head.id, "agency": agency_id})
    if new := wanted - before:
        rows = [
            {
                "entry_id": head.id,
                "agency_id": agency_id,
                "named_at": at,
                "state": PartnerState.WAITING,
                "reason": "",
            }
            for agency_id in sorted(new)
        ]
        connection.execute(sa.insert(_partner), rows)


def submit_entry(
    session: Session,
    entry_id: uuid.UUID,
    *,
    terms_accepted: bool,
    by: uuid.UUID,
    at: datetime,
    checked: str | None = None,
    despite_others: bool = True,
    hand: uuid.UUID | None = None,
) -> Submission:
    """Freeze the entry as it stands and give it a receipt; the last submission counts.

    Submitting again what has not changed gives the same submission. Raises RuleBroken after the deadline or once
    the entry is out, Stale if it is no longer what was `checked` (`content_hash`), TermsNotAccepted, NotReady with
    all that is missing, and unless it is `despite_others`, TextElsewhere while somebody else has text that is not saved.
    `hand` is an organiser who submits it, and accepts the terms, in the person's name.
    """
    sheet = queries.my_sheet(session, by, entry_id, to_change=True)
    head = sheet.head
    refuse_unless_writable(head, at)
    content = content_of(sheet)
    digest = content_hash(content)
    if checked is not None and checked != digest:
        raise Stale(msg("This entry was changed while you checked it. Check it once more, then submit it."))
    if not terms_accepted:
        raise TermsNotAccepted
    if found := all_gaps(session, sheet, at):
        raise NotReady(found)
    if not despite_others:
        refuse_while_others_write(session, entry_id, by=by, at=at)
    last = session.exec(_LAST_SUBMISSION, params={"entry": entry_id}).first()
    if last is not None and last.content_hash == digest and head.state is EntryState.SUBMITTED:
        return last
    sequence = last.sequence + 1 if last else 1
    submission = Submission(
        entry_id=entry_id,
        sequence=sequence,
        receipt=receipt_number(head.cycle_number, head.number, sequence),
        content=content,
        content_hash=digest,
        version=head.version,
        terms_version=head.terms_version,
        submitted_at=at,
        submitted_by_id=hand or by,
    )
    session.add(submission)
    session.flush()
    session.connection().execute(_UPDATE, {"of": entry_id, "state": EntryState.SUBMITTED})
    detail = {
        "receipt": submission.receipt,
        "content_hash": digest,
        "terms_version": head.terms_version,
        **_in_name_of(by, hand),
    }
    audit.record(session, "entry.submitted", entry_id, by=hand or by, at=at, detail=detail)
    tell_submitted(session, head, submission, by=by, at=at)
    ask_partners(session, head, by=hand or by, at=at)
    return submission


def withdraw_entry(
    session: Session, entry_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """The entrant takes the entry out; `take_back_entry` undoes it in time. Raises RuleBroken once judging has ended or its results are open."""
    head = queries.my_head(session, by, entry_id, to_change=True)
    refuse_if_out(head)
    is_open = queries.results_open(session, head.cycle_id)
    if not may_withdraw(head.state, head.timetable, at, results_open=is_open):
        raise RuleBroken(
            msg("Judging has ended: the entry can no longer be withdrawn here. Write to the organiser.")
        )
    _end(session, head, EntryState.WITHDRAWN, reason, by=by, at=at)
    tell_withdrawn(session, head, written(reason), by=by, at=at)


def disqualify_entry(
    session: Session, entry_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """An organiser excludes an entry, with a reason that its entrant reads.

    Raises RuleBroken without a reason, or once the cycle's results are published.
    """
    head = queries.head_of(session, entry_id)
    refuse_if_out(head)
    if not written(reason):
        raise RuleBroken(msg("Give the reason; the entrant reads it."))
    if not may_disqualify(head.state, published=queries.results_published(session, head.cycle_id)):
        raise RuleBroken(
            msg("The results of this cycle are published: no entry can be disqualified any more.")
        )
    _end(session, head, EntryState.DISQUALIFIED, reason, by=by, at=at)


def _end(session: Session, head: Head, kind: EntryState, reason: str, *, by: uuid.UUID, at: datetime) -> None:
    session.add(EntryEnding(entry_id=head.id, kind=kind, reason=written(reason), at=at, by_id=by))
    session.flush()
    session.connection().execute(_UPDATE, {"of": head.id, "state": kind})
    detail = {"from": head.state.value, "reason": written(reason)}
    audit.record(session, f"entry.{kind.value}", head.id, by=by, at=at, detail=detail)
