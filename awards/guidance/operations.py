"""Writing guides: each change is a version of its own."""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.cycles.queries import categories_of
from awards.guidance.forms import GuideForm
from awards.guidance.models import Guide, GuideKind, GuideVersion
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, Stale
from awards.kit.i18n import msg


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


def _keep(session: Session, guide: Guide, form: GuideForm, *, by: uuid.UUID, at: datetime) -> None:
    words = form.model_dump(include=set(GuideForm.model_fields))
    kept = GuideVersion(guide_id=guide.id, version=guide.version, **words, at=at, by_id=by)
    session.add_all((guide, kept))
    session.flush()
    detail = {"version": guide.version}
    audit.record(session, "guide.saved", guide.id, by=by, at=at, detail=detail)
