"""All that a judge is ever shown of an entry.

Judges' pages, exports and PDFs are built from a `JudgeView` and from nothing else. It is made from an approved
blind copy, never from an entry: what is not named here is hidden.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from awards.cycles.models import QuestionKind
from awards.entries.answers import in_words
from awards.kit.db import Row
from awards.kit.errors import NotFound
from judging.blinding.content import BlindAnswer, BlindContent, BlindFile

KINDS = {"application/pdf": "PDF", "image/png": "PNG", "image/jpeg": "JPEG"}
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class JudgeAnswer:
    """A question and its answer. `text_*` is what was written; `value_*` a date, number or choice in words."""

    kind: str
    label_ar: str
    label_en: str
    text_ar: str
    text_en: str
    value_ar: str
    value_en: str
    table: Mapping[str, Any] | None = None
    """Figures by row and column, as `awards.entries.indicators.table_of` makes them; instead of a value."""
    file: int = 0
    """The number of the file that answers it; 0 where none does, or it is kept back."""


@dataclass(frozen=True, slots=True)
class JudgePage:
    """A page of a file as a picture; its address is `/scorecards/{code}/files/{file}/pages/{number}`."""

    number: int
    """From 1."""
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class JudgeFile:
    """A file by number, kind and rounded size: its own name could say whose it is."""

    number: int
    """From 1; the file's address is `/scorecards/{code}/files/{number}`."""
    kind: str
    """`PDF`, `PNG` or `JPEG`."""
    size_ar: str
    """Rounded, so that the size does not tell one file from another."""
    size_en: str
    pages: tuple[JudgePage, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgeView:
    """One entry as one judge knows it. Titles, summaries and answers may be in one language or in both."""

    code: str
    """This judge's own code for the entry."""
    assignment_id: uuid.UUID
    category_id: uuid.UUID
    category_code: str
    category_ar: str
    category_en: str
    language: str
    """`ar`, `en` or `both`."""
    title_ar: str
    title_en: str
    summary_ar: str
    summary_en: str
    answers: tuple[JudgeAnswer, ...]
    files: tuple[JudgeFile, ...]
    translation: str = ""
    """The language, `ar` or `en`, in which these texts are a translation of the original; empty where there is none."""
    translated_by: str = ""
    """Whether the `entrant`, the `organisers` or `both` made it; never who that is."""


@dataclass(frozen=True, slots=True)
class ServedFile:
    """What the download of a file needs, and no page."""

    digest: str
    media_type: str
    name: str
    """Neutral: `attachment-1.pdf`."""
    pages: tuple[str, ...] = ()
    """Digests of the pictures of its pages."""


@dataclass(frozen=True, slots=True)
class ReadCopy:
    """An approved copy, read once for all of its judges."""

    language: str
    title_ar: str
    title_en: str
    summary_ar: str
    summary_en: str
    answers: tuple[JudgeAnswer, ...]
    files: tuple[JudgeFile, ...]
    served: tuple[ServedFile, ...]
    translation: str = ""
    translated_by: str = ""

    def file(self, number: int) -> ServedFile:
        """The `number`-th file, from 1. Raises NotFound."""
        if not 1 <= number <= len(self.served):
            raise NotFound
        return self.served[number - 1]

    def page(self, number: int, page: int) -> str:
        """The digest of a picture: the `page`-th page of the `number`-th file. Raises NotFound."""
        pages = self.file(number).pages
        if not 1 <= page <= len(pages):
            raise NotFound
        return pages[page - 1]


def read_copy(content: Mapping[str, Any], questions: Mapping[str, Row]) -> ReadCopy:
    """`questions` by key, each with the columns of a Question; an answer to one that is not among them, or that identifies, is left out."""
    copy = BlindContent.from_json(content)
    read = [answer for answer in copy.answers if _is_open(questions.get(answer.question))]
    # A file may answer a question whose answers were hidden after the copy was made.
    hidden = {answer.value for answer in copy.answers if answer not in read}
    shown = [file for file in copy.files if file.shown and file.attachment not in hidden]
    numbers = {file.attachment: number for number, file in enumerate(shown, start=1)}
    return ReadCopy(
        copy.language,
        copy.title_ar,
        copy.title_en,
        copy.summary_ar,
        copy.summary_en,
        tuple(
            _answer(answer, questions[answer.question], numbers)
            for answer in read
            if answer.text_ar or answer.text_en or answer.value
        ),
        tuple(_file(number, file) for number, file in enumerate(shown, start=1)),
        tuple(
            ServedFile(
                file.digest,
                file.media_type,
                f"attachment-{number}.{ENDINGS[file.media_type]}",
                tuple(page.picture for page in file.pages),
            )
            for number, file in enumerate(shown, start=1)
        ),
        copy.translation,
        copy.translated_by,
    )


def _is_open(question: Row | None) -> bool:
    return question is not None and not question.identifying


def judge_view(
    copy: ReadCopy,
    *,
    code: str,
    assignment_id: uuid.UUID,
    category_id: uuid.UUID,
    category_code: str,
    category_ar: str,
    category_en: str,
) -> JudgeView:
    """The only way in which a `JudgeView` is made. Who entered is no argument, so it cannot slip in."""
    return JudgeView(
        code,
        assignment_id,
        category_id,
        category_code,
        category_ar,
        category_en,
        copy.language,
        copy.title_ar,
        copy.title_en,
        copy.summary_ar,
        copy.summary_en,
        copy.answers,
        copy.files,
        copy.translation,
        copy.translated_by,
    )


def _answer(answer: BlindAnswer, question: Row, numbers: Mapping[str, int]) -> JudgeAnswer:
    """In the words in which it was asked; a copy without them is read by the question as it is."""
    if answer.kind == QuestionKind.FILE:
        number = numbers.get(answer.value, 0)
        return JudgeAnswer(answer.kind, answer.label_ar, answer.label_en, "", "", "", "", file=number)
    if answer.kind:
        written = "" if answer.value_ar or answer.table else answer.value
        return JudgeAnswer(
            answer.kind,
            answer.label_ar,
            answer.label_en,
            answer.text_ar,
            answer.text_en,
            "" if answer.table else answer.value_ar or written,
            "" if answer.table else answer.value_en or written,
            answer.table,
        )
    return JudgeAnswer(
        question.kind,
        question.label_ar,
        question.label_en,
        answer.text_ar,
        answer.text_en,
        in_words(question.kind, answer.value, question.options, question.unit_ar, "ar"),
        in_words(question.kind, answer.value, question.options, question.unit_en, "en"),
    )


def _file(number: int, file: BlindFile) -> JudgeFile:
    size = rounded_size(file.size)
    pages = tuple(JudgePage(n, page.width, page.height) for n, page in enumerate(file.pages, start=1))
    return JudgeFile(number, KINDS[file.media_type], size.size_ar, size.size_en, pages)


@dataclass(frozen=True, slots=True)
class RoundedSize:
    """A file's size in words, coarse enough that two entrants' files look alike."""

    size_ar: str
    size_en: str


def rounded_size(size: int) -> RoundedSize:
    """Bytes as `2.1 MB` or `640 KB`: tens of kilobytes, 10 at least, or two digits of megabytes."""
    if size < 995_000:
        kilobytes = max(10, round(size / 10_000) * 10)
        return RoundedSize(f"{kilobytes} كيلوبايت", f"{kilobytes} KB")
    megabytes = size / 1_000_000
    shown = f"{megabytes:.1f}" if megabytes < 9.95 else f"{megabytes:.0f}"
    return RoundedSize(f"{shown} ميغابايت", f"{shown} MB")
