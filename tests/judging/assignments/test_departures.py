"""Judges who were recused or excused, and who reads in their place."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.entries.operations import disqualify_entry
from awards.kit.audit import AuditEvent
from awards.kit.i18n import translate
from awards.people.models import Person, Role
from judging.assignments import operations
from judging.assignments.departure_queries import departures_of
from judging.assignments.departures import Departure, Open, Reader, SheetKept, Way, what_followed
from judging.panels.models import Judge, Origin
from judging.recusals.conflicts import ConflictKind
from judging.recusals.wording import conflict_in_words
from judging.rounds.models import Round
from tests.statements import statements

START = datetime(2026, 5, 1, 9, tzinfo=UTC)
ENTRY = uuid.UUID(int=7)


def hour(n: int) -> datetime:
    return START + timedelta(hours=n)


def left(n: int, at: int, *, made: int = 0, out: bool = False) -> Departure:
    judge = {"judge_id": uuid.UUID(int=n), "name_ar": f"محكّم {n}", "name_en": f"Judge {n}"}
    return Departure(
        assignment_id=uuid.UUID(int=n),
        entry_id=ENTRY,
        number=1,
        title_ar="",
        title_en="",
        category="G2C",
        entry_out=out,
        **judge,
        way=Way.RECUSED,
        made_at=hour(made),
        at=hour(at),
        reason="x",
        conflict=None,
        by_ar="",
        by_en="",
        sheet=SheetKept.NONE,
    )


def reader(name: str, made: int) -> Reader:
    return Reader(name, name, hour(made))


def names_after(departures, readers, *, closed=False):
    found = what_followed(departures, {ENTRY: readers}, closed=closed)
    return [[one.name_en for one in found[left.assignment_id].readers] for left in departures]


FIRST = [reader(name, 0) for name in ("A", "B", "C")]


def test_whoever_is_assigned_after_a_judge_left_reads_in_their_place() -> None:
    assert names_after([left(1, 1)], [*FIRST, reader("D", 2)]) == [["D"]]


def test_whoever_is_assigned_in_the_same_step_reads_in_their_place() -> None:
    assert names_after([left(1, 1)], [*FIRST, reader("D", 1)]) == [["D"]]


def test_whoever_came_with_the_judge_does_not_though_the_judge_left_at_once() -> None:
    assert names_after([left(1, 0)], FIRST) == [[]]


def test_the_one_who_came_instead_may_leave_too() -> None:
    readers = [*FIRST, reader("D", 2), reader("E", 4)]
    assert names_after([left(1, 1), left(2, 3, made=2)], readers) == [["D"], ["E"]]


def test_where_two_left_before_two_came_nobody_can_say_who_took_whose_place() -> None:
    readers = [*FIRST, reader("D", 3), reader("E", 3)]
    assert names_after([left(1, 1), left(2, 2)], readers) == [["D", "E"], ["D", "E"]]


def test_where_two_left_and_one_came_the_place_that_was_empty_longest_is_filled() -> None:
    assert names_after([left(1, 1), left(2, 2)], [*FIRST, reader("D", 3)]) == [["D"], []]


def test_nobody_is_named_who_was_there_before() -> None:
    assert names_after([left(1, 1)], FIRST) == [[]]


@pytest.mark.parametrize(
    ("out", "closed", "why"),
    [
        (False, False, Open.WAITS),
        (False, True, Open.ROUND_CLOSED),
        (True, False, Open.ENTRY_OUT),
        (True, True, Open.ENTRY_OUT),
    ],
)
def test_where_nobody_came_it_is_told_why(out: bool, closed: bool, why: Open) -> None:
    departure = left(1, 1, out=out)
    found = what_followed([departure], {ENTRY: FIRST}, closed=closed)
    assert found[departure.assignment_id].open is why


@given(st.lists(st.integers(1, 20), max_size=6, unique=True), st.lists(st.integers(0, 20), max_size=8))
def test_a_replacement_came_after_the_judge_left_and_no_batch_fills_more_places_than_it_has_people(
    leaving: list[int], made: list[int]
) -> None:
    departures = [left(n, at) for n, at in enumerate(leaving, 1)]
    readers = [reader(f"R{n}", at) for n, at in enumerate(made)]
    found = what_followed(departures, {ENTRY: readers}, closed=False)
    assert found.keys() == {one.assignment_id for one in departures}
    filled: dict[datetime, int] = {}
    for one in departures:
        then = found[one.assignment_id]
        assert bool(then.readers) is (then.open is None)
        for came in then.readers:
            assert came.made_at >= one.at
            assert came.made_at > one.made_at
        if then.readers:
            filled[then.readers[0].made_at] = filled.get(then.readers[0].made_at, 0) + 1
    for at, places in filled.items():
        assert places <= sum(one.made_at == at for one in readers)


def read(world):
    with world.make.db.read() as session:
        return departures_of(session, session.get_one(Round, world.round.id))


def person_of(world, assignment) -> Person:
    with world.make.db.read() as session:
        return session.get_one(Person, session.get_one(Judge, assignment.judge_id).person_id)


@pytest.fixture
def departed(world, make, clock):
    """One judge was recused with a lodged sheet, one excused from an entry, one from the jury; one entry is out."""
    world.assign()
    by_entry = {entry.id: world.assignments(entry_id=entry.id) for entry in world.entries}
    recused, excused = by_entry[world.entries[0].id][0], by_entry[world.entries[1].id][0]
    leaver = next(judge for judge in world.judges if judge.id not in (recused.judge_id, excused.judge_id))
    make.scorecard(recused, {"benefit": 7, "channels": 7, "support": 7})
    organiser = world.organiser.id
    clock.forward(hours=1)
    with make.db.write() as session:
        person = session.get_one(Judge, recused.judge_id).person_id
        operations.stand_back(session, recused.id, "I advised them", by=person, at=clock())
        operations.excuse_from_entry(
            session, excused.id, ConflictKind.FORMER_EMPLOYER, by=organiser, at=clock()
        )
        operations.release_judge(session, leaver.id, "Fell ill", by=organiser, at=clock())
    world.recused, world.excused, world.leaver = recused, excused, leaver
    return world


def test_each_way_is_told_with_its_reason_and_on_whose_word(departed) -> None:
    found = read(departed)
    ways = {one.way: one for one in found.from_entries}
    assert ways.keys() == {Way.RECUSED, Way.EXCUSED}
    own = ways[Way.RECUSED]
    assert (own.reason, own.conflict, own.sheet) == ("I advised them", None, SheetKept.LODGED)
    assert own.by_en == own.name_en == person_of(departed, departed.recused).name_en
    theirs = ways[Way.EXCUSED]
    assert (theirs.reason, theirs.conflict) == ("", ConflictKind.FORMER_EMPLOYER)
    assert theirs.by_en == departed.organiser.name_en != theirs.name_en
    (leaver,) = found.from_jury
    assert (leaver.reason, leaver.by_en) == ("Fell ill", departed.organiser.name_en)
    assert {one.way for one in leaver.ended} == {Way.LEFT}
    ended = departed.assignments(judge_id=departed.leaver.id)
    assert sorted(one.entry_id for one in leaver.ended) == sorted(made.entry_id for made in ended)


def test_who_reads_instead_is_named_once_they_are_assigned(departed, make, clock) -> None:
    assert {then.open for then in read(departed).followed.values()} == {Open.WAITS}
    clock.forward(hours=1)
    with make.db.write() as session:
        disqualify_entry(session, departed.entries[1].id, "Not theirs", by=departed.organiser.id, at=clock())
    for origin in Origin:
        make.judge(departed.cycle, origin=origin)
    departed.assign()
    found = read(departed)
    recused = found.followed[departed.recused.id]
    new = [one for one in departed.assignments(entry_id=departed.entries[0].id) if one.made_at == clock()]
    assert (
        {one.name_en for one in recused.readers} == {person_of(departed, one).name_en for one in new} != set()
    )
    assert found.followed[departed.excused.id].open is Open.ENTRY_OUT


def test_the_audit_log_tells_a_recusal_from_an_excusal(departed, make) -> None:
    with make.db.read() as session:
        events = {event.action: event for event in session.exec(select(AuditEvent))}
    assert events["recusal.declared"].detail["reason"] == "I advised them"
    assert events["judge.excused"].detail["conflict"] == "former_employer"
    assert events["judge.excused"].actor_id == departed.organiser.id


def test_the_page_tells_all_of_it_in_the_same_words(departed, client, sign_in) -> None:
    sign_in(client, departed.make.person(Role.AUDITOR))
    path = f"/cycles/{departed.cycle.number}/recusals"
    for lang, recused, excused, reason in (
        ("en", "Recused", "Excused", "The judge used to work for the entrant."),
        ("ar", "تنحّى", "أُعفي", translate(conflict_in_words(ConflictKind.FORMER_EMPLOYER), "ar")),
    ):
        client.cookies.set("language", lang)
        page = client.get(path).text
        assert page.count(f">{recused}<") == 1
        assert page.count(f">{excused}<") == 1
        assert reason in page
        assert "I advised them" in page
        assert "Fell ill" in page
    assert (
        f'href="/cycles/{departed.cycle.number}/recusals"'
        in client.get(f"/cycles/{departed.cycle.number}/progress").text
    )
    audit = client.get("/audit?action=judge.excused").text
    assert f'href="{path}"' in audit


def test_a_cycle_without_departures_or_without_a_round_says_so(world, make, client, sign_in) -> None:
    sign_in(client, world.organiser)
    client.cookies.set("language", "en")
    world.assign()
    assert "No judge was recused or excused" in client.get(f"/cycles/{world.cycle.number}/recusals").text
    bare = make.cycle()
    assert "This cycle has no round of judging yet" in client.get(f"/cycles/{bare.number}/recusals").text
    assert client.get("/cycles/999/recusals").status_code == 404


@pytest.mark.parametrize("role", [Role.JUDGE, Role.ENTRANT, None])
def test_the_page_is_for_organisers_and_auditors_alone(world, make, client, sign_in, role) -> None:
    if role:
        sign_in(client, make.person(role))
    answer = client.get(f"/cycles/{world.cycle.number}/recusals", follow_redirects=False)
    assert answer.status_code == (403 if role else 303)


def test_the_page_costs_as_many_statements_with_many_departures_as_with_one(departed, make) -> None:
    counts = []
    for _ in range(2):
        with statements(make.db.reader) as ran:
            read(departed)
        counts.append(len(ran))
        with make.db.write() as session:
            for judge in departed.judges:
                if not session.get_one(Judge, judge.id).dropped_out_at:
                    operations.release_judge(session, judge.id, "x", by=departed.organiser.id, at=make.now)
    assert counts[0] == counts[1]
