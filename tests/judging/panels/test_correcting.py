"""What a seat says of its judge is corrected, and the log keeps what stood there."""

from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.people.models import Role
from judging.deliberations.models import Publication
from judging.panels.queries import jury_of
from tests.pages import form_token


def test_languages_expertise_capacity_and_post_are_corrected_until_results_are_published(
    make, client, db, sign_in
):
    cycle = make.cycle(5)
    make.category(cycle, "G2C")
    make.category(cycle, "G2B")
    judge = make.judge(cycle)
    office = make.person(Role.ORGANISER)
    sign_in(client, office)
    client.cookies.set("language", "en")
    at = f"/cycles/5/jury/{judge.id}/seat"
    assert at in client.get("/cycles/5/jury").text
    fields = {
        "origin": "regional",
        "reads": ["en"],
        "capacity": "١٢",
        "expertise": ["G2B"],
        "title_en": "Dean",
    }

    def post(**more):
        data = {"_csrf_token": form_token(client, "/cycles/5/jury"), **fields, **more}
        return client.post(at, data=data, follow_redirects=False)

    assert post(reads=[]).status_code == 422
    assert post(expertise=["NONE"]).status_code == 409
    assert post().status_code == 303
    with db.read() as session:
        (seat,) = jury_of(session, cycle.id)
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "judge.seat_corrected")).one()
    assert (seat.reads_ar, seat.reads_en, seat.capacity, seat.title_en) == (False, True, 12, "Dean")
    assert list(seat.expertise) == ["G2B"]
    assert event.detail["new"]["capacity"] == 12
    assert event.detail["old"]["capacity"] == judge.capacity
    assert post().status_code == 303  # nothing has changed, and nothing is recorded
    assert client.get(at.replace("/5/", "/9/")).status_code == 404
    make._save(Publication(cycle_id=cycle.id, published_at=make.now, published_by_id=office.id))
    assert post(capacity="3").status_code == 409
