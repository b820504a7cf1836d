"""The factories make what the database accepts."""

from awards.people.models import Role
from tests.factories import Factory


def test_a_whole_judged_entry_can_be_made(make: Factory) -> None:
    organiser, entrant = make.person(Role.ORGANISER), make.person(Role.ENTRANT)
    cycle = make.judging_cycle()
    category = make.category(cycle)
    entry = make.entry(category, make.agency(entrant), entrant)
    make.blind_copy(entry, approved_by=organiser)
    assignment = make.assignment(make.round(cycle), make.judge(cycle), entry, organiser)
    card = make.scorecard(assignment, {"benefit": 8, "channels": 6, "support": None})
    assert card.total == "145/2"
