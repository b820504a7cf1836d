"""The packs of a whole jury, for whoever prints them."""

import zipfile
from io import BytesIO

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.files import FileStore
from awards.kit.job_kinds import Work
from awards.kit.job_runs import run_job
from awards.kit.jobs import Job, JobState
from awards.people.models import Role
from judging.assignments.models import Assignment
from reports.packs import jobs
from tests.judging.scorecards.conftest import CODES
from tests.pages import form_token


@pytest.fixture
def organiser(client, sign_in, jury):
    """A browser in which an organiser is signed in and reads English."""
    sign_in(client, jury.organiser)
    client.cookies.set("language", "en")
    return client


@pytest.fixture
def made(monkeypatch):
    """What packs were made of, in the place of their PDFs."""
    packs = []

    def make(pack, *_, **__):
        packs.append(pack)
        return f"%PDF {len(packs)}".encode()

    monkeypatch.setattr(jobs, "pack_pdf", make)
    return packs


@pytest.fixture
def run(organiser, jury, settings):
    """Asks for the packs as the page does, and lets the worker make them."""
    base = f"/cycles/{jury.cycle.number}/packs"

    def go() -> JobState:
        token = form_token(organiser, base)
        answer = organiser.post(base, data={"_csrf_token": token}, follow_redirects=False)
        job_id = answer.headers["location"].split("?")[0].rsplit("/", 1)[1]
        work = Work(jury.db, FileStore(settings.files_dir), settings, jury.clock)
        with jury.db.read() as session:
            job = next(job for job in session.exec(select(Job)) if str(job.id) == job_id)
        return run_job(work, job.id)

    return go


def codes(pack) -> list[str]:
    return [entry.view.code for entry in pack.entries]


def names(client, jury) -> list[str]:
    answer = client.get(f"/cycles/{jury.cycle.number}/packs.zip")
    assert answer.status_code == 200
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        return archive.namelist()


def test_the_packs_of_all_judges_come_as_one_archive_named_by_seat(organiser, jury, made, run):
    assert run() is JobState.DONE
    assert sorted(codes(pack) for pack in made) == [list(CODES), ["ZZ-999"]]
    assert names(organiser, jury) == ["seat-01.pdf", "seat-02.pdf"]
    assert "2 packs are ready" in organiser.get(f"/cycles/{jury.cycle.number}/packs").text
    kinds = [event.action for event in jury.rows(AuditEvent)]
    assert kinds.count("judge.pack_made") == 2
    assert "access.downloaded" in kinds


def test_what_a_judge_is_recused_from_is_left_out_and_earlier_packs_are_replaced(
    organiser, jury, made, run, settings
):
    run()
    with jury.db.write() as session:
        session.get_one(Assignment, jury.theirs.id).ended_at = jury.make.now
        session.get_one(Assignment, jury.assignments[1].id).ended_at = jury.make.now
    made.clear()
    jury.clock.forward(minutes=5)
    run()
    assert [codes(pack) for pack in made] == [[CODES[0], CODES[2]]]
    assert len(names(organiser, jury)) == 1
    assert len(list((settings.data_dir / "packs").rglob("*.pdf"))) == 1


def test_deleted_packs_are_gone_for_good_and_the_log_says_so(organiser, jury, made, run, settings):
    base = f"/cycles/{jury.cycle.number}/packs"
    run()
    token = form_token(organiser, base)
    organiser.post(f"{base}/deletion", data={"_csrf_token": token})
    assert organiser.get(f"{base}.zip").status_code == 404
    assert not list((settings.data_dir / "packs").rglob("*.pdf"))
    assert "packs.discarded" in [event.action for event in jury.rows(AuditEvent)]


def test_packs_that_were_forgotten_delete_themselves_after_two_weeks(organiser, jury, made, run, settings):
    run()
    for days, deleted in ((13, 0), (1, 2), (1, 0)):
        jury.clock.forward(days=days)
        with jury.db.write() as session:
            assert jobs.discard_old_packs(session, settings, at=jury.clock()) == deleted
    assert not list((settings.data_dir / "packs").rglob("*.pdf"))
    [kept] = [event for event in jury.rows(AuditEvent) if event.action == "packs.discarded"]
    assert (kept.actor_id, kept.detail["packs"]) == (None, 2)


def test_packs_of_a_cancelled_job_can_be_deleted_and_not_taken(organiser, jury, made, run, settings):
    base = f"/cycles/{jury.cycle.number}/packs"
    run()
    with jury.db.write() as session:
        session.exec(select(Job)).one().state = JobState.CANCELLED
    assert organiser.get(f"{base}.zip").status_code == 404
    organiser.post(f"{base}/deletion", data={"_csrf_token": form_token(organiser, base)})
    assert not list((settings.data_dir / "packs").rglob("*.pdf"))


def test_only_organisers_make_and_take_packs(client, sign_in, jury, made, run):
    run()
    base = f"/cycles/{jury.cycle.number}/packs"
    for role in (Role.JUDGE, Role.AUDITOR, Role.ENTRANT):
        sign_in(client, jury.make.person(role))
        assert client.get(base).status_code == 403
        assert client.get(f"{base}.zip").status_code == 403
