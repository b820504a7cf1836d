"""The form of a whole rubric: criteria one below the other, each with its weight and its anchors.

Boxes are called `name_ar-1`, `weight-1`, `anchor_ar-1-0` …: the number is the criterion's place on the page, the last one
of an anchor its points. `key-1` carries the key of a criterion that is there already; a criterion without a name in either
language is left out, which is how one is removed.
"""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from awards.kit.i18n import Lang, msg, translate
from judging.rubrics.drafts import AnchorDraft, CriterionDraft
from judging.rubrics.scale import Scale
from judging.rubrics.scale_form import RULES, SCALES, Errors, comment_in, rows_of, scale_in, typed_scale

SPARE = 2
"""Empty criteria at the end of the form."""
MOST = 20


def typed_criteria(criteria: Sequence[CriterionDraft]) -> dict[str, str]:
    """What stands in the boxes."""
    typed: dict[str, str] = {}
    for place, criterion in enumerate(criteria, start=1):
        typed |= {
            f"key-{place}": criterion.key,
            f"name_ar-{place}": criterion.name_ar,
            f"name_en-{place}": criterion.name_en,
            f"guidance_ar-{place}": criterion.guidance_ar,
            f"guidance_en-{place}": criterion.guidance_en,
            f"weight-{place}": criterion.weight,
            f"may_not_apply-{place}": "yes" if criterion.may_not_apply else "",
            **typed_scale(place, criterion.scale, criterion.comment),
        }
        for anchor in criterion.anchors:
            typed[f"anchor_ar-{place}-{anchor.points}"] = anchor.text_ar
            typed[f"anchor_en-{place}-{anchor.points}"] = anchor.text_en
    return typed


def boxes_of(typed: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """What `judging/rubrics/edit.html` draws its boxes from: the criteria on the page, and what each may choose."""
    return {
        "places": [(place, points_of(typed, place), rows_of(typed, place)) for place in places_of(typed)],
        "scales": [(name, translate(words, lang)) for name, words in SCALES.items()],
        "rules": [(when.value, translate(words, lang)) for when, words in RULES.items()],
    }


def places_of(typed: Mapping[str, Any]) -> range:
    """The criteria on the page: those that were sent, and spare ones at the end."""
    sent = [
        int(place) for name in typed if (place := name.removeprefix("name_ar-")) != name and place.isdecimal()
    ]
    filled = [place for place in sent if typed.get(f"name_ar-{place}") or typed.get(f"name_en-{place}")]
    return range(1, min(MOST, max([*filled, 0]) + SPARE) + 1)


def anchored(scale: Scale) -> set[int]:
    """The points that the form asks to be put in words: the ends and the middle, or every level; whole ones only."""
    values = [int(points) for points in scale.values if "." not in points]
    return set(values) if scale.bands else {*values[:1], *values[-1:], values[(len(values) - 1) // 2]}


def points_of(typed: Mapping[str, Any], place: int) -> list[int]:
    """The points of a criterion that have boxes: others that have words are kept in boxes of their own."""
    found = {
        int(points)
        for name in typed
        if (points := name.removeprefix(f"anchor_ar-{place}-")) != name
        and points.isdecimal()
        and (typed.get(name) or typed.get(f"anchor_en-{place}-{points}"))
    }
    return sorted({*anchored(scale_in(typed, place)[0]), *found})


def criteria_in(typed: Mapping[str, Any]) -> tuple[tuple[CriterionDraft, ...], Errors]:
    """The criteria that were typed, and what is wrong with each by its box. Weights are checked together, later."""
    errors: Errors = {}
    found: list[CriterionDraft] = []
    taken = {str(typed.get(f"key-{place}", "")) for place in places_of(typed)}
    fresh = (key for n in count(1) if (key := f"criterion_{n}") not in taken)
    for place in places_of(typed):
        said = {name: str(typed.get(f"{name}-{place}", "")).strip() for name in _TEXTS}
        if not (said["name_ar"] or said["name_en"]):
            continue
        for name, needed in _NEEDED.items():
            if not said[name]:
                errors[f"{name}-{place}"] = needed
        scale, wrong_scale = scale_in(typed, place)
        comment, wrong_comment = comment_in(typed, place)
        anchors, wrong_anchors = _anchors(typed, place, scale)
        errors |= wrong_scale | wrong_comment | ({} if wrong_scale else wrong_anchors)
        key = str(typed.get(f"key-{place}") or next(fresh))
        name_ar, name_en, guidance_ar, guidance_en, weight = said.values()
        found.append(
            CriterionDraft(
                key,
                name_ar,
                name_en,
                weight,
                guidance_ar,
                guidance_en,
                anchors=anchors,
                scale=scale,
                comment=comment,
                may_not_apply=bool(typed.get(f"may_not_apply-{place}")),
            )
        )
    if not found:
        errors["name_ar-1"] = msg("A rubric needs at least one criterion.")
    return tuple(found), errors


_TEXTS = ("name_ar", "name_en", "guidance_ar", "guidance_en", "weight")
_NEEDED = {
    "name_ar": msg("Write the name in Arabic."),
    "name_en": msg("Write the name in English."),
    "weight": msg("Give the weight."),
}


def _anchors(typed: Mapping[str, Any], place: int, scale: Scale) -> tuple[tuple[AnchorDraft, ...], Errors]:
    anchors, errors = [], {}
    for points in points_of(typed, place):
        ar, en = (str(typed.get(f"anchor_{lang}-{place}-{points}", "")).strip() for lang in ("ar", "en"))
        if (ar or en) and not scale.contains(str(points)):
            errors[f"anchor_ar-{place}-{points}"] = msg(
                "The scale has no %(points)s points: clear these words, or choose another scale.",
                points=points,
            )
        elif ar and en:
            anchors.append(AnchorDraft(points, ar, en))
        elif ar or en:
            box = f"anchor_{'en' if ar else 'ar'}-{place}-{points}"
            errors[box] = msg("Say what %(points)s points mean in both languages.", points=points)
    return tuple(anchors), errors
