"""Anchors are scored alone, shown together, talked over under letters, and count for nothing."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from sqlmodel import select

from awards.cycles.models import Category, Cycle
from awards.entries.models import Entry
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.people.models import Person, Role
from judging.assignments.models import Assignment
from judging.calibration import operations
from judging.calibration.letters import OPENED
from judging.calibration.models import Calibration, CalibrationEntry, CalibrationPost, CalibrationSheet
from judging.calibration.queries import mine
from judging.panels.chairs import Officers
from judging.panels.models import Judge
from judging.panels.naming import name_officers
from judging.recusals.models import Recusal
from judging.recusals.operations import declare_recusal
from judging.rounds.models import Round
from judging.rounds.operations import close_round, open_results, open_round
from judging.scorecards.sheet import Mark, SheetInput
from judging.tally.operations import compute_tally
from tests.factories import CRITERIA
from tests.letters import letters_to
from tests.pages import form_token

SECRET, COLLEAGUE = "Only for the panel", "Zafira Shamqatur"


class World(NamedTuple):
    cycle: Cycle
    round: Round
    entry: Entry
    office: Person
    judges: list[Person]
    """Two of the panel, one with a conflict, one of another panel."""
    seats: list[Judge]


@pytest.fixture
def world(make):
    cycle = make.judging_cycle()
    category, office, entrant = make.category(cycle), make.person(Role.ORGANISER), make.person(Role.ENTRANT)
    agency = make.agency(entrant)
    entry = make.entry(category, agency, entrant, title="Anchored project")
    make.blind_copy(entry, approved_by=office)
    round_ = make.round(cycle, opened=False, min_sheets=1)
    judges = [make.person(Role.JUDGE, name_en=name) for name in ("Own", COLLEAGUE, "Tied", "Elsewhere")]
    seats = [
        make.judge(cycle, person, affiliations=(agency,) * tied, expertise=("G2C",) * knows)
        for person, tied, knows in zip(judges, (0, 0, 1, 0), (1, 1, 1, 0), strict=True)
    ]
    return World(cycle, round_, entry, office, judges, seats)


def opened(make, world, *numbers):
    make.certificate(world.cycle)
    with make.db.write() as session:
        ends = make.now + timedelta(days=2)
        numbers = numbers or (world.entry.number,)
        operations.open_calibration(session, world.cycle.id, numbers, ends, by=world.office.id, at=make.now)
        return session.exec(select(CalibrationEntry.code)).one()


def closed(make, world):
    with make.db.write() as session:
        operations.close_calibration(session, world.cycle.id, by=world.office.id, at=make.now)


def gives(make, code, judge, points="7", comment=""):
    sheet = SheetInput({key: Mark(points, comment=comment) for key, _ in CRITERIA})
    with make.db.write() as session:
        operations.hand_in(session, code, sheet, by=judge.id, at=make.now)


def says(make, code, judge, text=SECRET):
    with make.db.write() as session:
        operations.say(session, code, text, by=judge.id, at=make.now)


def test_all_of_a_panel_score_an_anchor_and_see_each_others_points_once_it_is_closed(
    make, world, client, sign_in, settings
):
    code = opened(make, world)
    told = [bool(letters_to(make.db, settings, each.email)) for each in world.judges]
    assert told == [True, True, False, False]
    assert letters_to(make.db, settings, world.judges[0].email)[-1][0] == OPENED
    sign_in(client, world.judges[0], Role.JUDGE)
    client.cookies.set("language", "en")
    gives(make, code, world.judges[1], "3", SECRET)
    assert "Waits for you" in client.get("/calibration").text
    assert SECRET not in client.get(f"/calibration/{code}").text
    token, address = form_token(client, f"/calibration/{code}"), f"/calibration/{code}"
    half = {"_csrf_token": token, "points.benefit": "9", "comment.benefit": "What I typed"}
    wrong = client.post(address, data=half)
    assert wrong.status_code == 422
    missing = wrong.text.split('id="points.channels"', 1)[1]
    assert 0 < missing.index('class="error"') < missing.index('<label for="comment.channels"')
    assert "What I typed" in wrong.text
    whole = {"_csrf_token": token, **{f"points.{key}": "9" for key, _ in CRITERIA}}
    assert client.post(address, data=whole, follow_redirects=False).status_code == 303
    assert SECRET not in client.get(address).text
    closed(make, world)
    shown = client.get(address).text
    assert SECRET in shown
    assert COLLEAGUE not in shown
    assert "Median" in shown
    assert client.post(address, data=whole).status_code == 409
    assert client.post(f"{address}/posts", data={"_csrf_token": token}).status_code == 422
    said = {"_csrf_token": token, "text": "Nine is too many."}
    assert client.post(f"{address}/posts", data=said, follow_redirects=False).status_code == 303
    assert "Nine is too many." in client.get(address).text


def test_whoever_has_no_part_is_answered_as_for_a_code_that_does_not_exist(make, world, client, sign_in):
    code = opened(make, world)
    client.cookies.set("language", "en")
    for outsider in world.judges[2:]:
        sign_in(client, outsider, Role.JUDGE)
        token = form_token(client, "/helpdesk/questions/new")
        body = {"_csrf_token": token, "text": "x"}
        for path in ("", "/files/1", "/files/1/pages/1"):
            known, unknown = (client.get(f"/calibration/{each}{path}") for each in (code, "K-000"))
            assert known.status_code == unknown.status_code == 404
            assert known.text.replace(code, "") == unknown.text.replace("K-000", "")
        for path in ("", "/posts"):
            known, unknown = (
                client.post(f"/calibration/{each}{path}", data=body) for each in (code, "K-000")
            )
            assert known.status_code == unknown.status_code == 404
            assert known.text.replace(code, "") == unknown.text.replace("K-000", "")
        page = client.get("/calibration").text
        assert code not in page
        assert "Anchored project" not in page


def test_a_judge_who_is_recused_after_opening_has_no_part_any_more(make, world):
    code = opened(make, world)
    gives(make, code, world.judges[0])
    with make.db.write() as session:
        seat, person = world.seats[0].id, world.judges[0].id
        declare_recusal(session, seat, world.entry.id, "A relative.", by=person, at=make.now)
    with make.db.read() as session:
        assert mine(session, world.judges[0].id)[1] == []
    with pytest.raises(NotFound):
        gives(make, code, world.judges[0])


def test_calibration_waits_for_the_blindness_certificate_and_says_so(make, world, client, sign_in):
    ends = make.now + timedelta(days=2)
    with pytest.raises(RuleBroken, match="run the blindness check"), make.db.write() as session:
        operations.open_calibration(
            session, world.cycle.id, [world.entry.number], ends, by=world.office.id, at=make.now
        )
    sign_in(client, world.office)
    client.cookies.set("language", "en")
    desk = f"/cycles/{world.cycle.number}/calibration"
    page = client.get(desk).text
    assert "run the blindness check" in page
    assert "Open calibration" not in page
    make.certificate(world.cycle)
    page = client.get(desk).text.partition("<main")[2]
    assert "blindness" not in page
    assert "Open calibration" in page
    make.judge(world.cycle)
    assert "joined the jury after" in client.get(desk).text


def test_the_sheet_says_beside_the_judges_own_code_what_the_panel_called_its_entry(
    make, world, client, sign_in
):
    make.assignment(world.round, world.seats[0], world.entry, world.office, code="AB-123")
    code = opened(make, world)
    closed(make, world)
    with make.db.write() as session:
        open_round(session, world.round.id, by=world.office.id, at=make.now)
    sign_in(client, world.judges[0], Role.JUDGE)
    assert code in client.get("/scorecards/AB-123").text
    assert "AB-123" in client.get(f"/calibration/{code}").text


def test_a_judge_steps_aside_from_an_anchor_and_from_its_assignment(make, world, client, sign_in):
    me = world.seats[0]
    make.assignment(world.round, me, world.entry, world.office, code="AB-123")
    code = opened(make, world)
    sign_in(client, world.judges[0], Role.JUDGE)
    client.cookies.set("language", "en")
    address = f"/calibration/{code}/recusal"
    assert f'href="{address}"' in client.get(f"/calibration/{code}").text
    said = {"_csrf_token": form_token(client, address), "reason": "A relative works there."}
    assert client.post(address, data={**said, "reason": " "}).status_code == 422
    sure = client.post(address, data=said)
    assert "for good?" in sure.text
    assert said["reason"] in sure.text
    gone = client.post(address, data={**said, "confirmed": "yes"}, follow_redirects=False)
    assert (gone.status_code, gone.headers["location"].partition("?")[0]) == (303, "/calibration")
    for left in (f"/calibration/{code}", address):
        assert client.get(left).status_code == 404
    with make.db.read() as session:
        [mine] = session.exec(select(Assignment).where(Assignment.judge_id == me.id))
        assert mine.ended_at is not None
        [kept] = session.exec(select(Recusal).where(Recusal.judge_id == me.id))
        assert kept.reason == said["reason"]


def test_a_chair_sees_and_speaks_without_a_sheet_and_a_judge_without_one_does_not(
    make, world, client, sign_in
):
    with make.db.write() as session:
        officers, by = Officers(world.seats[1].id), world.office.id
        name_officers(session, world.entry.category_id, officers, by=by, at=make.now)
    third = make.person(Role.JUDGE)
    make.judge(world.cycle, third)
    code = opened(make, world)
    gives(make, code, world.judges[0], "3", SECRET)
    closed(make, world)
    says(make, code, world.judges[1], "The chair's word")
    with pytest.raises(RuleBroken):
        says(make, code, third)
    sign_in(client, third, Role.JUDGE)
    page = client.get(f"/calibration/{code}")
    assert page.status_code == 200
    assert SECRET not in page.text
    assert "The chair&#39;s word" not in page.text


def test_organisers_see_how_many_and_the_spread_after_closing_but_nobody_and_no_talk(
    make, world, client, sign_in
):
    sign_in(client, world.office)
    make.certificate(world.cycle)
    client.cookies.set("language", "en")
    path = f"/cycles/{world.cycle.number}/calibration"
    token, ends = form_token(client, path), f"{make.now + timedelta(days=2):%Y-%m-%dT%H:%M}"
    when = {"_csrf_token": token, "zone": world.cycle.zone, "ends_at": ends}
    none = client.post(path, data=when)
    assert none.status_code == 422
    assert ends in none.text
    chosen = {**when, "anchors": str(world.entry.number)}
    assert client.post(path, data=chosen, follow_redirects=False).status_code == 303
    with make.db.read() as session:
        code = session.exec(select(CalibrationEntry.code)).one()
    for judge, points in zip(world.judges[:2], ("3", "8"), strict=True):
        gives(make, code, judge, points, f"{SECRET} {points}")
    page = client.get(path).text
    assert "2 of 2 judges" in page
    assert SECRET not in page
    assert (
        client.post(f"{path}/closing", data={"_csrf_token": token}, follow_redirects=False).status_code == 303
    )
    says(make, code, world.judges[0], "Between judges")
    page = client.get(path).text
    assert f"{SECRET} 3" in page
    assert "5.5" in page
    assert COLLEAGUE not in page
    assert "Between judges" not in page


def test_one_sheet_alone_is_not_shown_to_organisers(make, world, client, sign_in):
    code = opened(make, world)
    gives(make, code, world.judges[0], comment=SECRET)
    closed(make, world)
    sign_in(client, world.office)
    assert SECRET not in client.get(f"/cycles/{world.cycle.number}/calibration").text


def test_anchors_are_of_the_cycle_approved_and_at_most_three_of_a_category(make, world):
    entrant = make.person(Role.ENTRANT)
    agency = make.agency(entrant)
    with make.db.read() as session:
        category = session.get_one(Category, world.entry.category_id)
    more = [make.entry(category, agency, entrant) for _ in range(4)]
    for entry in more[:3]:
        make.blind_copy(entry, approved_by=world.office)
    make.certificate(world.cycle)
    for numbers in ([], [9999], [more[3].number], [world.entry.number, *(e.number for e in more[:3])]):
        with pytest.raises(Invalid), make.db.write() as session:
            operations.open_calibration(
                session,
                world.cycle.id,
                numbers,
                make.now + timedelta(days=1),
                by=world.office.id,
                at=make.now,
            )
    opened(make, world)
    with pytest.raises(RuleBroken):
        opened(make, world)


def test_once_scoring_is_open_nothing_is_handed_in_closed_or_said(make, world):
    code = opened(make, world)
    gives(make, code, world.judges[0])
    with make.db.write() as session:
        open_round(session, world.round.id, by=world.office.id, at=make.now)
    with pytest.raises(RuleBroken):
        gives(make, code, world.judges[0])
    with pytest.raises(RuleBroken):
        closed(make, world)
    with pytest.raises(RuleBroken):
        says(make, code, world.judges[0])


def test_the_tallys_document_is_the_same_with_a_calibration_as_without(make, world):
    code = opened(make, world)
    for judge, points in zip(world.judges[:2], ("0", "1"), strict=True):
        gives(make, code, judge, points)
    closed(make, world)
    says(make, code, world.judges[0])
    with make.db.write() as session:
        open_round(session, world.round.id, by=world.office.id, at=make.now)
    for seat in world.seats[:2]:
        card = make.assignment(world.round, seat, world.entry, world.office)
        make.scorecard(card, {key: 8 for key, _ in CRITERIA})

    second = make.person(Role.ORGANISER)
    with make.db.write() as session:
        close_round(session, world.round.id, by=world.office.id, at=make.now)
        for each in (world.office, second):
            open_results(session, world.round.id, by=each.id, at=make.now)

    def tallied():
        by, why = world.office.id, "Counted again."
        with make.db.write() as session:
            return compute_tally(session, world.round.id, by=by, at=make.now, reason=why).document

    with_it = tallied()
    with make.db.write() as session:
        for table in (CalibrationPost, CalibrationSheet, CalibrationEntry, Calibration):
            for row in session.exec(select(table)).all():
                session.delete(row)
            session.flush()
    assert tallied() == with_it
    assert len(with_it["categories"][0]["entries"][0]["sheets"]) == 2
