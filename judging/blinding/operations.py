"""What is done with blind copies: propose them, approve them."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.queries import ever_asked_by_category
from awards.entries.models import Entry, EntryState
from awards.kit import audit
from awards.kit.db import new_id
from awards.kit.errors import Invalid, NotFound, RuleBroken, Stale
from awards.kit.i18n import msg
from judging.blinding.content import BlindContent, BlindPage
from judging.blinding.models import BlindCopy
from judging.blinding.pages.queries import readings_of
from judging.blinding.proposal import ProposedCopy, propose_copy, renewed
from judging.blinding.queries import (
    blinding_queue,
    directory_of_names,
    last_submission,
    submitted_without_copy,
)
from judging.blinding.sheets import sheets_begun
from judging.rounds.queries import last_round

_copies = BlindCopy.__table__  # type: ignore[attr-defined]


class RewordingReasonNeeded(Invalid):
    """Judges have begun sheets on what they read; it cannot change without a word."""

    def __init__(self) -> None:
        needed = msg("Judges have begun sheets on this entry. Give the reason for changing what they read.")
        super().__init__({"reason": needed})


def rewording_is_over(session: Session, cycle_id: uuid.UUID) -> bool:
    """Whether the cycle's round is closed: its sheets rest on the copies as they are."""
    round_ = last_round(session, cycle_id)
    return round_ is not None and round_.closed_at is not None


def propose_blind_copies(session: Session, cycle_id: uuid.UUID) -> list[ProposedCopy]:
    """Search the last submission of every submitted entry that has no copy yet; writes nothing.

    It takes about ten milliseconds for each entry, so it belongs outside of a write block.
    """
    waiting = submitted_without_copy(session, cycle_id)
    questions = ever_asked_by_category(session, cycle_id)
    directory = directory_of_names(session)
    return [propose_copy(entry, questions.get(entry.category_id, []), directory) for entry in waiting]


def keep_blind_copies(
    session: Session, cycle_id: uuid.UUID, proposed: Sequence[ProposedCopy], *, by: uuid.UUID, at: datetime
) -> int:
    """Store what `propose_blind_copies` found, except for submissions that have a copy by now; how many.

    One whose translation was changed takes the place of the former, which is approved no more.
    """
    wanted = [copy.submission_id for copy in proposed]
    found = session.exec(select(BlindCopy).where(col(BlindCopy.submission_id).in_(wanted)))
    there = {copy.submission_id: copy for copy in found}
    new = [copy for copy in proposed if _is_new(copy, there.get(copy.submission_id))]
    if not new:
        return 0
    for copy in new:
        if former := there.get(copy.submission_id):
            _renew(former, copy, at)
            session.add(former)
    session.flush()
    first = [copy for copy in new if copy.submission_id not in there]
    if first:
        session.connection().execute(sa.insert(_copies), _rows(first, at))
    detail = {"entries": [copy.number for copy in new], "findings": sum(len(copy.findings) for copy in new)}
    audit.record(session, "blind_copies.prepared", cycle_id, by=by, at=at, detail=detail)
    return len(new)


def _is_new(proposed: ProposedCopy, former: BlindCopy | None) -> bool:
    return former is None or former.translation_version < proposed.translation_version


def _renew(former: BlindCopy, proposed: ProposedCopy, at: datetime) -> None:
    former.content = renewed(BlindContent.from_json(former.content), proposed.content).as_json()
    former.findings = proposed.findings
    former.translation_version = proposed.translation_version
    former.version += 1
    former.prepared_at = at
    former.approved_at = former.approved_by_id = None


def _rows(proposed: Sequence[ProposedCopy], at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "entry_id": copy.entry_id,
            "submission_id": copy.submission_id,
            "content": copy.content.as_json(),
            "findings": copy.findings,
            "translation_version": copy.translation_version,
            "version": 1,
            "prepared_at": at,
        }
        for copy in proposed
    ]


def prepare_blind_copies(session: Session, cycle_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> int:
    """A proposed copy for the last submission of each submitted entry that has none; how many were made."""
    return keep_blind_copies(session, cycle_id, propose_blind_copies(session, cycle_id), by=by, at=at)


def approve_blind_copy(
    session: Session,
    blind_copy_id: uuid.UUID,
    content: BlindContent,
    *,
    version: int,
    by: uuid.UUID,
    at: datetime,
    names_left: int = 0,
    numbers_changed: int = 0,
    unread_pages: int = 0,
    reason: str = "",
) -> int:
    """Release a copy to judges, with the wording in `content`; also an approved one that needs another look.

    The approver may change texts and keep files back, nothing else. `names_left` is how many names the approver
    saw and let stand, `numbers_changed` in how many texts the numbers are not those of the original, `unread_pages`
    how many pages without text the approver looked at: for the audit log. Once judges have begun sheets on the entry a `reason` is needed, and once
    the round is closed what they read stands. Returns the new version.

    Raises:
        NotFound: there is no such copy.
        Stale: somebody approved a newer version meanwhile.
        RewordingReasonNeeded: judges have begun sheets on this entry.
        RuleBroken: the entry is out, was submitted again since, its round is closed, or `content` is not that of
            this copy.

    """
    copy = session.get(BlindCopy, blind_copy_id)
    if copy is None:
        raise NotFound
    entry = session.get_one(Entry, copy.entry_id)
    if entry.state != EntryState.SUBMITTED:
        raise RuleBroken(msg("This entry is no longer in the running."))
    if last_submission(session, entry.id).id != copy.submission_id:
        raise RuleBroken(
            msg("This entry was submitted again since. Prepare a new copy and approve that one.")
        )
    if copy.translation_version != entry.translation_version:
        raise RuleBroken(
            msg("The translation was changed since. Prepare the copy anew and approve that one.")
        )
    if copy.version != version:
        raise Stale(msg("Somebody else approved this copy while you were reading it."))
    saved = BlindContent.from_json(copy.content)
    sheets = sheets_begun(session, entry.id)
    if rewording_is_over(session, entry.cycle_id):
        raise RuleBroken(msg("The round is closed: what the judges read stands."))
    if sheets and not reason.strip():
        raise RewordingReasonNeeded
    if content.bones() != saved.bones():
        raise RuleBroken(msg("This is not the content of this copy."))
    content = content.with_pages(_pages(session, content))
    copy.content = content.as_json()
    copy.version += 1
    copy.approved_at, copy.approved_by_id = at, by
    session.add(copy)
    session.flush()
    detail: dict[str, object] = {
        "entry": entry.number,
        "version": copy.version,
        "findings": len(copy.findings),
        "names_left": names_left,
        "texts_changed": sum(text != saved.texts().get(field) for field, text in content.texts().items()),
        "numbers_changed": numbers_changed,
        "files": len(content.files),
        "files_kept_back": sum(not file.shown for file in content.files),
        "unread_pages": unread_pages,
    }
    if sheets:
        detail |= {
            "reason": reason.strip(),
            "sheets": len(sheets),
            "lodged": sum(sheet.lodged for sheet in sheets),
        }
    audit.record(session, "blind_copy.approved", copy.id, by=by, at=at, detail=detail)
    return copy.version


def _pages(session: Session, content: BlindContent) -> dict[str, tuple[BlindPage, ...]]:
    """By digest, the pictures of those files that were read."""
    readings = readings_of(session, [file.digest for file in content.files])
    return {
        digest: tuple(BlindPage(p["picture"], p["width"], p["height"]) for p in reading.pages)
        for digest, reading in readings.items()
    }


def approve_plain_copies(session: Session, cycle_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> int:
    """Approve together all waiting copies in which nothing was found and that have no files; how many."""
    plain = [row for row in blinding_queue(session, cycle_id) if row.is_plain]
    if not plain or rewording_is_over(session, cycle_id):
        return 0
    session.connection().execute(
        sa.update(_copies)
        .where(_copies.c.id.in_([row.copy_id for row in plain]))
        .values(approved_at=at, approved_by_id=by, version=_copies.c.version + 1)
    )
    detail = {"entries": [row.number for row in plain]}
    audit.record(session, "blind_copies.approved_together", cycle_id, by=by, at=at, detail=detail)
    return len(plain)
