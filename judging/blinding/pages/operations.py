"""Reading the pages of files and keeping what they say."""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlmodel import Session

from awards.entries.attachments import CheckedFile, store
from awards.entries.models import Entry, EntryState
from awards.kit import audit
from awards.kit.db import Database
from awards.kit.errors import NotFound, RuleBroken, Stale
from awards.kit.files import FileStore
from awards.kit.i18n import msg
from judging.blinding.content import BlindContent, BlindFile
from judging.blinding.models import BlindCopy
from judging.blinding.pages.apart import DrawnFile, drawn_apart
from judging.blinding.pages.models import FileReading
from judging.blinding.pages.queries import unread_digests
from judging.blinding.queries import last_submission
from judging.blinding.sheets import sheets_begun

Drawing = Callable[[bytes], DrawnFile]


def read_files(
    db: Database, files: FileStore, digests: Iterable[str], *, at: datetime, draw: Drawing = drawn_apart
) -> int:
    """Read those of the clean files that were not read before; how many.

    A page takes a third of a second: never called inside a transaction.
    """
    with db.read() as session:
        missing = unread_digests(session, digests)
    for digest in missing:
        file = draw(files.get(digest))
        pages = [
            {
                "text": page.text,
                "picture": files.put(page.picture),
                "width": page.width,
                "height": page.height,
            }
            for page in file.pages
        ]
        with db.write() as session:
            if session.get(FileReading, digest) is None:
                session.add(FileReading(digest=digest, count=file.count, pages=pages, read_at=at))
    return len(missing)


def replace_file(
    session: Session,
    files: FileStore,
    blind_copy_id: uuid.UUID,
    attachment: str,
    upload: CheckedFile,
    *,
    version: int,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Judges get this file in the place of the entrant's; the copy loses its approval.

    Raises:
        NotFound: there is no such copy, or no such file in it.
        Stale: the copy was approved or changed meanwhile.
        RuleBroken: the entry is out or was submitted again, or judges have begun sheets on it.

    """
    copy = session.get(BlindCopy, blind_copy_id)
    content = BlindContent.from_json(copy.content) if copy else None
    if copy is None or content is None or attachment not in {file.attachment for file in content.files}:
        raise NotFound
    entry = session.get_one(Entry, copy.entry_id)
    if entry.state != EntryState.SUBMITTED or last_submission(session, entry.id).id != copy.submission_id:
        raise RuleBroken(msg("This entry is no longer in the running, or was submitted again."))
    if copy.version != version:
        raise Stale(msg("Somebody else approved this copy while you were reading it."))
    if sheets_begun(session, entry.id):
        raise RuleBroken(
            msg("Judges have begun sheets on this entry. Keep the file back instead, and give the reason.")
        )
    store(files, upload)
    new = BlindFile(attachment, upload.clean_digest, upload.kind.value, len(upload.clean), replaced=True)
    old = next(file for file in content.files if file.attachment == attachment)
    copy.content = content.with_file(new).as_json()
    copy.version += 1
    copy.approved_at = copy.approved_by_id = None
    session.add(copy)
    session.flush()
    detail = {"entry": entry.number, "version": copy.version, "attachment": attachment}
    detail |= {"digest": old.digest, "new_digest": new.digest}
    audit.record(session, "blind_copy.file_replaced", copy.id, by=by, at=at, detail=detail)
