"""What an approver and a judge get to see of an entry's files."""

import io

import pytest
from PIL import Image
from sqlmodel import select

from awards.entries.attachments import check_file
from awards.entries.files import cleaned
from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken
from awards.kit.files import FileStore
from awards.kit.jobs import Job
from awards.people.models import Role
from judging.blinding.content import BlindContent
from judging.blinding.pages.jobs import ask_to_read
from judging.blinding.pages.operations import replace_file
from tests.judging.blinding.pages.scene import entry_with_files, read
from tests.judging.blinding.pages.test_apart import picture, printed
from tests.pages import form_token


@pytest.fixture
def files(settings):
    return FileStore(settings.files_dir)


@pytest.fixture
def entry(desk, files):
    return entry_with_files(desk, files)


@pytest.fixture
def organiser(desk, client, sign_in):
    sign_in(client, desk.organiser)
    client.cookies.set("language", "en")
    return client


def test_files_are_read_once_and_a_job_is_asked_for_what_is_left(desk, make, entry, files) -> None:
    with make.db.write() as session:
        assert ask_to_read(session, desk.cycle.id, by=desk.organiser.id, at=make.now).total == 2
        assert ask_to_read(session, desk.cycle.id, by=desk.organiser.id, at=make.now) is None
        assert len(session.exec(select(Job)).all()) == 1
    assert read(desk, files) == 2
    assert read(desk, files) == 0


def test_the_approver_sees_findings_by_page_and_must_look_at_what_could_not_be_searched(
    desk, make, entry, files, organiser
) -> None:
    read(desk, files)
    base = f"/cycles/{desk.cycle.number}/blinding/{entry.number}"
    shown = organiser.get(base).text
    assert "1 found" in shown
    assert "1 page unread" in shown
    first = organiser.get(f"{base}/files/1/pages").text
    assert '<mark class="found found-entrant">Boats Authority</mark> and others' in first
    assert "unread" in organiser.get(f"{base}/files/2/pages").text
    drawing = organiser.get(f"{base}/files/1/pages/2")
    assert drawing.headers["content-type"] == "image/webp"
    assert organiser.get(f"{base}/files/1/pages/3").status_code == 404
    ids = [file.attachment for file in BlindContent.from_json(desk.copy(entry).content).files]
    sent = {"_csrf_token": form_token(organiser, base), "version": "1", "changes_read": "on", "shown": ids}
    refused = organiser.post(base, data=sent, follow_redirects=False)
    assert refused.status_code == 422
    assert "Look at the pages of the files that judges get" in refused.text
    done = organiser.post(base, data={**sent, "pages_seen": "on"}, follow_redirects=False)
    assert done.status_code == 303
    with make.db.read() as session:
        events = select(AuditEvent).where(AuditEvent.action == "blind_copy.approved")
        assert session.exec(events).one().detail["unread_pages"] == 1


def test_a_file_that_was_not_read_before_is_read_when_the_copy_is_approved(desk, entry, organiser) -> None:
    base = f"/cycles/{desk.cycle.number}/blinding/{entry.number}"
    assert "not read yet" in organiser.get(base).text
    ids = [file.attachment for file in BlindContent.from_json(desk.copy(entry).content).files]
    sent = {"_csrf_token": form_token(organiser, base), "version": "1", "changes_read": "on"}
    refused = organiser.post(base, data={**sent, "shown": ids}, follow_redirects=False)
    assert refused.status_code == 422
    assert "not read yet" not in refused.text
    assert organiser.post(base, data=sent, follow_redirects=False).status_code == 303


def test_judges_get_the_pages_as_pictures_and_nobody_else_does(
    desk, make, entry, files, client, sign_in
) -> None:
    read(desk, files)
    desk.approve(desk.copy(entry))
    round_ = make.round(desk.cycle)
    people = [make.person(Role.JUDGE), make.person(Role.JUDGE)]
    judges = [make.judge(desk.cycle, person) for person in people]
    make.assignment(round_, judges[0], entry, desk.organiser, code="AB-123")
    address = "/scorecards/AB-123/files/{}/pages/{}"
    sign_in(client, people[0], Role.JUDGE)
    client.cookies.set("language", "en")
    sheet = client.get("/scorecards/AB-123").text
    assert 'alt="Page 2 of attachment 1"' in sheet
    assert 'loading="lazy"' in sheet
    got = client.get(address.format(1, 1))
    assert got.headers["content-type"] == "image/webp"
    assert "content-disposition" not in got.headers
    with Image.open(io.BytesIO(got.content)) as shown:
        assert shown.format == "WEBP"
    missing = client.get("/scorecards/ZZ-999/files/1/pages/1")
    assert missing.status_code == 404
    for wrong in ((1, 3), (1, 0), (3, 1), (2, 2)):
        assert client.get(address.format(*wrong)).content == missing.content
    sign_in(client, people[1], Role.JUDGE)
    client.cookies.set("language", "en")
    refused = client.get(address.format(1, 1))
    assert refused.content == client.get("/scorecards/ZZ-999/files/1/pages/1").content
    assert refused.status_code == 404


def test_a_replaced_file_takes_the_approval_away_and_is_what_judges_get(
    desk, make, entry, files, organiser
) -> None:
    read(desk, files)
    desk.approve(desk.copy(entry))
    base = f"/cycles/{desk.cycle.number}/blinding/{entry.number}/files/1"
    sent = {"_csrf_token": form_token(organiser, f"{base}/pages"), "version": "2"}
    nothing = organiser.post(base, data=sent, files={"file": ("", b"")}, follow_redirects=False)
    assert "Choose a file first." in nothing.text
    stale = organiser.post(
        base,
        data={**sent, "version": "1"},
        files={"file": ("c.png", picture("PNG", "L"))},
        follow_redirects=False,
    )
    assert stale.status_code == 409
    done = organiser.post(base, data=sent, files={"file": ("c.pdf", printed("<p>Covered</p>"))})
    assert "Judges get this file instead." in done.text
    assert "replaced by an organiser" in done.text
    copy = desk.copy(entry)
    assert copy.approved_at is None
    first = BlindContent.from_json(copy.content).files[0]
    assert first.replaced
    assert first.pages == ()
    desk.approve(copy)
    assert len(BlindContent.from_json(desk.copy(entry).content).files[0].pages) == 1


def test_no_file_is_replaced_under_a_begun_sheet(desk, make, entry, files, monkeypatch) -> None:
    monkeypatch.setattr("judging.blinding.pages.operations.sheets_begun", lambda *_: ["one"])
    attachment = BlindContent.from_json(desk.copy(entry).content).files[0].attachment
    upload = check_file("c.png", picture("PNG", "L"), clean_with=cleaned)
    with pytest.raises(RuleBroken, match="begun sheets"), make.db.write() as session:
        replace_file(
            session,
            files,
            desk.copy(entry).id,
            attachment,
            upload,
            version=1,
            by=desk.organiser.id,
            at=make.now,
        )
