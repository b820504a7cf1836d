"""An entry names services of its own agency: found however they are spelled, frozen with it, and kept from judges."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.directory.models import Service
from awards.entries import queries, services
from awards.entries.models import Submission
from awards.entries.services import Doing
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from awards.people.models import Role
from judging.blinding.proposal import readable_content
from tests.awards.entries.scenes import scene
from tests.pages import form_token


def add_service(make, agency, code, ar, en, *aliases, active=True):
    with make.db.write() as session:
        service = Service(
            agency_id=agency.id, code=code, name_ar=ar, name_en=en, aliases=list(aliases), active=active
        )
        session.add(service)
        session.flush()
        return service.id


@pytest.fixture
def s(make):
    return scene(make)


@pytest.fixture
def own(make, s):
    return [
        add_service(make, s.agency, "wells", "ترخيص حفر الآبار", "Well drilling licence"),
        add_service(make, s.agency, "farms", "سجل المزارع", "Farm record", "بطاقة المزرعة"),
    ]


def change(s, entry, service, doing=Doing.ADD, by=None):
    with s.make.db.write() as session:
        services.change_service(session, entry.id, service, doing, by=(by or s.member).id, at=s.make.now)


def named(s, entry):
    with s.make.db.read() as session:
        return [one.code for one in queries.services_of(session, entry.id)]


@given(
    st.lists(
        st.tuples(st.sampled_from(Doing), st.sampled_from([uuid.UUID(int=n) for n in range(3)])), max_size=8
    )
)
def test_each_service_is_named_once_and_the_main_one_is_first(steps):
    now = []
    for doing, service in steps:
        before, now = now, services.changed(now, service, doing)
        assert len(set(now)) == len(now)
        assert (service in now) == (doing is Doing.ADD or (doing is Doing.MAIN and service in before))
        if doing is Doing.MAIN and service in before:
            assert now[0] == service
        assert [one for one in now if one != service] == [one for one in before if one != service]


def test_services_are_named_one_is_the_main_one_and_each_change_is_recorded_once(s, own):
    entry = s.start()
    for service in (*own, own[0]):
        change(s, entry, service)
    change(s, entry, own[1], Doing.MAIN)
    assert named(s, entry) == ["farms", "wells"]
    change(s, entry, own[1], Doing.REMOVE)
    assert named(s, entry) == ["wells"]
    with s.make.db.read() as session:
        saves = session.exec(select(AuditEvent).where(AuditEvent.action == "entry.saved")).all()
        assert [event.detail["boxes"] for event in saves] == [["service"]] * 4
        assert queries.my_head(session, s.member.id, entry.id).version == 5


def test_an_entry_names_only_what_its_own_agency_offers(s, make, own):
    entry = s.start()
    other = add_service(make, make.agency(), "else", "أخرى", "Another")
    gone = add_service(make, s.agency, "gone", "قديمة", "Old", active=False)
    with pytest.raises(NotFound):
        change(s, entry, other)
    with pytest.raises(RuleBroken, match="no longer offered"):
        change(s, entry, gone)
    with pytest.raises(NotFound):
        change(s, entry, own[0], by=make.person(Role.ENTRANT))
    assert named(s, entry) == []


def test_so_many_services_and_no_more(s, make):
    entry = s.start()
    every = [add_service(make, s.agency, f"s{n}", f"خدمة {n}", f"Service {n}") for n in range(11)]
    for service in every[:10]:
        change(s, entry, service)
    with pytest.raises(RuleBroken, match="at most"):
        change(s, entry, every[10])


def test_nothing_is_named_after_the_deadline(s, own, clock):
    entry = s.start()
    clock.forward(days=60)
    with pytest.raises(RuleBroken):
        change(s, entry, own[0])


def test_what_is_named_is_frozen_and_no_judge_reads_it(s, own):
    entry = s.whole()
    change(s, entry, own[0])
    content = s.submit(entry).content
    assert content["services"] == [
        {"code": "wells", "name_ar": "ترخيص حفر الآبار", "name_en": "Well drilling licence"}
    ]
    assert "Well drilling" not in str(readable_content(content, []).as_json())


def test_an_entry_without_services_freezes_as_before(s):
    assert "services" not in s.submit(s.whole()).content


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ابار", ["wells"]),
        ("WELL licence", ["wells"]),
        ("المزرعه", ["farms"]),
        ("", ["wells", "farms"]),
        ("xyz", []),
    ],
)
def test_a_service_is_found_by_parts_of_any_of_its_names(s, own, typed, found):
    with s.make.db.read() as session:
        every = services.offered(session, s.agency.id)
    assert [one.code for one in services.answering(every, typed)] == found


class TestThePage:
    @pytest.fixture
    def page(self, client, sign_in, s):
        sign_in(client, s.member)
        client.cookies.set("language", "en")
        return client

    def test_a_service_is_searched_for_added_and_shown(self, page, s, own):
        entry = s.whole()
        address = f"/entries/{entry.id}/services"
        html = page.get(f"{address}?q=farm").text
        assert "Farm record" in html
        assert "Well drilling" not in html
        said = {"_csrf_token": form_token(page, address), "service": str(own[1]), "do": "add", "q": "farm"}
        answer = page.post(address, data=said, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{address}?q=farm")
        assert "Every" not in page.get(address).text
        assert "1 service named" in page.get(f"/entries/{entry.id}").text
        assert "Farm record" in page.get(f"/entries/{entry.id}/check").text

    def test_a_search_says_what_is_added_already_and_what_to_do_where_nothing_is_found(self, page, s, own):
        entry = s.start()
        path = f"/entries/{entry.id}/services"
        with s.make.db.write() as session:
            services.change_service(session, entry.id, own[0], Doing.ADD, by=s.member.id, at=s.make.now)
        shown = page.get(f"{path}?q=well").text
        assert "already added" in shown
        assert "No service answers" not in shown
        shown = page.get(f"{path}?q=nothing+like+it").text
        assert "go on without it" in shown
        assert f"/helpdesk/questions/new?about=entry:{entry.id}" in shown

    def test_one_that_cannot_be_named_is_refused_on_the_page(self, page, s, make):
        entry = s.start()
        gone = add_service(make, s.agency, "gone", "قديمة", "Old", active=False)
        said = {"_csrf_token": form_token(page, "/entries"), "service": str(gone), "do": "add"}
        answer = page.post(f"/entries/{entry.id}/services", data=said)
        assert answer.status_code == 409
        assert "no longer offered" in answer.text

    def test_an_individual_has_no_such_page(self, client, sign_in, make):
        s = scene(make)
        alone = make.person(Role.ENTRANT)
        category = make.category(s.cycle, "IND", for_individuals=True)
        entry = s.start(by=alone, category=category, alone=True)
        sign_in(client, alone)
        answer = client.get(f"/entries/{entry.id}/services", follow_redirects=False)
        assert answer.headers["location"].endswith("/check")
        assert "/services" not in client.get(f"/entries/{entry.id}").text

    def test_organisers_see_them_in_the_entry_and_in_the_directory(self, client, sign_in, make, s, own):
        entry = s.whole()
        change(s, entry, own[0])
        s.submit(entry)
        sign_in(client, make.person(Role.ORGANISER))
        client.cookies.set("language", "en")
        assert "Well drilling licence" in client.get(f"/cycles/5/entries/{entry.number}").text
        assert f"/agencies/{s.agency.code}/services" in client.get("/agencies").text
        page = client.get(f"/agencies/{s.agency.code}/services").text
        assert "بطاقة المزرعة" in page


def test_the_frozen_services_are_those_of_the_moment(s, own):
    entry = s.whole()
    change(s, entry, own[0])
    s.submit(entry)
    change(s, entry, own[0], Doing.REMOVE)
    with s.make.db.read() as session:
        assert session.exec(select(Submission)).one().content["services"]
