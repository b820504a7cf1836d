"""A certificate needs everything read, and everything that was found dealt with by two people."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.signing import signed_by
from awards.people.models import Role
from judging.blinding.certificate import operations
from judging.blinding.certificate.models import BlindnessCheck
from judging.blinding.certificate.queries import certificate_lacks, last_check
from judging.tally.operations import obstacle_to_opening
from tests.awards.screening.scenes import admit_all

FINDING = {
    "mark": "a" * 64,
    "entry": 1,
    "address": "/scorecards/AB-123",
    "lang": "en",
    "before": "integrated with the ",
    "found": "Boats Authority",
    "after": ".",
    "name": "Boats Authority",
    "kind": "agency",
    "how": "exact",
}


@pytest.fixture
def read(desk, make):
    """An entry that two judges read."""
    entry = desk.entry()
    desk.prepare()
    desk.approve(desk.copy(entry))
    desk.round = make.round(desk.cycle, opened=False)
    for code in ("AB-123", "CD-456"):
        make.assignment(desk.round, make.judge(desk.cycle), entry, desk.organiser, code=code)
    make.clock.forward(hours=1)
    return entry


def checked(desk, make, settings, *findings, judges=2) -> BlindnessCheck:
    with make.db.write() as session:
        check, readers = operations.begin_check(session, desk.cycle.id, by=desk.organiser.id, at=make.now)
        assert len(readers) == 2
        return operations.file_findings(
            session, settings.data_dir, check.id, judges=judges, pages=40, findings=findings, at=make.now
        )


def lacks(desk, make) -> str | None:
    with make.db.read() as session:
        lacking = certificate_lacks(session, desk.cycle.id)
    return lacking.text if lacking else None


def test_judging_opens_only_with_a_certificate(desk, make, settings, read) -> None:
    with make.db.write() as session:
        admit_all(session, desk.cycle, desk.organiser.id, make.now)
    with make.db.read() as session:
        obstacle = obstacle_to_opening(session, desk.round.id, at=make.now)
    assert "run the blindness check" in obstacle.text
    checked(desk, make, settings)
    with make.db.read() as session:
        assert obstacle_to_opening(session, desk.round.id, at=make.now) is None


def test_a_check_that_has_not_read_for_every_judge_is_none(desk, make, settings, read) -> None:
    check = checked(desk, make, settings, judges=1)
    assert check.finished_at is None
    assert "run the blindness check" in lacks(desk, make)
    with make.db.write() as session:
        done = operations.file_findings(
            session, settings.data_dir, check.id, judges=1, pages=2, findings=[FINDING], at=make.now
        )
    assert (done.finished_at, done.pages) == (make.now, 42)
    with pytest.raises(RuleBroken, match="finished"), make.db.write() as session:
        operations.file_findings(
            session, settings.data_dir, check.id, judges=1, pages=2, findings=[], at=make.now
        )


def test_a_copy_that_is_approved_afterwards_asks_for_another_check(desk, make, settings, read) -> None:
    checked(desk, make, settings)
    make.clock.forward(hours=1)
    desk.approve(desk.copy(read))
    assert "approved after the last blindness check" in lacks(desk, make)
    checked(desk, make, settings)
    assert lacks(desk, make) is None


def test_a_judge_who_joins_afterwards_asks_for_another_check_and_one_who_leaves_does_not(
    desk, make, settings, read
) -> None:
    checked(desk, make, settings)
    late = make.judge(desk.cycle)
    assert "joined the jury after the last blindness check" in lacks(desk, make)
    with make.db.write() as session:
        late.dropped_out_at = make.now
        session.add(late)
    assert lacks(desk, make) is None


def test_an_innocent_finding_is_accepted_by_two_people_with_a_reason_that_the_record_keeps(
    desk, make, settings, read
) -> None:
    checked(desk, make, settings, FINDING, FINDING)
    assert "nobody has dealt with" in lacks(desk, make)
    second = make.person(Role.ORGANISER)
    cycle, mark = desk.cycle.id, FINDING["mark"]

    def said(do, *args, by=desk.organiser):
        with make.db.write() as session:
            return do(session, *args, by=by.id, at=make.now)

    with pytest.raises(RuleBroken, match="reason"):
        said(operations.propose_acceptance, cycle, mark, " ")
    with pytest.raises(NotFound):
        said(operations.propose_acceptance, cycle, "b" * 64, "Other")
    with pytest.raises(NotFound):
        said(operations.agree_to_acceptance, settings.data_dir, cycle, mark, by=second)
    said(operations.propose_acceptance, cycle, mark, "It is only linked to it")
    with pytest.raises(RuleBroken, match="already"):
        said(operations.propose_acceptance, cycle, mark, "Mine", by=second)
    with pytest.raises(RuleBroken, match="Another organiser"):
        said(operations.agree_to_acceptance, settings.data_dir, cycle, mark)
    assert "nobody has dealt with" in lacks(desk, make)
    said(operations.refuse_acceptance, cycle, mark, by=second)
    said(operations.propose_acceptance, cycle, mark, "It is only linked to it")
    said(operations.agree_to_acceptance, settings.data_dir, cycle, mark, by=second)
    assert lacks(desk, make) is None
    with pytest.raises(RuleBroken, match="accepted already"):
        said(operations.refuse_acceptance, cycle, mark)
    with make.db.read() as session:
        check = last_check(session, cycle)
        actions = session.exec(
            select(AuditEvent.action).where(AuditEvent.action.startswith("blindness"))
        ).all()
    record = json.loads(check.record)
    assert record["accepted"][0]["reason"] == "It is only linked to it"
    assert len(record["findings"]) == 1
    assert list(record["copies"].values()) == [2]
    assert signed_by(check.public_key, check.record.encode(), check.signature)
    assert not signed_by(check.public_key, check.record.encode() + b" ", check.signature)
    assert len(actions) == 6
    make.clock.forward(days=1)
    checked(desk, make, settings, FINDING)
    assert lacks(desk, make) is None  # the same finding needs no second reason


def test_nothing_is_checked_while_nobody_reads(desk, make) -> None:
    with pytest.raises(RuleBroken, match="sits on the jury"), make.db.write() as session:
        operations.begin_check(session, desk.cycle.id, by=desk.organiser.id, at=make.now)


def test_the_database_holds_two_people_to_an_acceptance(desk, make) -> None:
    row = {
        "id": desk.cycle.id,
        "cycle_id": desk.cycle.id,
        "mark": "c",
        "reason": "x",
        "proposed_at": make.now,
        "proposed_by_id": desk.organiser.id,
        "agreed_at": make.now + timedelta(1),
        "agreed_by_id": desk.organiser.id,
    }
    table = sa.inspect(operations.BlindnessAcceptance).local_table
    with pytest.raises(sa.exc.IntegrityError), make.db.write() as session:
        session.connection().execute(sa.insert(table), [row])
