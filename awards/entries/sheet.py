"""An entry with everything that belongs to it, as values."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from awards.cycles.conditions import applying
from awards.cycles.models import TEXT_KINDS, Question, QuestionKind
from awards.cycles.timetable import Timetable
from awards.entries.eligibility import EntrantKind
from awards.entries.models import EntryLanguage, EntryState
from awards.kit.i18n import LANGUAGES, Lang


class Head(NamedTuple):
    """The entry with its cycle, its category and its entrant: one row of `queries`."""

    id: uuid.UUID
    number: int
    state: EntryState
    language: EntryLanguage
    title_ar: str
    title_en: str
    summary_ar: str
    summary_en: str
    version: int
    started_at: datetime
    updated_at: datetime
    cycle_id: uuid.UUID
    cycle_number: int
    cycle_ar: str
    cycle_en: str
    opens_at: datetime
    closes_at: datetime
    closes_first_told: datetime | None
    closes_moved_at: datetime | None
    closes_moved_reason: str | None
    grace_minutes: int
    judging_opens_at: datetime
    judging_closes_at: datetime
    publishes_at: datetime
    screening_ends_at: datetime | None
    zone: str
    months_in_operation: int
    barred_cycles: int
    entries_per_agency: int | None
    organiser_agency_id: uuid.UUID | None
    terms_version: int
    terms_ar: str
    terms_en: str
    category_id: uuid.UUID
    category_code: str
    category_ar: str
    category_en: str
    about_ar: str
    """What the category is for."""
    about_en: str
    for_individuals: bool
    agency_id: uuid.UUID | None
    agency_code: str | None
    entrant_ar: str
    entrant_en: str
    started_by_id: uuid.UUID
    starter_ar: str
    starter_en: str
    starter_email: str
    eligibility: list[dict[str, str]]
    extended_to: datetime | None
    """The latest closing that was given to this entry or its category beyond the cycle's."""

    @property
    def timetable(self) -> Timetable:
        """The dates as they hold for this entry."""
        return Timetable(
            opens=self.opens_at,
            closes=self.closes_at,
            grace_minutes=self.grace_minutes,
            judging_opens=self.judging_opens_at,
            judging_closes=self.judging_closes_at,
            publishes=self.publishes_at,
            screening_ends=self.screening_ends_at,
            zone=self.zone,
        ).extended(self.extended_to)

    @property
    def languages(self) -> tuple[Lang, ...]:
        return languages_of(self.language)

    @property
    def entrant(self) -> EntrantKind:
        return EntrantKind.INDIVIDUAL if self.agency_id is None else EntrantKind.AGENCY


class Partner(NamedTuple):
    """An agency that took part in the work and is named as such."""

    id: uuid.UUID
    code: str
    name_ar: str
    name_en: str


class NamedService(NamedTuple):
    """A service of the entrant's agency that the entry is about, the main one first."""

    id: uuid.UUID
    code: str
    name_ar: str
    name_en: str


class Asked(NamedTuple):
    """A question and what the entry answers so far; empty texts where nothing is answered."""

    question_id: uuid.UUID
    key: str
    kind: QuestionKind
    label_ar: str
    label_en: str
    help_ar: str
    help_en: str
    unit_ar: str
    unit_en: str
    word_limit: int | None
    options: list[dict[str, str]]
    required: bool
    identifying: bool
    text_ar: str
    text_en: str
    value: str
    when_question: str = ""
    """Asked only if the question of this key is answered with `when_option`."""
    when_option: str = ""
    table_rows: Sequence[Mapping[str, str]] = ()
    table_columns: Sequence[Mapping[str, str]] = ()
    in_operation_since: bool = False
    """The months in operation are counted from its answer."""
    retired: bool = False
    """Asked no more: the draft keeps the answer, and nothing else has it."""

    @property
    def cells(self) -> list[tuple[Mapping[str, str], Mapping[str, str]]]:
        """Every row of a table with every column, as they are filled in."""
        return [(row, column) for row in self.table_rows for column in self.table_columns]

    @property
    def is_text(self) -> bool:
        return self.kind in TEXT_KINDS

    @property
    def is_answered(self) -> bool:
        return bool(self.text_ar or self.text_en or self.value)

    def text(self, lang: Lang) -> str:
        return self.text_ar if lang == "ar" else self.text_en


def parted(every: Iterable[Asked]) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """Those that are asked, and those that are asked no more and were answered."""
    each = tuple(every)
    return (
        tuple(asked for asked in each if not asked.retired),
        tuple(asked for asked in each if asked.retired and asked.is_answered),
    )


def unanswered(question: Question) -> Asked:
    """A question as an entry meets it that has just been started."""
    own = {name: getattr(question, name) for name in Asked._fields if hasattr(question, name)}
    return Asked(question_id=question.id, **own, text_ar="", text_en="", value="")


class AttachedFile(NamedTuple):
    """A file twice: as it was sent, and cleaned. Sizes are bytes; digests are SHA-256 in hex, as in the file store."""

    id: uuid.UUID
    position: int
    name: str
    media_type: str
    size: int
    original_digest: str
    clean_digest: str
    clean_size: int
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """What is read to show, check or freeze an entry."""

    head: Head
    partners: tuple[Partner, ...]
    asked: tuple[Asked, ...]
    files: tuple[AttachedFile, ...]
    services: tuple[NamedService, ...] = ()
    retired: tuple[Asked, ...] = ()
    """Questions that are asked no more, with the answers that the draft still has to them."""

    def file_of(self, asked: Asked) -> AttachedFile | None:
        """The file that answers a question, while it is attached."""
        return next((file for file in self.files if str(file.id) == asked.value), None)

    @property
    def applying(self) -> tuple[Asked, ...]:
        """The questions that this entry is asked; the answers to all others wait in the draft."""
        keys = applying(self.asked, {asked.key: asked.value for asked in self.asked})
        return tuple(asked for asked in self.asked if asked.key in keys)

    @property
    def applying_files(self) -> tuple[AttachedFile, ...]:
        """The files of the entry without those that answer only what does not apply or is asked no more."""
        applies = self.applying
        wanted = {asked.value for asked in applies if asked.kind is QuestionKind.FILE}
        ever = (*self.asked, *self.retired)
        others = {asked.value for asked in ever if asked.kind is QuestionKind.FILE} - wanted
        return tuple(file for file in self.files if str(file.id) not in others)


def languages_of(language: EntryLanguage) -> tuple[Lang, ...]:
    """The languages in which every text of such an entry is given."""
    match language:
        case EntryLanguage.ARABIC:
            return ("ar",)
        case EntryLanguage.ENGLISH:
            return ("en",)
        case EntryLanguage.BOTH:
            return LANGUAGES


def text_of(thing: Any, name: str, lang: Lang) -> str:
    """`thing.<name>_<lang>`, without falling back to the other language."""
    return str(getattr(thing, f"{name}_{lang}"))
