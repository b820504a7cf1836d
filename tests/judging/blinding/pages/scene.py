"""An entry with files, as an approver finds it."""

from sqlmodel import select

from awards.entries.attachments import check_file, store
from awards.entries.files import cleaned
from awards.entries.models import Entry, Submission
from awards.kit.files import FileStore
from judging.blinding.pages.apart import drawn
from judging.blinding.pages.jobs import digests_of_cycle
from judging.blinding.pages.operations import read_files
from tests.factories import some_id
from tests.judging.blinding.desk import Desk
from tests.judging.blinding.pages.test_apart import picture, printed

PAPER = "<p>Boats Authority and others</p><p>Innocent</p>"


def entry_with_files(desk: Desk, files: FileStore) -> Entry:
    """With a PDF that names its agency on the first of two pages, and a picture; its copy waits."""
    made = desk.entry()
    uploads = [check_file("a.pdf", printed(PAPER), clean_with=cleaned)]
    uploads.append(check_file("b.png", picture("PNG"), clean_with=cleaned))
    attached = []
    for position, upload in enumerate(uploads, start=1):
        store(files, upload)
        attached.append(
            {
                "id": str(some_id()),
                "position": position,
                "name": upload.name,
                "media_type": upload.kind.value,
                "clean_digest": upload.clean_digest,
                "clean_size": len(upload.clean),
            }
        )
    with desk.make.db.write() as session:
        submission = session.exec(select(Submission).where(Submission.entry_id == made.id)).one()
        submission.content = {**submission.content, "attachments": attached}
    desk.prepare()
    return made


def read(desk: Desk, files: FileStore) -> int:
    """Read what was not read before; how many files."""
    with desk.make.db.read() as session:
        digests = digests_of_cycle(session, desk.cycle.id)
    return read_files(desk.make.db, files, digests, at=desk.make.now, draw=drawn)
