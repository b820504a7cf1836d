"""Criteria that do not apply to an entry, as its sheets meet them: no input, no points, and no reason to be read."""

import uuid
from collections.abc import Collection
from dataclasses import replace

import sqlalchemy as sa

from awards.entries.models import Entry
from judging.rubrics.queries import RubricSheet
from judging.scorecards.models import NotApplicable
from judging.scorecards.sheet import EMPTY, NOT_APPLICABLE, Mark, SheetInput

_grants = NotApplicable.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]

NOT_APPLYING = (
    sa.select(sa.func.aggregate_strings(sa.cast(_grants.c.criterion_id, sa.String), ","))
    .where(_grants.c.entry_id == _entries.c.id)
    .correlate(_entries)
    .scalar_subquery()
    .label("not_applying")
)
"""A column of statements that read a sheet anyway: the ids of the entry's criteria, for `not_applying`."""
GRANTED = Mark(not_scored=NOT_APPLICABLE)


def not_applying(column: str | None, rubric: RubricSheet) -> frozenset[str]:
    """Keys of the criteria of this rubric that do not apply, from the column `NOT_APPLYING`."""
    if not column:
        return frozenset()
    ids = {uuid.UUID(id_) for id_ in column.split(",")}
    return frozenset(criterion.key for criterion in rubric.criteria if criterion.id in ids)


def with_grants(content: SheetInput, keys: Collection[str]) -> SheetInput:
    """The sheet with these criteria out of it, whatever was written on them."""
    return replace(content, marks={**content.marks, **dict.fromkeys(keys, GRANTED)}) if keys else content


def against_grants(content: SheetInput, keys: Collection[str]) -> bool:
    """Whether a judge wrote on a criterion that does not apply: on a page from before that was granted.

    Raises ValueError for one that is called not applicable and was not granted: no judge can say so.
    """
    for key, mark in content.marks.items():
        if mark.not_scored == NOT_APPLICABLE and key not in keys:
            raise ValueError(f"{key}: a judge cannot give {NOT_APPLICABLE!r}")
    return any(content.mark(key) not in (EMPTY, GRANTED) for key in keys)
