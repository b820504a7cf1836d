"""The entries of a cycle as a list knows them, to compare it with."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle, Question
from awards.directory.models import Agency
from awards.entries.models import Answer, Entry, EntryLanguage, EntryPartner, EntryState
from awards.imports.models import ImportedEntry
from awards.people.models import Person

_entry = Entry.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_partner = EntryPartner.__table__  # type: ignore[attr-defined]
_answer = Answer.__table__  # type: ignore[attr-defined]
_question = Question.__table__  # type: ignore[attr-defined]
_came = ImportedEntry.__table__  # type: ignore[attr-defined]

_OF_CYCLE = _entry.c.cycle_id == sa.bindparam("cycle")
_ENTRIES = (
    sa.select(
        _entry.c.id,
        _entry.c.number,
        _cycle.c.number.label("cycle"),
        _came.c.key,
        _category.c.code.label("category"),
        _agency.c.code.label("agency"),
        _person.c.email,
        _entry.c.state,
        _entry.c.language,
        _entry.c.title_ar,
        _entry.c.title_en,
        _entry.c.summary_ar,
        _entry.c.summary_en,
    )
    .join(_cycle, _cycle.c.id == _entry.c.cycle_id)
    .join(_category, _category.c.id == _entry.c.category_id)
    .join(_person, _person.c.id == _entry.c.started_by_id)
    .join(_agency, _agency.c.id == _entry.c.agency_id, isouter=True)
    .join(_came, _came.c.entry_id == _entry.c.id, isouter=True)
    .where(_OF_CYCLE)
    .order_by(_entry.c.number)
)
_PARTNERS = (
    sa.select(_partner.c.entry_id, _agency.c.code)
    .join(_entry, _entry.c.id == _partner.c.entry_id)
    .join(_agency, _agency.c.id == _partner.c.agency_id)
    .where(_OF_CYCLE)
    .order_by(_agency.c.code)
)
_ANSWERS = (
    sa.select(_answer.c.entry_id, _question.c.key, _answer.c.text_ar, _answer.c.text_en, _answer.c.value)
    .join(_entry, _entry.c.id == _answer.c.entry_id)
    .join(_question, _question.c.id == _answer.c.question_id)
    .where(_OF_CYCLE)
)


PARTS = ("text_ar", "text_en", "value")
NO_ANSWER = ("", "", "")


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry that is there."""

    id: UUID
    number: int
    key: str
    """By which a list names it: the one it came in with, else `3-0042`."""
    category: str
    """The category's code."""
    agency: str
    """The agency's code, empty for an individual."""
    person: str
    """The address of whoever began it."""
    state: EntryState
    language: EntryLanguage
    texts: Mapping[str, str]
    partners: tuple[str, ...]
    answers: Mapping[str, tuple[str, str, str]]
    """By the question's key, in the order of `PARTS`."""

    def cells(self) -> dict[str, str]:
        """The entry as it stands in a table, by column."""
        found = {
            "key": self.key,
            "category": self.category,
            "agency": self.agency,
            "person": self.person,
            "state": self.state.value,
            "language": self.language.value,
            **self.texts,
            "partners": "|".join(self.partners),
        }
        for key, (text_ar, text_en, value) in self.answers.items():
            found |= {f"{key}_ar": text_ar, f"{key}_en": text_en} if text_ar or text_en else {key: value}
        return found


def entries_standing(session: Session, cycle_id: UUID) -> list[Standing]:
    """Every entry of the cycle, by number: three statements."""
    connection, of = session.connection(), {"cycle": cycle_id}
    partners: dict[UUID, list[str]] = defaultdict(list)
    for entry_id, code in connection.execute(_PARTNERS, of):
        partners[entry_id].append(code)
    answers: dict[UUID, dict[str, tuple[str, str, str]]] = defaultdict(dict)
    for entry_id, key, *texts in connection.execute(_ANSWERS, of):
        answers[entry_id][key] = (texts[0], texts[1], texts[2])
    return [
        Standing(
            row.id,
            row.number,
            row.key or f"{row.cycle}-{row.number:04d}",
            row.category,
            row.agency or "",
            row.email,
            row.state,
            row.language,
            {name: getattr(row, name) for name in ("title_ar", "title_en", "summary_ar", "summary_en")},
            tuple(partners[row.id]),
            answers[row.id],
        )
        for row in connection.execute(_ENTRIES, of)
    ]
