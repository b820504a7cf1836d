"""Reads of blindness checks, and whether judging may open."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.entries.models import Entry, EntryState
from awards.kit.i18n import Message, msg, nmsg
from awards.people.models import Person
from judging.blinding.certificate.models import BlindnessAcceptance, BlindnessCheck
from judging.blinding.models import BlindCopy
from judging.blinding.queries import LAST_SUBMISSION, SAME_TRANSLATION
from judging.panels.models import Judge

_entries = Entry.__table__  # type: ignore[attr-defined]
_copies = BlindCopy.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_others = Person.__table__.alias("other")  # type: ignore[attr-defined]
_acceptances = BlindnessAcceptance.__table__  # type: ignore[attr-defined]
_READERS = (
    sa.select(_judges.c.id)
    .where(_judges.c.cycle_id == sa.bindparam("cycle"), _judges.c.dropped_out_at.is_(None))
    .order_by(_judges.c.id)
)
_COPIES = (
    sa.select(_entries.c.number, _copies.c.version, _copies.c.approved_at)
    .select_from(_entries)
    .join(_copies, sa.and_(_copies.c.submission_id == LAST_SUBMISSION, SAME_TRANSLATION))
    .where(
        _entries.c.cycle_id == sa.bindparam("cycle"),
        _entries.c.state == EntryState.SUBMITTED,
        _copies.c.approved_at.is_not(None),
    )
    .order_by(_entries.c.number)
)
_SAID = (
    sa.select(
        _acceptances.c.mark,
        _acceptances.c.reason,
        _acceptances.c.proposed_at,
        _acceptances.c.proposed_by_id,
        _acceptances.c.agreed_at,
        _people.c.name_ar.label("proposed_by_ar"),
        _people.c.name_en.label("proposed_by_en"),
        _others.c.name_ar.label("agreed_by_ar"),
        _others.c.name_en.label("agreed_by_en"),
    )
    .join(_people, _people.c.id == _acceptances.c.proposed_by_id)
    .outerjoin(_others, _others.c.id == _acceptances.c.agreed_by_id)
    .where(_acceptances.c.cycle_id == sa.bindparam("cycle"))
)


def judges_who_read(session: Session, cycle_id: uuid.UUID) -> list[uuid.UUID]:
    """The judges who serve in the cycle: each may come to read an entry, or an anchor of their panel."""
    return list(session.connection().execute(_READERS, {"cycle": cycle_id}).scalars())


def copies_read(session: Session, cycle_id: uuid.UUID) -> list[tuple[int, int]]:
    """Number and version of every approved copy of a submitted entry."""
    rows = session.connection().execute(_COPIES, {"cycle": cycle_id})
    return [(row.number, row.version) for row in rows]


def last_check(session: Session, cycle_id: uuid.UUID, *, finished: bool = True) -> BlindnessCheck | None:
    """The newest one; with `finished` false also one that is under way."""
    wanted = select(BlindnessCheck).where(BlindnessCheck.cycle_id == cycle_id)
    if finished:
        wanted = wanted.where(col(BlindnessCheck.finished_at).is_not(None))
    return session.exec(wanted.order_by(col(BlindnessCheck.begun_at).desc()).limit(1)).first()


def acceptances_of(session: Session, cycle_id: uuid.UUID) -> list[BlindnessAcceptance]:
    """What was said of findings, in the order in which it was."""
    wanted = select(BlindnessAcceptance).where(BlindnessAcceptance.cycle_id == cycle_id)
    return list(
        session.exec(wanted.order_by(col(BlindnessAcceptance.proposed_at), col(BlindnessAcceptance.mark)))
    )


def acceptance_of(session: Session, cycle_id: uuid.UUID, mark: str) -> BlindnessAcceptance | None:
    """What was said of one finding."""
    return session.exec(
        select(BlindnessAcceptance).where(
            BlindnessAcceptance.cycle_id == cycle_id, BlindnessAcceptance.mark == mark
        )
    ).first()


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one finding, in words; the second name is empty until somebody agreed."""

    reason: str
    proposed_by_id: uuid.UUID
    proposed_by_ar: str
    proposed_by_en: str
    agreed: bool
    agreed_by_ar: str
    agreed_by_en: str


def said_of_findings(session: Session, cycle_id: uuid.UUID) -> dict[str, Said]:
    """By the finding's mark; one statement."""
    rows = session.connection().execute(_SAID, {"cycle": cycle_id})
    return {
        row.mark: Said(
            row.reason,
            row.proposed_by_id,
            row.proposed_by_ar,
            row.proposed_by_en,
            row.agreed_at is not None,
            row.agreed_by_ar or "",
            row.agreed_by_en or "",
        )
        for row in rows
    }


def certificate_lacks(session: Session, cycle_id: uuid.UUID) -> Message | None:
    """Why the cycle has no blindness certificate that stands; nothing where it has one.

    It lapses with what judges can read, text or reader: not with who of them reads which copy.
    """
    check = last_check(session, cycle_id)
    if check is None:
        return msg("What judges can read has not been searched for names yet: run the blindness check.")
    copies = session.connection().execute(_COPIES, {"cycle": cycle_id}).all()
    if any(row.approved_at > check.begun_at for row in copies):
        return msg("A blind copy was approved after the last blindness check: run it again.")
    if joined := {str(judge) for judge in judges_who_read(session, cycle_id)} - set(check.readers):
        return nmsg(
            "%(n)s judge joined the jury after the last blindness check: run it again.",
            "%(n)s judges joined the jury after the last blindness check: run it again.",
            len(joined),
        )
    accepted = {one.mark for one in acceptances_of(session, cycle_id) if one.agreed_at is not None}
    left = sum(finding["mark"] not in accepted for finding in check.findings)
    if left:
        return nmsg(
            "The blindness check found %(n)s place that nobody has dealt with.",
            "The blindness check found %(n)s places that nobody has dealt with.",
            left,
        )
    return None
