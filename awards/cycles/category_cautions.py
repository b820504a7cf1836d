"""What organisers should look at twice in the questions of the categories, though no rule forbids it. Pure."""

import uuid
from collections.abc import Iterator, Mapping, Sequence

from awards.cycles.models import Category, Question
from awards.kit.i18n import Bilingual, Message, msg

Questions = Mapping[uuid.UUID, Sequence[Question]]
"""Of each category, by its id."""

NO_ORGANISER = msg(
    "No agency is named that organises the award: whichever it is, it could enter, and so could its people."
)


def uncounted(categories: Sequence[Category], questions: Questions, months: int) -> list[Message]:
    """The categories in which a limit of so many months in operation would bar nobody."""
    return [
        msg(
            "In the category “%(category)s” the months in operation are not counted: none of its questions is marked as the date on which operation began.",
            category=Bilingual(category.name_ar, category.name_en),
        )
        for category in categories
        if months and not any(each.in_operation_since for each in questions.get(category.id, ()))
    ]


def of_categories(categories: Sequence[Category], questions: Questions, months: int) -> list[Message]:
    """Everything of a cycle that is to be announced."""
    return [*uncounted(categories, questions, months), *_unread(categories, questions)]


def _unread(categories: Sequence[Category], questions: Questions) -> Iterator[Message]:
    for category in categories:
        asked = questions.get(category.id, ())
        if asked and all(each.identifying for each in asked):
            yield msg(
                "In the category “%(category)s” judges would read no answer: every question is marked as identifying.",
                category=Bilingual(category.name_ar, category.name_en),
            )
