"""The pages of assignments, and a judge's page for standing back."""

import re

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.people.models import Person, Role
from judging.blinding.models import BlindCopy
from judging.panels.models import Judge, JudgeAffiliation, Origin
from judging.recusals.models import Recusal
from tests.pages import form_token


@pytest.fixture
def organiser(world, client, sign_in):
    sign_in(client, world.organiser)
    client.cookies.set("language", "en")
    return client


def base(world) -> str:
    return f"/cycles/{world.cycle.number}/assignments"


def as_judge(world, client, sign_in, judge) -> None:
    with world.make.db.read() as session:
        person = session.get_one(Person, session.get_one(Judge, judge.id).person_id)
    sign_in(client, person, Role.JUDGE)
    client.cookies.set("language", "en")


def test_the_plan_is_shown_with_its_figures_and_made_by_a_button(world, organiser) -> None:
    page = organiser.get(f"{base(world)}?seed=5").text
    assert "A plan for 18 sheets" in page
    token = form_token(organiser, base(world))
    done = organiser.post(base(world), data={"_csrf_token": token, "seed": 5, "mix": 1})
    assert "18 sheets are assigned." in done.text
    assert "Every ready entry has its judges." in done.text
    assert len(world.assignments()) == 18


def test_entries_that_wait_for_their_copy_are_counted_and_left_out(world, make, organiser) -> None:
    make.blind_copy(make.entry(world.category, world.agencies[0], world.entrant))
    page = organiser.get(base(world)).text
    assert "1 submitted entry has no approved blind copy and is left out." in page
    assert "A plan for 18 sheets" in page


def test_a_shortage_says_which_entry_lacks_how_many_and_why(world, make, organiser) -> None:
    english = make.entry(world.category, world.agencies[0], world.entrant, language="en", title="Tide tables")
    make.blind_copy(english, approved_by=world.organiser)
    with make.db.write() as session:
        for judge in world.judges[:4]:
            session.merge(judge).reads_en = False
    page = organiser.get(f"{base(world)}?mix=0").text
    assert "1 entry cannot be given its judges" in page
    assert "Tide tables" in page
    assert "Of the jury, 2 judges can read its language." in page
    refused = organiser.post(base(world), data={"_csrf_token": form_token(organiser, base(world)), "seed": 1})
    assert refused.status_code == 409
    assert world.assignments() == []


def test_an_entry_without_a_judge_of_an_origin_is_named_and_can_be_assigned_all_the_same(
    world, make, organiser
) -> None:
    local = [judge for judge in world.judges if judge.origin is Origin.LOCAL]
    hidden = make.entry(world.category, world.agencies[0], world.entrant, language="en", title="Tide tables")
    make.blind_copy(hidden, approved_by=world.organiser)
    with make.db.write() as session:
        for judge in local:
            session.merge(judge).reads_en = False
    page = organiser.get(f"{base(world)}?seed=3").text
    assert "1 entry cannot have a judge of every origin, and goes without in this plan:" in page
    assert re.search(r"Tide tables.*?1 local judge.*?can read its language", page, re.DOTALL)
    plan = page.split("Who would get what", 1)[1]
    assert "Tide tables" in plan
    with make.db.read() as session:
        names = [session.get_one(Person, judge.person_id).name_en for judge in world.judges]
    assert any(name in plan for name in names)
    data = {"_csrf_token": form_token(organiser, base(world)), "seed": 3, "mix": 1}
    assert organiser.post(base(world), data=data).status_code == 409, "nobody waives it unasked"
    assert organiser.post(base(world), data={**data, "waive": 1}, follow_redirects=False).status_code == 303
    assert len(world.assignments(entry_id=hidden.id)) == 3
    with make.db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "assignments.made")).one()
    assert event.detail["without_origin"] == {"local": [hidden.number]}


def test_a_judge_is_released_with_a_reason_and_only_the_rest_is_planned(world, make, organiser) -> None:
    world.assign()
    judge = world.judges[0]
    load = len(world.assignments(judge_id=judge.id))
    make.scorecard(world.assignments(judge_id=judge.id)[0], {"benefit": 5, "channels": 5, "support": 5})
    path = f"{base(world)}/judges/{judge.id}/release"
    token = form_token(organiser, base(world))
    empty = organiser.post(path, data={"_csrf_token": token, "reason": " "})
    assert empty.status_code == 422
    assert "<details" in empty.text
    assert " open>" in empty.text
    short = organiser.post(path, data={"_csrf_token": token, "reason": "ab"})
    assert 'value="ab"' in short.text
    done = organiser.post(path, data={"_csrf_token": token, "reason": "Fell ill"})
    assert "Fell ill" in done.text
    assert f"A plan for the {load - 1} sheets that are missing" in done.text


def test_a_conflict_that_comes_to_light_later_is_shown_and_ended(world, make, organiser) -> None:
    world.assign()
    made = world.assignments()[0]
    entry = next(e for e in world.entries if e.id == made.entry_id)
    with make.db.write() as session:
        session.add(JudgeAffiliation(judge_id=made.judge_id, agency_id=entry.agency_id, former=True))
    page = organiser.get(base(world)).text
    assert "The judge used to work for the entrant." in page
    token = form_token(organiser, base(world))
    organiser.post(f"{base(world)}/{made.id}/recusal", data={"_csrf_token": token})
    assert world.assignments(id=made.id)[0].ended_at is not None
    other = world.assignments(judge_id=world.judges[-1].id)[0]
    if other.judge_id != made.judge_id:
        assert (
            organiser.post(f"{base(world)}/{other.id}/recusal", data={"_csrf_token": token}).status_code
            == 404
        )


def test_a_judge_of_another_cycle_is_not_released_from_here(world, make, organiser) -> None:
    stranger = make.judge(make.cycle())
    answer = organiser.post(
        f"{base(world)}/judges/{stranger.id}/release",
        data={"_csrf_token": form_token(organiser, base(world)), "reason": "Fell ill"},
    )
    assert answer.status_code == 404


def test_an_auditor_looks_on_and_nobody_else_may(world, make, client, sign_in) -> None:
    world.assign()
    sign_in(client, make.person(Role.AUDITOR))
    page = client.get(base(world))
    assert page.status_code == 200
    assert "/release" not in page.text
    data = {"_csrf_token": form_token(client, "/"), "seed": 1}
    assert client.post(base(world), data=data).status_code == 403
    for role in (Role.JUDGE, Role.ENTRANT):
        sign_in(client, make.person(role))
        assert client.get(base(world)).status_code == 403


def test_a_cycle_without_a_round_or_a_judge_says_what_is_missing(world, make, organiser) -> None:
    bare = make.cycle()
    assert (
        "This cycle has no round of judging yet" in organiser.get(f"/cycles/{bare.number}/assignments").text
    )
    make.round(bare)
    assert "No entry is ready yet" in organiser.get(f"/cycles/{bare.number}/assignments").text


def test_a_judge_stands_back_and_the_entry_leaves_their_list(world, client, sign_in) -> None:
    world.assign()
    judge = world.judges[0]
    mine = world.assignments(judge_id=judge.id)[0]
    as_judge(world, client, sign_in, judge)
    path = f"/scorecards/{mine.code}/recusal"
    assert mine.code in client.get(path).text
    token = form_token(client, path)
    empty = client.post(path, data={"_csrf_token": token, "reason": ""})
    assert empty.status_code == 422
    assert "Say why you recuse yourself." in empty.text
    short = client.post(path, data={"_csrf_token": token, "reason": "<b"})
    assert "&lt;b</textarea>" in short.text
    done = client.post(
        path, data={"_csrf_token": token, "reason": "My brother works there"}, follow_redirects=False
    )
    assert done.headers["location"] == "/scorecards"
    assert client.get(path).status_code == 404
    with world.make.db.read() as session:
        assert session.exec(select(Recusal.reason)).one() == "My brother works there"


def test_nobody_stands_back_from_an_entry_of_another_judge(world, client, sign_in) -> None:
    world.assign()
    theirs = world.assignments(judge_id=world.judges[1].id)[0]
    mine = {a.code for a in world.assignments(judge_id=world.judges[0].id)}
    assert theirs.code not in mine
    as_judge(world, client, sign_in, world.judges[0])
    missing, foreign = (
        client.get("/scorecards/K7-QM2/recusal"),
        client.get(f"/scorecards/{theirs.code}/recusal"),
    )
    assert missing.status_code == foreign.status_code == 404
    assert missing.text == foreign.text
    answer = client.post(
        f"/scorecards/{theirs.code}/recusal",
        data={"_csrf_token": form_token(client, "/scorecards/x"), "reason": "because"},
    )
    assert answer.status_code == 404
    assert world.assignments(id=theirs.id)[0].ended_at is None


def test_standing_back_after_the_round_keeps_what_was_typed(world, client, sign_in) -> None:
    world.assign()
    judge = world.judges[0]
    mine = world.assignments(judge_id=judge.id)[0]
    as_judge(world, client, sign_in, judge)
    token = form_token(client, f"/scorecards/{mine.code}/recusal")
    with world.make.db.write() as session:
        session.merge(world.round).closed_at = world.make.now
    late = client.post(f"/scorecards/{mine.code}/recusal", data={"_csrf_token": token, "reason": "Too late"})
    assert late.status_code == 409
    assert "Too late</textarea>" in late.text


def test_a_judge_gets_a_file_under_a_neutral_name(world, client, sign_in, settings) -> None:
    from awards.kit.files import FileStore

    world.assign()
    judge = world.judges[0]
    mine = world.assignments(judge_id=judge.id)[0]
    digest = FileStore(settings.files_dir).put(b"%PDF-clean")
    with world.make.db.write() as session:
        copy = session.exec(select(BlindCopy).where(BlindCopy.entry_id == mine.entry_id)).one()
        file = {
            "attachment": "a",
            "digest": digest,
            "media_type": "application/pdf",
            "size": 10,
            "shown": True,
        }
        copy.content = {**copy.content, "files": [file]}
        copy.version += 1
    as_judge(world, client, sign_in, judge)
    answer = client.get(f"/scorecards/{mine.code}/files/1")
    assert answer.content == b"%PDF-clean"
    assert answer.headers["content-disposition"] == f'inline; filename="{mine.code}-attachment-1.pdf"'
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["cache-control"] == "no-store"
    assert "last-modified" not in answer.headers
    assert client.get(f"/scorecards/{mine.code}/files/2").status_code == 404
