"""A judge's entries on paper."""

import re
import subprocess
import uuid
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from sqlmodel import select

from awards.cycles.models import Cycle
from awards.kit.audit import AuditEvent
from awards.kit.files import FileStore
from awards.kit.job_kinds import Work
from awards.kit.job_runs import run_job
from awards.kit.jobs import Job
from awards.people.models import Person, Role
from judging.assignments.models import Assignment
from judging.blinding.judge_view import ServedFile
from judging.blinding.models import BlindCopy
from judging.panels.models import Judge
from judging.rubrics.operations import create_rubric
from reports.packs import own, render
from reports.packs.pictures import printed
from reports.packs.queries import pack_of_seat
from tests.judging.scorecards.conftest import CODES
from tests.judging.scorecards.test_scales import DRAFTS
from tests.pages import form_token
from tests.reports.results.test_report import is_sound, text_of

ADDRESS = "/packs/mine"
FILE = "/packs/mine.pdf"


@pytest.fixture
def work(jury, settings):
    """Does what waits, as the worker does."""
    work = Work(jury.db, FileStore(settings.files_dir), settings, jury.clock)

    def go() -> None:
        for job in jury.rows(Job):
            run_job(work, job.id)

    return go


@pytest.fixture
def take(at_desk, work):
    """Has the pack made as the page does, and takes it."""

    def go():
        token = form_token(at_desk, ADDRESS)
        answer = at_desk.post(ADDRESS, data={"_csrf_token": token}, follow_redirects=False)
        assert answer.headers["location"] == ADDRESS
        work()
        return at_desk.get(FILE)

    return go


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_pack_is_a_sound_archivable_accessible_pdf_in_its_readers_language(
    at_desk, take, jury, lang, tmp_path
):
    at_desk.cookies.set("language", lang)
    answer = take()
    assert answer.headers["content-type"] == "application/pdf"
    assert f'filename="pack-{jury.cycle.number}-{lang}.pdf"' in answer.headers["content-disposition"]
    assert is_sound(answer.content, tmp_path)
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert pdf.Root.Lang == lang
        assert pdf.Root.MarkInfo.Marked
        assert b"pdfuaid:part>1" in pdf.Root.Metadata.read_bytes()
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"


def test_a_pack_holds_every_entry_under_its_code_and_a_sheet_with_all_that_is_asked(take, jury, tmp_path):
    text = text_of(take().content, tmp_path)
    for told in (
        *CODES,
        *(entry.title_en for entry in jury.entries),
        jury.entries[0].summary_en,
        jury.person.name_en,
        "Confidential",
        "Criterion benefit (weight 50%)",
        "10 = Level 10",
        "Abstain on this criterion",
        "What could be better (read by the entrant after the results are published, without your name)",
        "For the jury only (confidential: read by the jury and the organisers, never by the entrant)",
        "Date of signing",
    ):
        assert told in text, told
    assert "ZZ-999" not in text


def test_a_pack_has_a_way_to_answer_on_each_kind_of_scale(take, db, jury, tmp_path):
    with db.write() as session:
        create_rubric(session, jury.category.id, DRAFTS, by=None, at=jury.make.now)
    text = text_of(take().content, tmp_path)
    for told in ("Emerging", "Established", "from 0 to 100"):
        assert told in text, told


@pytest.fixture
def seen(monkeypatch):
    """What packs were made of, in the place of their PDFs."""
    made = []

    def make(html, *_, **order):
        made.append((html, order))
        return b"%PDF-1.7"

    monkeypatch.setattr(render, "make_pdf", make)
    return made


def test_a_pack_is_made_in_the_background_and_its_judge_comes_back_to_it(at_desk, jury, seen, take, work):
    at_desk.cookies.set("language", "en")
    assert "Make my pack" in at_desk.get(ADDRESS).text
    assert at_desk.get(FILE).status_code == 404
    for _ in range(2):
        at_desk.post(ADDRESS, data={"_csrf_token": form_token(at_desk, "/scorecards")})
    page = at_desk.get(ADDRESS).text
    assert "data-under-way" in page
    assert "Make my pack" not in page
    assert (at_desk.get(FILE).status_code, len(jury.rows(Job)), len(seen)) == (404, 1, 0)
    work()
    for _ in range(2):
        assert f'href="{FILE}"' in at_desk.get(ADDRESS).text
        assert at_desk.get(FILE).status_code == 200
    assert len(seen) == 1
    [made] = [event for event in jury.rows(AuditEvent) if event.action == "judge.pack_made"]
    assert (made.actor_id, made.detail["entries"]) == (jury.person.id, 3)


def stand_aside(jury) -> None:
    with jury.db.write() as session:
        session.get_one(Assignment, jury.assignments[0].id).ended_at = jury.make.now


def change_a_copy(jury) -> None:
    with jury.db.write() as session:
        copy = session.exec(select(BlindCopy).where(BlindCopy.entry_id == jury.entries[0].id)).one()
        copy.content = {**copy.content, "summary_en": "Other words"}
        copy.version += 1
        session.add(copy)


def take_back_an_approval(jury) -> None:
    with jury.db.write() as session:
        copy = session.exec(select(BlindCopy).where(BlindCopy.entry_id == jury.entries[0].id)).one()
        copy.approved_at = None
        session.add(copy)


@pytest.mark.parametrize("change", [stand_aside, change_a_copy, take_back_an_approval])
def test_a_kept_pack_is_not_given_out_once_what_its_judge_reads_has_changed(
    at_desk, jury, seen, take, settings, change
):
    assert take().status_code == 200
    change(jury)
    assert at_desk.get(FILE).status_code == 404
    at_desk.cookies.set("language", "en")
    page = at_desk.get(ADDRESS).text
    assert "no longer holds what you read now" in page
    assert f'href="{FILE}"' not in page
    jury.clock.forward(minutes=5)
    assert take().status_code == 200
    assert (CODES[0] in seen[-1][0]) is (change is change_a_copy)
    assert len(list((settings.data_dir / "packs-own").rglob("*.pdf"))) == 1, "the earlier one is gone"


def test_a_pack_is_of_its_judge_alone(at_desk, client, sign_in, jury, seen, take):
    take()
    with jury.db.read() as session:
        other = session.get_one(Judge, jury.theirs.judge_id).person_id
    [colleague] = jury.rows(Person, id=other)
    sign_in(client, colleague)
    assert client.get(FILE).status_code == 404


def test_a_pack_that_was_forgotten_deletes_itself_after_two_weeks(jury, seen, take, settings):
    take()
    for days, deleted in ((13, 0), (1, 1), (1, 0)):
        jury.clock.forward(days=days)
        with jury.db.write() as session:
            assert own.discard_old_own_packs(session, settings, at=jury.clock()) == deleted
    assert not list((settings.data_dir / "packs-own").rglob("*.pdf"))
    assert "judge.pack_discarded" in [event.action for event in jury.rows(AuditEvent)]


def test_a_pack_is_known_again_in_another_process(at_desk, jury, seen, take):
    """Its name is made of the same words whatever process says them: nothing in it is in the order of a set."""
    take()
    with jury.db.rows() as connection:
        pack = pack_of_seat(connection, jury.judge.id, at=jury.clock())
    assert " at 0x" not in repr(pack)
    assert "frozenset" not in repr(pack)


def test_nobody_gets_a_pack_of_what_they_may_not_read(at_desk, client, sign_in, jury, seen, take):
    take()
    seen.clear()
    refused = {}
    with jury.db.write() as session:
        seat = session.get_one(Judge, jury.judge.id)
        seat.pledge_asked = True
    refused["before the pledge"] = at_desk.get(FILE).status_code
    with jury.db.write() as session:
        session.get_one(Judge, jury.judge.id).pledged_at = jury.make.now
        for copy in session.exec(select(BlindCopy)):
            copy.approved_at = None
            session.add(copy)
    refused["before the copies are approved"] = at_desk.get(FILE).status_code
    refused["its page"] = at_desk.get(ADDRESS).status_code
    assert set(refused.values()) == {404}, refused
    for role in (Role.ENTRANT, Role.ORGANISER, Role.AUDITOR):
        sign_in(client, jury.make.person(role))
        assert {client.get(address).status_code for address in (ADDRESS, FILE)} == {403}, role
    assert not seen


def test_before_the_announced_hour_there_is_no_pack(at_desk, jury, seen):
    with jury.db.write() as session:
        cycle = session.get_one(Cycle, jury.cycle.id)
        cycle.judging_opens_at = jury.make.now + timedelta(hours=1)
    assert at_desk.get(ADDRESS).status_code == at_desk.get(f"/scorecards/{CODES[0]}").status_code
    assert at_desk.get(ADDRESS).status_code >= 400
    assert not seen


def test_the_number_of_statements_does_not_grow_with_the_entries(at_desk, jury, seen, sent):
    def asked() -> int:
        at_desk.get(ADDRESS)
        sent.clear()
        at_desk.get(ADDRESS)
        return len(sent)

    three = asked()
    with jury.db.write() as session:
        session.get_one(Assignment, jury.assignments[0].id).ended_at = jury.make.now
        session.get_one(Assignment, jury.assignments[1].id).ended_at = jury.make.now
    assert asked() == three


def test_the_list_leads_to_the_pack(at_desk):
    assert f'href="{ADDRESS}"' in at_desk.get("/scorecards").text


def a_file(files: FileStore, *pages: int) -> ServedFile:
    """With a picture of each of these widths."""
    digests = []
    for width in pages:
        out = BytesIO()
        Image.effect_noise((width, 200), 80).save(out, "WEBP")
        digests.append(files.put(out.getvalue()))
    return ServedFile("0" * 64, "application/pdf", "attachment-1.pdf", tuple(digests))


def test_a_file_is_printed_whole_or_left_for_the_screen(tmp_path):
    files = FileStore(tmp_path)
    small, large, last = a_file(files, 100), a_file(files, 1000, 1001), a_file(files, 101)
    wanted = [("1-1", small), ("1-2", large), ("2-1", last)]
    whole = printed(files, wanted)
    assert [len(pages) for pages in whole.values()] == [1, 2, 1]
    assert all(Image.open(BytesIO(page)).format == "JPEG" for pages in whole.values() for page in pages)
    room = sum(len(page) for name in ("1-1", "2-1") for page in whole[name])
    assert list(printed(files, wanted, most=room)) == ["1-1", "2-1"]
    assert list(printed(files, wanted, pages=2)) == ["1-1", "2-1"]


def shown_file(files: FileStore, pages: int) -> dict[str, object]:
    """As a blind copy keeps a file."""
    drawn = a_file(files, *range(100, 100 + pages)).pages
    return {
        "attachment": str(uuid.uuid4()),
        "digest": "0" * 64,
        "media_type": "application/pdf",
        "size": 9,
        "pages": [{"picture": digest, "width": 100, "height": 200} for digest in drawn],
    }


def test_pages_of_attachments_are_pictures_of_the_paper_and_others_are_named(take, jury, settings, tmp_path):
    with jury.db.write() as session:
        copies = {copy.entry_id: copy for copy in session.exec(select(BlindCopy))}
        for entry, pages in zip(jury.entries, (2, 0), strict=False):
            copy = copies[entry.id]
            copy.content = {**copy.content, "files": [shown_file(FileStore(settings.files_dir), pages)]}
            copy.version += 1
            session.add(copy)
    pdf = take().content
    text = text_of(pdf, tmp_path)
    assert "Page 2 of attachment 1" in text
    assert "on the pages that follow" in text
    assert "to be looked at on the screen" in text
    assert is_sound(pdf, tmp_path)
    listed = subprocess.run(["pdfimages", "-list", tmp_path / "sound.pdf"], capture_output=True, check=True)
    assert len(re.findall("jpeg", listed.stdout.decode())) == 2
