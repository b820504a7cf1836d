"""A cycle whose places are decided, with an organiser who had no part in it."""

from dataclasses import dataclass
from datetime import timedelta

from awards.people.models import Person, Role
from judging.appeals.models import Appeal, Ground, Outcome, Standing
from judging.appeals.operations import file_appeal, set_rule
from judging.appeals.rulings import agree_to_ruling, assign_ruler, rule_on
from judging.appeals.telling import propose_telling, seen_of, tell_entrants
from judging.deliberations.models import Outcome as PlaceOutcome
from judging.deliberations.operations import decide_place
from judging.deliberations.queries import decided_places
from judging.rounds.method.operations import choose_method
from tests.contests import Contest, contest

CLOSE = [[9, 9, 8, 8], [9, 9, 9, 5], [6, 6, 6, 6], [2, 2, 2, 2]]
"""The second entry is held back by its fourth sheet: without it, it would be the first."""


@dataclass
class World:
    contest: Contest
    entrant: Person
    ruler: Person
    """An organiser without a part."""
    second: Person
    """Another one."""

    @property
    def make(self):
        return self.contest.make

    @property
    def now(self):
        return self.make.now

    @property
    def path(self) -> str:
        return f"{self.contest.path}/appeals"

    def entry(self, n: int):
        return self.contest.entries["G2C"][n]

    def decide(self, code: str = "G2C", *, order=(0, 1, 2)) -> None:
        for place, n in enumerate(order, 1):
            with self.make.db.write() as session:
                category = self.contest.categories[code].id
                standing = decided_places(session, self.contest.cycle.id).get((category, place))
                decide_place(
                    session,
                    category_id=category,
                    place=place,
                    outcome=PlaceOutcome.AWARDED,
                    entry_ids=[self.contest.entries[code][n].id],
                    citation_ar="حيثيات الفوز",
                    citation_en="Citation",
                    reason="",
                    replaces=standing.ids[0] if standing else None,
                    by=self.contest.organisers[0].id,
                    at=self.now,
                )

    def tell(self, **span) -> None:
        opens = self.now + timedelta(days=1)
        with self.make.db.write() as session:
            notice = propose_telling(
                session,
                self.contest.cycle.id,
                opens=opens,
                ends=opens + timedelta(**(span or {"days": 7})),
                by=self.contest.organisers[0].id,
                at=self.now,
            )
        self.agree_to_telling(self.seen(notice))

    def seen(self, notice) -> str:
        with self.make.db.read() as session:
            return seen_of(notice, decided_places(session, self.contest.cycle.id))

    def agree_to_telling(self, seen: str, *, by: int = 1) -> None:
        with self.make.db.write() as session:
            tell_entrants(
                session, self.contest.cycle.id, seen, by=self.contest.organisers[by].id, at=self.now
            )

    def file(
        self, n: int = 1, *, text="درجة الورقة الرابعة لا تتفق مع ما كتب", ground=Ground.MISREAD, by=None
    ) -> Appeal:
        with self.make.db.write() as session:
            return file_appeal(
                session, self.entry(n).id, ground, text, by=(by or self.entrant).id, at=self.now
            )

    def assign(self, appeal: Appeal, ruler: Person | None = None, *, by: Person | None = None) -> None:
        with self.make.db.write() as session:
            assign_ruler(
                session,
                appeal.id,
                (ruler or self.ruler).id,
                by=(by or self.contest.organisers[0]).id,
                at=self.now,
            )

    def rule(self, appeal: Appeal, outcome: Outcome, *, set_aside=(), by: Person | None = None):
        with self.make.db.write() as session:
            return rule_on(
                session,
                appeal.id,
                outcome,
                reasons_ar="نظرنا في التظلّم وفي أوراق التحكيم",
                reasons_en="We read the appeal and the sheets.",
                set_aside=set_aside,
                by=(by or self.ruler).id,
                at=self.now,
            )

    def agree(self, appeal: Appeal, ruling, *, by: Person | None = None) -> None:
        with self.make.db.write() as session:
            agree_to_ruling(session, appeal.id, ruling.id, by=(by or self.second).id, at=self.now)

    def low_sheet(self):
        """The fourth sheet of the second entry."""
        return self.contest.cards[7].id


def world_of(make, *, waits=True, shows=Standing.PLACED, more=None, rules=None) -> World:
    """Decided, and nobody told yet."""
    c = contest(make, {"G2C": CLOSE, **(more or {})})
    _before_judging(make, c, waits, shows, rules)
    c.open_results()
    with make.db.read() as session:
        entrant = session.get_one(Person, c.entries["G2C"][0].started_by_id)
    world = World(c, entrant, make.person(Role.ORGANISER), make.person(Role.ORGANISER))
    for code in c.categories:
        world.decide(code)
    return world


def _before_judging(make, c, waits, shows, rules) -> None:
    """The rules are chosen while the round is not open yet."""
    opened, c.round.opened_at = c.round.opened_at, None
    make._save(c.round)
    with make.db.write() as session:
        set_rule(session, c.cycle.id, waits=waits, shows=shows, by=c.organisers[0].id, at=make.now)
        if rules:
            choose_method(session, c.round.id, rules, by=c.organisers[0].id, at=make.now)
    c.round.opened_at = opened
    make._save(c.round)
