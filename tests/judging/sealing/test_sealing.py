"""Sealing: the same state gives the same bytes, another state another version that names the one before."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlmodel import select

from awards.entries.places import MENTION
from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken
from awards.people.models import Person
from judging.deliberations.models import Outcome
from judging.deliberations.operations import correct_tally
from judging.rounds.method.rules import Ladder, Method, Rules
from judging.sealing.holding import held
from judging.tally.queries import NotYetOpened
from tests.judging.sealing.conftest import Sealing, decided_contest


def members(file):
    with ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest(file):
    return json.loads(members(file)["manifest.json"])


def test_what_is_decided_is_sealed_and_holds_by_itself(sealing):
    lines = list(held(sealing.file(sealing.seal())))
    assert lines[0].startswith("archive: sealed results of cycle 11, version 1, ")
    assert "totals: 20 sheets and 7 entries come to exactly the sealed totals" in lines
    assert any("2 share a rank, 1 are not ranked" in line for line in lines)
    assert any("4 depart from the ranking, each with a reason and a second person" in line for line in lines)


def test_the_same_state_gives_the_same_bytes_and_no_second_event(sealing):
    first = sealing.seal()
    sealing.contest.make.clock.forward(days=1)
    again = sealing.seal(by=sealing.contest.organisers[1])
    assert (again.id, sealing.file(again)) == (first.id, sealing.file(first))
    with sealing.db.read() as session:
        (event,) = session.exec(select(AuditEvent).where(AuditEvent.action == "results.sealed")).all()
    assert event.detail["sealed_file"] == first.file
    assert "replaced_file" not in event.detail


def test_a_correction_makes_another_version_that_names_the_one_before(sealing):
    first = sealing.seal()
    with sealing.db.write() as session:
        correct_tally(
            session,
            sealing.contest.cycle.id,
            "مشاركة خرجت",
            by=sealing.contest.organisers[0].id,
            at=sealing.contest.make.now,
        )
    with pytest.raises(RuleBroken, match="decided before the results were counted again"):
        sealing.seal()
    sealing.decide_all()
    second = sealing.seal()
    assert manifest(sealing.file(second))["replaces"] == {"version": 1, "sha256": first.file}
    assert any(f"it replaces version 1, {first.file}" in line for line in held(sealing.file(second)))
    assert sealing.file(first) != sealing.file(second)
    versions = json.loads(members(sealing.file(second))["results.json"])["versions"]
    assert [(one["version"], one["reason"]) for one in versions] == [(1, ""), (2, "مشاركة خرجت")]


def test_publication_makes_another_version_with_who_published(sealing):
    sealing.seal()
    sealing.contest.make.clock.at = sealing.contest.cycle.publishes_at
    sealing.contest.publish()
    file = sealing.file(sealing.seal())
    assert manifest(file)["version"] == 2
    assert "two people: 2 opened the results, 2 published them" in list(held(file))


def test_nothing_is_sealed_before_the_results_are_open_or_while_a_place_lacks_something(sealing):
    sealing.decide("G2B", 3, outcome=Outcome.WITHHELD, reason="لم تبلغ", approve=False)
    with pytest.raises(RuleBroken, match="waits for a second person's approval"):
        sealing.seal()
    sealing.contest.cycle = sealing.contest.make.cycle(12)
    with pytest.raises(NotYetOpened):
        sealing.seal()


def test_it_names_nobody_who_entered_but_those_who_were_given_a_place_and_no_judge(sealing):
    said = b"".join(members(sealing.file(sealing.seal())).values()).decode()
    with sealing.db.read() as session:
        judges = [session.get_one(Person, judge.person_id) for judge in sealing.contest.judges]
    for judge in judges:
        for trace in (judge.name_ar, judge.email, str(judge.id)):
            assert f'"{trace}"' not in said
    for judge in sealing.contest.judges:
        assert str(judge.id) not in said
    for code, entries in sealing.contest.entries.items():
        for place, entry in enumerate(entries):
            named = f'"{entry.title_ar}"' in said
            assert named == ((code, place) not in {("G2C", 3), ("G2B", 2)})


def test_a_sheet_whose_receipt_does_not_hold_keeps_the_results_from_being_sealed(sealing):
    with sealing.db.write() as session:
        session.connection().exec_driver_sql("UPDATE score SET points = '9' WHERE points = '6'")
    with pytest.raises(RuleBroken, match="cannot be sealed") as refused:
        sealing.seal()
    assert "is not what the receipt" in refused.value.message.params["what"]


def test_a_changed_log_keeps_the_results_from_being_sealed(sealing):
    with sealing.db.write() as session:
        session.connection().exec_driver_sql("UPDATE audit_event SET subject_id = 'x' WHERE sequence = 3")
    with pytest.raises(RuleBroken, match="cannot be sealed") as refused:
        sealing.seal()
    assert "event 3 does not follow" in refused.value.message.params["what"]


def test_a_special_mention_is_sealed_beside_the_places_and_may_be_taken_off(sealing):
    sealing.decide("G2B", MENTION, 2)
    file = sealing.file(sealing.seal())
    assert any(line.startswith("decisions: 7 places") for line in held(file))
    sealing.contest.make.clock.forward(hours=1)
    sealing.decide("G2B", MENTION)
    file = sealing.file(sealing.seal())
    assert manifest(file)["version"] == 2
    assert any(line.startswith("decisions: 6 places") for line in held(file))


@pytest.mark.parametrize("rules", [Rules(Method.ADJUSTED), Rules(Method.MEAN, Ladder.SHARED, seed=7)])
def test_results_are_counted_again_by_the_method_that_was_chosen(make, settings, rules):
    made = Sealing(decided_contest(make, settings, rules), settings)
    file = made.file(made.seal())
    assert any(f"by the method “{rules.method.value}”, version 1" in line for line in held(file))
    tally = json.loads(members(file)["results.json"])["tally"]
    assert tally["rules"]["ladder"] == rules.ladder.value
    assert (tally["categories"][0]["entries"][0]["compared"] is None) == (rules.method is Method.MEAN)
