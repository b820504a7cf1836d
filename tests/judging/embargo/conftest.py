"""A contest whose totals, decisions and words nobody could mistake, at each step towards its publication."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from awards.cycles.models import Cycle
from awards.directory.models import Agency
from awards.entries.models import Entry
from awards.people.models import Person, Role
from judging.deliberations.models import Outcome
from judging.deliberations.operations import approve_decision, correct_tally, decide_place
from judging.deliberations.room.models import RoomItem
from judging.deliberations.room.operations import open_room
from judging.rounds.models import Round
from judging.rounds.operations import close_round
from judging.rubrics.kinds import RoundKind
from judging.scorecards.models import Scorecard
from judging.tally.operations import let_move_on
from tests.contests import Contest, by_criterion, contest

SHEETS = [
    [[9, 8, None], [9, None, 7], [None, 9, 8]],
    [[8, 7, None], [8, None, 5], [None, 7, 6]],
    [[7, 6, None], [6, None, 5], [None, 5, 4]],
]
"""Abstentions, so that totals have decimals of their own."""
TOTALS = {"first total": "85.51", "second total": "71.23", "third total": "56.46"}
OWN_SHEETS = {"own sheet 1": "86.25", "own sheet 2": "76.25", "own sheet 3": "66.25"}
OTHERS_SHEETS = {"other sheet 1": "84.29", "other sheet 2": "71.43", "other sheet 3": "57.14"}
"""Totals of the judge who asks, and of a colleague."""
CITATIONS = {"citation_ar": "حيثية زغطبلون", "citation_en": "Zqcitation words"}
OFFICE = {"reason": "سبب خرنفوق", "reason_en": "Zqreason words", "tally_reason": "Zqtallyreason words"}
"""What the office writes among itself, also once all is public."""
READ_FIRST = {"first reading": "32.86"}
"""What the first reading came to for an entry that it did not let pass."""
TOKENS = {**READ_FIRST, **TOTALS, **OWN_SHEETS, **OTHERS_SHEETS, **CITATIONS, **OFFICE}


@dataclass
class Field:
    """The contest with everybody who may ask, and the values that stand in addresses."""

    contest: Contest
    entrant: Person
    """Of the agency whose entries have the places."""
    outsider: Person
    """An entrant of another agency."""
    parameters: dict[str, list[Any]]
    by_type: dict[type, list[Any]]

    @property
    def people(self) -> dict[str, tuple[Person, Role] | None]:
        c = self.contest
        with c.make.db.read() as session:
            judge = session.get_one(Person, c.judges[0].person_id)
        return {
            "anonymous": None,
            "entrant": (self.entrant, Role.ENTRANT),
            "outsider": (self.outsider, Role.ENTRANT),
            "judge": (judge, Role.JUDGE),
            "organiser": (c.organisers[0], Role.ORGANISER),
            "auditor": (c.auditor, Role.AUDITOR),
        }

    def open(self) -> None:
        """The results are opened and counted again; the panel deliberates."""
        c, make = self.contest, self.contest.make
        c.open_results(closed=True)
        with make.db.write() as session:
            correct_tally(session, c.cycle.id, OFFICE["tally_reason"], by=c.organisers[0].id, at=make.now)
            room = open_room(
                session, c.categories["G2C"].id, open_to_all=True, by=c.organisers[0].id, at=make.now
            )
            self.parameters["room_id"] = [room.id]
            self.parameters["item"] = list(
                session.exec(select(RoomItem.code).where(RoomItem.room_id == room.id))
            )

    def place(self) -> None:
        """The second place departs from the ranking, the third is withheld."""
        c, make = self.contest, self.contest.make
        first, _, third = c.entries["G2C"]
        with make.db.write() as session:
            for place, entry in ((1, first), (2, third), (3, None)):
                words = CITATIONS if entry else {"citation_ar": "", "citation_en": ""}
                reason = {} if place == 1 else {name: OFFICE[name] for name in ("reason", "reason_en")}
                (made,) = decide_place(
                    session,
                    category_id=c.categories["G2C"].id,
                    place=place,
                    outcome=Outcome.AWARDED if entry else Outcome.WITHHELD,
                    entry_ids=[entry.id] if entry else [],
                    **words,
                    **{"reason": "", **reason},
                    by=c.organisers[0].id,
                    at=make.now,
                )
                if reason:
                    approve_decision(session, made.id, by=c.organisers[1].id, at=make.now)

    def move_embargo(self, **span: float) -> None:
        """Past the product: what is published comes under embargo again."""
        c = self.contest
        at = c.cycle.publishes_at + timedelta(**span)
        with c.make.db.write() as session:
            session.connection().execute(
                sa.update(Cycle).where(Cycle.id == c.cycle.id).values(publishes_at=at)
            )


def read_first(c: Contest) -> Entry:
    """The entries of the contest passed a first reading by a judge of its own; the one that is given back did not."""
    make, entrant = c.make, c.entries["G2C"][0]
    with make.db.read() as session:
        by = session.get_one(Person, entrant.started_by_id)
        agency = session.get_one(Agency, entrant.agency_id)
    behind = make.entry(c.categories["G2C"], agency, by)
    ends = c.cycle.judging_opens_at
    first = make.round(c.cycle, RoundKind.FIRST_READING, min_sheets=1, pass_mark="50", closes_at=ends)
    reader = make.judge(c.cycle)
    for entry, points in ((behind, [3, None, 4]), *((one, 8) for one in c.entries["G2C"])):
        make.scorecard(make.assignment(first, reader, entry, c.organisers[0]), by_criterion(points))
    with make.db.write() as session:
        session.get_one(Round, c.round.id).chosen = True
        close_round(session, first.id, by=c.organisers[0].id, at=make.now)
        let_move_on(session, first.id, by=c.organisers[0].id, at=make.now)
    return behind


@pytest.fixture
def field(make) -> Field:
    """A first reading left one entry behind; every sheet of scoring is lodged and it is closed; nobody opened results."""
    c = contest(make, {"G2C": SHEETS})
    behind = read_first(c)
    c.close()
    outsider = make.person(Role.ENTRANT)
    make.agency(outsider)
    entries, assignments = c.entries["G2C"], c.assignments
    for entry in entries:
        make.blind_copy(entry, approved_by=c.organisers[0])
    with make.db.read() as session:
        entrant = session.get_one(Person, entries[0].started_by_id)
        cards = list(session.exec(select(Scorecard.id)))
    own = [one.code for one in assignments if one.judge_id == c.judges[0].id]
    numbers = [*(entry.number for entry in entries), behind.number]
    return Field(
        c,
        entrant,
        outsider,
        {
            "number": [c.cycle.number],
            "entry": numbers[:2],
            "entry_number": numbers,
            "entry_id": [entries[0].id, entries[1].id],
            "code": ["G2C", own[0], assignments[1].code],
            "place": [1, 2],
            "round_": ["first-reading", "final"],
            "lang": ["ar"],
            "kind": ["entries"],
            "extension": ["csv"],
            "judge": [c.judges[0].id],
            "version": [1],
            "sequence": [1],
        },
        {int: [1], str: [own[0]], object: [entries[0].id, cards[0]]},
    )
