"""Whether a judge has to say something beside the points of a criterion."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from awards.kit.i18n import Bilingual, Message, msg
from judging.rubrics.scale import Scale


class CommentWhen(StrEnum):
    """When a criterion asks for a comment."""

    OPTIONAL = "optional"
    REQUIRED = "required"
    BELOW = "below"
    """For fewer points than a number."""
    ABOVE = "above"
    """For more points than a number."""


@dataclass(frozen=True, slots=True)
class CommentRule:
    """When a comment is needed; `points`, decimal text, goes with `BELOW` and `ABOVE` and is empty otherwise."""

    when: CommentWhen = CommentWhen.OPTIONAL
    points: str = ""

    def asks(self, points: str | None, *, answered: bool = True) -> bool:
        """Whether an answer needs a comment: an abstention only where every answer does, no answer never."""
        if not answered or self.when is CommentWhen.OPTIONAL:
            return False
        if self.when is CommentWhen.REQUIRED:
            return True
        if points is None:
            return False
        given, limit = Fraction(points), Fraction(self.points)
        return given < limit if self.when is CommentWhen.BELOW else given > limit


FREE = CommentRule()
"""The rule of a criterion that does not say another one."""


def comment_words(rule: CommentRule, scale: Scale) -> Message:
    """Whether a comment is needed, in a word or two for its label."""
    match rule.when:
        case CommentWhen.OPTIONAL:
            return msg("not required")
        case CommentWhen.REQUIRED:
            return msg("required")
        case CommentWhen.BELOW:
            return msg("required for less than %(points)s", points=_points(rule, scale))
        case CommentWhen.ABOVE:
            return msg("required for more than %(points)s", points=_points(rule, scale))


def rule_words(rule: CommentRule, scale: Scale) -> Message | None:
    """The same as a sentence for whoever reads the rubric; nothing where judges are free."""
    match rule.when:
        case CommentWhen.OPTIONAL:
            return None
        case CommentWhen.REQUIRED:
            return msg("Judges always write a remark on it.")
        case CommentWhen.BELOW:
            return msg(
                "Judges write a remark where they give less than %(points)s.", points=_points(rule, scale)
            )
        case CommentWhen.ABOVE:
            return msg(
                "Judges write a remark where they give more than %(points)s.", points=_points(rule, scale)
            )


def _points(rule: CommentRule, scale: Scale) -> Bilingual | str:
    """A level by its name."""
    band = scale.band(rule.points)
    return Bilingual(f"«{band.name_ar}»", f"“{band.name_en}”") if band else rule.points
