"""The files of an entry: checked and cleaned first, then attached; removed ones stay on record."""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.entries import queries
from awards.entries.answers import written
from awards.entries.files import FileKind, NotAllowedFile, Problem
from awards.entries.files_apart import cleaned_apart
from awards.entries.models import Attachment, Entry
from awards.entries.refusals import refuse_unless_writable
from awards.entries.sheet import Head
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.files import FileStore
from awards.kit.i18n import Message, msg

Cleaning = Callable[[bytes], tuple[FileKind, bytes]]

MAX_FILES = 5
MAX_TOTAL = 60 * 1024 * 1024
"""Bytes of all originals of an entry together."""
_NAME_LENGTH = 150
_ENDINGS = {FileKind.PDF: (".pdf",), FileKind.PNG: (".png",), FileKind.JPEG: (".jpg", ".jpeg")}
_UNSEEN = {"Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"
"""Letters of some scripts are joined or parted by them."""
_RESERVED = re.compile(r"(?i)con|prn|aux|nul|com\d|lpt\d")
"""What Windows keeps for itself, whatever ending follows."""
_TOUCH = sa.update(Entry.__table__).where(col(Entry.id) == sa.bindparam("of"))  # type: ignore[attr-defined]

IN_WORDS: dict[Problem, Message] = {
    Problem.EMPTY: msg("The file is empty."),
    Problem.NOT_A_KIND_WE_TAKE: msg(
        "Only PDF, PNG and JPEG files are taken. This is something else, whatever its name says."
    ),
    Problem.DAMAGED: msg(
        "The file is damaged and cannot be opened. Save it anew in its program and attach that copy."
    ),
    Problem.LOCKED: msg("The PDF opens with a password only. Attach a copy without one."),
    Problem.TOO_MANY_PIXELS: msg("The picture has too many pixels. Attach a smaller one."),
    Problem.TOO_COMPLEX: msg("The PDF is made of too many parts. Print it into a new PDF and attach that."),
}


class FileRefused(Invalid):
    """The file is not taken; the message says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__({"file": message})


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be attached, with its clean copy."""

    name: str
    kind: FileKind
    original: bytes
    clean: bytes
    original_digest: str
    clean_digest: str


def check_file(name: str, data: bytes, *, clean_with: Cleaning = cleaned_apart) -> CheckedFile:
    """Check and clean an upload; takes its time, so never inside a transaction. Raises FileRefused.

    Only files of our own making are cleaned in this process.
    """
    try:
        kind, clean = clean_with(data)
    except NotAllowedFile as refused:
        raise FileRefused(IN_WORDS[refused.reason]) from refused
    return CheckedFile(
        name=_name(name, kind),
        kind=kind,
        original=data,
        clean=clean,
        original_digest=hashlib.sha256(data).hexdigest(),
        clean_digest=hashlib.sha256(clean).hexdigest(),
    )


def store(files: FileStore, upload: CheckedFile) -> None:
    """Put both copies on disk. Done before the transaction, its waiting holds nobody up; left over if that fails,
    they harm nobody.
    """
    for digest, data in ((upload.original_digest, upload.original), (upload.clean_digest, upload.clean)):
        if not files.path(digest).exists():
            files.put(data)


def attach_file(
    session: Session,
    files: FileStore,
    entry_id: uuid.UUID,
    upload: CheckedFile,
    *,
    by: uuid.UUID,
    at: datetime,
    most: int = MAX_FILES,
) -> Attachment:
    """Add a file to the entry. The same file again is the attachment that is there already.

    Raises RuleBroken after the deadline, once the entry is out, or beyond `most` files or `MAX_TOTAL`.
    """
    head = queries.my_head(session, by, entry_id, to_change=True)
    refuse_unless_writable(head, at)
    store(files, upload)
    every = session.exec(select(Attachment).where(Attachment.entry_id == entry_id)).all()
    present = [attachment for attachment in every if attachment.removed_at is None]
    for attachment in present:
        if attachment.original_digest == upload.original_digest:
            return attachment
    if len(present) >= most:
        raise RuleBroken(msg("An entry has at most %(n)s files. Remove one first.", n=most))
    if sum(attachment.size for attachment in present) + len(upload.original) > MAX_TOTAL:
        limit = MAX_TOTAL // (1024 * 1024)
        raise RuleBroken(
            msg("The files of an entry have at most %(n)s MB together. Attach a smaller one.", n=limit)
        )
    attachment = Attachment(
        entry_id=entry_id,
        position=max((attachment.position for attachment in every), default=0) + 1,
        name=upload.name,
        media_type=upload.kind.value,
        size=len(upload.original),
        original_digest=upload.original_digest,
        clean_digest=upload.clean_digest,
        clean_size=len(upload.clean),
        uploaded_at=at,
        uploaded_by_id=by,
    )
    session.add(attachment)
    session.flush()
    detail = {
        "attachment": str(attachment.id),
        "digest": upload.original_digest,
        "size": attachment.size,
        "version": _touch(session, head, at),
    }
    audit.record(session, "entry.file_attached", entry_id, by=by, at=at, detail=detail)
    return attachment


def remove_attachment(session: Session, attachment_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Take a file out of the entry; what was submitted with it keeps it. Removing it twice changes nothing."""
    attachment = session.get(Attachment, attachment_id)
    # A file that is not there is looked for as another agency's is: neither costs a statement more.
    head = queries.my_head(session, by, attachment.entry_id if attachment else attachment_id, to_change=True)
    if attachment is None:
        raise NotFound
    refuse_unless_writable(head, at)
    if attachment.removed_at is not None:
        return
    attachment.removed_at = at
    session.add(attachment)
    session.flush()
    detail = {
        "attachment": str(attachment_id),
        "digest": attachment.original_digest,
        "version": _touch(session, head, at),
    }
    audit.record(session, "entry.file_removed", head.id, by=by, at=at, detail=detail)


def _touch(session: Session, head: Head, at: datetime) -> int:
    """The entry's new version."""
    version = head.version + 1
    session.connection().execute(_TOUCH, {"of": head.id, "version": version, "updated_at": at})
    return version


def _name(name: str, kind: FileKind) -> str:
    """The last part of the name as the entrant's computer knows it, never empty.

    Without characters that turn or hide others, with an ending that says what the file is (a program goes by it when
    the file is opened again), and none that a system keeps for itself.
    """
    last = " ".join(written(name.replace("\\", "/").rpartition("/")[2]).split())
    last = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN or c in _JOINERS).rstrip(" .")
    endings = _ENDINGS[kind]
    stem, dot, ending = last.rpartition(".")
    if f"{dot}{ending}".lower() not in endings:
        stem, ending = last, endings[0].lstrip(".")
    stem = stem.strip(" .") or "file"
    if _RESERVED.fullmatch(stem.partition(".")[0]):
        stem = f"file-{stem}"
    return f"{stem[-_NAME_LENGTH:]}.{ending}"
