"""Writing guides: each change is a version of its own."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.queries import categories_of
from awards.guidance.forms import GuideForm
from awards.guidance.models import Guide, GuideKind, GuideVersion, Readers
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, Stale
from awards.kit.i18n import msg

_LAST = (
    select(Guide, GuideVersion)
    .join(
        GuideVersion,
        sa.and_(col(GuideVersion.guide_id) == col(Guide.id), col(GuideVersion.version) == col(Guide.version)),
    )
    .where(Guide.cycle_id == sa.bindparam("cycle"))
    .order_by(col(GuideVersion.title_ar))
)


def add_guide(
    session: Session,
    form: GuideForm,
    *,
    cycle_id: uuid.UUID,
    kind: GuideKind,
    category_id: uuid.UUID | None = None,
    by: uuid.UUID,
    at: datetime,
) -> Guide:
    """The first version of a guide. Raises Invalid for a category of another cycle."""
    if category_id and category_id not in {category.id for category in categories_of(session, cycle_id)}:
        raise Invalid({"category": msg("Choose one of the options.")})
    guide = Guide(cycle_id=cycle_id, category_id=category_id, kind=kind)
    session.add(guide)
    session.flush()
    _keep(session, guide, form, by=by, at=at)
    return guide


def change_guide(
    session: Session, guide_id: uuid.UUID, form: GuideForm, *, version: int, by: uuid.UUID, at: datetime
) -> None:
    """Another version after `version`. Raises NotFound, or Stale if somebody wrote one meanwhile."""
    guide = session.get(Guide, guide_id)
    if guide is None:
        raise NotFound
    if guide.version != version:
        raise Stale(msg("Somebody has saved another version in the meantime. Open the page anew."))
    guide.version += 1
    _keep(session, guide, form, by=by, at=at)


def copy_guides(
    session: Session, source: uuid.UUID, target: uuid.UUID, *, by: uuid.UUID | None, at: datetime
) -> int:
    """The guides and model answers of one cycle as drafts of another, each with its last version; how many.

    What is about a category of which the other cycle has none stays behind.
    """
    codes = {category.id: category.code for category in categories_of(session, source)}
    there = {category.code: category.id for category in categories_of(session, target)}
    copied = 0
    for guide, said in session.exec(_LAST, params={"cycle": source}).all():
        category_id = there.get(codes[guide.category_id]) if guide.category_id else None
        if guide.category_id and category_id is None:
            continue
        copy = Guide(cycle_id=target, category_id=category_id, kind=guide.kind)
        words = said.model_dump(include={"title_ar", "title_en", "text_ar", "text_en"})
        kept = GuideVersion(
            guide_id=copy.id, version=1, readers=Readers.OFFICE, **words, at=at, by_id=by or said.by_id
        )
        session.add_all((copy, kept))
        copied += 1
    session.flush()
    if copied:
        detail = {"copied_from": str(source), "items": copied}
        audit.record(session, "guides.copied", target, by=by, at=at, detail=detail)
    return copied


def _keep(session: Session, guide: Guide, form: GuideForm, *, by: uuid.UUID, at: datetime) -> None:
    words = form.model_dump(include=set(GuideForm.model_fields))
    kept = GuideVersion(guide_id=guide.id, version=guide.version, **words, at=at, by_id=by)
    session.add_all((guide, kept))
    session.flush()
    detail = {"version": guide.version}
    audit.record(session, "guide.saved", guide.id, by=by, at=at, detail=detail)
