"""The organiser's pages of blind copies."""

import pytest
from sqlmodel import select

from awards.entries.models import Submission
from awards.kit.audit import AuditEvent
from awards.kit.files import FileStore
from awards.people.models import Role
from judging.blinding.content import BlindContent
from judging.blinding.operations import approve_blind_copy, approve_plain_copies
from judging.rounds.operations import close_round
from tests.factories import some_id
from tests.pages import form_token


@pytest.fixture
def organiser(desk, client, sign_in):
    sign_in(client, desk.organiser)
    client.cookies.set("language", "en")
    return client


def base(desk) -> str:
    return f"/cycles/{desk.cycle.number}/blinding"


def approve(client, desk, entry, **fields):
    path = f"{base(desk)}/{entry.number}"
    copy = desk.copy(entry)
    token = form_token(client, path)
    data = {"_csrf_token": token, "version": copy.version, "changes_read": "on", **fields}
    return client.post(path, data=data, follow_redirects=False)


def test_the_queue_leads_from_preparing_to_approving(desk, organiser) -> None:
    plain, named = desk.entry(), desk.entry("Boats Authority did it")
    first = organiser.get(base(desk)).text
    assert "2 submitted entries have no copy yet." in first
    token = form_token(organiser, base(desk))
    done = organiser.post(f"{base(desk)}/copies", data={"_csrf_token": token})
    assert "2 copies are prepared and wait for approval." in done.text
    assert "Approve 1 copy unread" in done.text
    done = organiser.post(f"{base(desk)}/approvals", data={"_csrf_token": token})
    assert "1 copy is approved." in done.text
    assert desk.copy(plain).approved_at is not None
    assert desk.copy(named).approved_at is None


def test_the_queue_shows_one_category_or_state(desk, make, organiser) -> None:
    other = make.category(desk.cycle, "MOB")
    entry = desk.entry(title="Ferry tickets")
    make.entry(other, desk.agency, desk.entrant, title="Harbour app")
    desk.prepare()
    desk.approve(desk.copy(entry))
    assert "Harbour app" not in organiser.get(f"{base(desk)}?category=G2C").text
    shown = organiser.get(f"{base(desk)}?state=waiting").text
    assert "Harbour app" in shown
    assert "Ferry tickets" not in shown
    assert "No entry matches the filter." in organiser.get(f"{base(desk)}?category=MOB&state=approved").text


def test_the_entry_stands_beside_its_copy_with_what_was_found(desk, organiser) -> None:
    entry = desk.entry("The Boats Authority did it")
    desk.prepare()
    page = organiser.get(f"{base(desk)}/{entry.number}").text
    assert '<mark class="found found-entrant">The Boats Authority</mark>' in page
    assert ">[the agency] did it</textarea>" in page
    assert "Boats Authority, Salma" in page  # the answer that judges never see


def test_approving_leads_to_the_next_entry_that_waits(desk, organiser) -> None:
    first, second = desk.entry(), desk.entry()
    desk.prepare()
    answer = approve(organiser, desk, first, title_en="Better title")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{base(desk)}/{second.number}"
    assert desk.copy(first).content["title_en"] == "Better title"
    assert approve(organiser, desk, second).headers["location"] == base(desk)


def test_a_text_that_still_names_the_entrant_is_refused_until_a_person_says_that_it_may_stay(
    desk, organiser
) -> None:
    entry = desk.entry("The Boats Authority did it")
    desk.prepare()
    field = "answer.challenge.text_en"
    again = approve(organiser, desk, entry, **{field: "Boats Authority again & more"})
    assert again.status_code == 422
    assert "This still holds «\u2068Boats Authority\u2069»." in again.text
    assert ">Boats Authority again &amp; more</textarea>" in again.text
    assert desk.copy(entry).approved_at is None
    assert (
        approve(organiser, desk, entry, **{field: "Boats Authority again"}, names_may_stay="on").status_code
        == 303
    )


def test_an_emptied_text_is_refused(desk, organiser) -> None:
    entry = desk.entry()
    desk.prepare()
    answer = approve(organiser, desk, entry, title_en="  ")
    assert answer.status_code == 422
    assert "A text cannot be empty." in answer.text


def test_a_value_cannot_be_rewritten(desk, organiser) -> None:
    entry = desk.entry()
    desk.prepare()
    approve(organiser, desk, entry, **{"answer.launched_on.value": "2020-01-01"})
    values = {a["question"]: a["value"] for a in desk.copy(entry).content["answers"]}
    assert values["launched_on"] == "2024-01-15"


def test_who_comes_second_sees_both_texts(desk, organiser) -> None:
    entry = desk.entry()
    desk.prepare()
    approve(organiser, desk, entry, title_en="From the first")
    late = approve(organiser, desk, entry, title_en="From the second", version=1)
    assert late.status_code == 409
    assert "From the first" in late.text
    assert ">From the second</textarea>" in late.text
    assert desk.copy(entry).content["title_en"] == "From the first"


def test_a_clean_file_is_downloaded_and_can_be_kept_back(desk, make, organiser, settings) -> None:
    entry = desk.entry()
    digest = FileStore(settings.files_dir).put(b"%PDF-clean")
    file = {
        "id": str(some_id()),
        "position": 1,
        "name": "Boats.pdf",
        "media_type": "application/pdf",
        "clean_digest": digest,
        "clean_size": 10,
    }
    with make.db.write() as session:
        submission = session.exec(select(Submission).where(Submission.entry_id == entry.id)).one()
        submission.content = {**submission.content, "attachments": [file]}
    desk.prepare()
    answer = organiser.get(f"{base(desk)}/{entry.number}/files/1")
    assert answer.content == b"%PDF-clean"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert organiser.get(f"{base(desk)}/{entry.number}/files/2").status_code == 404
    assert "Boats.pdf" in organiser.get(f"{base(desk)}/{entry.number}").text
    approve(organiser, desk, entry)
    assert desk.copy(entry).content["files"][0]["shown"] is False
    refused = approve(organiser, desk, entry, shown=file["id"])
    assert "could not be drawn" in refused.text
    assert "pages_seen" in refused.text
    approve(organiser, desk, entry, shown=file["id"], pages_seen="on")
    assert desk.copy(entry).content["files"][0]["shown"] is True


def test_an_auditor_looks_on_and_changes_nothing(desk, make, client, sign_in) -> None:
    entry = desk.entry("The Boats Authority did it")
    desk.prepare()
    sign_in(client, make.person(Role.AUDITOR))
    page = client.get(f"{base(desk)}/{entry.number}")
    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert client.get(base(desk)).status_code == 200
    assert approve(client, desk, entry).status_code == 403
    assert (
        client.post(f"{base(desk)}/copies", data={"_csrf_token": form_token(client, "/")}).status_code == 403
    )


@pytest.mark.parametrize("role", [Role.JUDGE, Role.ENTRANT])
def test_nobody_else_comes_near(desk, make, client, sign_in, role) -> None:
    entry = desk.entry()
    desk.prepare()
    sign_in(client, make.person(role))
    for path in (base(desk), f"{base(desk)}/{entry.number}", f"{base(desk)}/{entry.number}/files/1"):
        assert client.get(path).status_code == 403


def test_drafts_and_unknown_entries_are_not_found(desk, organiser) -> None:
    draft = desk.entry(submitted=False)
    for number in (draft.number, 9999):
        assert organiser.get(f"{base(desk)}/{number}").status_code == 404


def test_an_entry_without_a_copy_says_so(desk, organiser) -> None:
    entry = desk.entry()
    assert "There is no copy of this submission yet" in organiser.get(f"{base(desk)}/{entry.number}").text


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_an_empty_cycle_has_its_page_in_both_languages(desk, organiser, lang) -> None:
    organiser.cookies.set("language", lang)
    assert organiser.get(base(desk)).status_code == 200


def test_the_page_lists_the_sheets_that_a_new_wording_touches_and_asks_why(desk, make, organiser) -> None:
    entry = desk.entry()
    desk.prepare()
    desk.approve(desk.copy(entry))
    path = f"{base(desk)}/{entry.number}"
    assert 'name="reason"' not in organiser.get(path).text
    round_, judge = make.round(desk.cycle), make.judge(desk.cycle)
    make.scorecard(make.assignment(round_, judge, entry, desk.organiser), {"benefit": 5}, lodged=False)
    page = organiser.get(path).text
    assert "1 sheet rests on this copy" in page
    refused = approve(organiser, desk, entry)
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert approve(organiser, desk, entry, reason="An acronym was left in it.").status_code == 303
    with make.db.write() as session:
        close_round(session, round_.id, by=desk.organiser.id, at=make.now)
    page = organiser.get(path).text
    assert "what the judges read stands" in page
    assert "<textarea" not in page
    assert f'action="{base(desk)}/approvals"' not in page
    assert approve(organiser, desk, entry, reason="Late.").status_code == 409


def test_the_copy_says_who_approved_it_when_and_why_anew(desk, make, client, sign_in, clock) -> None:
    """The last approval first; of another entry's copies, and of an earlier submission's, nothing."""
    entry, other = desk.entry(), desk.entry("Boats Authority did it")
    desk.prepare()
    first, second = make.person(Role.ORGANISER, name_en="Noura"), make.person(Role.ORGANISER, name_en="Fahd")
    path = f"{base(desk)}/{entry.number}"
    client.cookies.set("language", "en")
    for role in (Role.ORGANISER, Role.AUDITOR):
        sign_in(client, make.person(role))
        assert "Copy approved by" not in client.get(path).text
    clock.forward(minutes=5)
    with make.db.write() as session:
        approve_plain_copies(session, desk.cycle.id, by=first.id, at=clock())
    clock.forward(hours=2)
    make.scorecard(
        make.assignment(make.round(desk.cycle), make.judge(desk.cycle), entry, desk.organiser), {"benefit": 5}
    )
    copy = desk.copy(entry)
    content = BlindContent.from_json(copy.content)
    with make.db.write() as session:
        approve_blind_copy(
            session,
            copy.id,
            content,
            version=copy.version,
            by=second.id,
            at=clock(),
            names_left=2,
            reason="A name was left in it.",
        )
    for role in (Role.ORGANISER, Role.AUDITOR):
        sign_in(client, make.person(role))
        page = " ".join(client.get(path).text.split())
        told = page[page.index("Copy approved by") :]
        assert (
            told.index("Fahd")
            < told.index("2 names were left standing")
            < told.index("A name was left in it.")
        )
        assert (
            told.index("A name was left in it.")
            < told.index("Noura")
            < told.index("together with other copies")
        )
        assert told.count("replaced by the approval above") == 1
        assert "2:05" in told
        assert "12:05" in told
        assert "Copy approved by" not in client.get(f"{base(desk)}/{other.number}").text
    desk.submit_again(entry)
    desk.prepare()
    assert "Copy approved by" not in client.get(path).text


@pytest.mark.parametrize("role", [Role.JUDGE, Role.ENTRANT])
def test_judges_and_entrants_do_not_learn_who_approved_a_copy(desk, make, client, sign_in, role) -> None:
    entry = desk.entry()
    desk.prepare()
    desk.approve(desk.copy(entry))
    sign_in(client, make.person(role))
    answer = client.get(f"{base(desk)}/{entry.number}")
    assert answer.status_code == 403
    assert desk.organiser.name_en not in answer.text


def unread(client, desk, entry, **fields):
    """Approve without having ticked that the changes were read."""
    path = f"{base(desk)}/{entry.number}"
    data = {"_csrf_token": form_token(client, path), "version": desk.copy(entry).version, **fields}
    return client.post(path, data=data, follow_redirects=False)


def test_changes_by_hand_are_shown_against_the_original_before_they_are_approved(desk, organiser, db) -> None:
    entry = desk.entry("It took 11 days and takes 2 now")
    desk.prepare()
    field = "answer.challenge.text_en"
    first = unread(organiser, desk, entry, **{field: "It took many days and takes 2 now"})
    assert first.status_code == 422
    assert "<del>11</del><ins>many</ins>" in first.text
    assert "The numbers are not those of the original: 11 is gone." in first.text
    assert 'name="changes_read"' in first.text
    assert desk.copy(entry).approved_at is None
    done = approve(organiser, desk, entry, **{field: "It took many days and takes 2 now"})
    assert done.status_code == 303
    with db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "blind_copy.approved")).one()
    assert (event.detail["texts_changed"], event.detail["numbers_changed"]) == (1, 1)
    again = organiser.get(f"{base(desk)}/{entry.number}").text
    assert "<del>11</del><ins>many</ins>" in again


def test_a_copy_as_it_was_proposed_is_approved_without_another_step(desk, organiser) -> None:
    entry = desk.entry("The Boats Authority took 11 days")
    desk.prepare()
    assert unread(organiser, desk, entry).status_code == 303


def test_who_rewords_is_told_of_judges_who_have_lodged_already(desk, organiser, make) -> None:
    entry = desk.entry()
    desk.prepare()
    desk.approve(desk.copy(entry))
    judge, round_ = make.judge(desk.cycle), make.round(desk.cycle)
    assignment = make.assignment(round_, judge, entry, make.person(Role.ORGANISER))
    make.scorecard(assignment, {"benefit": 7})
    page = organiser.get(f"{base(desk)}/{entry.number}").text
    assert "1 judge has lodged already, on the wording as it was" in page


def test_the_desk_says_how_sure_each_finding_is_and_the_queue_when_a_title_names_the_entrant(
    desk, organiser
) -> None:
    entry = desk.entry("B.T.A. and the boats  authority", title="Portal of the Boats Authority")
    desk.prepare()
    assert "in the title" in organiser.get(base(desk)).text
    shown = organiser.get(f"{base(desk)}/{entry.number}").text
    for words in ("as it is in the directory", "in another spelling", "an acronym"):
        assert words in shown
