"""Reads of translations."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries.models import Submission
from awards.entries.translations.models import Translation
from awards.entries.translations.rules import Kept, Sheet, beside, sheet_of

_translations = Translation.__table__  # type: ignore[attr-defined]
_submissions = Submission.__table__  # type: ignore[attr-defined]

_KEPT = sa.select(_translations.c.entry_id, *(_translations.c[name] for name in Kept._fields)).where(
    _translations.c.entry_id.in_(sa.bindparam("entries", expanding=True))
)
_LAST = (
    sa.select(_submissions.c.content)
    .where(_submissions.c.entry_id == sa.bindparam("entry"))
    .order_by(_submissions.c.sequence.desc())
    .limit(1)
)


def kept_of(session: Session, entries: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Kept]]:
    """All translations of these entries, of whatever wording: one statement."""
    found: dict[uuid.UUID, list[Kept]] = {entry_id: [] for entry_id in entries}
    for entry_id, *row in session.connection().execute(_KEPT, {"entries": list(entries)}):
        found[entry_id].append(Kept._make(row))
    return found


def translation_of(session: Session, entry_id: uuid.UUID, content: Mapping[str, Any]) -> Sheet:
    """The texts of an entry, as `content` has them, beside their translations."""
    return sheet_of(content, kept_of(session, [entry_id])[entry_id])


def with_translation(session: Session, entry_id: uuid.UUID, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with its translation, where there is a whole one: see `rules.beside`."""
    return beside(content, kept_of(session, [entry_id])[entry_id])


def last_content(session: Session, entry_id: uuid.UUID) -> dict[str, Any] | None:
    """What was submitted and counts; none of an entry that never was."""
    return session.connection().execute(_LAST, {"entry": entry_id}).scalar()
