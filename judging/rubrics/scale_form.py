"""The part of a rubric's form that says a criterion's scale and when a remark is required.

Boxes are called `scale-1`, `lowest-1`, `band_points-1-2`, `band_ar-1-2` …: the criterion's place on the page, then the
level's. What a scale that is offered by name does not need is left alone, so that it stands there when one comes back.
"""

from collections.abc import Mapping
from typing import Any

from awards.kit.i18n import Message, msg
from judging.rubrics.comments import FREE, CommentRule, CommentWhen
from judging.rubrics.scale import MOST_BANDS, TEN, USUAL, Band, Scale, banded, decimal, fault_of

NUMBERS, LEVELS = "numbers", "levels"
SCALES = {
    "ten": msg("0 to 10 points"),
    "five": msg("0 to 5 points"),
    "hundred": msg("0 to 100 points"),
    NUMBERS: msg("A scale of other numbers"),
    LEVELS: msg("Levels with names"),
}
"""What the form offers, by the value that it sends."""
RULES = {
    CommentWhen.OPTIONAL: msg("not required"),
    CommentWhen.REQUIRED: msg("always required"),
    CommentWhen.BELOW: msg("required for less than some points"),
    CommentWhen.ABOVE: msg("required for more than some points"),
}
LEAST_ROWS, SPARE_ROWS = 4, 1
Errors = dict[str, Message]


def typed_scale(place: int, scale: Scale, comment: CommentRule) -> dict[str, str]:
    """What stands in the boxes."""
    kind = next((name for name, usual in USUAL.items() if usual == scale), LEVELS if scale.bands else NUMBERS)
    typed = {
        f"scale-{place}": kind,
        f"comment-{place}": comment.when.value,
        f"comment_points-{place}": comment.points,
    }
    if kind == NUMBERS:
        typed |= {
            f"lowest-{place}": scale.lowest,
            f"highest-{place}": scale.highest,
            f"step-{place}": scale.step,
        }
    for row, band in enumerate(scale.bands, start=1):
        typed |= {
            f"band_points-{place}-{row}": band.points,
            f"band_ar-{place}-{row}": band.name_ar,
            f"band_en-{place}-{row}": band.name_en,
        }
    return typed


def rows_of(typed: Mapping[str, Any], place: int) -> range:
    """The rows for levels: those that are filled, and empty ones."""
    filled = [row for row in range(1, MOST_BANDS + 1) if any(_band(typed, place, row))]
    return range(1, min(MOST_BANDS, max(LEAST_ROWS, max([*filled, 0]) + SPARE_ROWS)) + 1)


def scale_in(typed: Mapping[str, Any], place: int) -> tuple[Scale, Errors]:
    """The scale that was typed, and what is wrong with it by its box; with errors, the usual scale in its stead."""
    kind = _said(typed, f"scale-{place}") or "ten"
    if kind == LEVELS:
        return _levels_in(typed, place)
    if kind == NUMBERS:
        low, high, step = (_said(typed, f"{name}-{place}") for name in ("lowest", "highest", "step"))
        scale = Scale(decimal(low) or low, decimal(high) or high, decimal(step) or step)
        fault = fault_of(scale)
        return (TEN, {f"lowest-{place}": fault}) if fault else (scale, {})
    if kind not in USUAL:
        return TEN, {f"scale-{place}": msg("Choose one of the options.")}
    return USUAL[kind], {}


def comment_in(typed: Mapping[str, Any], place: int) -> tuple[CommentRule, Errors]:
    """When a remark is required. Whether the scale reaches there is checked with all the rest."""
    when = _said(typed, f"comment-{place}") or CommentWhen.OPTIONAL
    if when not in list(CommentWhen):
        return FREE, {f"comment-{place}": msg("Choose one of the options.")}
    if when in (CommentWhen.OPTIONAL, CommentWhen.REQUIRED):
        return CommentRule(CommentWhen(when)), {}
    points = decimal(_said(typed, f"comment_points-{place}"))
    if points is None:
        return FREE, {f"comment_points-{place}": msg("Say below or above which points a remark is required.")}
    return CommentRule(CommentWhen(when), points), {}


def _levels_in(typed: Mapping[str, Any], place: int) -> tuple[Scale, Errors]:
    bands, errors = [], {}
    for row in range(1, MOST_BANDS + 1):
        points, ar, en = _band(typed, place, row)
        if not (points or ar or en):
            continue
        number = decimal(points)
        if number is None:
            errors[f"band_points-{place}-{row}"] = msg("Give the points of the level as a number.")
        if not ar:
            errors[f"band_ar-{place}-{row}"] = msg("Write the name in Arabic.")
        if not en:
            errors[f"band_en-{place}-{row}"] = msg("Write the name in English.")
        bands.append(Band(number or "0", ar, en))
    if errors:
        return TEN, errors
    if len(bands) < 2:
        return TEN, {
            f"band_points-{place}-1": msg("Name two levels at least and %(n)s at most.", n=MOST_BANDS)
        }
    scale = banded(bands)
    fault = fault_of(scale)
    return (TEN, {f"band_points-{place}-1": fault}) if fault else (scale, {})


def _band(typed: Mapping[str, Any], place: int, row: int) -> tuple[str, str, str]:
    points, ar, en = (_said(typed, f"{name}-{place}-{row}") for name in ("band_points", "band_ar", "band_en"))
    return points, ar, en


def _said(typed: Mapping[str, Any], name: str) -> str:
    return str(typed.get(name, "")).strip()
