"""The parts of the form that are the same for every entry of a category, rendered once."""

import uuid
from typing import NamedTuple

from markupsafe import Markup

from awards.kit.i18n import Lang
from awards.kit.pages import render
from judging.rubrics.queries import CriterionSheet, RubricSheet
from judging.scorecards.reading import named, said
from judging.scorecards.sheet import SCALE, SheetInput, plain_weights

_weights: dict[uuid.UUID, dict[str, str]] = {}
"""By rubric. Neither a rubric nor a criterion ever changes: another wording has another id."""
_scales: dict[tuple[Lang, uuid.UUID, str], Markup] = {}
"""By language, criterion and what is chosen."""
_MOST_SCALES = 20_000


class CriterionPart(NamedTuple):
    """One criterion of the form."""

    key: str
    weight: str
    """Decimal text in ASCII digits."""
    scale: Markup
    """Heading, guidance, points and anchors, with the judge's choice marked."""
    comment: str


def criterion_parts(rubric: RubricSheet, content: SheetInput, lang: Lang) -> list[CriterionPart]:
    if len(_scales) >= _MOST_SCALES:
        _scales.clear()
        _weights.clear()
    if rubric.id not in _weights:
        _weights[rubric.id] = plain_weights(rubric)
    weights = _weights[rubric.id]
    parts = []
    for number, criterion in enumerate(rubric.criteria, start=1):
        mark = content.mark(criterion.key)
        key = (lang, criterion.id, mark.chosen)
        if key not in _scales:
            _scales[key] = _scale(criterion, number, weights[criterion.key], mark.chosen, lang)
        parts.append(CriterionPart(criterion.key, weights[criterion.key], _scales[key], mark.comment))
    return parts


def _scale(criterion: CriterionSheet, number: int, weight: str, chosen: str, lang: Lang) -> Markup:
    html = render(
        lang,
        "judging/scorecards/scale.html",
        criterion=criterion,
        number=number,
        name=named(criterion, lang),
        guidance=said(criterion.guidance_ar, criterion.guidance_en, lang),
        anchors=[(a.points, said(a.text_ar, a.text_en, lang)) for a in criterion.anchors],
        weight=weight,
        points=SCALE,
        chosen=chosen,
    )
    return Markup(html)  # noqa: S704 - from a template that escapes
