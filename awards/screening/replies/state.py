"""Where the answer to a disqualification stands, and who may do what next. Pure."""

import uuid
from dataclasses import dataclass, replace
from enum import StrEnum

from awards.kit.i18n import Message, msg


class Act(StrEnum):
    """What is done, the first by the entry's people, the rest by organisers."""

    ANSWER = "answer"
    KEEP = "keep"
    """Propose that the disqualification stands."""
    LIFT = "lift"
    """Propose that the entry comes back."""
    CONFIRM = "confirm"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Standing:
    """What was done so far about one disqualification that two organisers have made."""

    answered_by: uuid.UUID | None = None
    proposed_by: uuid.UUID | None = None
    """Of the wish that waits for a second organiser."""
    lifts: bool = False
    """What that wish is, or what was decided."""
    decided: bool = False
    may_lift: bool = True
    """The round of judging has not opened."""

    @property
    def waits(self) -> bool:
        """There is an answer on which nothing is decided."""
        return self.answered_by is not None and not self.decided


def why_not(standing: Standing, act: Act, by: uuid.UUID) -> Message | None:
    """Why this person may not do this now; none if they may."""
    if act is Act.ANSWER:
        return (
            msg("This disqualification has been answered already, by you or a colleague.")
            if standing.answered_by
            else None
        )
    if not standing.waits:
        return msg("No answer to a disqualification waits for a decision.")
    if act is not Act.DROP and standing.answered_by == by:
        return msg("You answered for this entry. Other organisers must decide.")
    if act in (Act.KEEP, Act.LIFT):
        return _why_not_propose(standing, act)
    return _why_not_decide(standing, act, by)


def _why_not_propose(standing: Standing, act: Act) -> Message | None:
    if standing.proposed_by is not None:
        return msg("A decision on this answer waits already. Read it first.")
    return _too_late(standing, lifts=act is Act.LIFT)


def _why_not_decide(standing: Standing, act: Act, by: uuid.UUID) -> Message | None:
    if standing.proposed_by is None:
        return msg("What was proposed has changed since you opened the page. Read it again.")
    if act is Act.DROP:
        return None
    if standing.proposed_by == by:
        return msg("You proposed this. Another organiser must confirm it.")
    return _too_late(standing, lifts=standing.lifts)


def _too_late(standing: Standing, *, lifts: bool) -> Message | None:
    if lifts and not standing.may_lift:
        return msg("The round of judging has opened: the disqualification can no longer be lifted here.")
    return None


def after(standing: Standing, act: Act, by: uuid.UUID) -> Standing:
    """What an act that is allowed leads to."""
    match act:
        case Act.ANSWER:
            return replace(standing, answered_by=by)
        case Act.CONFIRM:
            return replace(standing, proposed_by=None, decided=True)
        case Act.DROP:
            return replace(standing, proposed_by=None, lifts=False)
        case _:
            return replace(standing, proposed_by=by, lifts=act is Act.LIFT)
