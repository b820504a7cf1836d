"""Questions that are asked only if an earlier one is answered so: which apply, and which conditions hold water. Pure.

A condition looks back: the order of the questions makes a circle impossible, and one pass decides them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from awards.cycles.models import QuestionKind
from awards.kit.i18n import Bilingual, Message, msg

WITH_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})


class Conditional(Protocol):
    """A question, whatever it is kept in."""

    @property
    def key(self) -> str: ...
    @property
    def when_question(self) -> str: ...
    @property
    def when_option(self) -> str: ...


class Choosable(Conditional, Protocol):
    """A question with what a condition on it needs."""

    @property
    def kind(self) -> QuestionKind: ...
    @property
    def options(self) -> Sequence[Mapping[str, str]]: ...
    @property
    def label_ar(self) -> str: ...
    @property
    def label_en(self) -> str: ...


Q = TypeVar("Q", bound=Choosable)


def applying(questions: Iterable[Conditional], answers: Mapping[str, str]) -> frozenset[str]:
    """The keys of the questions that apply, where `answers` are values by key (of choices: keys joined by a comma).

    `questions` stand in their order. What depends on a question that does not apply does not apply either, whatever
    is still kept as its answer.
    """
    found: set[str] = set()
    for question in questions:
        on = question.when_question
        if not on or (on in found and question.when_option in answers.get(on, "").split(",")):
            found.add(question.key)
    return frozenset(found)


def broken(questions: Sequence[Q]) -> Q | None:
    """The first question, in this order, whose condition no earlier question can ever meet; None if all can."""
    options: dict[str, set[str]] = {}
    for question in questions:
        if question.when_question and question.when_option not in options.get(question.when_question, ()):
            return question
        if question.kind in WITH_OPTIONS:
            options[question.key] = {option["key"] for option in question.options}
    return None


def possible(questions: Iterable[Q], before: str | None = None) -> list[tuple[Q, Mapping[str, str]]]:
    """What a question may be made to depend on: each option of the choices that stand before the one named `before`,
    or before a new last one.
    """
    found: list[tuple[Q, Mapping[str, str]]] = []
    for question in questions:
        if question.key == before:
            break
        if question.kind in WITH_OPTIONS:
            found += [(question, option) for option in question.options]
    return found


def dependents(questions: Iterable[Q], key: str) -> list[Q]:
    """The questions that look at the answer to this one."""
    return [question for question in questions if question.when_question == key]


def in_words(questions: Iterable[Choosable]) -> dict[str, Message]:
    """When each conditional question applies, by its key."""
    found: dict[str, Message] = {}
    by_key: dict[str, Choosable] = {}
    for question in questions:
        on = by_key.get(question.when_question)
        option = next((o for o in on.options if o["key"] == question.when_option), None) if on else None
        if on and option:
            found[question.key] = msg(
                "Only if “%(question)s” is answered with “%(option)s”.",
                question=Bilingual(on.label_ar, on.label_en),
                option=Bilingual(option["ar"], option["en"]),
            )
        by_key[question.key] = question
    return found
