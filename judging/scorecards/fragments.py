"""The part of the page that is the same for every entry of a category, rendered once."""

import uuid
from collections.abc import Sequence

from markupsafe import Markup

from awards.kit.i18n import Lang
from awards.kit.pages import render
from judging.rubrics.queries import CriterionSheet, RubricSheet
from judging.scorecards.reading import named, said
from judging.scorecards.sheet import SCALE, SheetInput, shown_weight

_scales: dict[tuple[Lang, uuid.UUID, str], Markup] = {}
"""By language, criterion and what is chosen. A criterion never changes: another wording has another id."""
_MOST_SCALES = 20_000


def scales(rubric: RubricSheet, content: SheetInput, lang: Lang) -> Sequence[Markup]:
    """Heading, guidance, points and anchors of each criterion, with the judge's choice marked."""
    return [
        _scale(criterion, number, content.mark(criterion.key).chosen, lang)
        for number, criterion in enumerate(rubric.criteria, start=1)
    ]


def _scale(criterion: CriterionSheet, number: int, chosen: str, lang: Lang) -> Markup:
    key = (lang, criterion.id, chosen)
    if key not in _scales:
        if len(_scales) >= _MOST_SCALES:
            _scales.clear()
        _scales[key] = Markup(  # noqa: S704 - what a template with escaping made
            render(
                lang,
                "judging/scorecards/scale.html",
                criterion=criterion,
                number=number,
                name=named(criterion, lang),
                guidance=said(criterion.guidance_ar, criterion.guidance_en, lang),
                anchors=[(a.points, said(a.text_ar, a.text_en, lang)) for a in criterion.anchors],
                weight=shown_weight(criterion.weight),
                points=SCALE,
                chosen=chosen,
            )
        )
    return _scales[key]
