"""Grounds, outcomes and states of appeals in words."""

from awards.kit.i18n import Message, msg
from judging.appeals.models import Ground, Outcome, Standing
from judging.appeals.rules import State

GROUNDS: dict[Ground, Message] = {
    Ground.PROCEDURE: msg("The published procedure was not followed"),
    Ground.CONFLICT: msg("Somebody who took part had a conflict of interest"),
    Ground.COUNTING: msg("The totals were counted wrongly"),
    Ground.MISREAD: msg("Something in the entry was overlooked or misread"),
    Ground.OTHER: msg("Another ground"),
}
OUTCOMES: dict[Outcome, tuple[Message, str]] = {
    Outcome.INADMISSIBLE: (msg("Inadmissible"), "bad"),
    Outcome.REJECTED: (msg("Rejected"), "bad"),
    Outcome.PARTLY_UPHELD: (msg("Upheld in part"), "info"),
    Outcome.UPHELD: (msg("Upheld"), "good"),
}
"""With the tone of the badge."""
STATES: dict[State, tuple[Message, str]] = {
    State.FILED: (msg("Waits for somebody to rule on it"), "wait"),
    State.ASSIGNED: (msg("Being ruled on"), "wait"),
    State.TO_AGREE: (msg("Waits for a second person's agreement"), "wait"),
    State.TO_CORRECT: (msg("Upheld: count again"), "wait"),
    State.TO_AMEND: (msg("Counted again: correct the places"), "wait"),
    State.CLOSED: (msg("Appeal closed"), ""),
    State.WITHDRAWN: (msg("Withdrawn"), ""),
}
SHOWN: dict[Standing, Message] = {
    Standing.NOTHING: msg("Its own totals alone"),
    Standing.PLACED: msg("Its own totals, and whether it has a place"),
    Standing.RANK: msg("Its own totals, its place and its rank"),
}
