"""When an appeal may be filed, who may rule on it, and how far it has come. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from awards.entries.words import count_words
from awards.kit.i18n import Message, msg
from awards.people.models import Role
from judging.appeals.models import UPHOLDING, Outcome

MOST_WORDS = 500
"""Of an appeal's text."""
MOST_CHARACTERS = 8000
LEAST_WINDOW = timedelta(days=3)
"""A window in which somebody on a weekend could not answer would be none."""


class Time(StrEnum):
    """Where a moment lies to a window: half open, as every interval of a cycle is."""

    BEFORE = "before"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Window:
    """When appeals are taken, as entrants were told: at the very second of `ends` it is over."""

    opens: datetime
    ends: datetime

    def at(self, moment: datetime) -> Time:
        """`moment` is when the request arrived."""
        if moment < self.opens:
            return Time.BEFORE
        return Time.OPEN if moment < self.ends else Time.OVER


def wrong_window(opens: datetime, ends: datetime, now: datetime) -> dict[str, Message]:
    """What is wrong with a window that is about to be told, by the field of the form."""
    if opens <= now:
        return {"opens": msg("The window opens later than now: entrants first read how their entry did.")}
    if ends < opens + LEAST_WINDOW:
        return {"ends": msg("Leave at least %(n)s days to appeal.", n=LEAST_WINDOW.days)}
    return {}


def why_not_filed(window: Window | None, now: datetime) -> Message | None:
    """Why no appeal is taken now; nothing where one is."""
    if window is None:
        return msg("Appeals are not open: entrants are written to before they are.")
    time = window.at(now)
    if time is Time.BEFORE:
        return msg("Appeals are taken from %(when)s.", when=window.opens)
    if time is Time.OVER:
        return msg("Appeals were taken until %(when)s. This one came after that.", when=window.ends)
    return None


def too_long(text: str) -> Message | None:
    """Why a text is too long for an appeal; words are counted as those of an entry's answers."""
    words = count_words(text)
    if words <= MOST_WORDS:
        return None
    return msg("Write at most %(most)s words; these are %(n)s.", most=MOST_WORDS, n=words)


class Part(StrEnum):
    """What somebody had to do with a decision: any of it keeps them from ruling on an appeal against it."""

    OPENED = "opened"
    """Consented to open the results, or had them counted."""
    DECIDED = "decided"
    """Decided, approved or returned a place of the category."""
    PUBLISHED = "published"
    """Consented to publish."""
    JUDGED = "judged"
    """Judged in the category, or sat on its panel."""
    ENTRANT = "entrant"
    """Belongs to the agency, or to a partner of the entry, or wrote it."""


PARTS: dict[Part, Message] = {
    Part.OPENED: msg("opened or counted the results"),
    Part.DECIDED: msg("decided on a place of this category"),
    Part.PUBLISHED: msg("consented to publish the results"),
    Part.JUDGED: msg("is a judge of this category"),
    Part.ENTRANT: msg("belongs to the entrant"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might rule on an appeal."""

    roles: frozenset[Role]
    parts: frozenset[Part]
    active: bool = True


def may_rule(candidate: Candidate) -> bool:
    """An organiser who can sign in and had no part in the decision. No judge: an appeal says whose entry it is."""
    return candidate.active and Role.ORGANISER in candidate.roles and not candidate.parts


def first_part(parts: Collection[Part]) -> Part | None:
    """The part that is told where somebody may not rule."""
    return next((part for part in Part if part in parts), None)


class State(StrEnum):
    """How far an appeal is."""

    FILED = "filed"
    ASSIGNED = "assigned"
    TO_AGREE = "to_agree"
    """Ruled on, and the ruling changes a place: a second person has not agreed yet."""
    TO_CORRECT = "to_correct"
    """Upheld; the results are not counted again yet."""
    TO_AMEND = "to_amend"
    """Counted again, and the published places are not corrected yet."""
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Progress:
    """What has been done about an appeal."""

    withdrawn: bool = False
    closed: bool = False
    assigned: bool = False
    outcome: Outcome | None = None
    stands: bool = False
    corrected: bool = False


def state_of(done: Progress) -> State:
    """Where it stands after what was done."""
    if done.withdrawn:
        return State.WITHDRAWN
    if done.closed:
        return State.CLOSED
    if done.corrected:
        return State.TO_AMEND
    if done.outcome in UPHOLDING and done.stands:
        return State.TO_CORRECT
    if done.outcome is not None:
        return State.TO_AGREE
    return State.ASSIGNED if done.assigned else State.FILED
