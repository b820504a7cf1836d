"""The pages of cycles."""

import re
from dataclasses import replace

import pytest
from sqlmodel import select

from awards.cycles.forms import typed_timetable
from awards.cycles.models import Cycle
from awards.cycles.queries import timetable_of
from awards.kit.audit import AuditEvent
from awards.kit.clock import RIYADH
from awards.people.models import Role
from judging.deliberations.models import Publication
from tests.pages import form_token
from tests.statements import statements
from tests.timetables import days, timetable

TYPED = typed_timetable(replace(timetable(days(2)), opens=timetable().opens))


@pytest.fixture
def organiser(client, make, sign_in):
    person = make.person(Role.ORGANISER)
    sign_in(client, person)
    client.cookies.set("language", "en")
    return person


def test_without_a_cycle_the_list_leads_to_the_first_one(client, organiser) -> None:
    page = client.get("/cycles")
    assert "There is no cycle yet" in page.text
    assert 'href="/cycles/new"' in page.text


def test_the_list_shows_each_cycle_with_its_phase_the_newest_first(client, make, organiser) -> None:
    make.cycle(7)
    make.round(make.judging_cycle(8))
    text = client.get("/cycles").text
    assert (
        text.index("Cycle 8")
        < text.index("Being judged")
        < text.index("Cycle 7")
        < text.index("Open for entries")
    )


def test_the_overview_shows_dates_in_both_calendars_categories_and_every_tab(client, make, organiser) -> None:
    cycle = make.cycle(7, entries_per_agency=2)
    make.category(cycle, "G2C", places=3)
    make.category(cycle, "IND", places=2, for_individuals=True)
    text = client.get("/cycles/7").text
    assert "Tuesday 1 December 2026" in text
    assert "1448 AH" in text
    assert "5 places to award" in text
    assert "2 entries at most" in text
    assert 'href="/cycles/7/categories/IND"' in text
    for tab in ("entries", "blinding", "jury", "assignments", "progress", "results", "decisions", "reports"):
        assert f'href="/cycles/7/{tab}"' in text
    assert 'href="/cycles/7" aria-current="page"' in text


def test_the_overview_costs_as_many_statements_with_ten_categories_as_with_one(
    client, make, organiser, db
) -> None:
    cycle = make.cycle(7)
    counts = []
    for added in (1, 9):
        for n in range(added):
            make.category(cycle, f"C{added}{n}")
        with statements(db.reader) as seen:
            assert client.get("/cycles/7").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_cycle_that_does_not_exist_is_not_found(client, organiser) -> None:
    for path in ("/cycles/99", "/cycles/99/timetable"):
        assert client.get(path).status_code == 404


def test_auditors_see_cycles_and_are_offered_no_change(client, make, sign_in) -> None:
    make.cycle(7)
    sign_in(client, make.person(Role.AUDITOR))
    assert "/cycles/new" not in client.get("/cycles").text
    page = client.get("/cycles/7")
    assert page.status_code == 200
    assert "/cycles/7/timetable" not in page.text
    assert client.get("/cycles/7/timetable").status_code == 403
    sign_in(client, make.person(Role.JUDGE))
    assert client.get("/cycles").status_code == 403
    assert client.get("/cycles/7").status_code == 403


def test_dates_typed_in_riyadh_time_are_kept_in_utc(client, make, organiser, db) -> None:
    make.cycle(7)
    token = form_token(client, "/cycles/7/timetable")
    typed = {**TYPED, "closes": "2026-12-05T23:59", "grace_minutes": "٣٠", "reason": "Asked for."}
    answer = client.post("/cycles/7/timetable", data={"_csrf_token": token, **typed}, follow_redirects=False)
    assert answer.status_code == 303
    with db.read() as session:
        cycle = session.exec(select(Cycle)).one()
        (moved,) = session.exec(select(AuditEvent).where(AuditEvent.action == "cycle.dates_moved"))
    assert cycle.closes_at.astimezone(RIYADH).isoformat() == "2026-12-05T23:59:00+03:00"
    assert cycle.closes_at.hour == 20
    assert cycle.grace_minutes == 30
    assert moved.actor_id == organiser.id
    assert moved.detail["new"]["closes"] == "2026-12-05T20:59:00+00:00"
    assert 'value="2026-12-05T23:59"' in client.get("/cycles/7/timetable").text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("closes", "2026-01-01T00:00", "“Entries close” must come after “Entries open”."),
        ("publishes", "2026-12-01T00:00", "“Results are published” must come after “Judging closes”."),
        ("judging_opens", "tomorrow", "Enter a date and time"),
        ("judging_opens", "1767225600", "Enter a date and time"),
        ("opens", "", "This field is needed."),
        ("grace_minutes", "-1", "at least 0"),
    ],
)
def test_a_wrong_date_is_said_beside_its_field_and_nothing_typed_is_lost(
    client, make, organiser, db, field, typed, says
) -> None:
    before = make.cycle(7)
    token = form_token(client, "/cycles/7/timetable")
    answer = client.post("/cycles/7/timetable", data={"_csrf_token": token, **TYPED, field: typed})
    assert answer.status_code == 422
    (error,) = re.findall(rf'id="{field}-error">([^<]+)<', answer.text)
    assert says in error
    assert f'value="{typed}"' in answer.text
    kept = {name: value for name, value in TYPED.items() if name != field}
    assert all(f'value="{value}"' in answer.text for value in kept.values())
    with db.read() as session:
        assert timetable_of(session.exec(select(Cycle)).one()) == timetable_of(before)


def test_a_date_that_passes_publishes_nothing_and_the_dates_can_still_be_moved(
    client, make, sign_in, organiser, clock
) -> None:
    make.cycle(7)
    clock.forward(days=91)
    sign_in(client, organiser)
    page = client.get("/cycles/7").text
    assert "Published" not in page
    assert "Being decided" in page
    assert client.get("/cycles/7/timetable").status_code == 200


def test_the_dates_of_a_published_cycle_are_not_moved_and_the_page_says_why(
    client, make, sign_in, organiser, clock, db
) -> None:
    cycle = make.cycle(7)
    clock.forward(days=91)
    with db.write() as session:
        session.add(Publication(cycle_id=cycle.id, published_at=clock(), published_by_id=organiser.id))
    sign_in(client, organiser)
    page = client.get("/cycles/7").text
    assert "Published" in page
    assert "/cycles/7/timetable" not in page
    assert "can no longer be moved" in client.get("/cycles/7/timetable").text
    token = form_token(client, "/cycles/7")
    answer = client.post("/cycles/7/timetable", data={"_csrf_token": token, **TYPED})
    assert answer.status_code == 409
    assert "can no longer be moved" in answer.text
