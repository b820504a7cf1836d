"""A cycle that is counted, decided and published, from the fixtures, without the judging before it."""

import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, select

from awards.cycles.models import Announcement, Cycle
from awards.cycles.plans import plan_from_fixtures
from awards.cycles.queries import categories_of
from awards.cycles.timetable import Timetable
from awards.demo import fixtures
from awards.demo.simulation import points
from awards.directory.models import Agency
from awards.directory.operations import import_agencies
from awards.directory.rows import agencies_from_fixtures
from awards.entries.models import Entry, EntryLanguage, EntryPartner, EntryState, PartnerState
from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.people.models import Person, Role
from judging.deliberations.models import Outcome
from judging.deliberations.operations import approve_decision, decide_place, publish
from judging.deliberations.places import fingerprint
from judging.deliberations.queries import decided_places
from judging.rounds.models import ResultsOpening, Round
from judging.rounds.setup import set_up_cycle
from judging.rubrics.drafts import criteria_from_fixtures
from judging.tally.document import CategoryTally, CriterionLine, Document, Named, ScoreLine, to_json
from judging.tally.models import Tally
from judging.tally.results import Contender, Contest, Sheet, count
from tests.factories import Factory

CERTIFICATES = 39
"""Earned by a cycle of three entries in each category: 21 of participation, and 18 places, for two of its entries
have too few sheets to be ranked."""

CITATION_AR = "لأثرها الموثق في حياة المستفيدين، ولتكامل الجهات المشاركة فيها، ولأنها أصغت إلى ملاحظاتهم وغيّرت خدمتها تبعًا لها."
CITATION_EN = (
    "For a documented effect on the people it serves, for agencies that work as one, "
    "and for a service that changed as its users asked."
)


@dataclass
class Published:
    """What a test wants to know of the cycle."""

    cycle_id: uuid.UUID
    number: int
    organisers: list[Person]
    auditor: Person
    entrant: Person
    judges: list[Person] = field(default_factory=list)
    document: Document | None = None


def timetable_before(now: datetime) -> Timetable:
    """Every date of it has passed."""
    now = now.replace(microsecond=0, second=0)
    return Timetable(
        opens=now - timedelta(days=120),
        closes=now - timedelta(days=80),
        grace_minutes=0,
        judging_opens=now - timedelta(days=70),
        judging_closes=now - timedelta(days=40),
        publishes=now - timedelta(days=10),
    )


def counted_cycle(
    db: Database,
    make: Factory,
    clock: Clock,
    *,
    number: int = 3,
    entries: int = 4,
    is_demo: bool = True,
    timetable: Timetable | None = None,
) -> Published:
    """A cycle with `entries` entries in each category (at most what the fixtures hold), judged and counted."""
    now = clock()
    people = [
        make.person(Role.ORGANISER, name_ar=ar, name_en=en, email=f"organiser{n}.{number}@example.org")
        for n, (ar, en) in enumerate(ORGANISERS, start=1)
    ]
    entrant = make.person(
        Role.ENTRANT,
        name_ar="سلمى بنت فهد الحارثي",
        name_en="Salma Fahd Al-Harthi",
        email=f"entrant.{number}@example.org",
    )
    auditor = make.person(Role.AUDITOR, email=f"auditor.{number}@example.org")
    found = Published(uuid.uuid4(), number, people, auditor, entrant)
    with db.write() as session:
        if not session.exec(select(Agency.id).limit(1)).first():
            import_agencies(session, agencies_from_fixtures(), by=None, at=now)
        plan = plan_from_fixtures(number, timetable or timetable_before(now), is_demo=is_demo)
        cycle = set_up_cycle(session, plan, rubrics_from="fixtures", by=None, at=now)
        found.cycle_id = cycle.id
        session.add(Announcement(cycle_id=cycle.id, announced_at=cycle.opens_at))
        round_ = session.exec(select(Round).where(Round.cycle_id == cycle.id)).one()
        round_.opened_at, round_.closed_at = cycle.judging_opens_at, cycle.judging_closes_at
        session.add(round_)
        for n, person in enumerate(people):
            session.add(
                ResultsOpening(round_id=round_.id, person_id=person.id, at=now - timedelta(days=30 - n))
            )
        found.document = Document(
            format=1,
            round_id=round_.id,
            cycle=number,
            method="mean",
            min_sheets=round_.min_sheets,
            categories=tuple(_counted(session, cycle, round_.min_sheets, entries, entrant.id, now)),
        )
        session.add(
            Tally(
                round_id=round_.id,
                version=1,
                method="mean",
                document=to_json(found.document),
                computed_at=now - timedelta(days=29),
                computed_by_id=people[1].id,
            )
        )
    return found


ORGANISERS = (
    ("منيرة بنت خالد العريج", "Munirah Khalid Al-Oraij"),
    ("ياسر بن علي الأسمري", "Yasser Ali Al-Asmari"),
)


def _counted(
    session: Session, cycle: Cycle, min_sheets: int, most: int, entrant: uuid.UUID, now: datetime
) -> Sequence[CategoryTally]:
    agencies = {agency.code: agency for agency in session.exec(select(Agency))}
    numbers = itertools.count(1)
    tallies = []
    for category in categories_of(session, cycle.id):
        criteria = tuple(
            CriterionLine(c.key, c.name_ar, c.name_en, c.weight)
            for c in criteria_from_fixtures(category.code)
        )
        contenders = []
        for written in [e for e in fixtures.entries() if e.category == category.code][:most]:
            agency = agencies.get(written.agency or "")
            texts = written.text
            entry = Entry(
                cycle_id=cycle.id,
                category_id=category.id,
                number=next(numbers),
                agency_id=agency.id if agency else None,
                started_by_id=entrant,
                state=EntryState.SUBMITTED,
                language=EntryLanguage(written.language),
                title_ar=texts.get("title_ar", ""),
                title_en=texts.get("title_en", ""),
                summary_ar=texts.get("summary_ar", ""),
                summary_en=texts.get("summary_en", ""),
                started_at=now,
                updated_at=now,
            )
            session.add(entry)
            session.flush()
            partners = [agencies[code] for code in written.partners]
            session.add_all(
                EntryPartner(entry_id=entry.id, agency_id=partner.id, state=PartnerState.CONFIRMED)
                for partner in partners
            )
            contenders.append(
                Contender(
                    entry_id=entry.id,
                    number=entry.number,
                    title_ar=entry.title_ar,
                    title_en=entry.title_en,
                    entrant_ar=agency.name_ar if agency else written.person_ar,
                    entrant_en=agency.name_en if agency else written.person_en,
                    partners=tuple(Named(p.name_ar, p.name_en) for p in partners),
                    sheets=_sheets(cycle.number, written.key, criteria, entry.number),
                )
            )
        contest = Contest(
            category.id,
            category.code,
            category.name_ar,
            category.name_en,
            category.places,
            criteria,
            contenders,
        )
        tallies.append(count(contest, min_sheets=min_sheets))
    session.flush()
    return tallies


def _sheets(cycle: int, key: str, criteria: Sequence[CriterionLine], number: int) -> list[Sheet]:
    """Four sheets; every tenth entry has only two and stays unranked."""
    sheets = []
    for seat in range(2 if number % 10 == 0 else 4):
        judge = (number * 5 + seat * 7) % 24
        given = points(2026, cycle, key, judge, [c.key for c in criteria], seat)
        lines = [
            ScoreLine(
                c.key,
                None if given[c.key] is None else str(given[c.key]),
                "abstained" if given[c.key] is None else None,
            )
            for c in criteria
        ]
        sheets.append(Sheet(uuid.uuid4(), f"J{judge + 1:02}", lines))
    return sheets


def decided_cycle(db: Database, make: Factory, clock: Clock, **options: object) -> Published:
    """Each place decided as it is ranked, but one: the first category's second place goes to its third entry."""
    found = counted_cycle(db, make, clock, **options)  # type: ignore[arg-type]
    now, (first, second) = clock(), found.organisers
    assert found.document is not None
    with db.write() as session:
        for category in found.document.categories:
            for place in range(1, category.places + 1):
                ranked = category.ranked(place)
                reason, chosen = "", [e.entry_id for e in ranked]
                if category.code == "G2C" and place == 2:
                    reason, chosen = REASON, [category.entries[2].entry_id]
                elif category.code == "G2C" and place == 3:
                    reason, chosen = REASON, [category.entries[1].entry_id]
                elif not ranked:
                    reason = "لم تبلغ أي مشاركة أخرى المستوى المطلوب لهذا المركز."
                outcome = (
                    Outcome.WITHHELD if not chosen else Outcome.SHARED if len(chosen) > 1 else Outcome.AWARDED
                )
                decisions = decide_place(
                    session,
                    category_id=category.id,
                    place=place,
                    outcome=outcome,
                    entry_ids=chosen,
                    citation_ar=CITATION_AR if chosen else "",
                    citation_en=CITATION_EN if chosen else "",
                    reason=reason,
                    reason_en=REASON_EN if reason == REASON else reason and "No other entry came near it.",
                    by=first.id,
                    at=now - timedelta(days=12),
                )
                if reason:
                    approve_decision(session, decisions[0].id, by=second.id, at=now - timedelta(days=11))
    return found


REASON_EN = "The visit to verify it found that its claimed effect was not yet measured when entries closed."
REASON = "رأت اللجنة بعد زيارة التحقق أن الأثر المعلن للمشاركة الثانية لم يكتمل قياسه عند إغلاق باب المشاركة."


def published_cycle(db: Database, make: Factory, clock: Clock, **options: object) -> Published:
    found = decided_cycle(db, make, clock, **options)
    with db.write() as session:
        seen = fingerprint(decided_places(session, found.cycle_id).values())
        for organiser in found.organisers[:2]:
            publish(session, found.cycle_id, seen=seen, by=organiser.id, at=clock())
    return found
