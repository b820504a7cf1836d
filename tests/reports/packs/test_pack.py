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
from awards.kit.files import FileStore
from awards.people.models import Role
from judging.assignments.models import Assignment
from judging.blinding.judge_view import ServedFile
from judging.blinding.models import BlindCopy
from judging.panels.models import Judge
from judging.rubrics.operations import create_rubric
from reports.packs import render
from reports.packs.pictures import printed
from tests.judging.scorecards.conftest import CODES
from tests.judging.scorecards.test_scales import DRAFTS
from tests.reports.results.test_report import is_sound, text_of

ADDRESS = "/packs/mine"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_pack_is_a_sound_archivable_accessible_pdf_in_its_readers_language(at_desk, jury, lang, tmp_path):
    at_desk.cookies.set("language", lang)
    answer = at_desk.get(ADDRESS)
    assert answer.headers["content-type"] == "application/pdf"
    assert f'filename="pack-{jury.cycle.number}-{lang}.pdf"' in answer.headers["content-disposition"]
    assert is_sound(answer.content, tmp_path)
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert pdf.Root.Lang == lang
        assert pdf.Root.MarkInfo.Marked
        assert b"pdfuaid:part>1" in pdf.Root.Metadata.read_bytes()
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"


def test_a_pack_holds_every_entry_under_its_code_and_a_sheet_with_all_that_is_asked(at_desk, jury, tmp_path):
    text = text_of(at_desk.get(ADDRESS).content, tmp_path)
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


def test_a_pack_has_a_way_to_answer_on_each_kind_of_scale(at_desk, db, jury, tmp_path):
    with db.write() as session:
        create_rubric(session, jury.category.id, DRAFTS, by=None, at=jury.make.now)
    text = text_of(at_desk.get(ADDRESS).content, tmp_path)
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
    monkeypatch.setattr(render, "_made", type(render._made)(3))
    return made


def test_a_pack_is_made_anew_only_when_something_in_it_has_changed(at_desk, jury, seen):
    for _ in range(2):
        at_desk.get(ADDRESS)
    assert len(seen) == 1
    with jury.db.write() as session:
        session.get_one(Assignment, jury.assignments[0].id).ended_at = jury.make.now
    at_desk.get(ADDRESS)
    assert len(seen) == 2
    assert CODES[0] in seen[0][0]
    assert CODES[0] not in seen[1][0], "a recused entry is no longer in it"


def test_nobody_gets_a_pack_of_what_they_may_not_read(at_desk, client, sign_in, jury, seen):
    refused = {}
    with jury.db.write() as session:
        seat = session.get_one(Judge, jury.judge.id)
        seat.pledge_asked = True
    refused["before the pledge"] = at_desk.get(ADDRESS).status_code
    with jury.db.write() as session:
        session.get_one(Judge, jury.judge.id).pledged_at = jury.make.now
        for copy in session.exec(select(BlindCopy)):
            copy.approved_at = None
            session.add(copy)
    refused["before the copies are approved"] = at_desk.get(ADDRESS).status_code
    assert set(refused.values()) == {404}, refused
    for role in (Role.ENTRANT, Role.ORGANISER, Role.AUDITOR):
        sign_in(client, jury.make.person(role))
        assert client.get(ADDRESS).status_code == 403, role
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


def test_pages_of_attachments_are_pictures_of_the_paper_and_others_are_named(
    at_desk, jury, settings, tmp_path
):
    with jury.db.write() as session:
        copies = {copy.entry_id: copy for copy in session.exec(select(BlindCopy))}
        for entry, pages in zip(jury.entries, (2, 0), strict=False):
            copy = copies[entry.id]
            copy.content = {**copy.content, "files": [shown_file(FileStore(settings.files_dir), pages)]}
            copy.version += 1
            session.add(copy)
    pdf = at_desk.get(ADDRESS).content
    text = text_of(pdf, tmp_path)
    assert "Page 2 of attachment 1" in text
    assert "on the pages that follow" in text
    assert "to be looked at on the screen" in text
    assert is_sound(pdf, tmp_path)
    listed = subprocess.run(["pdfimages", "-list", tmp_path / "sound.pdf"], capture_output=True, check=True)
    assert len(re.findall("jpeg", listed.stdout.decode())) == 2
