"""Setting up a whole cycle, and its page."""

import re
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from awards.cycles.forms import typed_timetable
from awards.cycles.models import Category, Cycle
from awards.cycles.plans import plan_from_cycle, plan_from_fixtures
from awards.cycles.queries import categories_of, cycle_by_number, timetable_of
from awards.directory.operations import import_agencies
from awards.directory.rows import agencies_from_fixtures
from awards.kit.errors import RuleBroken
from awards.people.models import Role
from judging.rounds.models import Round
from judging.rounds.operations import create_round
from judging.rounds.setup import set_up_cycle
from judging.rubrics.drafts import criteria_from_fixtures
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Rubric
from judging.rubrics.operations import create_rubric, drafts_of
from judging.rubrics.queries import rubric_of
from tests.conftest import NOW
from tests.pages import form_token
from tests.timetables import days, timetable

AHEAD = timetable(days(20))
FORM = {
    **typed_timetable(AHEAD),
    "source": "fixtures",
    "number": "3",
    "name_ar": "الدورة الثالثة",
    "name_en": "Third cycle",
    "months_in_operation": "9",
    "barred_cycles": "1",
    "entries_per_agency": "",
    "sheets_per_entry": "5",
    "min_sheets": "2",
    "max_load": "40",
}


def third(session: Session) -> Cycle:
    import_agencies(session, agencies_from_fixtures(), by=None, at=NOW)
    plan = plan_from_fixtures(3, timetable())
    return set_up_cycle(session, plan, rubrics_from="fixtures", by=None, at=NOW)


def test_a_cycle_from_the_fixtures_lacks_only_entries_and_judges(session: Session) -> None:
    cycle = third(session)
    for category in categories_of(session, cycle.id):
        assert drafts_of(rubric_of(session.connection(), category.id)) == criteria_from_fixtures(
            category.code
        )
    (round_,) = session.exec(select(Round).where(Round.cycle_id == cycle.id))
    assert (round_.position, round_.sheets_per_entry, round_.max_load, round_.min_sheets) == (1, 4, 36, 3)
    assert round_.opened_at is None


def test_a_copied_cycle_takes_the_rubrics_that_hold_in_the_old_one(session: Session) -> None:
    old = third(session)
    g2c = categories_of(session, old.id)[0]
    create_rubric(session, g2c.id, criteria_from_fixtures("IND"), by=None, at=NOW)
    plan = plan_from_cycle(session, old.id, 4, timetable(days(400)), name_ar="الرابعة", name_en="Fourth")
    new = set_up_cycle(session, plan, rubrics_from=old.id, by=None, at=NOW)
    sheet = rubric_of(session.connection(), categories_of(session, new.id)[0].id)
    assert drafts_of(sheet) == criteria_from_fixtures("IND")
    assert sheet.version == 1


def test_a_category_without_a_rubric_at_the_source_stops_the_whole_set_up(db) -> None:
    with db.write() as session:
        old = third(session)
    plan = plan_from_fixtures(4, timetable(days(400)), name_ar="ر", name_en="F")
    unknown = replace(plan, categories=(*plan.categories, replace(plan.categories[0], code="NEW")))
    for source in ("fixtures", old.id):
        with pytest.raises(RuleBroken, match="no rubric"), db.write() as session:
            set_up_cycle(session, unknown, rubrics_from=source, by=None, at=NOW)
    with db.read() as session:
        assert session.exec(select(Cycle.number)).all() == [3]
        assert len(session.exec(select(Rubric.id)).all()) == len(session.exec(select(Category.id)).all()) == 7


def test_a_cycle_is_set_up_with_scoring_alone_and_impossible_limits_are_refused(session: Session) -> None:
    cycle = third(session)
    made = session.exec(select(Round).where(Round.cycle_id == cycle.id)).one()
    assert (made.kind, made.chosen) == (RoundKind.SCORING, False)
    for limits in ({"sheets_per_entry": 2, "min_sheets": 3}, {"min_sheets": 0}, {"max_load": 0}):
        with pytest.raises(RuleBroken):
            create_round(session, cycle.id, **limits, by=None, at=NOW)


@pytest.fixture
def organiser(client, make, sign_in, db):
    with db.write() as session:
        import_agencies(session, agencies_from_fixtures(), by=None, at=NOW)
    person = make.person(Role.ORGANISER)
    sign_in(client, person)
    client.cookies.set("language", "en")
    return person


def post(client, step="create", **fields):
    data = {"_csrf_token": form_token(client, "/cycles/new"), **FORM, "step": step, **fields}
    return client.post("/cycles/new", data=data, follow_redirects=False)


def test_the_form_sets_up_the_cycle_that_was_typed(client, organiser, db) -> None:
    answer = post(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/cycles/3")
    with db.read() as session:
        cycle = cycle_by_number(session, 3)
        (round_,) = session.exec(select(Round))
    assert timetable_of(cycle) == AHEAD
    assert (cycle.months_in_operation, cycle.barred_cycles, cycle.entries_per_agency) == (9, 1, None)
    assert (round_.sheets_per_entry, round_.min_sheets, round_.max_load) == (5, 2, 40)
    assert cycle.created_by_id == organiser.id
    page = client.get("/cycles/3").text
    assert "The cycle is set up. Nobody outside sees it before you announce it." in page
    assert "Not announced yet" in page


def test_the_next_cycle_is_proposed_as_a_copy_of_the_last(client, organiser, db) -> None:
    post(client)
    page = client.get("/cycles/new").text
    assert 'value="3" checked' in page
    for name, value in (
        ("number", 4),
        ("name_en", "Fourth cycle"),
        ("months_in_operation", 9),
        ("max_load", 40),
    ):
        assert f'id="{name}" name="{name}" type="text" value="{value}"' in page
    assert post(client, source="3", number="4", name_en="Fourth").status_code == 303
    with db.read() as session:
        assert cycle_by_number(session, 4).copied_from_id == cycle_by_number(session, 3).id


def test_a_cycle_may_start_from_nothing(client, organiser, db) -> None:
    assert "From nothing" in post(client, "check", source="nothing").text
    assert post(client, source="nothing").status_code == 303
    with db.read() as session:
        cycle = cycle_by_number(session, 3)
        assert categories_of(session, cycle.id) == []
    assert (cycle.terms_ar, cycle.organiser_agency_id, cycle.copied_from_id) == ("", None, None)
    assert "No category yet." in client.get("/cycles/3").text
    assert "A cycle needs at least one category." in client.get("/cycles/3/announcement").text


def test_any_earlier_cycle_may_be_copied_and_proposes_its_own_rules(client, organiser, db) -> None:
    post(client)
    post(client, number="4", name_en="Fourth", months_in_operation="12")
    with db.write() as session:
        third = cycle_by_number(session, 3)
        third.terms_en, third.signatory_en = "Terms of the third", "Who signed the third"
        session.add(third)
    page = client.get("/cycles/new?from=3").text
    assert 'value="3" checked' in page
    assert 'id="number" name="number" type="text" value="5"' in page
    assert 'id="months_in_operation" name="months_in_operation" type="text" value="9"' in page
    assert 'href="/cycles/new?from=3"' in client.get("/cycles/3").text
    assert "A copy of: Third cycle" in post(client, "check", source="3", number="5", name_en="Fifth").text
    assert post(client, source="3", number="5", name_en="Fifth").status_code == 303
    with db.read() as session:
        fifth = cycle_by_number(session, 5)
    assert (fifth.copied_from_id, fifth.terms_en) == (third.id, "Terms of the third")
    assert fifth.signatory_en == "Who signed the third"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"number": "0"}, "number"),
        ({"name_ar": " "}, "name_ar"),
        ({"source": ""}, "source"),
        ({"source": "last"}, "source"),
        ({"source": "2"}, "source"),
        ({"closes": "2026-01-01T00:00"}, "closes"),
        ({"min_sheets": "6"}, "min_sheets"),
        ({"name_ar": "abc"}, "name_ar"),
        ({"name_en": "الثالثة"}, "name_en"),
        ({"opens": "2026-10-31T08:00"}, "opens"),
        ({"publishes": "2036-01-01T08:00"}, "publishes"),
        ({"publishes": "2206-01-01T08:00"}, "publishes"),
        ({"number": "9" * 5000}, "number"),
        ({"max_load": "x"}, "max_load"),
    ],
)
def test_a_wrong_field_is_pointed_to_and_nothing_typed_is_lost(client, organiser, db, fields, wrong) -> None:
    answer = post(client, **fields)
    assert answer.status_code == 422
    assert f'href="#{wrong}"' in answer.text
    for name, value in {**FORM, **fields}.items():
        if value.strip() and name != "source":
            assert f'value="{value}"' in answer.text
    with db.read() as session:
        assert session.exec(select(Cycle.id)).all() == []


def test_all_that_is_wrong_is_said_at_once_with_the_names_of_the_fields(client, organiser, db) -> None:
    post(client)
    answer = post(
        client,
        number="3",
        name_ar="",
        closes="tomorrow",
        judging_closes="2026-12-01T00:00",
        publishes="2026-11-30T00:00",
        min_sheets="6",
        barred_cycles="many",
    )
    summary = answer.text.partition('class="error-summary"')[2].partition("</ul>")[0]
    said = re.findall(r'<a href="#(\w+)">([^<:]+):', summary)
    assert said == [
        ("number", "Number"),
        ("name_ar", "Name of the cycle in Arabic"),
        ("closes", "Entries close"),
        ("judging_closes", "Judging closes"),
        ("publishes", "Results are published"),
        ("barred_cycles", "Cycles for which winners are barred"),
        ("min_sheets", "Sheets an entry needs to be ranked"),
    ]


def test_nothing_is_created_before_the_dates_were_read_once_more_in_both_calendars(
    client, organiser, db
) -> None:
    answer = post(client, "check")
    assert answer.status_code == 200
    assert "Wednesday 11 November 2026" in answer.text
    assert "1448 AH" in answer.text
    assert "Is this meant?" in answer.text
    assert "The next number would be 1, and not 3." in answer.text
    with db.read() as session:
        assert session.exec(select(Cycle.id)).all() == []
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.text))
    assert post(client, "change", **sent).text.count(f'value="{FORM["closes"]}"') == 1
    del sent["_csrf_token"]
    assert post(client, "create", **sent).status_code == 303
    with db.read() as session:
        assert session.exec(select(Cycle.number)).all() == [3]


def test_a_date_on_a_weekend_is_remarked_and_a_working_day_is_not(client, organiser) -> None:
    friday = post(client, "check", closes="2026-12-18T23:59")
    assert "“Entries close” falls on a weekend." in friday.text
    sunday = post(client, "check", closes="2026-12-20T23:59")
    assert "“Entries close” falls on a weekend." not in sunday.text
    holiday = post(client, "check", publishes="2027-02-22T10:00")
    assert "“Results are published” falls on a public holiday: Founding Day." in holiday.text


def test_the_dates_of_the_next_cycle_are_proposed_a_year_on(client, organiser) -> None:
    post(client)
    page = client.get("/cycles/new").text
    assert 'name="opens" type="datetime-local" value="2027-11-11T12:00"' in page
    assert 'name="grace_minutes" type="text" value="60"' in page


def test_a_number_that_is_taken_is_said_beside_the_number(client, organiser, db) -> None:
    post(client)
    answer = post(client)
    assert answer.status_code == 422
    assert "There is already a cycle with the number 3." in answer.text


def test_only_organisers_set_up_cycles(client, make, sign_in) -> None:
    for role in (Role.AUDITOR, Role.JUDGE, Role.ENTRANT):
        sign_in(client, make.person(role))
        assert client.get("/cycles/new").status_code == 403
