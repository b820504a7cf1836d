"""Questions that are answered with a file: it is attached to the entry, and the answer names it."""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.cycles.models import QuestionKind
from awards.entries import queries
from awards.entries.attachments import MAX_FILES, CheckedFile, attach_file, remove_attachment
from awards.entries.models import Attachment
from awards.entries.operations import write_boxes
from awards.entries.sheet import Asked, EntrySheet
from awards.kit.errors import NotFound
from awards.kit.files import FileStore


def file_question(sheet: EntrySheet, key: str) -> Asked:
    """The question of that key, if it asks for a file. Raises NotFound."""
    found = next((one for one in sheet.asked if one.key == key and one.kind is QuestionKind.FILE), None)
    if found is None:
        raise NotFound
    return found


def answer_with_file(
    session: Session,
    files: FileStore,
    entry_id: uuid.UUID,
    key: str,
    upload: CheckedFile,
    *,
    by: uuid.UUID,
    at: datetime,
) -> Attachment:
    """Attach a file as the answer to a question; one that answered it before is removed.

    Files that are asked for come on top of those that an entry may have anyway. Raises NotFound, and RuleBroken as
    `attach_file` does.
    """
    sheet = queries.my_sheet(session, by, entry_id, to_change=True)
    asked = file_question(sheet, key)
    before = sheet.file_of(asked)
    asking = [one for one in sheet.asked if one.kind is QuestionKind.FILE]
    most = MAX_FILES + len(asking) + (before is not None)
    attachment = attach_file(session, files, entry_id, upload, by=by, at=at, most=most)
    if before is not None and before.id == attachment.id:
        return attachment
    head = queries.my_head(session, by, entry_id)
    write_boxes(session, head, {key: asked}, {f"value-{key}": str(attachment.id)}, by=by, at=at)
    if before is not None and all(one.key == key or one.value != asked.value for one in asking):
        remove_attachment(session, before.id, by=by, at=at)
    return attachment
