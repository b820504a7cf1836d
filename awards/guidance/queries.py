"""Reads of the library: each starts from who may read."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.guidance.models import Guide, GuideKind, GuideVersion, Readers
from awards.kit.errors import NotFound
from awards.people.models import Person
from awards.people.viewer import Viewer

_CURRENT = sa.and_(
    col(GuideVersion.guide_id) == col(Guide.id), col(GuideVersion.version) == col(Guide.version)
)


@dataclass(frozen=True, slots=True)
class Told:
    """A guide as its last version has it."""

    id: uuid.UUID
    cycle_id: uuid.UUID
    category_id: uuid.UUID | None
    kind: GuideKind
    version: int
    readers: Readers
    title_ar: str
    title_en: str
    text_ar: str
    text_en: str
    at: datetime


def open_to(viewer: Viewer | None) -> Collection[Readers]:
    """What somebody may read; None is a stranger."""
    if viewer is None:
        return (Readers.EVERYBODY,)
    return tuple(Readers) if viewer.oversees else (Readers.EVERYBODY, Readers.MEMBERS)


def library(session: Session, cycle_id: uuid.UUID, viewer: Viewer | None) -> list[Told]:
    """The guides of a cycle that the viewer may read: for all first, then by category; guides before model answers."""
    found = (
        sa.select(Guide, GuideVersion)
        .join(GuideVersion, _CURRENT)
        .join(Category, col(Category.id) == col(Guide.category_id), isouter=True)
        .where(col(Guide.cycle_id) == cycle_id, col(GuideVersion.readers).in_(open_to(viewer)))
        .order_by(
            col(Category.position).is_not(None),
            col(Category.position),
            col(Guide.kind),
            col(GuideVersion.title_ar),
        )
    )
    return _all(session, found)


def one_guide(session: Session, guide_id: uuid.UUID, viewer: Viewer | None) -> Told:
    """Raises NotFound unless the viewer may read it."""
    found: Any = sa.select(Guide, GuideVersion).join(GuideVersion, _CURRENT)
    told = _all(
        session, found.where(col(Guide.id) == guide_id, col(GuideVersion.readers).in_(open_to(viewer)))
    )
    if not told:
        raise NotFound
    return told[0]


def versions_of(session: Session, guide_id: uuid.UUID) -> list[tuple[GuideVersion, Person]]:
    """All that a guide ever said and who wrote it, the last first."""
    rows = session.exec(
        select(GuideVersion, Person)
        .join(Person, col(Person.id) == col(GuideVersion.by_id))
        .where(GuideVersion.guide_id == guide_id)
        .order_by(col(GuideVersion.version).desc())
    )
    return [(version, person) for version, person in rows]


def _all(session: Session, found: Any) -> list[Told]:
    return [_told(guide, version) for guide, version in session.execute(found)]


def _told(guide: Guide, said: GuideVersion) -> Told:
    return Told(
        guide.id,
        guide.cycle_id,
        guide.category_id,
        guide.kind,
        said.version,
        said.readers,
        said.title_ar,
        said.title_en,
        said.text_ar,
        said.text_en,
        said.at,
    )
