"""The rubric of one category of the demo's third cycle, with criteria on scales other than 0–10."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.cycles.queries import categories_of
from awards.demo import fixtures
from judging.rubrics.drafts import AnchorDraft, CriterionDraft, criteria_from_fixtures
from judging.rubrics.operations import create_rubric
from judging.rubrics.scale import TEN, Band, Scale, banded

CATEGORY = "MOB"


def try_other_scales(session: Session, cycle: Cycle, *, by: uuid.UUID, at: datetime) -> None:
    """A second version of the category's rubric."""
    scales = fixtures.toml("scales")
    drafts = [
        _rescaled(draft, _scale(scales[draft.key])) if draft.key in scales else draft
        for draft in criteria_from_fixtures(CATEGORY)
    ]
    category = next(one for one in categories_of(session, cycle.id) if one.code == CATEGORY)
    create_rubric(session, category.id, drafts, by=by, at=at)


def _scale(row: dict[str, Any]) -> Scale:
    return banded([Band(**level) for level in row["levels"]]) if "levels" in row else Scale(**row)


def _rescaled(draft: CriterionDraft, scale: Scale) -> CriterionDraft:
    """What the anchors say holds at the same height of the other scale; levels speak for themselves."""
    by = int(scale.highest) / int(TEN.highest)
    anchors = [replace(anchor, points=round(anchor.points * by)) for anchor in draft.anchors]
    return replace(draft, scale=scale, anchors=() if scale.bands else tuple[AnchorDraft, ...](anchors))
