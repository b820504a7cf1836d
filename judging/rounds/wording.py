"""What the rounds are called, and what a first reading says of an entry."""

from awards.kit.i18n import Message, msg
from judging.rounds.first_readings import Outcome
from judging.rubrics.kinds import RoundKind

ROUND_NAMES: dict[RoundKind, Message] = {
    RoundKind.FIRST_READING: msg("First reading"),
    RoundKind.SCORING: msg("Scoring round"),
    RoundKind.FINAL: msg("Final panel"),
}
OUTCOMES: dict[Outcome, tuple[Message, str]] = {
    Outcome.PASSES: (msg("Moves on"), "good"),
    Outcome.ON_THE_LINE: (msg("Moves on, at the threshold"), "info"),
    Outcome.BELOW: (msg("Below the mean that is asked for"), "bad"),
    Outcome.BEHIND: (msg("Behind those that move on"), "bad"),
    Outcome.TOO_FEW: (msg("Too few sheets that count"), "wait"),
}
"""What each outcome is called, and the tone of its badge."""
