"""A cycle of the award, its categories and the questions that each asks."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field


class Cycle(SQLModel, table=True):
    """One edition of the award: its rules, dates and texts. Times are kept in UTC; see `Timetable` for what they mean."""

    id: uuid.UUID = id_field()
    number: int = Field(unique=True)
    """The public number, also in addresses: /cycles/3."""
    name_ar: str
    name_en: str
    award_ar: str
    award_en: str
    is_demo: bool = False
    terms_version: int = 1
    terms_ar: str = text_field()
    terms_en: str = text_field()
    opens_at: datetime = time_field()
    closes_at: datetime = time_field()
    closes_first_told: datetime | None = time_field(nullable=True)
    """The closing as agencies were first told it, once it has been moved while they were writing."""
    closes_moved_at: datetime | None = time_field(nullable=True)
    closes_moved_reason: str | None = None
    grace_minutes: int = 0
    judging_opens_at: datetime = time_field()
    judging_closes_at: datetime = time_field()
    publishes_at: datetime = time_field()
    """The embargo: no result is shown to the public before."""
    screening_ends_at: datetime | None = time_field(nullable=True)
    declarations_end_at: datetime | None = time_field(nullable=True)
    blinding_ends_at: datetime | None = time_field(nullable=True)
    assignment_ends_at: datetime | None = time_field(nullable=True)
    final_panel_at: datetime | None = time_field(nullable=True)
    decision_at: datetime | None = time_field(nullable=True)
    embargo_at: datetime | None = time_field(nullable=True)
    ceremony_at: datetime | None = time_field(nullable=True)
    appeals_end_at: datetime | None = time_field(nullable=True)
    zone: str = "Asia/Riyadh"
    """In which the organisers type and read the dates."""
    reminder_hours: list[int] = Field(default_factory=lambda: [168, 48, 24], sa_type=sa.JSON)
    """So long before the closing whoever has something unsubmitted is reminded, the longest first."""
    months_in_operation: int = 6
    barred_cycles: int = 2
    """Winners of this many cycles before may not enter the same category."""
    entries_per_agency: int | None = None
    """Per category; none means no limit."""
    organiser_agency_id: uuid.UUID | None = ref("agency.id", nullable=True, index=False)
    signatory_ar: str = ""
    signatory_en: str = ""
    signatory_post_ar: str = ""
    signatory_post_en: str = ""
    copied_from_id: uuid.UUID | None = ref("cycle.id", nullable=True, index=False)
    created_at: datetime = time_field()
    created_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)


class Announcement(SQLModel, table=True):
    """A cycle is shown to the public and to agencies from `announced_at` on."""

    cycle_id: uuid.UUID = Field(foreign_key="cycle.id", primary_key=True)
    announced_at: datetime = time_field()
    announced_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    """None for a cycle that nobody in particular set up."""


class Category(SQLModel, table=True):
    """What is competed in. Judges, rubrics and places are its own; `code` names it in addresses and files."""

    __table_args__ = (
        sa.UniqueConstraint("cycle_id", "code"),
        sa.CheckConstraint("places >= 1", name="places"),
    )

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id")
    code: str
    position: int
    name_ar: str
    name_en: str
    description_ar: str = text_field()
    description_en: str = text_field()
    for_individuals: bool = False
    places: int = 3
    """How many places this category awards."""
    questions_version: int = 1
    """Goes up whenever a question changes, so that nothing made of the old ones is shown any longer."""


class EligibilityQuestion(SQLModel, table=True):
    """What is asked before a draft is started: some answers bar from entering, and `why` says so."""

    __tablename__ = "eligibility_question"
    __table_args__ = (sa.UniqueConstraint("cycle_id", "key"),)

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id")
    category_id: uuid.UUID | None = ref("category.id", nullable=True, index=False)
    """None: asked in every category."""
    key: str
    position: int
    label_ar: str
    label_en: str
    options: list[dict[str, str]] = Field(default_factory=list, sa_type=sa.JSON)
    """`[{"key": …, "ar": …, "en": …}]`: answers that may enter first."""
    barring: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """The keys of the options that bar from entering."""
    why_ar: str = text_field()
    why_en: str = text_field()
    retired_at: datetime | None = time_field(nullable=True)
    """Asked no more from then on; entries keep what they answered, and no other question is given the key."""


class QuestionKind(StrEnum):
    """How an answer is given and kept: text in two languages, or a value that both share."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    LINK = "link"
    TABLE = "table"
    """A table of indicators: the organiser names its rows and columns, the entrant gives figures."""
    FILE = "file"
    """An attachment of the entry; its id is the value."""


TEXT_KINDS = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT})
"""Answered in each language of the entry; the others have one value for both."""


class Indicator(StrEnum):
    """A figure that is compared over categories and cycles, whatever the question for it is called there."""

    MATURITY = "maturity"
    CHANNELS = "channels"
    TRANSACTIONS = "transactions"
    """Finished in twelve months."""
    BENEFICIARIES = "beneficiaries"
    """People or bodies that were served in twelve months."""
    TIME_SAVED = "time_saved"
    """Minutes that one transaction takes less than before."""


INDICATOR_KINDS: dict[Indicator, QuestionKind] = {
    Indicator.MATURITY: QuestionKind.CHOICE,
    Indicator.CHANNELS: QuestionKind.CHOICES,
    Indicator.TRANSACTIONS: QuestionKind.NUMBER,
    Indicator.BENEFICIARIES: QuestionKind.NUMBER,
    Indicator.TIME_SAVED: QuestionKind.NUMBER,
}
"""How each is answered everywhere: otherwise nothing could be compared."""


class Question(SQLModel, table=True):
    """What entries of a category are asked. `identifying` answers are never shown to judges."""

    __table_args__ = (
        sa.UniqueConstraint("category_id", "key"),
        sa.UniqueConstraint("category_id", "indicator"),
        sa.Index(
            "uq_question_in_operation_since",
            "category_id",
            unique=True,
            sqlite_where=sa.column("in_operation_since", sa.Boolean),
            postgresql_where=sa.column("in_operation_since", sa.Boolean),
        ),
    )

    id: uuid.UUID = id_field()
    category_id: uuid.UUID = ref("category.id")
    key: str
    position: int
    kind: QuestionKind = enum_field(QuestionKind)
    label_ar: str
    label_en: str
    help_ar: str = ""
    help_en: str = ""
    unit_ar: str = ""
    unit_en: str = ""
    word_limit: int | None = None
    options: list[dict[str, str]] = Field(default_factory=list, sa_type=sa.JSON)
    """For choices: `[{"key": …, "ar": …, "en": …}]`."""
    table_rows: list[dict[str, str]] = Field(default_factory=list, sa_type=sa.JSON)
    """For a table: `[{"key": …, "ar": …, "en": …, "unit_ar": …, "unit_en": …}]`."""
    table_columns: list[dict[str, str]] = Field(default_factory=list, sa_type=sa.JSON)
    """For a table: `[{"key": …, "ar": …, "en": …}]`."""
    required: bool = True
    identifying: bool = True
    """Hidden from judges until somebody says that it does not identify the entrant."""
    indicator: Indicator | None = enum_field(Indicator, nullable=True)
    """Which indicator its answer is; none for most."""
    in_operation_since: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """A date from which the months in operation are counted; one question of a category at most."""
    when_question: str = ""
    """The key of an earlier question: this one is asked only if that one is answered with `when_option`."""
    when_option: str = ""
    retired_at: datetime | None = time_field(nullable=True)
    """Asked no more from then on; drafts and submissions keep the answers, and no other question is given the key."""
