"""Which agency organises the award is said in the form of the rules, and it may not enter."""

import uuid

import pytest
from sqlmodel import select

from awards.cycles.models import Announcement, Cycle
from awards.entries.refusals import NotEligible
from awards.kit.audit import AuditEvent
from awards.kit.i18n import translate
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.pages import form_token

RULES = {
    "name_ar": "الدورة الخامسة",
    "name_en": "Fifth cycle",
    "award_ar": "الجائزة",
    "award_en": "The award",
    "months_in_operation": "0",
    "barred_cycles": "0",
}


def test_the_agency_that_is_named_may_no_longer_enter_and_the_log_says_who_it_was(
    make, db, client, sign_in
) -> None:
    s = scene(make)
    with db.write() as session:
        announced = session.get_one(Announcement, s.cycle.id)
        columns = announced.model_dump()
        session.delete(announced)
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")

    def save(**changed):
        data = {"_csrf_token": form_token(client, "/password"), **RULES, **changed}
        return client.post("/cycles/5/rules", data=data, follow_redirects=False)

    assert "No agency is named that organises" in client.get("/cycles/5/announcement").text
    unknown = save(organiser_agency_id=str(uuid.uuid4()))
    assert unknown.status_code == 422
    assert "Choose an agency of the directory." in unknown.text
    assert save(organiser_agency_id=str(s.agency.id)).status_code == 303
    assert f'value="{s.agency.id}" selected' in client.get("/cycles/5/rules").text
    page = client.get("/cycles/5/announcement").text
    assert "No agency is named that organises" not in page
    assert s.agency.name_en in page
    with db.write() as session:
        session.add(Announcement(**columns))
    with pytest.raises(NotEligible) as refused:
        s.start()
    assert "organises the award and its staff may not enter" in translate(refused.value.messages[0], "en")
    assert s.agency.name_en in client.get("/cycles/5/rules").text
    with db.read() as session:
        events = session.exec(select(AuditEvent.detail).where(AuditEvent.action == "cycle.rules_changed"))
        detail = events.one()
        assert session.get_one(Cycle, s.cycle.id).organiser_agency_id == s.agency.id
    assert (detail["organised_by"], detail["organised_by_before"]) == (str(s.agency.id), "")
