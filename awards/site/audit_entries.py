"""Which events tell of an entry: of itself and what belongs to it, and those that name it among others."""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.kit.audit import AuditEvent
from awards.kit.db import by_name
from awards.kit.text import fold
from awards.site.audit_kinds import ASSIGNMENT, CATEGORY, CERTIFICATE, CYCLE, ENTRY, JUDGE, KINDS, same

_events = AuditEvent.__table__  # type: ignore[attr-defined]

MOST = 20
"""A number alone stands for an entry in each cycle; so many are looked at."""
_NUMBER = re.compile(r"\d{1,6}")
_RECEIPT = re.compile(r"(\d{1,6})-(\d{1,6})(-\d{1,6})?")
_ACCESS = ("access.refused", "access.downloaded")
_TOGETHER = (
    "assignments.made",
    "blind_copies.approved_together",
    "blind_copies.prepared",
    "certificates.issued",
    "entries.admitted",
    "judge.released",
    "place.approved",
    "place.decided",
    "place.returned",
)
"""What is recorded once for several entries."""

_FOUND = (
    sa.select(
        ENTRY.c.id,
        ENTRY.c.number,
        ENTRY.c.title_ar,
        ENTRY.c.title_en,
        ENTRY.c.cycle_id,
        ENTRY.c.category_id,
        CYCLE.c.number.label("cycle"),
        CYCLE.c.name_ar,
        CYCLE.c.name_en,
        CATEGORY.c.code.label("category"),
    )
    .join(CYCLE, CYCLE.c.id == ENTRY.c.cycle_id)
    .join(CATEGORY, CATEGORY.c.id == ENTRY.c.category_id)
    .order_by(CYCLE.c.number.desc(), ENTRY.c.number)
    .limit(MOST)
)


class FoundEntry(NamedTuple):
    """An entry that the filter named, with what the page says of it."""

    id: uuid.UUID
    number: int
    title_ar: str
    title_en: str
    cycle_id: uuid.UUID
    category_id: uuid.UUID
    cycle: int
    name_ar: str
    """Of the cycle."""
    name_en: str
    category: str


class Together(NamedTuple):
    """An event that may name several entries of a cycle."""

    sequence: int
    action: str
    subject_id: str
    detail: Mapping[str, Any]
    cycle_id: uuid.UUID


def find_entries(session: Session, typed: str, cycle_id: uuid.UUID | None) -> tuple[FoundEntry, ...]:
    """The entries that a number, the number of a receipt (`3-0042-1`, `3-0042`) or a judge's code stands for."""
    text = fold(typed.strip())
    if _NUMBER.fullmatch(text):
        wanted = ENTRY.c.number == int(text)
    elif receipt := _RECEIPT.fullmatch(text):
        wanted = sa.and_(CYCLE.c.number == int(receipt[1]), ENTRY.c.number == int(receipt[2]))
    else:
        codes = sa.select(ASSIGNMENT.c.entry_id).where(ASSIGNMENT.c.code == text.upper())
        wanted = ENTRY.c.id.in_(codes)
    statement = _FOUND.where(wanted)
    if cycle_id:
        statement = statement.where(ENTRY.c.cycle_id == cycle_id)
    return tuple(by_name(FoundEntry, row) for row in session.connection().execute(statement))


def about_entries(session: Session, found: Sequence[FoundEntry]) -> sa.ColumnElement[bool]:
    """For a query of events: the entries, what belongs to them, requests for their pages, and what names them."""
    if not found:
        return sa.false()
    ids = [entry.id for entry in found]
    things = [
        sa.select(same(kind.thing.c.id)).select_from(kind.source).where(ENTRY.c.id.in_(ids))
        for kind in KINDS
        if kind.in_entry
    ]
    return sa.or_(
        same(_events.c.subject_id).in_(sa.union_all(*things)),
        sa.and_(_events.c.action.in_(_ACCESS), _requested(found)),
        _events.c.sequence.in_(_told_together(session, found)),
    )


def _requested(found: Sequence[FoundEntry]) -> sa.ColumnElement[bool]:
    """Requests by address. A code is what one judge calls the entry: another's same code is another entry."""
    asked = _events.c.subject_id
    ids = [entry.id for entry in found]
    of_judge = (
        sa.select(ASSIGNMENT.c.id)
        .join(JUDGE, JUDGE.c.id == ASSIGNMENT.c.judge_id)
        .where(
            ASSIGNMENT.c.entry_id.in_(ids),
            JUDGE.c.person_id == _events.c.actor_id,
            under(asked, "/scorecards/" + ASSIGNMENT.c.code),
        )
    )
    papers = sa.select("/certificates/" + CERTIFICATE.c.code + ".pdf").where(CERTIFICATE.c.entry_id.in_(ids))
    addresses = [under(asked, address) for entry in found for address in _addresses(entry)]
    return sa.or_(*addresses, asked.in_(papers), of_judge.correlate(_events).exists())


def _addresses(entry: FoundEntry) -> tuple[str, ...]:
    cycle = f"/cycles/{entry.cycle}"
    return (
        f"{cycle}/entries/{entry.number}",
        f"{cycle}/blinding/{entry.number}",
        f"{cycle}/results/{entry.category}/{entry.number}",
        f"/entries/{entry.id}",
    )


def under(asked: sa.ColumnElement[str], address: Any) -> sa.ColumnElement[bool]:
    """The address or one below it; no address that is looked for holds a wildcard."""
    return sa.or_(asked == address, asked.like(sa.literal("").concat(address).concat("/%")))


def cycles_of(kinds: Iterable[str]) -> sa.Subquery:
    """(subject, cycle_id) of all things of these kinds, to be joined with events by `same`."""
    wanted = set(kinds)
    return sa.union_all(
        *(
            sa.select(same(kind.thing.c.id).label("subject"), CYCLE.c.id.label("cycle_id")).select_from(
                kind.source
            )
            for kind in KINDS
            if kind.name in wanted
        )
    ).subquery()


def _told_together(session: Session, found: Sequence[FoundEntry]) -> list[int]:
    of = cycles_of(("cycle", "category", "round", "judge"))
    ids = [entry.id for entry in found]
    statement = (
        sa.select(_events.c.sequence, _events.c.action, _events.c.subject_id, _events.c.detail, of.c.cycle_id)
        .join(of, of.c.subject == same(_events.c.subject_id))
        .where(
            _events.c.action.in_(_TOGETHER),
            of.c.cycle_id.in_({entry.cycle_id for entry in found}),
        )
        .order_by(_events.c.sequence)
    )
    connection = session.connection()
    rows = [by_name(Together, row) for row in connection.execute(statement)]
    codes: dict[uuid.UUID, set[str]] = {}
    papers = sa.select(CERTIFICATE.c.entry_id, CERTIFICATE.c.code).where(CERTIFICATE.c.entry_id.in_(ids))
    for entry_id, code in connection.execute(papers):
        codes.setdefault(entry_id, set()).add(code)
    return [number for entry in found for number in naming(rows, entry, codes.get(entry.id, set()))]


def naming(events: Iterable[Together], entry: FoundEntry, certificates: set[str]) -> Iterator[int]:
    """The sequences of those `events` (the oldest first) that are about `entry`. Pure.

    An approval or a return names a place alone: it is about the entries that had the place then. So is a decision
    that takes the place from them.
    """
    holders: dict[int, Sequence[str]] = {}
    for event in events:
        if event.cycle_id == entry.cycle_id and _names(event, entry, certificates, holders):
            yield event.sequence


def _names(
    event: Together, entry: FoundEntry, certificates: set[str], holders: dict[int, Sequence[str]]
) -> bool:
    detail = event.detail
    if event.action.startswith("place."):
        if event.subject_id != str(entry.category_id):
            return False
        place = detail["place"]
        before = holders.get(place, ())
        if event.action == "place.decided":
            holders[place] = detail.get("entries", ())
        return str(entry.id) in (*before, *holders.get(place, ()))
    if event.action == "certificates.issued":
        return not certificates.isdisjoint(detail.get("codes", ()))
    if "readers" in detail:
        return any(entry.number in numbers for numbers in detail["readers"].values())
    return entry.number in detail.get("entries", ())
