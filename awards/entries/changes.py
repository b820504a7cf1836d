"""What a save changes in an entry, box by box: two people, or two windows, write without undoing each other."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from awards.cycles.models import QuestionKind
from awards.entries.answers import kept, written
from awards.entries.indicators import cells_of, kept_figure, with_cell
from awards.entries.models import EntryLanguage
from awards.entries.sheet import Asked, Head

TEXTS = ("title_ar", "title_en", "summary_ar", "summary_en")


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A new answer, as it was typed; None leaves that part as it is."""

    text_ar: str | None = None
    text_en: str | None = None
    value: str | None = None
    """For choices: the keys joined by a comma."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """For tables: by `<row>.<column>`; cells that are not named stay as they are."""


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

    def boxes(self) -> dict[str, str]:
        """What is set, by the name of its box, as it would be typed."""
        found = {name: text for name in TEXTS if (text := getattr(self, name)) is not None}
        if self.language is not None:
            found["language"] = self.language.value
        if self.partner_ids is not None:
            found["partner"] = ",".join(map(str, self.partner_ids))
        for key, answer in self.answers.items():
            for part in ("text_ar", "text_en", "value"):
                if (text := getattr(answer, part)) is not None:
                    found[f"{part}-{key}"] = text
            found |= {f"cell-{key}.{cell}": text for cell, text in answer.cells.items()}
        return found


@dataclass(frozen=True, slots=True)
class Merge:
    """What of a save is written, and what is left to a person; keys of boxes."""

    write: frozenset[str]
    clashes: frozenset[str]
    """Changed here and, since this page was opened, elsewhere: a person decides which text stands."""


def merge(mine: Mapping[str, Any], seen: Mapping[str, Sequence[Any]] | None, now: Mapping[str, Any]) -> Merge:
    """Which boxes are written. `seen` holds for each box the text with which the page was opened, and after it
    those that the page sent itself without learning what became of them; none: whatever stands there is known.

    A box whose text now is none of those has been changed elsewhere. It is left alone if it was not touched here.
    """
    write, clashes = set(), set()
    for box, text in mine.items():
        known = seen.get(box, ()) if seen is not None else (now[box],)
        if text == now[box]:
            continue
        if now[box] in known:
            write.add(box)
        elif not known or text != known[0]:
            clashes.add(box)
    return Merge(frozenset(write), frozenset(clashes))


def parts_of(box: str) -> tuple[str, str, str, str]:
    """What a box is for, the question's key (empty for title, summary, …) and, of a table, row and column."""
    part, _, key = box.partition("-")
    key, _, cell = key.partition(".")
    row, _, column = cell.partition(".")
    return part, key, row, column


def as_kept(box: str, typed: str, asked: Mapping[str, Asked]) -> Any | None:
    """What a draft keeps of what was typed into a box; none where the entry has no such box."""
    if box == "language":
        return EntryLanguage(typed) if typed in set(EntryLanguage) else None
    if box == "partner":
        return ids_in(typed)
    if box in TEXTS:
        return written(typed).replace("\n", " ") if box.startswith("title") else written(typed)
    part, key, row, column = parts_of(box)
    question = asked.get(key)
    return _kept_answer(question, part, (row, column), typed) if question else None


def _kept_answer(question: Asked, part: str, cell: tuple[str, str], typed: str) -> str | None:
    if question.is_text:
        return written(typed) if part.startswith("text_") else None
    match question.kind:
        case QuestionKind.FILE:
            return None  # is attached, not typed: `file_answers`
        case QuestionKind.TABLE:
            here = part == "cell" and any((r["key"], c["key"]) == cell for r, c in question.cells)
            return kept_figure(typed) if here else None
        case _:
            return kept(question.kind, typed, question.options) if part == "value" else None


def kept_now(box: str, head: Head, partners: frozenset[uuid.UUID], asked: Mapping[str, Asked]) -> Any:
    """What stands in a box that the entry has."""
    if box == "partner":
        return partners
    part, key, row, column = parts_of(box)
    if part == "cell":
        return cells_of(asked[key].value).get((row, column), "")
    return getattr(asked[key], part) if key else getattr(head, box)


def answered(asked: Mapping[str, Asked], values: Mapping[str, Any]) -> list[Asked]:
    """The questions whose answers are among `values`, with these answers."""
    changed: dict[str, Asked] = {}
    for box, value in values.items():
        part, key, row, column = parts_of(box)
        if key:
            one = changed.get(key, asked[key])
            new = {"value": with_cell(one.value, row, column, value)} if part == "cell" else {part: value}
            changed[key] = one._replace(**new)
    return list(changed.values())


def ids_in(text: str) -> frozenset[uuid.UUID]:
    """The ids, joined by a comma, that can be read."""
    return frozenset(filter(None, map(_id, text.split(","))))


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
