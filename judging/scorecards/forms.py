"""What is posted from a sheet's page."""

from dataclasses import dataclass, field

from litestar.datastructures import FormMultiDict

from awards.kit.i18n import Message, msg
from judging.rubrics.scale import decimal
from judging.scorecards.fields import plain, sheet_of
from judging.scorecards.sheet import ABSTAINED, REMARKS, SheetInput

LONGEST_COMMENT = 2_000
LONGEST_REMARK = 5_000
_LONGEST = {"comment": LONGEST_COMMENT, **dict.fromkeys(REMARKS, LONGEST_REMARK)}
_LONGEST_POINTS = 20
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
    seen: str = ""
    """What the page says that it has seen saved, for `read_seen`."""


def read_sheet(data: FormMultiDict) -> FilledSheet:
    """Any criterion may be named and any points given: what the rubric has is for the operation to say."""
    texts = {name: value for name, value in data.items() if isinstance(value, str)}
    errors: dict[str, Message] = {}
    fields: dict[str, str] = {}
    for name, value in texts.items():
        part, _, criterion = name.partition(".")
        if part == "points" and criterion:
            fields[name] = _chosen(value)
            if value == ABSTAINED and any(
                _chosen(str(other)) not in ("", ABSTAINED) for other in data.getall(name)
            ):
                errors[name] = msg("Give points or abstain, not both.")
        elif name in REMARKS or (part == "comment" and criterion):
            fields[name] = plain(value)
            if len(fields[name]) > _LONGEST[part]:
                errors[name] = msg("Write at most %(n)s characters.", n=_LONGEST[part])
    version = texts.get("version", "")
    return FilledSheet(
        sheet_of(fields),
        int(version) if version.isascii() and version.isdigit() and len(version) < 10 else _NO_VERSION,
        texts.get("then", ""),
        errors,
        texts.get("seen", ""),
    )


def _chosen(value: str) -> str:
    """Points in their one spelling, `abstained` or nothing; what is none of these comes along, to be shown again."""
    return value if value in ("", ABSTAINED) else decimal(value) or plain(value)[:_LONGEST_POINTS]
