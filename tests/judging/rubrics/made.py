"""Rubrics for tests that need no database."""

import uuid

from judging.rubrics.comments import FREE, CommentRule
from judging.rubrics.queries import CriterionSheet, RubricSheet
from judging.rubrics.scale import TEN, Band, Scale, banded

LEVELS = banded(
    [Band("0", "غائب", "Absent"), Band("2", "ناشئ", "Emerging"), Band("3", "راسخ", "Established")]
)


def criterion(key: str, weight: str, scale: Scale = TEN, comment: CommentRule = FREE) -> CriterionSheet:
    """A criterion without anchors."""
    return CriterionSheet(
        uuid.uuid4(), key, f"معيار {key}", f"Criterion {key}", "", "", weight, (), scale, comment
    )


def rubric(*criteria: CriterionSheet) -> RubricSheet:
    """A rubric of no category."""
    return RubricSheet(uuid.uuid4(), uuid.uuid4(), 1, criteria)
