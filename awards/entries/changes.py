"""What a save changes in an entry."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from awards.entries.answers import kept, written
from awards.entries.models import EntryLanguage
from awards.entries.sheet import Asked, Head

_TEXTS = ("title_ar", "title_en", "summary_ar", "summary_en")


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A new answer, as it was typed; None leaves that part as it is."""

    text_ar: str | None = None
    text_en: str | None = None
    value: str | None = None
    """For choices: the keys joined by a comma."""


@dataclass(frozen=True, slots=True)
class EntryChanges:
    """What a save sets; None leaves it as it is."""

    language: EntryLanguage | None = None
    title_ar: str | None = None
    title_en: str | None = None
    summary_ar: str | None = None
    summary_en: str | None = None
    partner_ids: frozenset[uuid.UUID] | None = None
    answers: Mapping[str, AnswerChange] = field(default_factory=dict)
    """By the question's key; questions that are not named keep their answers."""


def changed_columns(head: Head, changes: EntryChanges) -> dict[str, Any]:
    """The columns of the entry that get another value."""
    wanted: dict[str, Any] = {
        name: written(text).replace("\n", " ") if name.startswith("title") else written(text)
        for name in _TEXTS
        if (text := getattr(changes, name)) is not None
    }
    if changes.language is not None:
        wanted["language"] = changes.language
    return {name: value for name, value in wanted.items() if value != getattr(head, name)}


def changed_answers(asked: Sequence[Asked], changes: Mapping[str, AnswerChange]) -> list[Asked]:
    """The questions whose answers change, with their new answers. A value for a text, or a text for a value, is no
    answer and is left out.
    """
    changed = []
    for before in asked:
        change = changes.get(before.key)
        if change is None:
            continue
        after = _answered(before, change)
        if after != before:
            changed.append(after)
    return changed


def _answered(asked: Asked, change: AnswerChange) -> Asked:
    if asked.is_text:
        return asked._replace(
            text_ar=asked.text_ar if change.text_ar is None else written(change.text_ar),
            text_en=asked.text_en if change.text_en is None else written(change.text_en),
        )
    if change.value is None:
        return asked
    return asked._replace(value=kept(asked.kind, change.value, asked.options))
