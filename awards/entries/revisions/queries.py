"""Who is concerned when a question changes: the entries in the running, and the people who write them."""

import uuid
from dataclasses import dataclass

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
_WRITERS = (
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
    .where(_IN_CATEGORY)
    .order_by(_person.c.email, _entry.c.number)
)


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
    people: dict[uuid.UUID, Writer] = {}
    for row in session.connection().execute(_WRITERS, {"category": category_id}):
        before = people.get(row.person_id, Writer(row.person_id, row.email, row.lang, ()))
        one = (row.entry_id, row.number, row.title_ar, row.title_en)
        people[row.person_id] = Writer(row.person_id, row.email, row.lang, (*before.entries, one))
    return list(people.values())
