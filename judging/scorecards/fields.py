"""A sheet as its form posts it: one text for each field."""

from collections.abc import Mapping

from judging.scorecards.sheet import ABSTAINED, NOT_APPLICABLE, REMARKS, Mark, SheetInput

Fields = Mapping[str, str]
"""`points.<criterion>`, `comment.<criterion>`, `strengths`, …; one that is missing is empty."""


def as_fields(content: SheetInput) -> dict[str, str]:
    """What would post this sheet. Criteria that do not apply have no fields."""
    fields: dict[str, str] = {}
    for key, mark in content.marks.items():
        if mark.not_scored == NOT_APPLICABLE:
            continue
        fields[f"points.{key}"] = mark.chosen
        fields[f"comment.{key}"] = mark.comment
    return fields | {name: getattr(content, name) for name in REMARKS}


def sheet_of(fields: Fields) -> SheetInput:
    """The sheet that posts these `fields`."""
    marks = {}
    for key in {key: None for _, dot, key in (name.partition(".") for name in fields) if dot}:
        chosen, comment = fields.get(f"points.{key}", ""), fields.get(f"comment.{key}", "")
        abstained = chosen == ABSTAINED
        marks[key] = Mark(None if abstained else chosen or None, ABSTAINED if abstained else None, comment)
    return SheetInput(marks, **{name: fields.get(name, "") for name in REMARKS})


def plain(text: str) -> str:
    """A text as it is kept: line ends as one character, however the browser sent them, and nothing around it."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()
