"""The parts of judges' pages that are the same from one showing to the next, rendered once."""

import uuid
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from awards.kit.i18n import Lang, Message, msg
from awards.kit.recently_used import RecentlyUsed
from awards.kit.templates import render
from judging.rubrics.comments import comment_words
from judging.rubrics.queries import CriterionSheet, RubricSheet
from judging.rubrics.scale import TEN, Scale
from judging.scorecards.forms import LONGEST_COMMENT
from judging.scorecards.listing import Line
from judging.scorecards.queries import MySheet
from judging.scorecards.reading import named, reading, said
from judging.scorecards.sheet import SheetInput, owes_comment, plain_weights

_criteria = RecentlyUsed[tuple[Lang, uuid.UUID, str, bool], tuple[Markup, Markup]](16_384)
"""By language, criterion, what is chosen and whether a comment is owed: what stands before the comment, and after it."""
_entries = RecentlyUsed[tuple[object, ...], Markup](1024)
"""By language and all that a view is made of."""
_rows = RecentlyUsed[tuple[object, ...], Markup](16_384)
"""By language, place, state, total and how far a draft is, and all that a view is made of."""


class CriterionPart(NamedTuple):
    """One criterion of the form."""

    before: Markup
    """Heading, guidance, points and anchors, with the judge's choice marked, and the beginning of the text box."""
    comment: str
    after: Markup


def criterion_parts(
    rubric: RubricSheet, content: SheetInput, lang: Lang, errors: Mapping[str, Message]
) -> list[CriterionPart]:
    """`errors` by field; those of other fields are left alone."""
    marks = [content.mark(criterion.key) for criterion in rubric.criteria]
    keys = [
        (lang, criterion.id, mark.chosen, owes_comment(mark, criterion.comment))
        for criterion, mark in zip(rubric.criteria, marks, strict=True)
    ]
    found = {} if errors else _criteria.find(keys)
    for number, (criterion, key) in enumerate(zip(rubric.criteria, keys, strict=True), start=1):
        if key not in found:
            weight = plain_weights(rubric)[criterion.key]
            found[key] = _criterion(criterion, number, weight, key, errors)
            if not errors:
                _criteria.keep({key: found[key]})
    return [
        CriterionPart(found[key][0], mark.comment, found[key][1])
        for key, mark in zip(keys, marks, strict=True)
    ]


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
    keyed = {(lang, line.number, line.state, line.exact, line.answered, *line.key): line for line in lines}
    found = _rows.find(keyed)
    if missing := {key: _drawn(lang, "row", line=line) for key, line in keyed.items() if key not in found}:
        _rows.keep(missing)
        found |= missing
    return Markup().join(found[key] for key in keyed)


_COMMENT = "\0"
"""Stands in a drawn criterion where the comment goes: nobody can type it."""


def _criterion(
    criterion: CriterionSheet,
    number: int,
    weight: str,
    key: tuple[Lang, uuid.UUID, str, bool],
    errors: Mapping[str, Message],
) -> tuple[Markup, Markup]:
    lang, _, chosen, owed = key
    scale = criterion.scale
    drawn = _drawn(
        lang,
        "criterion",
        criterion=criterion,
        number=number,
        name=named(criterion, lang),
        guidance=said(criterion.guidance_ar, criterion.guidance_en, lang),
        meanings=[(m.points, named(m, lang), said(m.text_ar, m.text_en, lang)) for m in criterion.meanings],
        weight=weight,
        scale=scale,
        waiting=_waiting(scale),
        asked=comment_words(criterion.comment, scale),
        rule=criterion.comment,
        owed=owed,
        chosen=chosen,
        comment=_COMMENT,
        longest=LONGEST_COMMENT,
        errors=errors,
    )
    before, _, after = drawn.partition(_COMMENT)
    return before, after


def _waiting(scale: Scale) -> Message | None:
    """What is said while a key waits, because its digit may be the beginning of a longer number of the scale."""
    whole = [points for points in scale.values if "." not in points]
    if not scale.chosen or all(len(points) == 1 for points in whole):
        return None
    if scale == TEN:
        return msg("0 now makes it ten; any other digit goes to the next criterion.")
    return msg("Another digit completes the number; J goes to the next criterion.")


def _drawn(lang: Lang, template: str, **context: object) -> Markup:
    html = render(lang, f"judging/scorecards/{template}.html", **context)
    return Markup(html)  # noqa: S704 - from a template that escapes
