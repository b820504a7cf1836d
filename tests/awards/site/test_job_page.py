"""The page of a job: state, progress, what went wrong, cancel and resume."""

import uuid

import pytest
from sqlmodel import select

from awards.kit.i18n import msg
from awards.kit.jobs import Job, JobItem, JobState, enqueue_job, kept
from awards.people.models import Role
from tests.pages import form_token


@pytest.fixture
def organiser(make):
    return make.person(Role.ORGANISER)


@pytest.fixture
def job(db, clock, organiser) -> Job:
    with db.write() as session:
        return enqueue_job(
            session, "certificates.issue", "none", [{"n": n} for n in range(8)], by=organiser.id, at=clock()
        )


def change(db, job: Job, **values) -> None:
    with db.write() as session:
        row = session.get(Job, job.id)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


def test_the_page_shows_how_far_a_job_is_and_keeps_itself_up_to_date(
    client, db, job, organiser, sign_in
) -> None:
    sign_in(client, organiser)
    client.get("/language/en")
    change(db, job, state=JobState.RUNNING, done=2)
    page = client.get(f"/jobs/{job.id}").text
    assert "2 of 8 done" in page
    assert "25%" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "job.js" in page
    assert "Issuing certificates" in page


def test_a_waiting_job_says_for_which_work_it_waits(client, db, clock, job, organiser, sign_in) -> None:
    sign_in(client, organiser)
    client.get("/language/en")
    with db.write() as session:
        clock.forward(seconds=1)
        packs = enqueue_job(session, "packs.make", "none", [{}], by=organiser.id, at=clock())
        clock.forward(seconds=1)
        check = enqueue_job(session, "blindness.check", "none", [{}], by=organiser.id, at=clock())
    change(db, packs, state=JobState.RUNNING, heartbeat_at=clock())
    page = client.get(f"/jobs/{check.id}").text
    assert "This waits for:" in page
    runs, waits = page.index(f"/jobs/{packs.id}"), page.index(f"/jobs/{job.id}")
    assert runs < page.index("0 of 1 done", runs) < waits < page.index("waits as well, asked for earlier")
    # The one that was asked for first waits for what runs alone.
    page = client.get(f"/jobs/{job.id}").text
    assert f"/jobs/{packs.id}" in page
    assert f"/jobs/{check.id}" not in page
    client.get("/language/ar")
    assert "وهذا العمل ينتظر:" in client.get(f"/jobs/{check.id}").text


def test_a_job_that_waits_for_no_other_says_so(client, job, organiser, sign_in) -> None:
    sign_in(client, organiser)
    client.get("/language/en")
    assert "It waits for no other work" in client.get(f"/jobs/{job.id}").text
    client.get("/language/ar")
    assert "لا ينتظر عملًا آخر" in client.get(f"/jobs/{job.id}").text


def test_a_job_whose_worker_is_gone_says_that_it_waits_for_it(
    client, db, clock, job, organiser, sign_in
) -> None:
    sign_in(client, organiser)
    client.get("/language/en")
    change(db, job, state=JobState.RUNNING, done=2, heartbeat_at=clock())
    assert "no sign of life" not in client.get(f"/jobs/{job.id}").text
    clock.forward(minutes=1)
    assert "no sign of life since" in client.get(f"/jobs/{job.id}").text


def test_an_ended_job_does_not_load_itself_again(client, db, job, organiser, sign_in) -> None:
    sign_in(client, organiser)
    change(db, job, state=JobState.DONE, done=8)
    page = client.get(f"/jobs/{job.id}").text
    assert "http-equiv" not in page
    assert "data-under-way" not in page
    assert "cancellation" not in page


def test_an_organiser_cancels_and_resumes(client, db, job, organiser, sign_in) -> None:
    sign_in(client, organiser)
    token = form_token(client, f"/jobs/{job.id}")
    answer = client.post(f"/jobs/{job.id}/cancellation", data={"_csrf_token": token}, follow_redirects=False)
    assert answer.headers["location"] == f"/jobs/{job.id}"
    with db.read() as session:
        assert session.get(Job, job.id).state is JobState.CANCELLED
    assert client.post(f"/jobs/{job.id}/cancellation", data={"_csrf_token": token}).status_code == 409
    assert "resumption" in client.get(f"/jobs/{job.id}").text
    client.post(f"/jobs/{job.id}/resumption", data={"_csrf_token": token}, follow_redirects=False)
    with db.read() as session:
        assert session.get(Job, job.id).state is JobState.QUEUED


def test_what_went_wrong_is_told_in_the_readers_language(client, db, job, organiser, sign_in) -> None:
    sign_in(client, organiser)
    with db.write() as session:
        item = session.exec(select(JobItem).where(JobItem.position == 3)).one()
        item.problem = kept(msg("The results are not published yet."))
        session.add(item)
    change(db, job, state=JobState.FAILED, done=7, problem=kept(msg("The certificate is revoked.")))
    page = client.get(f"/jobs/{job.id}").text
    assert "لم تُنشر النتائج بعد." in page
    assert "أُلغيت الشهادة." in page
    client.get("/language/en")
    assert "The results are not published yet." in client.get(f"/jobs/{job.id}").text


def test_an_auditor_reads_and_changes_nothing(client, make, job, sign_in) -> None:
    sign_in(client, make.person(Role.AUDITOR))
    page = client.get(f"/jobs/{job.id}")
    assert page.status_code == 200
    assert "cancellation" not in page.text
    token = form_token(client, f"/jobs/{job.id}")
    assert client.post(f"/jobs/{job.id}/cancellation", data={"_csrf_token": token}).status_code == 403


def test_others_do_not_see_jobs(client, make, job, sign_in) -> None:
    for role in (Role.ENTRANT, Role.JUDGE):
        sign_in(client, make.person(role))
        assert client.get(f"/jobs/{job.id}").status_code == 403


def test_a_job_that_does_not_exist_is_not_found(client, organiser, sign_in) -> None:
    sign_in(client, organiser)
    assert client.get(f"/jobs/{uuid.uuid4()}").status_code == 404
