"""Why something is not done with an entry."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from awards.entries.completeness import Gap
from awards.entries.eligibility import Obstacle, Reason
from awards.entries.models import EntryState
from awards.entries.sheet import Head
from awards.entries.wording import closed_in_words, reason_in_words
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.i18n import Message, msg


class NotEligible(Invalid):
    """The rules do not let this entrant enter; `messages` are all the reasons, the first one beside its box."""

    status = HTTPStatus.CONFLICT

    def __init__(self, reasons: Sequence[Reason]) -> None:
        errors: dict[str, Message] = {}
        for reason in reasons:
            errors.setdefault(_BOX.get(reason.code, "form"), reason_in_words(reason))
        super().__init__(errors)
        self.messages = [reason_in_words(reason) for reason in reasons]


_BOX = {
    Obstacle.AGENCIES_ONLY: "entrant",
    Obstacle.INDIVIDUALS_ONLY: "entrant",
    Obstacle.ORGANISERS_OWN: "entrant",
    Obstacle.WON_LATELY: "category",
    Obstacle.TOO_MANY_ENTRIES: "category",
}


class NotReady(RuleBroken):
    """Something must be put right before the entry is submitted: `gaps`, each with its sentence."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, gaps: Sequence[Gap]) -> None:
        self.gaps = list(gaps)
        super().__init__(self.gaps[0].message)


class TermsNotAccepted(Invalid):
    """Asked for at each submission: terms may have changed since the one before."""

    def __init__(self) -> None:
        super().__init__({"terms": msg("Accept the terms of participation before you submit.")})


def refuse_unless_writable(head: Head, at: datetime) -> None:
    """Raise RuleBroken if nothing may be changed in the entry at `at`: the deadline has passed, or it is out."""
    if at < head.opens_at:
        raise RuleBroken(
            reason_in_words(Reason(Obstacle.NOT_YET_OPEN, {"opens": head.opens_at, "zone": head.zone}))
        )
    if not head.timetable.accepts_submissions(at):
        raise RuleBroken(closed_in_words(head.timetable.closes, head.zone))
    refuse_if_out(head)


def refuse_if_out(head: Head) -> None:
    """Raises RuleBroken for an entry that is withdrawn or disqualified."""
    if out := _OUT.get(head.state):
        raise RuleBroken(out)


_OUT: dict[EntryState, Message] = {
    EntryState.WITHDRAWN: msg("The entry is withdrawn; it can no longer be changed."),
    EntryState.DISQUALIFIED: msg("The entry is disqualified; it can no longer be changed."),
}
