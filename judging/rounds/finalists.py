"""Who moved on to the final panel, as organisers and auditors may know it: by number, and nothing of how they did."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from awards.kit.i18n import Bilingual
from awards.people.models import Person
from judging.panels.models import Judge
from judging.rounds.models import Finalist, Round

_finalists = Finalist.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_final = _rounds.alias("final")
_judges = Judge.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
# Assigning is a layer above: here only who was given a finalist before is asked, by the names of its columns.
_assignments = sa.table(
    "assignment",
    sa.column("entry_id", sa.Uuid),
    sa.column("judge_id", sa.Uuid),
    sa.column("round_id", sa.Uuid),
)

_FINALISTS = (
    sa.select(
        _entries.c.id,
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        (_entries.c.state != EntryState.SUBMITTED).label("out"),
        _categories.c.code,
        _categories.c.name_ar,
        _categories.c.name_en,
    )
    .join(_entries, _entries.c.id == _finalists.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .where(_finalists.c.round_id == sa.bindparam("round"))
    .order_by(_categories.c.position, _entries.c.number)
)
_READERS = (
    sa.select(_finalists.c.entry_id, _people.c.name_ar, _people.c.name_en)
    .distinct()
    .join(_final, _final.c.id == _finalists.c.round_id)
    .join(_assignments, _assignments.c.entry_id == _finalists.c.entry_id)
    .join(_rounds, sa.and_(_rounds.c.id == _assignments.c.round_id, _rounds.c.position < _final.c.position))
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_people, _people.c.id == _judges.c.person_id)
    .where(_finalists.c.round_id == sa.bindparam("round"))
    .order_by(_people.c.name_ar)
)


@dataclass(frozen=True, slots=True)
class FinalistLine:
    """An entry that moved on, with the name of its category."""

    number: int
    title_ar: str
    title_en: str
    out: bool
    """It was withdrawn or disqualified since."""
    code: str
    name_ar: str
    name_en: str
    read_by: tuple[Bilingual, ...]
    """The judges who were given it in an earlier round: the final panel wants others."""


def finalists_of(session: Session, round_id: uuid.UUID) -> list[FinalistLine]:
    """By category, and by number within it: the order tells nothing. Two statements."""
    connection, given = session.connection(), {"round": round_id}
    readers: dict[uuid.UUID, list[Bilingual]] = defaultdict(list)
    for entry_id, name_ar, name_en in connection.execute(_READERS, given):
        readers[entry_id].append(Bilingual(name_ar, name_en))
    return [
        FinalistLine(
            number=row.number,
            title_ar=row.title_ar,
            title_en=row.title_en,
            out=bool(row.out),
            code=row.code,
            name_ar=row.name_ar,
            name_en=row.name_en,
            read_by=tuple(readers[row.id]),
        )
        for row in connection.execute(_FINALISTS, given)
    ]
