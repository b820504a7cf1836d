"""What a reader of the audit log asks for: the fields of the filter, and the same in words."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from pydantic import Field, field_validator
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.kit.forms import Filled, Form
from awards.kit.i18n import Bilingual, Message, msg
from awards.people.models import Role
from awards.site.audit_entries import FoundEntry, find_entries
from awards.site.audit_narrowing import MOST_WORDS, Filter
from awards.site.audit_words import action_words

ROLES: dict[Role, Message] = {
    Role.ORGANISER: msg("Organisers"),
    Role.JUDGE: msg("Judges"),
    Role.ENTRANT: msg("Entrants"),
    Role.AUDITOR: msg("Auditors"),
}
FIELDS = {
    "text": msg("Words"),
    "entry": msg("Entry"),
    "cycle": msg("Cycle"),
    "action": msg("Event"),
    "category": msg("Category"),
    "place": msg("Place"),
    "role": msg("Role"),
    "person": msg("Person"),
    "since": msg("From day"),
    "until": msg("To day"),
    "after": msg("After event"),
}
NOBODY = uuid.UUID(int=0)


class AuditForm(Form):
    text: str = Field("", max_length=100)
    entry: str = Field("", max_length=40)
    action: str = Field("", max_length=100)
    role: Role | None = None
    person: uuid.UUID | None = None
    cycle: int | None = Field(None, ge=0, le=999_999)
    category: str = Field("", max_length=100)
    place: int | None = Field(None, ge=1, le=99)
    since: date | None = None
    until: date | None = None
    after: int | None = Field(None, ge=0, le=2_000_000_000)
    page: int = Field(1, ge=1, le=1_000_000)

    @field_validator("text", "entry", "action", "category")
    @classmethod
    def readable(cls, text: str) -> str:
        """PostgreSQL takes no NUL, and nothing that is looked for has one."""
        return text.replace("\0", "")

    @field_validator("text")
    @classmethod
    def few_words(cls, text: str) -> str:
        if len(text.split()) > MOST_WORDS:
            raise ValueError(msg("Write at most %(n)s words.", n=MOST_WORDS))
        return text

    def wanted(self, session: Session, known: Sequence[Cycle]) -> Filter:
        """A cycle or an entry that does not exist leaves nothing."""
        ids = {cycle.number: cycle.id for cycle in known}
        cycle = None if self.cycle is None else ids.get(self.cycle, NOBODY)
        return Filter(
            action=self.action,
            person=self.person,
            role=self.role,
            cycle=cycle,
            since=self.since,
            until=self.until,
            entries=find_entries(session, self.entry, cycle) if self.entry else None,
            category=self.category,
            place=self.place,
            text=self.text,
            after=self.after,
        )


class Part(NamedTuple):
    """One part of a filter in words, and the address without it."""

    label: Message
    values: tuple[Any, ...]
    """Messages, names, days or text."""
    without: str


def address(typed: Mapping[str, Any], *, but: str = "") -> str:
    return urlencode({name: typed[name] for name in FIELDS if name != but and typed.get(name)})


def in_words(
    filled: Filled[AuditForm],
    found: Sequence[FoundEntry] | None,
    *,
    cycles: Sequence[Cycle],
    categories: Mapping[str, Any],
    people: Mapping[uuid.UUID, Any],
) -> list[Part]:
    """The filter as it was understood; nothing if it could not be."""
    asked = filled.values
    if asked is None:
        return []
    by_number = {cycle.number: cycle for cycle in cycles}
    said: dict[str, list[Any]] = {
        "text": [_plain(f"«{asked.text}»")],
        "entry": [_entry(entry, asked.cycle is None) for entry in found or ()] or [_plain(asked.entry)],
        "cycle": [_named(by_number, asked.cycle)],
        "action": [action_words(asked.action)],
        "category": [_named(categories, asked.category)],
        "place": [_plain(asked.place)],
        "role": [ROLES[asked.role] if asked.role else ""],
        "person": [_named(people, asked.person)],
        "since": [asked.since],
        "until": [asked.until],
        "after": [_plain(asked.after)],
    }
    return [
        Part(label, tuple(said[name]), address(filled.typed, but=name))
        for name, label in FIELDS.items()
        if filled.typed.get(name)
    ]


def _plain(text: object) -> Bilingual:
    """What somebody typed, which is not translated."""
    return Bilingual(str(text), str(text))


def _named(known: Mapping[Any, Any], key: object) -> Bilingual:
    row = known.get(key)
    return Bilingual(row.name_ar, row.name_en) if row else _plain(key)


def _entry(entry: FoundEntry, with_cycle: bool) -> Message:
    title = Bilingual(entry.title_ar, entry.title_en)
    if with_cycle:
        cycle = Bilingual(entry.name_ar, entry.name_en)
        return msg("%(number)s: %(title)s, %(cycle)s", number=entry.number, title=title, cycle=cycle)
    return msg("%(number)s: %(title)s", number=entry.number, title=title)
