"""What must be there before a cycle is announced. Pure."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from awards.cycles.models import Category
from awards.cycles.timetable import Timetable
from awards.cycles.wording import MOMENTS
from awards.kit.errors import RuleBroken
from awards.kit.i18n import Bilingual, Message, msg


class NotReady(RuleBroken):
    """`obstacles` says everything that stands in the way, the first one as its message."""

    def __init__(self, obstacles: Sequence[Message]) -> None:
        super().__init__(obstacles[0])
        self.obstacles = tuple(obstacles)


def obstacles(
    timetable: Timetable,
    categories: Sequence[Category],
    questions: Mapping[uuid.UUID, int],
    with_rubric: Collection[uuid.UUID],
    now: datetime,
) -> list[Message]:
    """All that keeps a cycle from being announced; the order of its dates is the timetable's own rule."""
    return [*_passed(timetable, now), *_lacking(categories, questions, with_rubric)]


def _passed(timetable: Timetable, now: datetime) -> Iterator[Message]:
    for name, label in MOMENTS.items():
        at = getattr(timetable, name)
        if at < now:
            yield msg("“%(what)s” lies in the past: %(when)s.", what=label, when=at)


def _lacking(
    categories: Sequence[Category], questions: Mapping[uuid.UUID, int], with_rubric: Collection[uuid.UUID]
) -> Iterator[Message]:
    if not categories:
        yield msg("A cycle needs at least one category.")
    for category in categories:
        name = Bilingual(category.name_ar, category.name_en)
        if not questions.get(category.id):
            yield msg("The category “%(category)s” asks no question.", category=name)
        if category.id not in with_rubric:
            yield msg("The category “%(category)s” has no rubric.", category=name)
