"""Panels have a chair and a deputy, who acts where the chair is recused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.invitations.letters import INVITED
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, RuleBroken
from awards.people.models import Person, Role
from judging.assignments.operations import release_judge
from judging.deliberations.models import Publication
from judging.panels.chairs import Officers, Panel, acting_chair, why_not_named
from judging.panels.models import PanelOfficer
from judging.panels.naming import name_officers, officers_of
from tests.letters import letters_to, link_to
from tests.pages import form_token

IDS = st.uuids()


@given(
    chair=IDS,
    deputy=IDS,
    entry=IDS,
    others=st.frozensets(st.tuples(IDS, IDS)),
    out=st.sets(st.sampled_from(["chair", "deputy"])),
)
def test_the_deputy_acts_exactly_where_the_chair_is_recused_and_nobody_who_is_recused_ever_does(
    chair, deputy, entry, others, out
):
    recused = others | {({"chair": chair, "deputy": deputy}[who], entry) for who in out}
    acting = acting_chair(Panel(Officers(chair, deputy), recused), entry)
    assert acting in {chair, deputy, None}
    assert (acting, entry) not in recused
    if (chair, entry) not in recused:
        assert acting == chair
    elif (deputy, entry) not in recused:
        assert acting == deputy
    else:
        assert acting is None


@given(chair=IDS, deputy=st.none() | IDS, entry=IDS, other=IDS)
def test_a_recusal_from_one_entry_takes_nothing_from_the_chair_in_another(chair, deputy, entry, other):
    acting = acting_chair(Panel(Officers(chair, deputy), frozenset({(chair, entry)})), other)
    assert acting == (deputy if other == entry and deputy != chair else None if other == entry else chair)


@given(
    officers=st.tuples(st.none() | IDS, st.none() | IDS), before=st.tuples(st.none() | IDS, st.none() | IDS)
)
def test_an_open_panel_never_loses_an_office_and_nobody_holds_both(officers, before):
    wanted, held = Officers(*officers), Officers(*before)
    serving = {judge for judge in (*officers, *before) if judge}
    if not why_not_named(wanted, held, serving, judging_is_open=True):
        assert not (held.chair and not wanted.chair)
        assert not (held.deputy and not wanted.deputy)
        assert wanted.chair != wanted.deputy or wanted.chair is None
        assert wanted.chair or not wanted.deputy


@pytest.fixture
def cycle(make):
    return make.cycle(7)


@pytest.fixture
def scene(make, cycle):
    """A category, three judges and an organiser."""
    category = make.category(cycle, name_en="Serving people")
    judges = [make.judge(cycle, make.person(Role.JUDGE, name_en=name)) for name in ("Ada", "Bo", "Cy")]
    return category, judges, make.person(Role.ORGANISER)


def name(db, scene, make, chair, deputy=None):
    category, _, organiser = scene
    with db.write() as session:
        name_officers(session, category.id, Officers(chair, deputy), by=organiser.id, at=make.now)


def held(db, cycle, category):
    with db.read() as session:
        return officers_of(session, cycle.id).get(category.id)


def test_officers_are_named_exchanged_and_kept_on_record(db, make, cycle, scene):
    category, (ada, bo, cy), _ = scene
    name(db, scene, make, ada.id, bo.id)
    name(db, scene, make, bo.id, ada.id)
    name(db, scene, make, bo.id, ada.id)
    assert held(db, cycle, category) == Officers(bo.id, ada.id)
    with db.read() as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "panel.officers_named")).all()
    assert [event.detail["chair_before"] for event in events] == [None, str(ada.id)]
    name(db, scene, make, cy.id)
    assert held(db, cycle, category) == Officers(cy.id, None)


def test_only_a_judge_of_this_jury_who_still_serves_is_named(db, make, cycle, scene):
    _, (ada, bo, _), organiser = scene
    stranger = make.judge(make.cycle(8))
    with db.write() as session:
        release_judge(session, bo.id, "ill", by=organiser.id, at=make.now)
    for chair, deputy in ((stranger.id, None), (bo.id, None), (ada.id, ada.id), (None, ada.id)):
        with pytest.raises(Invalid):
            name(db, scene, make, chair, deputy)


def test_once_judging_is_open_a_chair_leaves_only_for_a_successor(db, make, cycle, scene):
    category, (ada, bo, cy), organiser = scene
    name(db, scene, make, ada.id, bo.id)
    make.round(cycle)
    with pytest.raises(Invalid, match="successor"):
        name(db, scene, make, ada.id)
    for judge in (ada, bo):
        with pytest.raises(RuleBroken, match="successor"), db.write() as session:
            release_judge(session, judge.id, "ill", by=organiser.id, at=make.now)
    name(db, scene, make, bo.id, cy.id)
    with db.write() as session:
        release_judge(session, ada.id, "ill", by=organiser.id, at=make.now)
    assert held(db, cycle, category) == Officers(bo.id, cy.id)


def test_before_judging_is_open_whoever_leaves_the_jury_leaves_the_office(db, make, cycle, scene):
    category, (ada, bo, _), organiser = scene
    name(db, scene, make, ada.id, bo.id)
    with db.write() as session:
        release_judge(session, ada.id, "ill", by=organiser.id, at=make.now)
    assert held(db, cycle, category) == Officers(None, bo.id)


def test_nobody_is_named_once_the_results_are_published(db, make, cycle, scene):
    _, (ada, *_), organiser = scene
    make._save(Publication(cycle_id=cycle.id, published_at=make.now, published_by_id=organiser.id))
    with pytest.raises(RuleBroken):
        name(db, scene, make, ada.id)


def test_an_organiser_names_them_on_the_page_and_the_jury_shows_it(client, sign_in, db, cycle, scene):
    category, (ada, bo, _), organiser = scene
    sign_in(client, organiser)
    client.cookies.set("language", "en")
    page = "/cycles/7/jury/panels"
    data = {"_csrf_token": form_token(client, page), "chair-G2C": str(ada.id), "deputy-G2C": str(ada.id)}
    refused = client.post(page, data=data)
    assert refused.status_code == 422
    assert "somebody else than the chair" in refused.text
    kept = client.post(page, data={**data, "deputy-G2C": str(bo.id)}, follow_redirects=False)
    assert kept.headers["location"] == page
    assert held(db, cycle, category) == Officers(ada.id, bo.id)
    text = client.get("/cycles/7/jury").text
    assert "Chair of G2C" in text
    assert "Deputy chair of G2C" in text


def test_a_judge_reads_which_panel_they_chair_and_no_name_of_a_colleague(
    client, sign_in, db, make, cycle, scene
):
    _, (ada, bo, _), _ = scene
    name(db, scene, make, ada.id, bo.id)
    make.round(cycle)
    client.cookies.set("language", "en")
    with db.read() as session:
        persons = {"a": session.get_one(Person, ada.person_id), "b": session.get_one(Person, bo.person_id)}
    sign_in(client, persons["a"])
    text = client.get("/scorecards").text
    assert "You chair the panel “Serving people”." in text
    assert "Bo<" not in text
    sign_in(client, persons["b"])
    assert "You are deputy chair of the panel “Serving people”" in client.get("/scorecards").text


def test_somebody_is_invited_to_be_a_chair_and_is_one_with_their_seat(
    client, sign_in, db, settings, make, cycle, scene
):
    category, _, organiser = scene
    sign_in(client, organiser)
    client.cookies.set("language", "en")
    seat = {
        "_csrf_token": form_token(client, "/cycles/7/jury/new"),
        "email": "laila@example.org",
        "name_ar": "ليلى",
        "name_en": "Laila",
        "origin": "regional",
        "reads": ["ar", "en"],
        "capacity": "20",
        "expertise": ["G2C"],
        "chairs": "G2C",
        "no_ties": "true",
    }
    assert client.post("/cycles/7/jury", data=seat, follow_redirects=False).status_code == 303
    ((kind, _),) = letters_to(db, settings, "laila@example.org")
    assert kind == INVITED
    with db.read() as session:
        (officer,) = session.exec(select(PanelOfficer)).all()
    assert (officer.category_id, officer.office) == (category.id, "chair")
    assert "Chair of the panel “Serving people”" in client.get("/invitations").text
    again = client.post("/cycles/7/jury", data={**seat, "email": "other@example.org"})
    assert "This panel has a chair already." in again.text
    client.cookies.delete("session")
    path = link_to(db, settings, "laila@example.org", INVITED)
    text = client.get(path).text
    assert "to chair the panel “Serving people”" in text
    assert "Chair of the panel “Serving people”" in text
