"""A cycle that is ready to be assigned."""

from sqlmodel import select

from awards.people.models import Role
from judging.assignments import operations
from judging.assignments.models import Assignment
from judging.panels.models import Origin


class World:
    """Six entries of two agencies with approved copies, a round of three sheets each, two judges of every origin."""

    def __init__(self, make) -> None:
        self.make = make
        self.organiser = make.person(Role.ORGANISER)
        self.entrant = make.person(Role.ENTRANT)
        self.agencies = [make.agency(self.entrant), make.agency(self.entrant)]
        self.cycle = make.judging_cycle()
        self.category = make.category(self.cycle)
        self.entries = [make.entry(self.category, self.agencies[n % 2], self.entrant) for n in range(6)]
        for entry in self.entries:
            make.blind_copy(entry, approved_by=self.organiser)
        self.round = make.round(self.cycle, sheets_per_entry=3, max_load=6)
        self.judges = [make.judge(self.cycle, origin=origin) for origin in Origin for _ in range(2)]

    def plan(self, seed: int = 1):
        with self.make.db.read() as session:
            return operations.plan_assignments(session, self.round.id, seed=seed)

    def assign(self, plan=None, seed: int = 1) -> int:
        plan = plan or self.plan(seed)
        with self.make.db.write() as session:
            return operations.make_assignments(
                session, self.round.id, plan, seed=seed, by=self.organiser.id, at=self.make.now
            )

    def assignments(self, **where: object) -> list[Assignment]:
        with self.make.db.read() as session:
            rows = session.exec(select(Assignment).filter_by(**where).order_by(Assignment.position))
            return list(rows)
