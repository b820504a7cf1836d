"""A contest for tests: a cycle in judging, with sheets whose points the test gives."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from awards.cycles.models import Category, Cycle
from awards.entries.models import Entry
from awards.people.models import Person, Role
from judging.assignments.models import Assignment
from judging.deliberations.models import Publication
from judging.deliberations.operations import publish
from judging.deliberations.places import fingerprint
from judging.deliberations.queries import decided_places
from judging.panels.models import Judge
from judging.rounds.models import Round
from judging.rounds.operations import close_round
from judging.scorecards.models import Scorecard
from judging.tally.models import Tally
from judging.tally.operations import consent_to_results
from tests.factories import CRITERIA, Factory

KEYS = [key for key, _ in CRITERIA]
Points = int | Sequence[int | None]
"""Points on each criterion, or one number for all of them."""
SETTLED = [[9, 9, 9], [8, 8, 8], [7, 7, 7], [6, 6, 6]]
"""Four entries in a clear order, three sheets each."""


@dataclass
class Contest:
    make: Factory
    cycle: Cycle
    round: Round
    organisers: tuple[Person, Person]
    auditor: Person
    categories: dict[str, Category] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    """By category, in the order given."""
    judges: list[Judge] = field(default_factory=list)
    cards: list[Scorecard] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/cycles/{self.cycle.number}"

    def close(self) -> None:
        with self.make.db.write() as session:
            close_round(session, self.round.id, by=self.organisers[0].id, at=self.make.now)

    def publish(self, *, by: tuple[int, ...] = (0, 1)) -> Publication | None:
        """Both organisers consent to what is decided now."""
        published = None
        for organiser in by:
            with self.make.db.write() as session:
                published = publish(
                    session,
                    self.cycle.id,
                    seen=fingerprint(decided_places(session, self.cycle.id).values()),
                    by=self.organisers[organiser].id,
                    at=self.make.now,
                )
        return published

    def open_results(self, *, closed: bool = False) -> Tally:
        """Close the round, unless it is; both organisers consent."""
        if not closed:
            self.close()
        with self.make.db.write() as session:
            tally = None
            for organiser in self.organisers:
                tally = consent_to_results(session, self.round.id, by=organiser.id, at=self.make.now)
        assert tally is not None
        return tally


def contest(make: Factory, sheets: dict[str, Sequence[Sequence[Points | None]]], **fields: object) -> Contest:
    """For each category the entries, for each entry its sheets: points, or None for an assignment not begun.

    `contest(make, {"G2C": [[8, 7, 9], [[9, 8, 7], 6, None]]})` has two entries; the n-th sheets of all entries
    come from the same judge.
    """
    with make.at_once():
        return _contest(make, sheets, fields)


def _contest(
    make: Factory, sheets: dict[str, Sequence[Sequence[Points | None]]], fields: dict[str, object]
) -> Contest:
    cycle = make.judging_cycle(**fields)
    result = Contest(
        make,
        cycle,
        make.round(cycle),
        (make.person(Role.ORGANISER), make.person(Role.ORGANISER)),
        make.person(Role.AUDITOR),
    )
    entrant = make.person(Role.ENTRANT)
    agency = make.agency(entrant)
    most = max((len(entry) for entries in sheets.values() for entry in entries), default=0)
    result.judges = [make.judge(cycle) for _ in range(most)]
    for code, entries in sheets.items():
        category = result.categories[code] = make.category(cycle, code)
        result.entries[code] = []
        for given in entries:
            entry = make.entry(category, agency, entrant)
            result.entries[code].append(entry)
            for judge, points in zip(result.judges, given, strict=False):
                assignment = make.assignment(result.round, judge, entry, result.organisers[0])
                result.assignments.append(assignment)
                if points is not None:
                    result.cards.append(make.scorecard(assignment, by_criterion(points)))
    return result


def by_criterion(points: Points) -> dict[str, int | None]:
    return dict.fromkeys(KEYS, points) if isinstance(points, int) else dict(zip(KEYS, points, strict=True))
