"""Reads of certificates: by code for anybody, by entry for its entrant, by cycle for organisers."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category, Cycle
from awards.cycles.queries import cycle_by_id
from awards.entries.models import Entry, EntryState
from awards.entries.places import MENTION
from awards.kit.text import fold
from judging.deliberations.models import Outcome
from judging.deliberations.queries import decided_places
from judging.tally.document import CategoryTally, EntryLine
from judging.tally.queries import document_of, opened
from reports.certificates.models import Certificate, CertificateKind

_certificates = Certificate.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]

_BY_CODE = select(Certificate).where(Certificate.code == sa.bindparam("code"))
_BY_ENTRY = (
    select(Certificate)
    .where(Certificate.entry_id == sa.bindparam("entry_id"), col(Certificate.revoked_at).is_(None))
    .order_by(col(Certificate.kind).desc())
)
_OF_CYCLE = (
    sa.select(
        _certificates.c.code,
        _certificates.c.kind,
        _certificates.c.wording,
        _certificates.c.digest,
        _certificates.c.revoked_at,
        _entries.c.number,
        _categories.c.code.label("category"),
    )
    .join(_entries, _entries.c.id == _certificates.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .where(_certificates.c.cycle_id == sa.bindparam("cycle_id"))
    .order_by(_certificates.c.kind.desc(), _categories.c.position, _certificates.c.place, _entries.c.number)
)
_SUBMITTED = select(Entry.id).where(
    Entry.cycle_id == sa.bindparam("cycle_id"), Entry.state == EntryState.SUBMITTED
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A certificate in the organisers' list."""

    code: str
    kind: CertificateKind
    place_ar: str
    """As it is called: «المركز الأول مناصفة», «تنويه خاص»; empty for a certificate of participation."""
    place_en: str
    number: int
    category: str
    title_ar: str
    title_en: str
    recipients_ar: str
    recipients_en: str
    digest: str
    revoked: bool

    def matches(self, *, kind: str = "", category: str = "", words: str = "") -> bool:
        """Whether it is of this kind and category, and holds every one of the words; nothing asked matches all."""
        text = fold(
            " ".join(
                (
                    str(self.number),
                    self.code,
                    self.title_ar,
                    self.title_en,
                    self.recipients_ar,
                    self.recipients_en,
                )
            )
        )
        return (
            kind in ("", self.kind)
            and category in ("", self.category)
            and all(word in text for word in fold(words).split())
        )


@dataclass(frozen=True, slots=True)
class Deserved:
    """A certificate that an entry has earned."""

    kind: CertificateKind
    category: CategoryTally
    entry: EntryLine
    place: int | None = None
    shared: bool = False

    @property
    def issued_as(self) -> "Issued":
        return self.entry.entry_id, self.kind, self.place


@dataclass(frozen=True, slots=True)
class Earned:
    """All that a cycle's certificates are made from."""

    cycle: Cycle
    entries: int
    categories: int
    deserved: tuple[Deserved, ...]


def certificate_by_code(session: Session, code: str) -> Certificate | None:
    """A revoked one too."""
    return session.exec(_BY_CODE, params={"code": code}).first()


def certificates_of_entry(session: Session, entry_id: uuid.UUID) -> list[Certificate]:
    """Those that stand; that of a place or a mention first."""
    return list(session.exec(_BY_ENTRY, params={"entry_id": entry_id}))


def certificates_of_cycle(session: Session, cycle_id: uuid.UUID) -> list[Listed]:
    """The winners' first, then mentions, each by category, place and the entry's number."""
    return [
        Listed(
            row.code,
            CertificateKind(row.kind),
            row.wording.get("place_ar", ""),
            row.wording.get("place_en", ""),
            row.number,
            row.category,
            row.wording["title_ar"],
            row.wording["title_en"],
            "، ".join(row.wording["recipients_ar"]),
            ", ".join(row.wording["recipients_en"]),
            row.digest,
            row.revoked_at is not None,
        )
        for row in session.connection().execute(_OF_CYCLE, {"cycle_id": cycle_id})
    ]


def earned(session: Session, cycle_id: uuid.UUID) -> Earned:
    """One for each judged entry that is still submitted, and one more for each that holds a place, or a mention.

    Raises NotYetOpened, NotFound.
    """
    cycle = cycle_by_id(session, cycle_id)
    document = document_of(session, opened(session, cycle.number))
    submitted = set(session.exec(_SUBMITTED, params={"cycle_id": cycle_id}))
    places = {
        entry_id: decided
        for decided in decided_places(session, cycle_id).values()
        if decided.outcome is not Outcome.WITHHELD
        for entry_id in decided.entry_ids
    }
    deserved = []
    for category in document.categories:
        for entry in category.entries:
            if entry.entry_id not in submitted:
                continue
            if decided := places.get(entry.entry_id):
                mention, shared = decided.place == MENTION, decided.outcome is Outcome.SHARED
                kind = CertificateKind.SPECIAL_MENTION if mention else CertificateKind.WINNER
                deserved.append(Deserved(kind, category, entry, decided.place, shared))
            deserved.append(Deserved(CertificateKind.PARTICIPATION, category, entry))
    return Earned(
        cycle=cycle,
        entries=sum(len(category.entries) for category in document.categories),
        categories=len(document.categories),
        deserved=tuple(deserved),
    )


Issued = tuple[uuid.UUID, CertificateKind, int | None]
"""An entry, which of its certificates, and the place that it is for; none for taking part."""


def issued_keys(session: Session, cycle_id: uuid.UUID) -> set[Issued]:
    """What has been issued, revoked ones too: a revoked certificate is not issued again, but for another place."""
    rows = session.exec(
        select(Certificate.entry_id, Certificate.kind, Certificate.place).where(
            Certificate.cycle_id == cycle_id
        )
    )
    return {(entry_id, CertificateKind(kind), place) for entry_id, kind, place in rows}


def missing(session: Session, cycle_id: uuid.UUID) -> list[Deserved]:
    """What has been earned and not yet issued."""
    there = issued_keys(session, cycle_id)
    return [d for d in earned(session, cycle_id).deserved if d.issued_as not in there]


def fallen(session: Session, cycle_id: uuid.UUID) -> list[Certificate]:
    """Certificates of a place or a mention that stand, and that their entry does not have, or no longer has."""
    places = {
        entry_id: decided.place
        for decided in decided_places(session, cycle_id).values()
        for entry_id in decided.entry_ids
    }
    standing = session.exec(
        select(Certificate)
        .where(
            Certificate.cycle_id == cycle_id,
            Certificate.kind != CertificateKind.PARTICIPATION,
            col(Certificate.revoked_at).is_(None),
        )
        .order_by(col(Certificate.code))
    )
    return [one for one in standing if places.get(one.entry_id) != one.place]
