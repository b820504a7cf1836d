"""Starting an entry: who may, where, and when."""

from datetime import timedelta

import pytest
from sqlmodel import select

from awards.entries.models import Entry, EntryState, PastWin
from awards.entries.refusals import NotEligible
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound
from awards.people.models import Role
from tests.awards.entries.scenes import scene


def win(make, cycle, *, agency=None, person=None, code="G2C"):
    """A place won in an earlier cycle."""
    winner = make.person(Role.ENTRANT)
    entry = make.entry(make.category(cycle, code), make.agency(winner), winner)
    row = PastWin(
        cycle_id=cycle.id,
        category_code=code,
        place=1,
        entry_id=entry.id,
        agency_id=agency.id if agency else None,
        person_id=person.id if person else None,
    )
    make._save(row)


def refused(call, *words):
    with pytest.raises(NotEligible) as caught:
        call()
    texts = " ".join(message.text for message in caught.value.messages)
    for word in words:
        assert word in texts


def test_a_draft_gets_the_next_number_of_its_cycle_and_an_event(make, db):
    s = scene(make)
    first, second = s.start(), s.start()
    assert (first.number, second.number) == (1, 2)
    assert first.state is EntryState.DRAFT
    with db.read() as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "entry.started")).all()
    assert [event.detail["number"] for event in events] == [1, 2]


def test_nobody_starts_an_entry_for_an_agency_that_is_not_theirs(make):
    s = scene(make)
    with pytest.raises(NotFound):
        s.start(make.person(Role.ENTRANT))


def test_a_category_of_another_cycle_is_not_there(make):
    s = scene(make)
    other = make.category(make.cycle(number=9))
    with pytest.raises(NotFound):
        s.start(category=other)


def test_an_entry_starts_from_the_first_second_to_the_last_before_the_deadline(make, clock):
    s = scene(make)
    clock.at = s.cycle.opens_at - timedelta(seconds=1)
    refused(s.start, "Entries open on")
    clock.at = s.cycle.opens_at
    s.start()
    clock.at = s.cycle.closes_at - timedelta(seconds=1)
    s.start()
    clock.at = s.cycle.closes_at
    refused(s.start, "Entries closed on")


def test_the_grace_is_for_what_was_begun_and_not_for_new_entries(make, clock):
    s = scene(make, grace_minutes=60)
    begun = s.whole()
    clock.at = s.cycle.closes_at + timedelta(minutes=59, seconds=59)
    refused(s.start, "Entries closed on")
    assert s.submit(begun).sequence == 1


def test_agencies_and_individuals_each_have_their_categories(make):
    s = scene(make)
    individuals = make.category(s.cycle, "IND", for_individuals=True)
    refused(lambda: s.start(category=individuals), "for individuals")
    refused(lambda: s.start(alone=True), "for government agencies")
    alone = s.start(category=individuals, alone=True)
    assert alone.agency_id is None


def test_the_organisers_own_agency_may_not_enter_nor_may_its_staff(make):
    organiser = make.person(Role.ENTRANT)
    agency = make.agency(organiser)
    s = scene(make, organiser_agency_id=agency.id)
    individuals = make.category(s.cycle, "IND", for_individuals=True)
    refused(lambda: s.start(organiser, agency=agency), "organises the award")
    refused(lambda: s.start(organiser, category=individuals, alone=True), "organises the award")
    official = make.person(Role.ENTRANT, Role.ORGANISER)
    refused(lambda: s.start(official, category=individuals, alone=True), "organises the award")


@pytest.mark.parametrize(
    ("number", "code", "barred"), [(4, "G2C", True), (3, "G2C", True), (2, "G2C", False), (4, "MOB", False)]
)
def test_a_winner_of_the_last_two_cycles_is_barred_from_the_same_category(make, number, code, barred):
    s = scene(make, barred_cycles=2)
    win(make, make.cycle(number=number), agency=s.agency, code=code)
    if barred:
        refused(s.start, "may not enter it again yet")
    else:
        s.start()


def test_a_person_who_won_is_barred_as_an_individual_and_their_agency_is_not(make):
    s = scene(make)
    individuals = make.category(s.cycle, "IND", for_individuals=True)
    win(make, make.cycle(number=4), person=s.member, code="IND")
    refused(lambda: s.start(category=individuals, alone=True), "may not enter it again yet")
    s.start()


def test_an_agency_has_as_many_entries_in_a_category_as_the_cycle_allows(make, db):
    s = scene(make, entries_per_agency=2)
    first = s.start()
    s.start()
    refused(s.start, "At most %(n)s")
    s.start(category=make.category(s.cycle, "MOB"))
    colleague = make.person(Role.ENTRANT)
    s.start(colleague, agency=make.agency(colleague))
    s.withdraw(first)
    s.start()
    with db.read() as session:
        assert len(session.exec(select(Entry)).all()) == 5


def test_every_reason_is_told_at_once(make, clock):
    s = scene(make, entries_per_agency=1)
    win(make, make.cycle(number=4), agency=s.agency)
    clock.at = s.cycle.closes_at
    refused(s.start, "Entries closed on", "may not enter it again yet")
