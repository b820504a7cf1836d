"""What is posted from a sheet's page."""

from dataclasses import dataclass, field, replace

from litestar.datastructures import FormMultiDict

from awards.kit.i18n import Message, msg
from judging.rubrics.scale import SCALE
from judging.scorecards.sheet import ABSTAINED, EMPTY, REMARKS, Mark, SheetInput

LONGEST_COMMENT = 2_000
LONGEST_REMARK = 5_000
_CHOICES = {"", ABSTAINED, *SCALE}
_NO_VERSION = -1
"""Matches no saved sheet: whoever sends no version is shown both texts."""


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A filled-in sheet: what was meant, on which version, and where to go after saving."""

    sheet: SheetInput
    version: int
    then: str
    """`previous`, `next`, `lodge`, or anything else to stay."""
    errors: dict[str, Message] = field(default_factory=dict)
    """By field: `points.<criterion>`, `comment.<criterion>`, `strengths`, …"""


def read_sheet(data: FormMultiDict) -> FilledSheet:
    """Any criterion may be named: whether the rubric has it is for the operation to say."""
    texts = {name: value for name, value in data.multi_items() if isinstance(value, str)}
    errors: dict[str, Message] = {}
    chosen: dict[str, str] = {}
    comments: dict[str, str] = {}
    for name, value in texts.items():
        part, _, criterion = name.partition(".")
        if part == "points" and criterion:
            if value in _CHOICES:
                chosen[criterion] = value
            else:
                errors[name] = msg("Choose one of the options.")
        elif part == "comment" and criterion:
            comments[criterion] = _text(name, value, LONGEST_COMMENT, errors)
    remarks = {name: _text(name, texts.get(name, ""), LONGEST_REMARK, errors) for name in REMARKS}
    marks = {
        criterion: _mark(chosen.get(criterion, ""), comments.get(criterion, ""))
        for criterion in {**chosen, **comments}
    }
    version = texts.get("version", "")
    return FilledSheet(
        SheetInput(marks, **remarks),
        int(version) if version.isascii() and version.isdigit() and len(version) < 10 else _NO_VERSION,
        texts.get("then", ""),
        errors,
    )


def savable(filled: FilledSheet, saved: SheetInput) -> SheetInput:
    """What of it can be saved: where a field is wrong, what is `saved` stays."""
    marks, remarks = dict(filled.sheet.marks), {}
    for name in filled.errors:
        part, _, criterion = name.partition(".")
        if not criterion:
            remarks[name] = getattr(saved, name)
        elif part == "comment":
            marks[criterion] = replace(marks[criterion], comment=saved.mark(criterion).comment)
        else:
            before = saved.mark(criterion)
            kept = marks.get(criterion, EMPTY)
            marks[criterion] = replace(kept, points=before.points, not_scored=before.not_scored)
    return replace(filled.sheet, marks=marks, **remarks)


def _mark(chosen: str, comment: str) -> Mark:
    if chosen == ABSTAINED:
        return Mark(not_scored=ABSTAINED, comment=comment)
    return Mark(points=chosen or None, comment=comment)


def _text(name: str, value: str, longest: int, errors: dict[str, Message]) -> str:
    """Line ends as one character, however the browser sent them."""
    text = value.replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > longest:
        errors[name] = msg("Write at most %(n)s characters.", n=longest)
    return text
