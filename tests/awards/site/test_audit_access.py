"""Refused requests and downloads are events of the audit log."""

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.chain_state import verify_chain
from awards.people.models import Role
from awards.site import audit_access
from awards.site.audit_access import MOST
from tests.contests import SETTLED, contest
from tests.statements import statements


def events(db, *actions):
    with db.read() as session:
        wanted = actions or ("access.refused", "access.downloaded")
        return session.exec(
            select(AuditEvent).where(AuditEvent.action.in_(wanted)).order_by(AuditEvent.sequence)
        ).all()


@pytest.fixture
def opened(make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    return c


def test_a_judge_who_asks_for_anothers_sheet_is_refused_and_recorded(client, sign_in, db, make):
    c = contest(make, {"G2C": [[9, 9, 9]]})
    mine, other = c.assignments[0], c.assignments[1]
    with db.read() as session:
        person = session.get_one(type(c.judges[0]), mine.judge_id).person_id
        judge = session.get_one(type(c.organisers[0]), person)
    sign_in(client, judge)
    path = f"/scorecards/{other.code}"
    assert client.get(path).status_code == 404
    (event,) = events(db)
    assert (event.action, event.subject_id, event.actor_id) == ("access.refused", path, judge.id)
    assert event.detail == {"role": "judge", "status": 404, "method": "GET"}
    assert client.get("/scorecards").status_code == 200
    assert len(events(db)) == 1, "what is allowed leaves no such event"


def test_a_role_that_may_not_come_in_is_recorded(client, sign_in, db, make):
    entrant = make.person(Role.ENTRANT)
    sign_in(client, entrant)
    assert client.get("/audit").status_code == 403
    (event,) = events(db)
    assert (event.subject_id, event.detail["status"], event.detail["role"]) == ("/audit", 403, "entrant")


def test_nobody_who_is_not_signed_in_can_write_to_the_log(client, db, opened):
    for path in ("/audit", f"{opened.path}/results/export.csv", "/verify/none", "/certificates/x.pdf"):
        client.get(path)
        client.post(path)
    assert events(db) == []


def test_an_address_without_a_route_is_no_event(client, sign_in, db, make):
    sign_in(client, make.person(Role.JUDGE))
    assert client.get("/no/such/page").status_code == 404
    assert client.get("/static/none.css").status_code == 404
    assert events(db) == []


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/audit.csv", "audit.export"),
        ("{c}/results/export.csv", "exports.sheets"),
        ("{c}/results/export.json", "exports.results"),
        ("{c}/results/ranking.csv", "exports.ranking"),
        ("{c}/results/winners.csv", "exports.places"),
        ("{c}/certificates.zip", "certificates.archive"),
    ],
)
@pytest.mark.parametrize("who", ["organiser", "auditor"])
def test_every_download_of_an_organiser_or_auditor_is_recorded(client, sign_in, db, opened, path, what, who):
    person = opened.auditor if who == "auditor" else opened.organisers[0]
    sign_in(client, person)
    address = path.format(c=opened.path)
    assert client.get(address).status_code == 200
    (event,) = events(db)
    assert (event.action, event.subject_id, event.actor_id) == ("access.downloaded", address, person.id)
    assert event.detail["what"] == what


def test_a_download_says_under_which_filter(client, sign_in, db, opened):
    sign_in(client, opened.auditor)
    client.get("/audit.csv?action=round.opened")
    assert events(db)[0].detail["query"] == "action=round.opened"


def test_the_same_request_within_a_minute_is_one_event(client, sign_in, db, opened, clock):
    sign_in(client, opened.auditor)
    for _ in range(5):
        client.get("/audit.csv")
    assert len(events(db)) == 1
    clock.forward(seconds=61)
    client.get("/audit.csv")
    assert len(events(db)) == 2


def test_a_flood_of_refusals_does_not_fill_the_chain(client, sign_in, db, make, clock):
    sign_in(client, make.person(Role.JUDGE))
    for n in range(MOST + 30):
        client.get(f"/scorecards/A{n}")
    found = events(db)
    assert len(found) == MOST + 1
    assert found[-1].detail == {"role": "judge", "more": True}
    clock.forward(seconds=61)
    client.get("/scorecards/A1")
    assert len(events(db)) == MOST + 2
    with db.read() as session:
        assert verify_chain(session, clock()).whole


def test_what_cannot_be_recorded_is_not_handed_out_and_is_recorded_at_the_next_try(
    client, sign_in, db, opened, monkeypatch
):
    sign_in(client, opened.auditor)
    client = type(client)(client.app, raise_server_exceptions=False, cookies=client.cookies)
    with monkeypatch.context() as broken:

        def full(*_args, **_more):
            raise OSError("the disk is full")

        broken.setattr(audit_access.audit, "record", full)
        answer = client.get("/audit.csv")
        assert answer.status_code == 500
        assert "digest" not in answer.text.lower()
        refused = client.get("/cycles/999/entries")
        assert refused.status_code == 404, "a refusal stays a refusal"
    assert events(db) == []
    assert client.get("/audit.csv").status_code == 200
    assert len(events(db)) == 1


def test_an_ordinary_page_costs_no_statement_more(client, sign_in, db, opened):
    sign_in(client, opened.auditor)
    client.get("/audit")
    with statements(db.engine) as written:
        client.get("/audit")
    assert written == [], "no door for writing was opened"
