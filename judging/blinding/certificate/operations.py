"""What is done with blindness checks: begin one, file what it found, accept an innocent finding."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from awards.kit import audit
from awards.kit.canonical import canonical_json
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg
from awards.kit.signing import signer
from judging.blinding.certificate.models import BlindnessAcceptance, BlindnessCheck
from judging.blinding.certificate.queries import (
    acceptance_of,
    acceptances_of,
    copies_read,
    judges_who_read,
    last_check,
)


def begin_check(
    session: Session, cycle_id: uuid.UUID, *, by: uuid.UUID | None, at: datetime
) -> tuple[BlindnessCheck, list[uuid.UUID]]:
    """A check that is to read what these judges can read. Raises RuleBroken if nobody judges in the cycle."""
    judges = judges_who_read(session, cycle_id)
    if not judges:
        raise RuleBroken(msg("Nobody sits on the jury of this cycle yet."))
    readers = [str(judge) for judge in judges]
    check = BlindnessCheck(
        cycle_id=cycle_id, begun_at=at, begun_by_id=by, judges=len(judges), readers=readers
    )
    session.add(check)
    session.flush()
    audit.record(
        session, "blindness.check_begun", check.cycle_id, by=by, at=at, detail={"judges": len(judges)}
    )
    return check, judges


def file_findings(
    session: Session,
    data_dir: Path,
    check_id: uuid.UUID,
    *,
    judges: int,
    pages: int,
    findings: Sequence[Mapping[str, Any]],
    at: datetime,
) -> BlindnessCheck:
    """Add what was read for some of the judges; once it was for all, the check is finished and signed.

    Raises NotFound, and RuleBroken if it is finished.
    """
    check = session.get(BlindnessCheck, check_id)
    if check is None:
        raise NotFound
    if check.finished_at is not None:
        raise RuleBroken(msg("This check is finished."))
    by_mark = {finding["mark"]: dict(finding) for finding in (*findings, *check.findings)}
    check.findings = sorted(by_mark.values(), key=lambda finding: (finding["entry"], finding["mark"]))
    check.judges_read += judges
    check.pages += pages
    session.add(check)
    if check.judges_read >= check.judges:
        check.finished_at = at
        _sign(session, data_dir, check)
        session.flush()
        detail = {"judges": check.judges, "pages": check.pages, "findings": len(check.findings)}
        audit.record(
            session, "blindness.check_finished", check.cycle_id, by=check.begun_by_id, at=at, detail=detail
        )
    return check


def propose_acceptance(
    session: Session, cycle_id: uuid.UUID, mark: str, reason: str, *, by: uuid.UUID, at: datetime
) -> BlindnessAcceptance:
    """One organiser says that a finding of the last check is innocent, and why.

    Raises NotFound for another finding, RuleBroken without a reason or where somebody proposed it already.
    """
    check = last_check(session, cycle_id)
    if check is None or mark not in {finding["mark"] for finding in check.findings}:
        raise NotFound
    if not reason.strip():
        raise RuleBroken(msg("Give the reason why this does not give the entrant away."))
    if acceptance_of(session, cycle_id, mark):
        raise RuleBroken(msg("Another organiser proposed to accept this already."))
    made = BlindnessAcceptance(
        cycle_id=cycle_id, mark=mark, reason=reason.strip(), proposed_at=at, proposed_by_id=by
    )
    session.add(made)
    session.flush()
    detail = {"finding": mark, "reason": made.reason}
    audit.record(session, "blindness.acceptance_proposed", check.cycle_id, by=by, at=at, detail=detail)
    return made


def agree_to_acceptance(
    session: Session, data_dir: Path, cycle_id: uuid.UUID, mark: str, *, by: uuid.UUID, at: datetime
) -> None:
    """A second organiser agrees; the record of the last check is signed anew, with the reason.

    Raises NotFound where nobody proposed it, RuleBroken for the same person or if it is accepted.
    """
    accepted, check = acceptance_of(session, cycle_id, mark), last_check(session, cycle_id)
    if accepted is None or check is None:
        raise NotFound
    if accepted.agreed_at is not None:
        raise RuleBroken(msg("This finding is accepted already."))
    if accepted.proposed_by_id == by:
        raise RuleBroken(msg("You proposed this. Another organiser must agree to it."))
    accepted.agreed_at, accepted.agreed_by_id = at, by
    session.add(accepted)
    session.flush()
    _sign(session, data_dir, check)
    audit.record(
        session,
        "blindness.finding_accepted",
        check.cycle_id,
        by=by,
        at=at,
        detail={"finding": mark, "reason": accepted.reason},
    )


def refuse_acceptance(
    session: Session, cycle_id: uuid.UUID, mark: str, *, by: uuid.UUID, at: datetime
) -> None:
    """The proposal is taken off: by whoever made it or by another one. Raises NotFound, RuleBroken if agreed to."""
    accepted, check = acceptance_of(session, cycle_id, mark), last_check(session, cycle_id)
    if accepted is None or check is None:
        raise NotFound
    if accepted.agreed_at is not None:
        raise RuleBroken(msg("This finding is accepted already."))
    session.delete(accepted)
    session.flush()
    detail = {"finding": mark}
    audit.record(session, "blindness.acceptance_refused", check.cycle_id, by=by, at=at, detail=detail)


def _sign(session: Session, data_dir: Path, check: BlindnessCheck) -> None:
    if check.finished_at is None:
        return
    record = {
        "check": str(check.id),
        "cycle": str(check.cycle_id),
        "begun_at": check.begun_at.isoformat(),
        "finished_at": check.finished_at.isoformat(),
        "judges": check.judges,
        "readers": check.readers,
        "pages": check.pages,
        "copies": {str(number): version for number, version in copies_read(session, check.cycle_id)},
        "findings": check.findings,
        "accepted": [
            {
                "finding": one.mark,
                "reason": one.reason,
                "proposed_by": str(one.proposed_by_id),
                "agreed_by": str(one.agreed_by_id),
                "agreed_at": one.agreed_at.isoformat(),
            }
            for one in acceptances_of(session, check.cycle_id)
            if one.agreed_at is not None and one.mark in {f["mark"] for f in check.findings}
        ],
    }
    text = canonical_json(record)
    own = signer(data_dir)
    check.record, check.public_key, check.signature = text.decode(), own.public, own.sign(text)
    session.add(check)
    session.flush()
