"""The entries of a cycle as organisers and auditors see them."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.directory.models import Agency
from awards.entries.desk import last_submission
from awards.entries.models import Attachment, Entry, EntryState, Submission
from awards.kit.text import fold
from awards.people.models import Person

_entry = Entry.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_submission = Submission.__table__  # type: ignore[attr-defined]
_file = Attachment.__table__  # type: ignore[attr-defined]


class ListedEntry(NamedTuple):
    """A line of the cycle's list. `receipt` is of the last submission; None for what was never submitted."""

    number: int
    state: EntryState
    title_ar: str
    title_en: str
    updated_at: datetime
    category_code: str
    category_ar: str
    category_en: str
    entrant_ar: str
    entrant_en: str
    is_individual: bool
    receipt: str | None
    submitted_at: datetime | None

    @property
    def words(self) -> str:
        """What a search looks through, folded."""
        return fold(
            f"{self.number} {self.receipt or ''} {self.title_ar} {self.title_en} {self.entrant_ar} {self.entrant_en}"
        )


_LIST = (
    sa.select(
        _entry.c.number,
        _entry.c.state,
        _entry.c.title_ar,
        _entry.c.title_en,
        _entry.c.updated_at,
        _category.c.code.label("category_code"),
        _category.c.name_ar.label("category_ar"),
        _category.c.name_en.label("category_en"),
        sa.func.coalesce(_agency.c.name_ar, _person.c.name_ar).label("entrant_ar"),
        sa.func.coalesce(_agency.c.name_en, _person.c.name_en).label("entrant_en"),
        _entry.c.agency_id.is_(None).label("is_individual"),
        _submission.c.receipt,
        _submission.c.submitted_at,
    )
    .join(_category, _category.c.id == _entry.c.category_id)
    .join(_person, _person.c.id == _entry.c.started_by_id)
    .join(_agency, _agency.c.id == _entry.c.agency_id, isouter=True)
    .join(_submission, last_submission(_entry.c.id), isouter=True)
    .where(_entry.c.cycle_id == sa.bindparam("cycle"))
    .order_by(_entry.c.number)
)
_ORIGINAL = sa.select(_file.c.original_digest, _file.c.name, _file.c.media_type).where(
    _file.c.id == sa.bindparam("file"), _file.c.entry_id == sa.bindparam("entry")
)

_DRAFTS = sa.select(sa.func.count()).where(
    _entry.c.cycle_id == sa.bindparam("cycle"), _entry.c.state == EntryState.DRAFT
)


def entries_of(session: Session, cycle_id: uuid.UUID) -> list[ListedEntry]:
    """Every entry of the cycle, by number."""
    return list(map(ListedEntry._make, session.connection().execute(_LIST, {"cycle": cycle_id})))


def drafts_in(session: Session, cycle_id: uuid.UUID) -> int:
    """How many entries of a cycle are written and not submitted."""
    return session.connection().execute(_DRAFTS, {"cycle": cycle_id}).scalar_one()


def filtered(
    entries: Sequence[ListedEntry], *, category: str = "", state: EntryState | None = None, search: str = ""
) -> list[ListedEntry]:
    """Those of a category and a state whose number, receipt, title or entrant holds every word of the search."""
    words = fold(search).split()
    return [
        entry
        for entry in entries
        if (not category or entry.category_code == category)
        and (state is None or entry.state is state)
        and (not words or all(word in entry.words for word in words))
    ]


def counts(entries: Sequence[ListedEntry]) -> list[tuple[EntryState, int]]:
    """How many there are in each state; states in their order, none left out."""
    counted = Counter(entry.state for entry in entries)
    return [(state, counted[state]) for state in EntryState]


def original_of(
    session: Session, entry_id: uuid.UUID, attachment_id: uuid.UUID
) -> tuple[str, str, str] | None:
    """Digest, name and media type of a file that was ever attached to the entry."""
    row = session.connection().execute(_ORIGINAL, {"file": attachment_id, "entry": entry_id}).first()
    return (row[0], row[1], row[2]) if row else None
