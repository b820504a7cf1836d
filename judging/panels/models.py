"""Judges of a cycle."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, time_field


class Origin(StrEnum):
    """From where a judge comes, seen from the country of the award: each entry should be read from every side."""

    INTERNATIONAL = "international"
    REGIONAL = "regional"
    LOCAL = "local"


class Judge(SQLModel, table=True):
    """A person's seat on the jury of one cycle."""

    __table_args__ = (sa.UniqueConstraint("cycle_id", "person_id"),)

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id", index=False)
    person_id: uuid.UUID = ref("person.id")
    origin: Origin = enum_field(Origin)
    reads_ar: bool
    reads_en: bool
    capacity: int
    """How many entries this judge takes at most."""
    country: str = ""
    title_ar: str = ""
    title_en: str = ""
    dropped_out_at: datetime | None = time_field(nullable=True)
    dropped_out_reason: str = ""
    pledge_asked: bool = False
    """Whether the judge reads nothing before they have signed the pledge (`judging.panels.pledge`)."""
    pledged_at: datetime | None = time_field(nullable=True)


class JudgeExpertise(SQLModel, table=True):
    """A category that the judge knows, by its code: plans prefer, but do not require it."""

    __tablename__ = "judge_expertise"

    judge_id: uuid.UUID = Field(foreign_key="judge.id", primary_key=True)
    category_code: str = Field(primary_key=True)


class JudgeAffiliation(SQLModel, table=True):
    """An agency that the judge works for, or did: entries of it are never assigned to them."""

    __tablename__ = "judge_affiliation"

    judge_id: uuid.UUID = Field(foreign_key="judge.id", primary_key=True)
    agency_id: uuid.UUID = Field(foreign_key="agency.id", primary_key=True)
    former: bool = False


class Office(StrEnum):
    """What a judge may be on the panel of a category, beyond one of its judges."""

    CHAIR = "chair"
    DEPUTY = "deputy"


class PanelOfficer(SQLModel, table=True):
    """The chair or the deputy of a category's panel; nobody is both."""

    __tablename__ = "panel_officer"
    __table_args__ = (
        sa.UniqueConstraint("category_id", "office"),
        sa.UniqueConstraint("category_id", "judge_id"),
    )

    id: uuid.UUID = id_field()
    category_id: uuid.UUID = ref("category.id", index=False)
    judge_id: uuid.UUID = ref("judge.id")
    office: Office = enum_field(Office)
    since: datetime = time_field()
    named_by_id: uuid.UUID = ref("person.id", index=False)


class PanelReserve(SQLModel, table=True):
    """A judge who reads entries of a category only where somebody else leaves one, or nobody else can."""

    __tablename__ = "panel_reserve"

    category_id: uuid.UUID = Field(foreign_key="category.id", primary_key=True)
    judge_id: uuid.UUID = Field(foreign_key="judge.id", primary_key=True)
    since: datetime = time_field()
    named_by_id: uuid.UUID = ref("person.id", index=False)
