"""What the dates and phases of a cycle are called, and where a cycle stands among them."""

from dataclasses import dataclass
from datetime import datetime

from awards.cycles.models import QuestionKind
from awards.cycles.timetable import Phase, Timetable
from awards.kit.i18n import Message, msg

MOMENTS: dict[str, Message] = {
    "opens": msg("Entries open"),
    "closes": msg("Entries close"),
    "judging_opens": msg("Judging opens"),
    "judging_closes": msg("Judging closes"),
    "publishes": msg("Results are published"),
}
"""The dates of a timetable by the names of its fields, in their order."""

GRACE_ENDS = msg("the end of the extra minutes after closing")

PHASES: dict[Phase, Message] = {
    Phase.PREPARING: msg("In preparation"),
    Phase.ANNOUNCED: msg("Announced, not open yet"),
    Phase.ENTRIES: msg("Open for entries"),
    Phase.GRACE: msg("Last minutes for entries"),
    Phase.SCREENING: msg("Between entries and judging"),
    Phase.JUDGING: msg("Being judged"),
    Phase.DECIDING: msg("Being decided"),
    Phase.PUBLISHED: msg("Published"),
}

TONES: dict[Phase, str] = {
    Phase.ANNOUNCED: "info",
    Phase.ENTRIES: "good",
    Phase.GRACE: "wait",
    Phase.SCREENING: "wait",
    Phase.JUDGING: "info",
    Phase.DECIDING: "wait",
    Phase.PUBLISHED: "good",
}
"""The badge of a phase; a plain one for the rest."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """One date of a cycle as a reader meets it now."""

    label: Message
    at: datetime
    passed: bool
    next: bool
    """The first date that has not passed."""
    days_left: int
    """Whole days; 0 once it has passed."""


def milestones(timetable: Timetable, now: datetime) -> list[Milestone]:
    """The five dates in their order."""
    dates = [(label, getattr(timetable, name)) for name, label in MOMENTS.items()]
    coming = next((at for _, at in dates if at > now), None)
    return [
        Milestone(label, at, passed=at <= now, next=at == coming, days_left=max(0, (at - now).days))
        for label, at in dates
    ]


QUESTION_KINDS: dict[QuestionKind, Message] = {
    QuestionKind.SHORT_TEXT: msg("Short text"),
    QuestionKind.LONG_TEXT: msg("Long text"),
    QuestionKind.NUMBER: msg("Number"),
    QuestionKind.DATE: msg("Date"),
    QuestionKind.CHOICE: msg("One choice"),
    QuestionKind.CHOICES: msg("Several choices"),
    QuestionKind.LINK: msg("Link"),
    QuestionKind.TABLE: msg("Table of indicators"),
    QuestionKind.FILE: msg("One file"),
}
