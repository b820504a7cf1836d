"""The entries of a cycle as a list knows them, to compare it with."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle, Question, QuestionKind
from awards.directory.models import Agency, Service
from awards.entries.models import Answer, Entry, EntryLanguage, EntryPartner, EntryService, EntryState
from awards.entries.translations.models import Translation
from awards.entries.translations.rules import digest_of, field_of
from awards.imports.entry_columns import TRANSLATED
from awards.imports.models import ImportedEntry
from awards.people.models import Person

_entry = Entry.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_named = EntryService.__table__  # type: ignore[attr-defined]
_service = Service.__table__  # type: ignore[attr-defined]
_translation = Translation.__table__  # type: ignore[attr-defined]
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
_SERVICES = (
    sa.select(_named.c.entry_id, _service.c.code)
    .join(_entry, _entry.c.id == _named.c.entry_id)
    .join(_service, _service.c.id == _named.c.service_id)
    .where(_OF_CYCLE)
    .order_by(_named.c.position)
)
_TRANSLATIONS = (
    sa.select(
        _translation.c.entry_id,
        _translation.c.field,
        _translation.c.language,
        _translation.c.original_hash,
        _translation.c.text,
    )
    .join(_entry, _entry.c.id == _translation.c.entry_id)
    .where(_OF_CYCLE)
)
_ANSWERS = (
    sa.select(
        _answer.c.entry_id,
        _question.c.key,
        _question.c.kind,
        _answer.c.text_ar,
        _answer.c.text_en,
        _answer.c.value,
    )
    .join(_entry, _entry.c.id == _answer.c.entry_id)
    .join(_question, _question.c.id == _answer.c.question_id)
    .where(_OF_CYCLE)
)


PARTS = ("text_ar", "text_en", "value")
NO_ANSWER = ("", "", "")
OTHER: Mapping[EntryLanguage, str] = {EntryLanguage.ARABIC: "en", EntryLanguage.ENGLISH: "ar"}
"""Into which an entry in one language is translated."""


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
    several: frozenset[str] = frozenset()
    """Keys of the questions of which several options may be chosen."""
    services: tuple[str, ...] = ()
    """Codes, the main one first."""
    translations: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """By field, language and the digest of the original, see `Translation`."""

    def original(self, name: str, language: EntryLanguage) -> str:
        """The text that is translated: `title`, `summary` or that of a question, in the entry's language."""
        if name in ("title", "summary"):
            return self.texts[f"{name}_{language}"]
        return self.answers.get(name, NO_ANSWER)[PARTS.index(f"text_{language}")]

    def translation(self, name: str) -> str:
        """What stands beside the text as it is worded now, empty where there is none."""
        if (into := OTHER.get(self.language)) is None:
            return ""
        digest = digest_of(self.original(name, self.language))
        return self.translations.get((field_name(name), into, digest), "")

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
            "services": "|".join(self.services),
            **{f"{TRANSLATED}{name}": self.translation(name) for name in ("title", "summary", *self.answers)},
        }
        for key, (text_ar, text_en, value) in self.answers.items():
            shown = value.replace(",", "|") if key in self.several else value
            found |= {f"{key}_ar": text_ar, f"{key}_en": text_en} if text_ar or text_en else {key: shown}
        return found


def field_name(name: str) -> str:
    """By which a translation knows the text: `title`, `summary`, else that of the question with this key."""
    return name if name in ("title", "summary") else field_of(name)


def entries_standing(session: Session, cycle_id: UUID) -> list[Standing]:
    """Every entry of the cycle, by number: five statements."""
    connection, of = session.connection(), {"cycle": cycle_id}
    partners: dict[UUID, list[str]] = defaultdict(list)
    for entry_id, code in connection.execute(_PARTNERS, of):
        partners[entry_id].append(code)
    answers: dict[UUID, dict[str, tuple[str, str, str]]] = defaultdict(dict)
    several: dict[UUID, set[str]] = defaultdict(set)
    for entry_id, key, kind, text_ar, text_en, value in connection.execute(_ANSWERS, of):
        answers[entry_id][key] = (text_ar, text_en, value)
        if kind is QuestionKind.CHOICES:
            several[entry_id].add(key)
    services: dict[UUID, list[str]] = defaultdict(list)
    for entry_id, code in connection.execute(_SERVICES, of):
        services[entry_id].append(code)
    translations: dict[UUID, dict[tuple[str, str, str], str]] = defaultdict(dict)
    for entry_id, name, language, original, text in connection.execute(_TRANSLATIONS, of):
        translations[entry_id][name, language, original] = text
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
            frozenset(several[row.id]),
            tuple(services[row.id]),
            translations[row.id],
        )
        for row in connection.execute(_ENTRIES, of)
    ]
