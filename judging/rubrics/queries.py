"""Rubrics as they are read: one frozen value per version, built once per process."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from awards.cycles.models import Category
from awards.kit.db import Row, by_name
from awards.kit.errors import NotFound
from awards.kit.i18n import Message
from judging.rubrics.comments import CommentRule, CommentWhen, rule_words
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Anchor, Criterion, Rubric
from judging.rubrics.scale import Band, Scale, percents_of
from judging.rubrics.weights import parse_weights

_categories = Category.__table__  # type: ignore[attr-defined]
_rubrics = Rubric.__table__  # type: ignore[attr-defined]
_criteria = Criterion.__table__  # type: ignore[attr-defined]
_anchors = Anchor.__table__  # type: ignore[attr-defined]

_NEWEST = (
    sa.select(_rubrics.c.id, _rubrics.c.version, _rubrics.c.created_at, _rubrics.c.frozen_at)
    .where(_rubrics.c.category_id == sa.bindparam("category_id"), _rubrics.c.kind == sa.bindparam("kind"))
    .order_by(_rubrics.c.version.desc())
    .limit(1)
)
_WITH_RUBRIC = (
    sa.select(_rubrics.c.category_id)
    .distinct()
    .join(_categories, _categories.c.id == _rubrics.c.category_id)
    .where(_categories.c.cycle_id == sa.bindparam("cycle_id"), _rubrics.c.kind == sa.bindparam("kind"))
)
_RUBRIC = sa.select(_rubrics.c.category_id, _rubrics.c.version).where(
    _rubrics.c.id == sa.bindparam("rubric_id")
)
_CRITERIA = (
    sa.select(_criteria)
    .where(_criteria.c.rubric_id == sa.bindparam("rubric_id"))
    .order_by(_criteria.c.position)
)
_ANCHORS = (
    sa.select(_anchors)
    .join(_criteria, _criteria.c.id == _anchors.c.criterion_id)
    .where(_criteria.c.rubric_id == sa.bindparam("rubric_id"))
    .order_by(_anchors.c.points)
)


@dataclass(frozen=True, slots=True)
class AnchorSheet:
    """What a number of points means, in words."""

    points: int
    text_ar: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What points mean: an anchor, a level, or a level that an anchor explains; what there is not is empty."""

    points: str
    name_ar: str
    name_en: str
    text_ar: str
    text_en: str


@dataclass(frozen=True, slots=True)
class CriterionSheet:
    """A criterion with its anchors, fewest points first."""

    id: uuid.UUID
    key: str
    name_ar: str
    name_en: str
    guidance_ar: str
    guidance_en: str
    weight: str
    """Decimal text, e.g. `12.5`."""
    anchors: tuple[AnchorSheet, ...]
    scale: Scale
    comment: CommentRule
    may_not_apply: bool = False
    """Whether organisers may grant that it does not apply to an entry."""

    @property
    def meanings(self) -> list[Meaning]:
        """The anchors, or all levels; fewest points first."""
        anchors = {str(anchor.points): anchor for anchor in self.anchors}
        if not self.scale.bands:
            return [Meaning(points, "", "", a.text_ar, a.text_en) for points, a in anchors.items()]
        return [
            Meaning(band.points, band.name_ar, band.name_en, *((a.text_ar, a.text_en) if a else ("", "")))
            for band in self.scale.bands
            for a in [anchors.get(band.points)]
        ]

    @property
    def rule(self) -> Message | None:
        """When judges have to say something beside their points."""
        return rule_words(self.comment, self.scale)


@dataclass(frozen=True)
class RubricSheet:
    """One version of a rubric, its criteria in order. It never changes: another wording is another version."""

    id: uuid.UUID
    category_id: uuid.UUID
    version: int
    criteria: tuple[CriterionSheet, ...]

    @cached_property
    def weights(self) -> dict[str, Fraction]:
        """Criterion key → exact weight, 100 in all."""
        return parse_weights({criterion.key: criterion.weight for criterion in self.criteria})

    @cached_property
    def percents(self) -> dict[str, Mapping[str, Fraction]]:
        """Criterion key → the points that can be given on it → what they are out of 100."""
        return {criterion.key: percents_of(criterion.scale) for criterion in self.criteria}

    @cached_property
    def one_scale(self) -> Scale | None:
        """The scale of numbers that all criteria have; None where they differ, or have levels with names."""
        scales = {criterion.scale for criterion in self.criteria}
        scale = scales.pop()
        return None if scales or scale.bands else scale

    @cached_property
    def has_boxes(self) -> bool:
        """Whether a judge has to type points somewhere, because there are too many to choose from."""
        return not all(criterion.scale.chosen for criterion in self.criteria)

    @cached_property
    def by_key(self) -> dict[str, CriterionSheet]:
        return {criterion.key: criterion for criterion in self.criteria}


@dataclass(frozen=True, slots=True)
class NewestRubric:
    """Which rubric holds for a category now."""

    id: uuid.UUID
    version: int
    created_at: datetime
    frozen_at: datetime | None

    def corrected_since(self, announced_at: datetime) -> datetime | None:
        """When it took the place of one that was announced; None for what stands since the announcement."""
        return self.created_at if self.created_at > announced_at else None


_sheets: dict[uuid.UUID, RubricSheet] = {}
"""Rubrics built so far. Criteria and anchors are only ever inserted, under new ids, so nothing here goes stale."""
_MOST_SHEETS = 1000


def newest_rubric(
    connection: Connection, category_id: uuid.UUID, *, kind: RoundKind = RoundKind.SCORING
) -> NewestRubric | None:
    """Which version holds now, in one small statement; None for a category that has no rubric yet.

    Another `kind` asks for what that round alone judges by: most categories have nothing of the kind.
    """
    row = connection.execute(_NEWEST, {"category_id": category_id, "kind": kind}).first()
    return by_name(NewestRubric, row) if row else None


def with_rubric(
    connection: Connection, cycle_id: uuid.UUID, *, kind: RoundKind = RoundKind.SCORING
) -> frozenset[uuid.UUID]:
    """The categories of a cycle that have a rubric; or one of their own for a round of another `kind`."""
    return frozenset(connection.scalars(_WITH_RUBRIC, {"cycle_id": cycle_id, "kind": kind}))


def rubric_of(connection: Connection, category_id: uuid.UUID) -> RubricSheet:
    """The rubric that holds for a category now, its newest version: one statement. Raises NotFound."""
    newest = newest_rubric(connection, category_id)
    if newest is None:
        raise NotFound
    return rubric_sheet(connection, newest.id)


def rubric_sheet(connection: Connection, rubric_id: uuid.UUID) -> RubricSheet:
    """One version of a rubric; no statement once this process has read it. Raises NotFound."""
    return _sheets.get(rubric_id) or _read(connection, rubric_id)


def scale_in(row: Row) -> Scale:
    """The scale that a row with the columns of `criterion` says."""
    return Scale(row.lowest, row.highest, row.step, tuple(Band(**band) for band in row.bands))


def _read(connection: Connection, rubric_id: uuid.UUID) -> RubricSheet:
    one = {"rubric_id": rubric_id}
    rubric = connection.execute(_RUBRIC, one).first()
    if rubric is None:
        raise NotFound
    anchors: dict[uuid.UUID, list[AnchorSheet]] = {}
    for row in connection.execute(_ANCHORS, one):
        anchors.setdefault(row.criterion_id, []).append(AnchorSheet(row.points, row.text_ar, row.text_en))
    sheet = RubricSheet(
        id=rubric_id,
        category_id=rubric.category_id,
        version=rubric.version,
        criteria=tuple(
            CriterionSheet(
                id=row.id,
                key=row.key,
                name_ar=row.name_ar,
                name_en=row.name_en,
                guidance_ar=row.guidance_ar,
                guidance_en=row.guidance_en,
                weight=row.weight,
                anchors=tuple(anchors.get(row.id, ())),
                scale=scale_in(row),
                comment=CommentRule(CommentWhen(row.comment_when), row.comment_points),
                may_not_apply=row.may_not_apply,
            )
            for row in connection.execute(_CRITERIA, one)
        ),
    )
    if len(_sheets) >= _MOST_SHEETS:
        _sheets.clear()
    _sheets[rubric_id] = sheet
    return sheet
