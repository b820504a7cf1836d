"""What is lodged: the sheet as it is kept beside its receipt."""

import uuid
from datetime import UTC, datetime
from typing import Any

from judging.rubrics.queries import RubricSheet
from judging.scorecards.sheet import REMARKS, SheetInput, plain_weights


def lodged_document(
    scorecard_id: uuid.UUID,
    code: str,
    sheet: SheetInput,
    rubric: RubricSheet,
    *,
    total: str | None,
    at: datetime,
) -> dict[str, Any]:
    """Plain JSON without floats: the marks in the rubric's order, the remarks, the exact total out of 100."""
    weights = plain_weights(rubric)
    return {
        "scorecard": str(scorecard_id),
        "entry": code,
        "rubric": {"id": str(rubric.id), "version": rubric.version},
        "marks": [
            {
                "criterion": criterion.key,
                "weight": weights[criterion.key],
                "points": sheet.mark(criterion.key).points,
                "not_scored": sheet.mark(criterion.key).not_scored,
                "comment": sheet.mark(criterion.key).comment,
            }
            for criterion in rubric.criteria
        ],
        **{name: getattr(sheet, name) for name in REMARKS},
        "total": total,
        "lodged_at": at.astimezone(UTC).isoformat(timespec="seconds"),
    }
