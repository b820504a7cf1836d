"""Reading the files of blind copies as a job: an item for each file."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries.models import Entry, EntryState
from awards.kit.i18n import msg
from awards.kit.job_kinds import Work, job_kind
from awards.kit.jobs import Job, Payload, enqueue_job, open_job
from judging.blinding.models import BlindCopy
from judging.blinding.pages.operations import read_files
from judging.blinding.pages.queries import unread_digests
from judging.blinding.queries import LAST_SUBMISSION, SAME_TRANSLATION

READ = "blinding.pages"
_copies = BlindCopy.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_FILES = (
    sa.select(_copies.c.content["files"])
    .join(_entries, _entries.c.id == _copies.c.entry_id)
    .where(
        _entries.c.cycle_id == sa.bindparam("cycle"),
        _entries.c.state == EntryState.SUBMITTED,
        _copies.c.submission_id == LAST_SUBMISSION,
        SAME_TRANSLATION,
    )
)


@job_kind(READ, label=msg("Reading the pages of files"), at_once=1)
def read(work: Work, _job: Job, payloads: Sequence[Payload]) -> None:
    """One item, `{"digest": …}`; a file that was read before is not read again."""
    read_files(work.db, work.files, [str(p["digest"]) for p in payloads], at=work.clock())


def digests_of_cycle(session: Session, cycle_id: uuid.UUID) -> list[str]:
    """The clean files in the copies of the submissions that count."""
    rows = session.connection().execute(_FILES, {"cycle": cycle_id}).scalars()
    return [file["digest"] for files in rows for file in files or ()]


def ask_to_read(session: Session, cycle_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Job | None:
    """A job that reads what was not read yet; None where there is nothing, or one is under way."""
    if open_job(session, READ, cycle_id):
        return None
    missing = unread_digests(session, digests_of_cycle(session, cycle_id))
    items = [{"digest": digest} for digest in missing]
    return enqueue_job(session, READ, cycle_id, items, by=by, at=at) if items else None
