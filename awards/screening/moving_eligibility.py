"""What eligibility asks of an entry that moves: the questions of its new category that it has not answered. Pure."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from awards.cycles.models import EligibilityQuestion
from awards.entries.eligibility_answers import PREFIX, asked_in, frozen, what_bars
from awards.kit.i18n import Bilingual, Message, msg

Kept = Mapping[str, str]
"""An answer as `Entry.eligibility` keeps it."""


def still_asked(
    questions: Iterable[EligibilityQuestion], to_id: uuid.UUID, kept: Collection[Kept]
) -> list[EligibilityQuestion]:
    """Those that the other category asks and the entry has not answered."""
    answered = {one["question"] for one in kept}
    return [
        question
        for question in asked_in(questions, to_id)
        if question.retired_at is None and question.key not in answered
    ]


def why_it_stays(questions: Sequence[EligibilityQuestion], answers: Mapping[str, str]) -> dict[str, Message]:
    """By box: what is not answered, and why an answer bars from the other category; empty if the entry may move."""
    stays = {
        PREFIX + question.key: msg(
            "The entry cannot move, and stays where it is: %(why)s",
            why=Bilingual(question.why_ar, question.why_en),
        )
        for question in questions
        if answers.get(question.key) in question.barring
    }
    return what_bars(questions, answers) | stays


def kept_after(
    kept: Iterable[Kept],
    questions: Sequence[EligibilityQuestion],
    to_id: uuid.UUID,
    answers: Mapping[str, str],
) -> list[dict[str, str]]:
    """What the entry keeps in its new category: no answer to a question that only another category asks.

    `answers` are those that were given now, option keys by the question's key.
    """
    elsewhere = {question.key for question in questions if question.category_id not in (None, to_id)}
    before = [dict(one) for one in kept if one["question"] not in elsewhere]
    return [*before, *frozen(still_asked(questions, to_id, before), answers)]


def with_eligibility(content: Mapping[str, Any], kept: list[dict[str, str]]) -> dict[str, Any]:
    """The content of a submission with these answers instead of those that it holds; none where there are none."""
    rest = {name: value for name, value in content.items() if name != "eligibility"}
    return {**rest, "eligibility": kept} if kept else rest
