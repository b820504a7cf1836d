"""What the dates and phases of a cycle are called, and where a cycle stands among them."""

from dataclasses import dataclass
from datetime import datetime

from awards.cycles.models import Indicator, QuestionKind
from awards.cycles.timetable import ORDER, Phase, Timetable
from awards.kit.i18n import Message, msg

MOMENTS: dict[str, Message] = {
    "opens": msg("Entries open"),
    "closes": msg("Entries close"),
    "judging_opens": msg("Judging opens"),
    "judging_closes": msg("Judging closes"),
    "publishes": msg("Results are published"),
}
"""The dates of a timetable by the names of its fields, in their order."""

PLANNED: dict[str, Message] = {
    "screening_ends": msg("Screening ends"),
    "declarations_end": msg("Judges declare conflicts until"),
    "blinding_ends": msg("Blind copies are ready"),
    "assignment_ends": msg("Judges are assigned"),
    "final_panel": msg("Final panel meets"),
    "decision": msg("Places are decided"),
    "embargo": msg("Winners are told in confidence"),
    "ceremony": msg("Award ceremony"),
    "appeals_end": msg("Appeals are taken until"),
}
"""The dates that people plan by."""

CALENDAR: dict[str, Message] = {name: (MOMENTS | PLANNED)[name] for name in ORDER}
"""All dates in their order."""

EFFECTS: dict[str, Message] = {
    "opens": msg("Agencies can begin entries from then on."),
    "closes": msg("From then on nothing is taken in, but for the extra minutes and extensions."),
    "judging_opens": msg("An organiser opens the round; nobody scores before."),
    "judging_closes": msg("No sheet is lodged from then on."),
    "publishes": msg("From then on the public sees the results, once they are published."),
    "declarations_end": msg("Judges are shown this date; they can declare conflicts later, too."),
}
"""What the product does about a date; the others are plans of the organisers."""

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


@dataclass(frozen=True, slots=True)
class Dated:
    """One date of the whole calendar: a milestone with what the product does about it."""

    milestone: Milestone
    effect: Message | None
    """None for a plan, about which nothing is done."""


def calendar(timetable: Timetable, now: datetime) -> list[Dated]:
    """All dates that the cycle has, in their order; at most one is next."""
    dates = timetable.dates
    following = next((name for name, at in dates.items() if at > now), None)
    return [
        Dated(
            Milestone(
                CALENDAR[name],
                at,
                passed=at <= now,
                next=name == following,
                days_left=max(0, (at - now).days),
            ),
            EFFECTS.get(name),
        )
        for name, at in dates.items()
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

INDICATORS: dict[Indicator, Message] = {
    Indicator.MATURITY: msg("Stage of maturity"),
    Indicator.CHANNELS: msg("Channels"),
    Indicator.TRANSACTIONS: msg("Transactions in twelve months"),
    Indicator.BENEFICIARIES: msg("Beneficiaries in twelve months"),
    Indicator.TIME_SAVED: msg("Minutes saved in one transaction"),
}
