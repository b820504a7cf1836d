"""What a report of results is made from: the last tally, what was decided on it, and by whom."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlmodel import Session, col, select

from awards.cycles.models import Cycle
from awards.cycles.queries import cycle_by_id
from awards.entries.places import MENTION
from awards.people.models import Person
from judging.deliberations.departures import passed_over
from judging.deliberations.models import Outcome
from judging.deliberations.places import Decided, Lack, decided_of, fingerprint, lack_among, may_hold_a_place
from judging.deliberations.queries import consents_to, decided_places, publication_of
from judging.recognition.queries import figures
from judging.recognition.rates import Figures
from judging.rounds.queries import Closing, Consent, consents_of, first_reading
from judging.tally.document import CategoryTally, Document, EntryLine
from judging.tally.models import Tally
from judging.tally.queries import NotYetOpened, closing_of, document_of, opened
from judging.tally.reading import ReadCategory, read_categories, reading_document
from reports.results.deliberation import NONE, Deliberation, deliberations_of
from reports.results.models import ResultReport


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """A place of a category as it was decided."""

    place: int
    outcome: Outcome
    entries: tuple[EntryLine, ...]
    citation_ar: str
    citation_en: str
    reason: str
    """In Arabic; empty where the place follows the ranking."""
    reason_en: str
    decided_at: datetime
    decided_by_ar: str
    decided_by_en: str
    approved_at: datetime | None
    approved_by_ar: str
    approved_by_en: str
    lack: Lack | None = None
    """What it still needs before it can be published."""

    @property
    def number(self) -> int | str:
        """For machines: the place's number, or that it is a special mention."""
        return "mention" if self.place == MENTION else self.place

    @property
    def shared(self) -> bool:
        return self.outcome is Outcome.SHARED


@dataclass(frozen=True, slots=True)
class CategoryResults:
    """A category with its places. A place that was withheld is decided, and has no entry."""

    tally: CategoryTally
    places: tuple[PlaceGiven, ...]
    """Those that are decided, in order."""
    panel: Deliberation = NONE
    """What the panel left on record."""

    @property
    def ranked(self) -> int:
        return sum(may_hold_a_place(entry) for entry in self.tally.entries)

    @property
    def unevenly_read(self) -> bool:
        """Whether ranked entries rest on different numbers of sheets."""
        return len({len(e.sheets) for e in self.tally.entries if may_hold_a_place(e)}) > 1

    @property
    def unranked(self) -> list[EntryLine]:
        """Those with a sheet that have too few of them to be ranked, the highest total first."""
        short = [e for e in self.tally.entries if e.rank is None and e.total_exact is not None]
        return sorted(short, key=lambda e: (-Fraction(e.total_exact or 0), e.number))

    @property
    def unread(self) -> int:
        """Entries without any sheet."""
        return sum(not entry.sheets for entry in self.tally.entries)

    def left_for(self, place: PlaceGiven) -> int:
        """Ranked entries that had no better place when this one was decided on."""
        ahead = {e.number for p in self.places if p.place < place.place for e in p.entries}
        return sum(may_hold_a_place(e) and e.number not in ahead for e in self.tally.entries)

    def passed_over(self, place: PlaceGiven) -> tuple[EntryLine, ...]:
        """Whom the place leaves behind, though they would have it or stand before those who have."""
        given = {p.place: [e.entry_id for e in p.entries] for p in self.places}
        return passed_over(self.tally, place.place, given)

    def passing(self, number: int) -> list[PlaceGiven]:
        """The places that passed over the entry with this number."""
        return [p for p in self.places if any(e.number == number for e in self.passed_over(p))]

    def placed(self, number: int) -> PlaceGiven | None:
        """The place that the entry with this number holds."""
        return next((p for p in self.places if any(e.number == number for e in p.entries)), None)


@dataclass(frozen=True, slots=True)
class Results:
    """A cycle's results as one version of its tally has them, published or not."""

    cycle: Cycle
    document: Document
    tally_id: uuid.UUID
    version: int
    correction: str
    """Why this version of the tally replaced the one before."""
    computed_at: datetime
    computed_by: Person
    opened_by: tuple[Consent, ...]
    closed_at: datetime | None
    closing: Closing | None
    """How the round was closed before its time, if it was."""
    published_at: datetime | None
    published_by: tuple[Consent, ...]
    categories: tuple[CategoryResults, ...]
    recognised: Figures | None = None
    """Whether judges could tell whose entries they judged, by category."""
    first_reading: tuple[ReadCategory, ...] = ()
    """What became of every entry in it, by category; nothing in a cycle without one."""

    @property
    def ranked(self) -> int:
        return sum(c.ranked for c in self.categories)

    @property
    def entries(self) -> int:
        return len(self._read)

    @property
    def judged(self) -> int:
        """Entries with at least one sheet."""
        return sum(bool(entry.sheets) for entry in self._read)

    @property
    def _read(self) -> list[EntryLine]:
        """Every entry as it was read first."""
        if self.first_reading:
            return [one.line for category in self.first_reading for one in category.entries if not one.out]
        return [entry for category in self.document.categories for entry in category.entries]

    @property
    def sheets(self) -> int:
        return sum(len(e.sheets) for c in self.document.categories for e in c.entries)

    @property
    def judges(self) -> int:
        return len({s.judge for c in self.document.categories for e in c.entries for s in e.sheets})

    def category(self, code: str) -> CategoryResults | None:
        return next((c for c in self.categories if c.tally.code == code), None)


def document_digest_of(session: Session, cycle_id: uuid.UUID) -> str | None:
    """Of the cycle's `results.json`; none until a report was made after publication."""
    return session.exec(
        select(ResultReport.document_digest)
        .where(ResultReport.cycle_id == cycle_id, col(ResultReport.document_digest).is_not(None))
        .order_by(col(ResultReport.made_at))
    ).first()


def results_of(session: Session, cycle_id: uuid.UUID) -> Results:
    """The results of a cycle, decided or not. Raises NotYetOpened, NotFound."""
    cycle = cycle_by_id(session, cycle_id)
    head = opened(session, cycle.number)
    if head.tally_id is None or head.round_id is None:
        raise NotYetOpened
    document = document_of(session, head)
    tally = session.get_one(Tally, head.tally_id)
    publication = publication_of(session, cycle_id)
    decided = decided_places(session, cycle_id)
    panels = deliberations_of(session, head)
    return Results(
        cycle=cycle,
        document=document,
        tally_id=tally.id,
        version=tally.version,
        correction=tally.reason,
        computed_at=tally.computed_at,
        computed_by=session.get_one(Person, tally.computed_by_id),
        opened_by=tuple(consents_of(session, head.round_id)),
        closed_at=head.closed_at,
        closing=closing_of(session, head),
        published_at=publication.published_at if publication else None,
        published_by=tuple(consents_to(session, cycle_id, fingerprint(decided.values())))
        if publication
        else (),
        categories=tuple(
            CategoryResults(
                category,
                tuple(
                    _place_given(
                        category,
                        decided[category.id, place],
                        lack_among(category, place, decided, head.tally_id),
                    )
                    for place in decided_of(category, decided)
                    if (category.id, place) in decided
                ),
                panels.get(category.id, NONE),
            )
            for category in document.categories
        ),
        recognised=figures(session, head.round_id),
        first_reading=_first_reading(session, cycle_id),
    )


def _first_reading(session: Session, cycle_id: uuid.UUID) -> tuple[ReadCategory, ...]:
    reading, read = first_reading(session, cycle_id), reading_document(session, cycle_id)
    return read_categories(session, reading, read.categories) if reading and read else ()


def _place_given(category: CategoryTally, decided: Decided, lack: Lack | None) -> PlaceGiven:
    return PlaceGiven(
        place=decided.place,
        outcome=decided.outcome,
        entries=tuple(e for e in category.entries if e.entry_id in decided.entry_ids),
        citation_ar=decided.citation_ar,
        citation_en=decided.citation_en,
        reason=decided.reason,
        reason_en=decided.reason_en,
        decided_at=decided.decided_at,
        decided_by_ar=decided.decided_by_ar,
        decided_by_en=decided.decided_by_en,
        approved_at=decided.approved_at,
        approved_by_ar=decided.approved_by_ar or "",
        approved_by_en=decided.approved_by_en or "",
        lack=lack,
    )
