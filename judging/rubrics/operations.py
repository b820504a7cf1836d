"""What is done with rubrics: write one, copy one, freeze it at the first lodged sheet."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from judging.rubrics.drafts import AnchorDraft, CriterionDraft, check_criteria
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Anchor, Criterion, Rubric
from judging.rubrics.queries import RubricSheet, newest_rubric


class RubricFrozen(RuleBroken):
    """A sheet has been lodged under the rubric that holds now."""


def create_rubric(
    session: Session,
    category_id: uuid.UUID,
    criteria: Sequence[CriterionDraft],
    *,
    kind: RoundKind = RoundKind.SCORING,
    by: uuid.UUID | None,
    at: datetime,
) -> Rubric:
    """The rubric of a category from now on: its first version, or a new one in place of the newest.

    Another `kind` makes what that round alone judges by. Raises RuleBroken for criteria that do not make a rubric, RubricFrozen once a sheet was lodged.
    """
    check_criteria(criteria)
    before = newest_rubric(session.connection(), category_id, kind=kind)
    if before and before.frozen_at:
        raise RubricFrozen(msg("Sheets have been lodged under this rubric: it can no longer be changed."))
    last = session.exec(select(sa.func.max(Rubric.version)).where(Rubric.category_id == category_id)).one()
    rubric = Rubric(category_id=category_id, version=(last or 0) + 1, kind=kind, created_at=at)
    session.add(rubric)
    session.flush()
    made = [
        Criterion(
            rubric_id=rubric.id,
            key=draft.key,
            position=position,
            name_ar=draft.name_ar,
            name_en=draft.name_en,
            guidance_ar=draft.guidance_ar,
            guidance_en=draft.guidance_en,
            weight=draft.weight,
            lowest=draft.scale.lowest,
            highest=draft.scale.highest,
            step=draft.scale.step,
            bands=[asdict(band) for band in draft.scale.bands],
            comment_when=draft.comment.when.value,
            comment_points=draft.comment.points,
            may_not_apply=draft.may_not_apply,
        )
        for position, draft in enumerate(criteria, start=1)
    ]
    session.add_all(made)
    session.flush()
    session.add_all(
        Anchor(
            criterion_id=criterion.id, points=anchor.points, text_ar=anchor.text_ar, text_en=anchor.text_en
        )
        for criterion, draft in zip(made, criteria, strict=True)
        for anchor in draft.anchors
    )
    session.flush()
    detail: dict[str, object] = {
        "category": str(category_id),
        "version": rubric.version,
        "weights": {draft.key: draft.weight for draft in criteria},
        "scales": {draft.key: draft.scale.ends for draft in criteria},
    }
    if kind is not RoundKind.SCORING:
        detail[kind.value] = True
    if optional := [draft.key for draft in criteria if draft.may_not_apply]:
        detail["may_not_apply"] = optional
    audit.record(session, "rubric.created", rubric.id, by=by, at=at, detail=detail)
    return rubric


def drafts_of(sheet: RubricSheet) -> tuple[CriterionDraft, ...]:
    """What would make this rubric again."""
    return tuple(
        CriterionDraft(
            key=criterion.key,
            name_ar=criterion.name_ar,
            name_en=criterion.name_en,
            weight=criterion.weight,
            guidance_ar=criterion.guidance_ar,
            guidance_en=criterion.guidance_en,
            anchors=tuple(
                AnchorDraft(anchor.points, anchor.text_ar, anchor.text_en) for anchor in criterion.anchors
            ),
            scale=criterion.scale,
            comment=criterion.comment,
            may_not_apply=criterion.may_not_apply,
        )
        for criterion in sheet.criteria
    )


def freeze_rubric(session: Session, rubric_id: uuid.UUID, *, by: uuid.UUID | None, at: datetime) -> bool:
    """Let weights and wording stand from now on; True only the first time."""
    unfrozen = sa.update(Rubric).where(col(Rubric.id) == rubric_id, col(Rubric.frozen_at).is_(None))
    if not session.connection().execute(unfrozen.values(frozen_at=at)).rowcount:
        return False
    audit.record(session, "rubric.frozen", rubric_id, by=by, at=at)
    return True
