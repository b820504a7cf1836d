"""The desks of organisers and auditors, and the state of the audit log."""

import re

import pytest
import sqlalchemy as sa
from litestar.routes import HTTPRoute

from awards.kit.chain_state import chain_state, verify_chain
from awards.people.models import Role
from awards.site.cycle_states import overviews
from judging.deliberations.models import Outcome
from judging.deliberations.operations import decide_place
from judging.rounds.operations import open_results
from judging.rounds.state import RoundState
from tests.contests import SETTLED, contest
from tests.judging.deliberations.test_deciding import standing
from tests.pages import form_token
from tests.statements import statements


def state_of(c, person=None):
    with c.make.db.read() as session:
        found = overviews(session, (person or c.organisers[0]).id, c.make.now)
    return next(o.state for o in found if o.cycle.id == c.cycle.id)


def test_the_state_of_a_cycle_follows_its_entries_sheets_and_consents(make):
    c = contest(make, {"G2C": [[9, 9, 9, None], [8, 8]], "IND": [[7]]})
    make.blind_copy(c.entries["G2C"][0], approved_by=c.organisers[0])
    make.blind_copy(c.entries["G2C"][1])
    make.entry(c.categories["IND"], None, make.person(), submitted=False)
    state = state_of(c)
    assert (state.drafts, state.submitted, state.awaiting_blinding, state.lacking_judges) == (1, 3, 2, 2)
    assert (state.expected, state.lodged, state.round) == (7, 6, RoundState.OPEN)
    c.close()
    with make.db.write() as session:
        open_results(session, c.round.id, by=c.organisers[0].id, at=make.now)
    assert state_of(c).consented
    other = state_of(c, c.organisers[1])
    assert (other.round, other.consents, other.consented) == (RoundState.CLOSED, 1, False)


def test_the_state_counts_places_that_are_open_waiting_or_settled(make, clock):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()

    def decide(place, entry, reason=""):
        with make.db.write() as session:
            decide_place(
                session,
                category_id=c.categories["G2C"].id,
                place=place,
                outcome=Outcome.AWARDED,
                entry_ids=[c.entries["G2C"][entry].id],
                citation_ar="ح",
                citation_en="C",
                reason=reason,
                replaces=standing(c, place),
                by=c.organisers[0].id,
                at=clock(),
            )

    assert (state_of(c).undecided, state_of(c).unapproved) == (3, 0)
    decide(1, 0)
    decide(2, 2, reason="Wider reach.")
    assert (state_of(c).undecided, state_of(c).unapproved) == (1, 1)
    decide(2, 1)
    decide(3, 2)
    assert (state_of(c).undecided, state_of(c).unapproved) == (0, 0)
    clock.at = c.cycle.publishes_at
    c.publish()
    assert state_of(c).published


def test_the_organisers_desk_says_what_to_do_and_shows_figures(client, sign_in, make):
    c = contest(make, {"G2C": [[9, 9, 9, None]]})
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    page = client.get("/desk/organiser").text
    assert "Close the round of judging" in page
    assert "1 sheet is not lodged yet." in page
    assert "3 of 4" in page
    assert client.get("/desk/auditor").status_code == 403


@pytest.mark.parametrize("desk", ["organiser", "auditor"])
def test_parts_of_several_cycles_are_told_apart_by_their_names(client, sign_in, make, desk):
    contest(make, {"G2C": [[9, 9, 9, None]]})
    c = contest(make, {"G2C": [[9, 9, 9, None]]})
    sign_in(client, c.organisers[0] if desk == "organiser" else c.auditor)
    client.cookies.set("language", "en")
    page = client.get(f"/desk/{desk}").text
    words = dict(re.findall(r'<h[1-6] id="([^"]+)">(.*?)</h', page))
    called = re.findall(r'<section [^>]*aria-labelledby="([^"]+)"', page)
    names = [" ".join(words[part] for part in ids.split()) for ids in called]
    assert len(names) == len(set(names)) >= 3, names


def test_a_desk_without_cycles_says_so(client, sign_in, make):
    sign_in(client, make.person(Role.ORGANISER))
    assert "لا دورة جارية" in client.get("/desk/organiser").text


def test_the_desk_costs_as_many_statements_for_many_cycles_as_for_one(db, make):
    counts = []
    for _ in range(2):
        c = contest(make, {"G2C": SETTLED, "IND": [[5]]})
        with statements(db.reader) as ran, db.read() as session:
            overviews(session, c.organisers[0].id, make.now)
        counts.append(len(ran))
    assert counts[0] == counts[1]


def test_the_auditors_desk_says_that_the_log_is_whole(client, sign_in, make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    sign_in(client, c.auditor)
    client.cookies.set("language", "en")
    page = client.get("/desk/auditor").text
    assert re.search(r"\d+ events were read from the start", page)
    assert "What the organisers do next" in page
    assert client.get("/desk/organiser").status_code == 403


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_event SET detail = '{}' WHERE action = 'round.closed'",
        "UPDATE audit_event SET at = '2020-01-01 00:00:00' WHERE action = 'round.closed'",
        "DELETE FROM audit_event WHERE action = 'round.closed'",
        "UPDATE audit_event SET digest = 'x' WHERE action = 'round.closed'",
    ],
)
def test_a_changed_log_is_found_and_its_first_broken_event_named(client, sign_in, make, db, tampering):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    with db.read() as session:
        (sequence,) = (
            session.connection()
            .execute(sa.text("SELECT sequence FROM audit_event WHERE action = 'round.closed'"))
            .one()
        )
    sign_in(client, c.auditor)
    client.cookies.set("language", "en")
    assert "Broken" not in client.get("/desk/auditor").text
    with db.engine.begin() as connection:
        connection.exec_driver_sql(tampering)
    expected = sequence + 1 if tampering.startswith("DELETE") else sequence
    page = client.get("/desk/auditor?anew=1").text
    assert f"Event {expected} does not follow" in page


def test_the_log_is_read_again_when_it_grew_or_five_minutes_have_passed(db, make, clock):
    make.person(Role.JUDGE)
    with db.read() as session:
        first = chain_state(session, clock())
        assert chain_state(session, clock()) is first
    clock.forward(minutes=5)
    with db.read() as session:
        assert chain_state(session, clock()) is not first
    make.person(Role.JUDGE)
    with db.read() as session:
        assert chain_state(session, clock()).events > first.events
        assert chain_state(session, clock()).head == verify_chain(session, clock()).head


OWN = {
    "/sign-in",
    "/sign-out",
    "/role",
    "/password",
    "/password-reset",
    "/password-reset/{reset_id:uuid}/{token:str}",
    "/email-change/{change_id:uuid}/{side:str}/{token:str}",
    "/invitations/{invitation_id:uuid}/accepting/{token:str}",
    "/register",
    "/register/{registration_id:uuid}/{token:str}",
    "/account/email",
    "/account/email/taking-back",
    "/sessions/ending",
    "/sessions/{digest:str}/ending",
}
"""What a person does for themselves, whatever their role."""
READING = {"/cycles/{number:int}/results/judges", "/receipts/{number:str}/{code:str}"}
"""Reading, which is posted: who reads and why is put on record first, or a file is sent to be compared."""


def test_an_auditor_can_change_nothing(app, client, sign_in, make):
    c = contest(make, {"G2C": SETTLED})
    sign_in(client, c.auditor)
    token = form_token(client, "/desk/auditor")
    refused = []
    for route in app.routes:
        if (
            not isinstance(route, HTTPRoute)
            or route.path.startswith("/static")
            or route.path in OWN | READING
        ):
            continue
        for method in route.methods - {"GET", "HEAD", "OPTIONS"}:
            path = route.path_format
            for name, parameter in route.path_parameters.items():
                example = {"uuid": str(c.round.id), "int": str(c.cycle.number)}.get(
                    parameter.type.__name__.lower(), "G2C"
                )
                path = path.replace(f"{{{name}}}", example)
            answer = client.request(method, path, data={"_csrf_token": token}, follow_redirects=False)
            assert answer.status_code == 403, (method, path, answer.status_code)
            refused.append(path)
    assert len(refused) >= 8
    # The token was good: what an auditor may do for themselves is done.
    answer = client.post("/role", data={"_csrf_token": token, "role": "auditor"}, follow_redirects=False)
    assert answer.status_code == 303
