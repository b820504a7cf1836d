"""What the approver's pages show, read from the database."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from awards.cycles.models import Category, Cycle, Question
from awards.cycles.queries import ever_asked_in
from awards.directory.models import Agency
from awards.entries.models import Entry
from awards.kit.errors import NotFound
from awards.people.models import Person
from judging.blinding.approvals import Approval, approvals_of
from judging.blinding.content import BlindContent
from judging.blinding.identities import Directory
from judging.blinding.models import BlindCopy
from judging.blinding.operations import rewording_is_over
from judging.blinding.pages.models import FileReading
from judging.blinding.pages.queries import readings_of
from judging.blinding.proposal import Submitted
from judging.blinding.queries import QueueRow, blinding_queue, copy_of, directory_of_names, submitted_entry
from judging.blinding.sheets import SheetBegun, sheets_begun


@dataclass(frozen=True, slots=True)
class Desk:
    """One submitted entry, its copy if one was prepared, and the copies that wait beside it."""

    entry: Entry
    category: Category
    entrant: Agency | Person
    partners: tuple[Agency, ...]
    submitted: Submitted
    questions: dict[str, Question]
    copy: BlindCopy | None
    content: BlindContent | None
    approvals: tuple[Approval, ...]
    """Of the copy, the last one first."""
    waiting: tuple[int, ...]
    """Numbers of the entries whose copy waits, in the order of the queue."""
    sheets: tuple[SheetBegun, ...]
    """That judges have begun on this entry."""
    readings: dict[str, FileReading]
    """Of the copy's files, by digest; those that were not read yet are missing."""
    closed: bool
    """The round is closed: nothing changes any more."""

    @property
    def next(self) -> int | None:
        """The next entry that waits, from this one on and then from the start."""
        others = [number for number in self.waiting if number != self.entry.number]
        return next(
            (number for number in others if number > self.entry.number), others[0] if others else None
        )


def desk(session: Session, cycle: Cycle, number: int) -> Desk:
    """Raises NotFound unless the entry is submitted."""
    submitted = submitted_entry(session, cycle.id, number)
    entry = session.get_one(Entry, submitted.entry_id)
    agencies = _agencies(session, submitted)
    copy = copy_of(session, submitted.submission_id)
    content = BlindContent.from_json(copy.content) if copy else None
    return Desk(
        entry=entry,
        category=session.get_one(Category, entry.category_id),
        entrant=agencies[entry.agency_id]
        if entry.agency_id
        else session.get_one(Person, entry.started_by_id),
        partners=tuple(agencies[id_] for id_ in submitted.partners),
        submitted=submitted,
        questions={question.key: question for question in ever_asked_in(session, entry.category_id)},
        copy=copy,
        content=content,
        approvals=tuple(approvals_of(session, entry, copy)) if copy else (),
        waiting=tuple(row.number for row in blinding_queue(session, cycle.id) if row.waits),
        sheets=tuple(sheets_begun(session, entry.id)),
        readings=readings_of(session, [file.digest for file in content.files] if content else []),
        closed=rewording_is_over(session, cycle.id),
    )


def desk_with_names(session: Session, cycle: Cycle, number: int) -> tuple[Desk, Directory]:
    """The desk of one entry, and every name that may not be left in its copy. Raises NotFound."""
    return desk(session, cycle, number), directory_of_names(session)


def clean_file(session: Session, cycle: Cycle, number: int, place: int) -> tuple[str, str]:
    """Digest and media type of the clean copy of the entry's file at `place`, from 1. Raises NotFound."""
    copy = copy_of(session, submitted_entry(session, cycle.id, number).submission_id)
    files = BlindContent.from_json(copy.content).files if copy else ()
    if not 1 <= place <= len(files):
        raise NotFound
    return files[place - 1].digest, files[place - 1].media_type


def page_picture(session: Session, cycle: Cycle, number: int, place: int, page: int) -> str:
    """Digest of the picture of a page of the entry's file at `place`, both from 1. Raises NotFound."""
    digest, _ = clean_file(session, cycle, number, place)
    reading = readings_of(session, [digest]).get(digest)
    if reading is None or not 1 <= page <= len(reading.pages):
        raise NotFound
    return str(reading.pages[page - 1]["picture"])


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the blinding of a category, or of them all, has come."""

    category: str
    submitted: int
    waiting: int
    approved: int

    @property
    def missing(self) -> int:
        return self.submitted - self.waiting - self.approved


def progress_of(rows: Sequence[QueueRow], category: str) -> Progress:
    """How many copies there are, wait and are approved, in a category or (`""`) in all."""
    own = [row for row in rows if category in ("", row.category)]
    return Progress(category, len(own), sum(row.waits for row in own), sum(row.approved for row in own))


def _agencies(session: Session, submitted: Submitted) -> dict[uuid.UUID, Agency]:
    wanted = {*submitted.partners, *([submitted.agency_id] if submitted.agency_id else [])}
    return {agency.id: agency for agency in session.exec(select(Agency).where(col(Agency.id).in_(wanted)))}
