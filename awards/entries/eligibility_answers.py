"""What is asked before an entry is started, and whether the answers let it be. Pure."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from awards.cycles.models import EligibilityQuestion
from awards.kit.i18n import Bilingual, Message, msg

PREFIX = "eligible-"
"""Of the boxes; the question's key follows."""


def asked_in(
    questions: Iterable[EligibilityQuestion], category_id: uuid.UUID | None
) -> list[EligibilityQuestion]:
    """Those of every category and those of this one."""
    return [question for question in questions if question.category_id in (None, category_id)]


def what_bars(questions: Iterable[EligibilityQuestion], answers: Mapping[str, str]) -> dict[str, Message]:
    """By box: what was not answered, and why an answer bars; empty if the entrant may enter.

    `answers` are option keys by the question's key; an option that there is not is no answer.
    """
    found: dict[str, Message] = {}
    for question in questions:
        answer = answers.get(question.key, "")
        if answer in question.barring:
            why = Bilingual(question.why_ar, question.why_en)
            found[PREFIX + question.key] = msg("You cannot enter: %(why)s", why=why)
        elif all(option["key"] != answer for option in question.options):
            label = Bilingual(question.label_ar, question.label_en)
            found[PREFIX + question.key] = msg("Answer “%(question)s”.", question=label)
    return found


def given_in(typed: Mapping[str, Any]) -> dict[str, str]:
    """The answers of a form, option keys by the question's key."""
    return {box.removeprefix(PREFIX): str(key) for box, key in typed.items() if box.startswith(PREFIX)}


def frozen(questions: Iterable[EligibilityQuestion], answers: Mapping[str, str]) -> list[dict[str, str]]:
    """The answers with the words in which they were asked, as the entry keeps them."""
    return [
        {
            "question": question.key,
            "label_ar": question.label_ar,
            "label_en": question.label_en,
            "answer": option["key"],
            "answer_ar": option["ar"],
            "answer_en": option["en"],
        }
        for question in questions
        for option in question.options
        if option["key"] == answers.get(question.key)
    ]
