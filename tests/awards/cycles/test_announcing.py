"""Announcing a cycle: before, nobody outside knows of it; it is announced whole or not at all."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles.announcing import NotReady, obstacles
from awards.cycles.models import Announcement, Category, Question
from awards.cycles.operations import announce_cycle
from awards.cycles.queries import public_cycle
from awards.cycles.wording import MOMENTS
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from awards.people.models import Role
from judging.rounds.setup import announce
from judging.rubrics.models import Rubric
from tests.pages import form_token
from tests.timetables import timetable

AHEAD = {
    f"{name}_at": timedelta(days=n)
    for n, name in enumerate(("opens", "closes", "judging_opens", "judging_closes", "publishes"), 1)
}


@pytest.fixture
def organiser(client, make, sign_in):
    person = make.person(Role.ORGANISER)
    sign_in(client, person)
    client.cookies.set("language", "en")
    return person


@pytest.fixture
def prepared(make, clock):
    """A cycle with one whole category and all dates ahead, not announced."""
    cycle = make.cycle(8, announced=False, **{name: clock() + ahead for name, ahead in AHEAD.items()})
    make.category(cycle, "G2C")
    return cycle


def announce_by_form(client):
    token = form_token(client, "/cycles/8")
    return client.post("/cycles/8/announcement", data={"_csrf_token": token}, follow_redirects=False)


def categories(n):
    return [
        Category(cycle_id=uuid.uuid4(), code=f"C{i}", position=i, name_ar="ف", name_en="C") for i in range(n)
    ]


@given(st.integers(0, 4), st.integers(0, 15), st.integers(0, 15), st.integers(-200, 200))
def test_a_cycle_is_ready_exactly_if_every_date_is_ahead_and_every_category_is_whole(n, asking, judged, day):
    found = categories(n)
    questions = {c.id: 1 for i, c in enumerate(found) if asking >> i & 1}
    rubrics = {c.id for i, c in enumerate(found) if judged >> i & 1}
    table = timetable()
    now = table.opens + timedelta(days=day)
    passed = sum(getattr(table, name) < now for name in MOMENTS)
    lacking = sum((c.id not in questions) + (c.id not in rubrics) for c in found) + (n == 0)
    assert len(obstacles(table, found, questions, rubrics, now)) == passed + lacking


def test_an_announcement_is_on_record_with_its_person_and_time(db, prepared, organiser, clock):
    with db.write() as session:
        announce(session, prepared.id, by=organiser.id, at=clock())
    with db.read() as session:
        found = session.get(Announcement, prepared.id)
        (event,) = session.exec(select(AuditEvent).where(AuditEvent.action == "cycle.announced"))
    assert (found.announced_at, found.announced_by_id) == (clock(), organiser.id)
    assert (event.actor_id, event.detail["number"]) == (organiser.id, 8)
    with db.write() as session, pytest.raises(RuleBroken, match="announced already"):
        announce(session, prepared.id, by=organiser.id, at=clock())


@pytest.mark.parametrize(("table", "says"), [(Question, "asks no question"), (Rubric, "has no rubric")])
def test_a_category_that_is_not_whole_keeps_the_cycle_back(
    client, db, make, prepared, organiser, table, says
):
    with db.write() as session:
        session.add(Category(cycle_id=prepared.id, code="NEW", position=99, name_ar="جديد", name_en="New"))
    page = client.get("/cycles/8/announcement").text
    assert f"The category “New” {says}" in page
    assert 'action="/cycles/8/announcement"' not in page
    answer = announce_by_form(client)
    assert answer.status_code == 409
    assert says in answer.text
    with db.read() as session:
        assert session.exec(select(Announcement)).all() == []


def test_dates_that_have_passed_are_named_and_keep_the_cycle_back(client, db, prepared, organiser, clock):
    clock.forward(days=2, hours=1)
    with db.write() as session, pytest.raises(NotReady) as refused:
        announce_cycle(session, prepared.id, with_rubric=(), by=organiser.id, at=clock())
    assert [o.params.get("what") for o in refused.value.obstacles[:2]] == [
        MOMENTS["opens"],
        MOMENTS["closes"],
    ]


def test_nobody_outside_sees_a_cycle_before_it_is_announced(client, make, db, prepared, organiser, clock):
    make.category(make.cycle(7), "G2C")
    for path in ("/", "/categories", "/categories/G2C"):
        assert "Cycle 8" not in client.get(path).text, path
        assert "Cycle 7" in client.get(path).text, path
    assert "Not announced yet" in client.get("/cycles/8").text
    assert announce_by_form(client).status_code == 303
    assert "Not announced yet" not in client.get("/cycles/8").text
    with db.read() as session:
        # Cycle 7 takes entries; once it is closed the announced one is shown.
        assert public_cycle(session, clock()).number == 7
        assert public_cycle(session, clock() + timedelta(days=31)).number == 8
    for path in ("/", "/categories"):
        assert "Next: Cycle 8. Its entries open on" in client.get(path).text, path
    assert "Announced, not open yet" in client.get("/cycles/8").text


def test_agencies_neither_see_nor_enter_a_cycle_before_it_is_announced(client, make, sign_in, clock):
    cycle = make.cycle(8, announced=False)
    make.category(cycle, "G2C")
    person = make.person(Role.ENTRANT)
    make.agency(person)
    sign_in(client, person)
    client.cookies.set("language", "en")
    assert "Cycle 8" not in client.get("/entries").text
    assert client.get("/entries/new?cycle=8").status_code == 404


def test_a_draft_cannot_be_started_in_a_cycle_that_is_not_announced(db, make, clock):
    from awards.entries.models import EntryLanguage
    from awards.entries.operations import start_entry

    cycle = make.cycle(8, announced=False)
    category = make.category(cycle, "G2C")
    person = make.person(Role.ENTRANT)
    agency = make.agency(person)
    with db.write() as session, pytest.raises(NotFound):
        start_entry(
            session,
            cycle_id=cycle.id,
            category_id=category.id,
            agency_id=agency.id,
            language=EntryLanguage.BOTH,
            by=person.id,
            at=clock(),
        )


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.JUDGE, Role.ENTRANT])
def test_only_organisers_announce(client, make, sign_in, prepared, role):
    sign_in(client, make.person(role))
    token = form_token(client, "/")
    page = client.get("/cycles/8/announcement")
    assert page.status_code == (200 if role is Role.AUDITOR else 403)
    assert 'action="/cycles/8/announcement"' not in page.text
    assert client.post("/cycles/8/announcement", data={"_csrf_token": token}).status_code == 403


def test_an_announced_cycle_has_nothing_left_to_announce(client, make, organiser):
    make.cycle(8)
    assert client.get("/cycles/8/announcement", follow_redirects=False).headers["location"] == "/cycles/8"


def test_every_cycle_that_takes_entries_is_reached_and_the_older_one_stays_until_it_closes(
    client, make, clock
):
    older, newer = make.cycle(4), make.cycle(5, closes_at=make.now + timedelta(days=40))
    make.category(older, "G2C")
    make.category(older, "IND", for_individuals=True)
    make.category(newer, "G2C")
    client.cookies.set("language", "en")
    for path in ("/", "/categories", "/guidance"):
        shown = client.get(path).text
        assert "Cycle 4" in shown, path
        assert "?cycle=5" in shown, path
    assert "Cycle 4" in client.get("/categories/IND").text
    assert "Cycle 5" in client.get("/categories?cycle=5").text
    assert "Cycle 5" in client.get("/categories/G2C?cycle=5").text
    assert client.get("/categories/IND?cycle=5").status_code == 404
    clock.forward(days=31)
    assert "Cycle 5" in client.get("/categories/G2C").text
    assert client.get("/categories/IND").status_code == 404


def test_before_the_announcement_rules_stand_beside_terms_and_afterwards_locked_pages_hold_no_field(
    client, db, prepared, organiser
):
    shown = client.get("/cycles/8/announcement").text
    assert "Rules and terms side by side" in shown
    assert "From then on these are locked" in shown
    assert announce_by_form(client).status_code == 303
    with db.read() as session:
        code = session.exec(select(Category.code).where(Category.cycle_id == prepared.id)).first()
    for path in ("rules", f"categories/{code}/text", "new-category"):
        page = client.get(f"/cycles/8/{path}").text.split("<main", 1)[1].split("</main>")[0]
        assert "has been announced" in page, path
        assert "<input" not in page, path
        assert "<textarea" not in page, path
