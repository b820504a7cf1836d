"""The parts of judges' pages that are the same from one showing to the next, rendered once."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from awards.kit.i18n import Lang
from awards.kit.pages import render
from awards.kit.recently_used import RecentlyUsed
from judging.rubrics.queries import CriterionSheet, RubricSheet
from judging.scorecards.listing import Line
from judging.scorecards.queries import MySheet
from judging.scorecards.reading import named, reading, said
from judging.scorecards.sheet import SCALE, SheetInput, plain_weights

_weights: dict[uuid.UUID, dict[str, str]] = {}
"""By rubric. Neither a rubric nor a criterion ever changes: another wording has another id."""
_scales: dict[tuple[Lang, uuid.UUID, str], Markup] = {}
"""By language, criterion and what is chosen."""
_MOST_SCALES = 20_000
_entries = RecentlyUsed[tuple[object, ...], Markup](1024)
"""By language and all that a view is made of."""
_rows = RecentlyUsed[tuple[object, ...], Markup](16_384)
"""By language, place, state and total, and all that a view is made of."""


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


def entry_part(sheet: MySheet, lang: Lang) -> Markup:
    """The entry as the judge reads it."""
    key = (lang, *sheet.key)
    found = _entries.find([key])
    if not found:
        found = {key: _drawn(lang, "entry", view=sheet.entry, reading=reading(sheet.entry, lang))}
        _entries.keep(found)
    return found[key]


def list_rows(lines: Sequence[Line], lang: Lang) -> Markup:
    """The rows of the judge's list."""
    keyed = {(lang, line.number, line.state, line.exact, *line.key): line for line in lines}
    found = _rows.find(keyed)
    if missing := {key: _drawn(lang, "row", line=line) for key, line in keyed.items() if key not in found}:
        _rows.keep(missing)
        found |= missing
    return Markup().join(found[key] for key in keyed)


def _scale(criterion: CriterionSheet, number: int, weight: str, chosen: str, lang: Lang) -> Markup:
    return _drawn(
        lang,
        "scale",
        criterion=criterion,
        number=number,
        name=named(criterion, lang),
        guidance=said(criterion.guidance_ar, criterion.guidance_en, lang),
        anchors=[(a.points, said(a.text_ar, a.text_en, lang)) for a in criterion.anchors],
        weight=weight,
        points=SCALE,
        chosen=chosen,
    )


def _drawn(lang: Lang, template: str, **context: object) -> Markup:
    html = render(lang, f"judging/scorecards/{template}.html", **context)
    return Markup(html)  # noqa: S704 - from a template that escapes
