"""Who is concerned when a question changes: the entries in the running, and the people who write them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.directory.models import Membership
from awards.entries.models import Answer, Entry, EntryState
from awards.entries.permissions import ALIVE
from awards.entries.revisions.effects import Given
from awards.entries.standing import in_state
from awards.people.models import Person

_entry = Entry.__table__  # type: ignore[attr-defined]
_answer = Answer.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]

_IN_CATEGORY = sa.and_(_entry.c.category_id == sa.bindparam("category"), in_state(ALIVE))
_IN_SCOPE = sa.and_(
    _entry.c.cycle_id == sa.bindparam("cycle"),
    sa.or_(sa.bindparam("all", type_=sa.Boolean), _entry.c.category_id == sa.bindparam("category")),
    in_state(ALIVE),
)
"""Of one category, or of the whole cycle."""
_GIVEN = (
    sa.select(_entry.c.id, _entry.c.state, _answer.c.text_ar, _answer.c.text_en, _answer.c.value)
    .join(
        _answer,
        sa.and_(_answer.c.entry_id == _entry.c.id, _answer.c.question_id == sa.bindparam("question")),
        isouter=True,
    )
    .where(_IN_CATEGORY)
    .order_by(_entry.c.number)
)
_EVERY_WRITER = (
    sa.select(
        _person.c.id.label("person_id"),
        _person.c.email,
        _person.c.lang,
        _entry.c.id.label("entry_id"),
        _entry.c.number,
        _entry.c.title_ar,
        _entry.c.title_en,
    )
    .select_from(_entry)
    .outerjoin(_member, _member.c.agency_id == _entry.c.agency_id)
    .join(
        _person,
        sa.or_(
            _person.c.id == _member.c.person_id,
            sa.and_(_entry.c.agency_id.is_(None), _person.c.id == _entry.c.started_by_id),
        ),
    )
    .order_by(_person.c.email, _entry.c.number)
)
_WRITERS = _EVERY_WRITER.where(_IN_CATEGORY)
_WRITERS_IN_SCOPE = _EVERY_WRITER.where(_IN_SCOPE)
_BEGUN = sa.select(
    sa.func.count().filter(_entry.c.state == EntryState.DRAFT),
    sa.func.count().filter(_entry.c.state == EntryState.SUBMITTED),
).where(_IN_SCOPE)
_EVER = sa.select(sa.func.count()).select_from(_entry).where(_entry.c.category_id == sa.bindparam("category"))


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who may write entries of the category, and which."""

    person_id: uuid.UUID
    email: str
    lang: str
    entries: tuple[tuple[uuid.UUID, int, str, str], ...]
    """Id, number, title in Arabic and in English."""


def given_answers(session: Session, category_id: uuid.UUID, question_id: uuid.UUID | None) -> list[Given]:
    """Every entry of the category in the running, with its answer to the question."""
    asked = {"category": category_id, "question": question_id or uuid.UUID(int=0)}
    return [
        Given(
            row.id,
            row.state == EntryState.SUBMITTED,
            row.text_ar or "",
            row.text_en or "",
            row.value or "",
        )
        for row in session.connection().execute(_GIVEN, asked)
    ]


def writers_of(session: Session, category_id: uuid.UUID) -> list[Writer]:
    """The people of the agencies, and the individuals, whose entries of the category are in the running."""
    return _gathered(session.connection().execute(_WRITERS, {"category": category_id}))


def writers_in(session: Session, cycle_id: uuid.UUID, category_id: uuid.UUID | None) -> list[Writer]:
    """As `writers_of`, of the whole cycle where `category_id` is none."""
    return _gathered(session.connection().execute(_WRITERS_IN_SCOPE, _scope(cycle_id, category_id)))


def begun_in(session: Session, cycle_id: uuid.UUID, category_id: uuid.UUID | None) -> tuple[int, int]:
    """How many drafts and how many submitted entries a category has, or the whole cycle."""
    drafts, submitted = session.connection().execute(_BEGUN, _scope(cycle_id, category_id)).one()
    return drafts, submitted


def ever_entered(session: Session, category_id: uuid.UUID) -> int:
    """How many entries were started in the category, whatever became of them."""
    return session.connection().execute(_EVER, {"category": category_id}).scalar_one()


def _scope(cycle_id: uuid.UUID, category_id: uuid.UUID | None) -> dict[str, Any]:
    nobody = uuid.UUID(int=0)
    return {"cycle": cycle_id, "all": category_id is None, "category": category_id or nobody}


def _gathered(rows: Iterable[Any]) -> list[Writer]:
    people: dict[uuid.UUID, Writer] = {}
    for row in rows:
        before = people.get(row.person_id, Writer(row.person_id, row.email, row.lang, ()))
        one = (row.entry_id, row.number, row.title_ar, row.title_en)
        people[row.person_id] = Writer(row.person_id, row.email, row.lang, (*before.entries, one))
    return list(people.values())
