"""What becomes of an entry's answers when it moves to another category. Pure."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from awards.cycles.models import QuestionKind
from awards.entries.answers import in_words, understood
from awards.entries.completeness import Part, gaps, label_of
from awards.entries.content import content_of
from awards.entries.indicators import table_of
from awards.entries.models import EntryLanguage
from awards.entries.sheet import Asked, AttachedFile, EntrySheet, Head
from awards.kit.i18n import LANGUAGES, Bilingual
from awards.kit.text import fold
from awards.screening.moving_aside import Aside, aside_of, says_something


@dataclass(frozen=True, slots=True)
class MovePlan:
    """A submission as it would stand in the other category. Questions are named as their category asks them."""

    content: dict[str, Any]
    """Of the new submission: all of the former one, but for category, answers and the files of dropped answers."""
    answers: tuple[Asked, ...]
    """The questions of the new category, with what is carried over."""
    carried: tuple[Bilingual, ...]
    missing: tuple[Bilingual, ...]
    """Questions of the new category that are not answered as it asks for."""
    dropped: tuple[Bilingual, ...]
    """Answered questions that the new category does not ask so: they stay in the former submission alone."""
    aside: tuple[Aside, ...]
    """What was answered to them."""
    dropped_files: frozenset[uuid.UUID]


def plan_move(former: Mapping[str, Any], head: Head, questions: Sequence[Asked]) -> MovePlan:
    """Decide what is carried over from the content of a submission.

    `head` is that of the entry, already with the new category; `questions` are those of the new category in their
    order. An answer is carried to the question of the same key, kind and wording, if it means the same there, and never
    from a question that judges do not see to one that they do. The key alone says nothing: every category of an award
    may number its questions, and ask another thing under the same number.
    """
    given = {answer["question"]: answer for answer in former["answers"]}
    asked = tuple(_filled(question, given.get(question.key), former["attachments"]) for question in questions)
    head = head._replace(
        language=EntryLanguage(former["language"]),
        **{
            f"{name}_{lang}": former[f"{name}_{lang}"]
            for name in ("title", "summary")
            for lang in ("ar", "en")
        },
    )
    files = tuple(_file(file, head.updated_at) for file in former["attachments"])
    sheet = EntrySheet(head, (), asked, files)
    kept = {question.key for question in sheet.applying if _is_answered(question)}
    dropped = [a for a in former["answers"] if says_something(a) and a["question"] not in kept]
    still = {q.value for q in sheet.applying if q.kind is QuestionKind.FILE}
    gone = {a["value"] for a in dropped if a["kind"] == QuestionKind.FILE} - still
    wrong = {gap.subject for gap in gaps(sheet) if gap.part is Part.ANSWERS}
    made = content_of(sheet)
    content = {
        **{name: value for name, value in former.items() if name != "moved_from"},
        "category": made["category"],
        "answers": made["answers"],
        "attachments": [file for file in former["attachments"] if file["id"] not in gone],
    }
    return MovePlan(
        content=content,
        answers=asked,
        carried=tuple(label_of(q) for q in sheet.applying if q.key in kept),
        missing=tuple(label_of(q) for q in sheet.applying if q.key in wrong),
        dropped=tuple(Bilingual(a["label_ar"], a["label_en"]) for a in dropped),
        aside=tuple(aside_of(a) for a in dropped),
        dropped_files=frozenset(uuid.UUID(one) for one in gone),
    )


def _filled(question: Asked, answer: Mapping[str, Any] | None, files: Sequence[Mapping[str, Any]]) -> Asked:
    blank = question._replace(text_ar="", text_en="", value="")
    if answer is None or not _fits(question, answer, files):
        return blank
    return blank._replace(text_ar=answer["text_ar"], text_en=answer["text_en"], value=answer["value"])


def _fits(question: Asked, answer: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> bool:
    if not _same(question, answer) or (answer["identifying"] and not question.identifying):
        return False
    value = answer["value"]
    match question.kind:
        case QuestionKind.NUMBER:  # in another unit it would say something else
            return bool(in_words(question.kind, value, (), question.unit_ar, "ar") == answer["value_ar"])
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            return understood(question.kind, value, question.options) is not None
        case QuestionKind.TABLE:
            there = table_of(value, question.table_rows, question.table_columns)
            return _figures(there) == _figures(answer.get("table", there))
        case QuestionKind.FILE:
            return any(file["id"] == value for file in files)
        case _:
            return True


def _same(question: Asked, answer: Mapping[str, Any]) -> bool:
    """Whether the question asks in the same kind and words what was answered."""
    labels = ((answer[f"label_{lang}"], getattr(question, f"label_{lang}")) for lang in LANGUAGES)
    return bool(answer["kind"] == question.kind and all(fold(one) == fold(other) for one, other in labels))


def _figures(table: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """The cells as they stand, with the unit of each row: in another one they would say something else."""
    return [(row["unit_ar"], row["cells"]) for row in table["rows"]]


def _is_answered(question: Asked) -> bool:
    return bool(question.text_ar or question.text_en or question.value)


def _file(file: Mapping[str, Any], at: datetime) -> AttachedFile:
    return AttachedFile(**{**file, "id": uuid.UUID(file["id"])}, uploaded_at=at)
