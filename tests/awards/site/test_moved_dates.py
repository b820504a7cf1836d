"""Whoever works to a date is written to when it moves; judges read no reason."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import select

from awards.cycles.forms import typed_timetable
from awards.cycles.models import Announcement, Cycle
from awards.cycles.queries import timetable_of
from awards.kit.i18n import translate
from awards.kit.mail.outbox import Mail
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.letters import letters_to
from tests.pages import form_token


def move(client, old, step="save", **dates):
    token = form_token(client, "/cycles/5/timetable")
    new = replace(old, **dates)
    data = {"_csrf_token": token, "step": step, "reason": "طلبت هيئة الاختبار مهلة", **typed_timetable(new)}
    return client.post("/cycles/5/timetable", data=data, follow_redirects=False)


def test_entrants_are_told_of_the_closing_and_judges_of_judging_without_the_reason(
    make, db, client, sign_in, settings
):
    s = scene(make)
    make.category(s.cycle, "ONE", for_individuals=True)
    alone = make.person(Role.ENTRANT)  # an account for the category of individuals, and no entry yet
    juror, gone = make.person(Role.JUDGE), make.person(Role.JUDGE)
    make.judge(s.cycle, juror)
    left = make.judge(s.cycle, gone)
    with db.write() as session:
        session.merge(left).dropped_out_at = make.now
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    old = timetable_of(s.cycle)
    shown = client.get("/cycles/5/timetable").text
    assert "of opening and closing 2 persons who may enter, of judging 1 judge." in shown
    week = timedelta(days=7)
    answer = move(client, old, closes=old.closes + timedelta(days=2), judging_opens=old.judging_opens + week)
    assert answer.status_code == 303
    [(_, letter)] = letters_to(db, settings, s.member.email)
    said = [translate(p, "en") for p in letter.paragraphs]
    assert said[1].startswith("Entries close: Thursday 3 December 2026")
    assert "هيئة الاختبار" in said[-1]
    assert not any("Judging" in line for line in said)
    [(_, letter)] = letters_to(db, settings, juror.email)
    said = [translate(p, "en") for p in letter.paragraphs]
    assert said[1].startswith("Judging opens: Friday 18 December 2026")
    assert "هيئة" not in "".join(said)
    assert not letters_to(db, settings, gone.email)
    assert letters_to(db, settings, alone.email)


def test_plans_and_dates_that_nobody_knows_are_moved_without_a_letter(make, db, client, sign_in):
    s = scene(make)
    sign_in(client, make.person(Role.ORGANISER))
    old = timetable_of(s.cycle)
    assert move(client, old, ceremony=old.publishes).status_code == 303
    with db.write() as session:
        session.delete(session.get_one(Announcement, s.cycle.id))
    assert move(client, old, closes=old.closes + timedelta(days=1)).status_code == 303
    with db.read() as session:
        assert not session.exec(select(Mail)).all()


def test_the_letters_are_read_before_they_go_and_nothing_is_done_by_looking(make, db, client, sign_in):
    s = scene(make, zone="Europe/Berlin")
    make.judge(s.cycle)
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    old = timetable_of(s.cycle)
    two = timedelta(days=2)
    seen = move(client, old, step="look", closes=old.closes + two, judging_opens=old.judging_opens + two)
    assert seen.status_code == 200
    first, second = seen.text.split('class="letter stack"')[1:]
    assert "The letter to 1 person" in first
    assert "Entries close: Thursday 3 December 2026, 10:00 am" in first
    assert "All times are Berlin time." in first
    assert "هيئة الاختبار" in first
    assert "Judging opens: " in second
    assert "هيئة" not in second.split("</section>")[0]
    assert "Nothing is saved yet" in seen.text
    none = move(client, old, step="look", ceremony=old.publishes)
    assert "No date is moved of which a letter tells." in none.text
    token = form_token(client, "/cycles/5/timetable")
    typed = {**typed_timetable(old), "closes": "2026-01-01T00:00", "step": "look", "_csrf_token": token}
    wrong = client.post("/cycles/5/timetable", data=typed, follow_redirects=False)
    assert wrong.status_code == 422
    with db.read() as session:
        assert not session.exec(select(Mail)).all()
        assert timetable_of(session.get_one(Cycle, s.cycle.id)) == old
