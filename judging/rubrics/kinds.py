"""The rounds that a cycle may have, by what they are for."""

from enum import StrEnum


class RoundKind(StrEnum):
    """In the order in which a cycle goes through those that it has. Scoring it always has."""

    FIRST_READING = "first_reading"
    """Judges read every entry to find those that are worth scoring; nobody is ranked by it. Not screening, in which
    organisers decide whether an entry may take part at all."""
    SCORING = "scoring"
    FINAL = "final"
    """A panel reads the best of scoring once more."""

    @property
    def position(self) -> int:
        """1 for scoring, which is what sheets of a cycle without another round are told to be of."""
        return {RoundKind.FIRST_READING: 0, RoundKind.SCORING: 1, RoundKind.FINAL: 2}[self]
