"""Entries that may be the same project twice: in one cycle, or again from an earlier one."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.directory.models import Agency, Service
from awards.entries.models import Entry, EntryService, EntryState
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import LANGUAGES, msg
from awards.people.models import Person
from awards.screening.likeness import likeness, pairs_alike, trigrams
from awards.screening.models import NotADuplicate
from awards.screening.services_alike import Both, Offered, Shared, both, shared_services

_entry = Entry.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_service = Service.__table__  # type: ignore[attr-defined]
_named = EntryService.__table__  # type: ignore[attr-defined]
_verdict = NotADuplicate.__table__  # type: ignore[attr-defined]

_TITLED = (
    sa.select(
        _entry.c.id,
        _entry.c.number,
        _cycle.c.number.label("cycle"),
        _cycle.c.name_ar.label("cycle_ar"),
        _cycle.c.name_en.label("cycle_en"),
        _category.c.name_ar.label("category_ar"),
        _category.c.name_en.label("category_en"),
        _entry.c.title_ar,
        _entry.c.title_en,
        _entry.c.summary_ar,
        _entry.c.summary_en,
        sa.func.coalesce(_entry.c.agency_id, _entry.c.started_by_id).label("entrant_id"),
        sa.func.coalesce(_agency.c.name_ar, _person.c.name_ar).label("entrant_ar"),
        sa.func.coalesce(_agency.c.name_en, _person.c.name_en).label("entrant_en"),
    )
    .join(_cycle, _cycle.c.id == _entry.c.cycle_id)
    .join(_category, _category.c.id == _entry.c.category_id)
    .join(_person, _person.c.id == _entry.c.started_by_id)
    .join(_agency, _agency.c.id == _entry.c.agency_id, isouter=True)
    .where(_cycle.c.number <= sa.bindparam("number"), _entry.c.state == EntryState.SUBMITTED)
    .order_by(_cycle.c.number.desc(), _entry.c.number)
)
_OFFERED = (
    sa.select(_named.c.entry_id, _service.c.id, _service.c.name_ar, _service.c.name_en)
    .join(_service, _service.c.id == _named.c.service_id)
    .join(_entry, _entry.c.id == _named.c.entry_id)
    .join(_cycle, _cycle.c.id == _entry.c.cycle_id)
    .where(_cycle.c.number <= sa.bindparam("number"), _entry.c.state == EntryState.SUBMITTED)
    .order_by(_named.c.entry_id, _named.c.position)
)
_VERDICTS = (
    sa.select(_verdict, _person.c.name_ar.label("by_ar"), _person.c.name_en.label("by_en"))
    .join(_person, _person.c.id == _verdict.c.by_id)
    .join(_entry, sa.or_(_entry.c.id == _verdict.c.first_id, _entry.c.id == _verdict.c.second_id))
    .join(_cycle, _cycle.c.id == _entry.c.cycle_id)
    .where(_cycle.c.number == sa.bindparam("number"))
)


class Titled(NamedTuple):
    """What is compared of an entry, and shown beside the other one."""

    id: uuid.UUID
    number: int
    cycle: int
    cycle_ar: str
    cycle_en: str
    category_ar: str
    category_en: str
    title_ar: str
    title_en: str
    summary_ar: str
    summary_en: str
    entrant_id: uuid.UUID
    entrant_ar: str
    entrant_en: str


class Verdict(NamedTuple):
    """That two entries are two: why, who said so, and when."""

    reason: str
    at: datetime
    by_ar: str
    by_en: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries whose titles or services are alike; `one` is of the cycle."""

    one: Titled
    other: Titled
    likeness: float
    """Of the titles: the higher one of both languages, 0–1."""
    services: tuple[Shared, ...] = ()
    """What they share, each service of `one` before the one of `other`."""
    verdict: Verdict | None = None

    @property
    def same_entrant(self) -> bool:
        return self.one.entrant_id == self.other.entrant_id


def alike(
    entries: Sequence[Titled], cycle: int, services: Mapping[Both, Sequence[Shared]] | None = None
) -> list[Pair]:
    """Each two entries of which one at least is of the cycle, in either language; the most alike first. Pure.

    They are alike by their titles, or by the `services` that they share.
    """
    shared = services or {}
    titles = [{e.id: trigrams(getattr(e, f"title_{lang}")) for e in entries} for lang in LANGUAGES]
    found = {both(one, other) for grams in titles for one, other, _ in pairs_alike(grams)} | shared.keys()
    place = {entry.id: n for n, entry in enumerate(entries)}
    by_id = {entry.id: entry for entry in entries}
    pairs = []
    for key in found:
        first, second = sorted((by_id[id_] for id_ in key), key=lambda e: (e.cycle != cycle, place[e.id]))
        if first.cycle == cycle:
            how = max(likeness(grams[first.id], grams[second.id]) for grams in titles)
            of = shared.get(key, ())
            turned = tuple(one if one.one.entry_id == first.id else one.turned() for one in of)
            pairs.append(Pair(first, second, how, turned))
    return sorted(pairs, key=_most_alike)


def _most_alike(pair: Pair) -> tuple[float, ...]:
    """By what is most alike of them, title or service; of the same, by the titles."""
    most = max(pair.likeness, *(one.likeness for one in pair.services), 0)
    return (-most, -pair.likeness, pair.one.number, -pair.other.cycle, pair.other.number)


def duplicates_of(session: Session, cycle: int) -> list[Pair]:
    """The pairs of a cycle with what was said of them: three statements."""
    connection = session.connection()
    entries = [Titled._make(row) for row in connection.execute(_TITLED, {"number": cycle})]
    services = [Offered._make(row) for row in connection.execute(_OFFERED, {"number": cycle})]
    verdicts = {
        (row.first_id, row.second_id): Verdict(row.reason, row.at, row.by_ar, row.by_en)
        for row in connection.execute(_VERDICTS, {"number": cycle})
    }
    return [
        replace(pair, verdict=verdicts.get(both(pair.one.id, pair.other.id)))
        for pair in alike(entries, cycle, shared_services(services))
    ]


def keep_apart(
    session: Session,
    cycle: int,
    one: uuid.UUID,
    other: uuid.UUID,
    reason: str,
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Remember that two entries which look alike are two, and why.

    Raises NotFound unless they stand in the list of the cycle, RuleBroken if somebody has said so already.
    """
    pair = next(
        (pair for pair in duplicates_of(session, cycle) if {pair.one.id, pair.other.id} == {one, other}), None
    )
    if pair is None:
        raise NotFound
    if pair.verdict is not None:
        raise RuleBroken(msg("Another organiser has said so already."))
    first, second = both(one, other)
    session.add(NotADuplicate(first_id=first, second_id=second, reason=reason, at=at, by_id=by))
    session.flush()
    detail = {
        "other": f"{pair.other.cycle}-{pair.other.number:04d}",
        "likeness": round(pair.likeness * 100),
        "services": [shared.one.name_ar for shared in pair.services],
        "reason": reason,
    }
    audit.record(session, "entry.not_a_duplicate", pair.one.id, by=by, at=at, detail=detail)
