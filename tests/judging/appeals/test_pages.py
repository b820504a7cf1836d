"""Pages of appeals: what a refusal keeps, and who finds nothing."""

import re

from awards.people.models import Role
from judging.appeals.correcting import correct_after
from judging.appeals.models import Outcome, Standing
from judging.appeals.queries import proposed_notice, rule_of
from tests.pages import form_token


def post(client, path, **fields):
    return client.post(
        path, data={"_csrf_token": form_token(client, "/sign-in"), **fields}, follow_redirects=False
    )


def test_what_came_a_second_late_is_refused_with_words_and_kept_on_the_page(world, client, sign_in):
    world.tell(days=3)
    world.make.clock.forward(days=4)
    sign_in(client, world.entrant)
    client.cookies.set("language", "en")
    path = f"/entries/{world.entry(1).id}/appeal"
    answer = post(client, path, ground="misread", text="The fourth sheet overlooks our figures")
    assert answer.status_code == 409
    assert "This one came after that" in answer.text
    assert "The fourth sheet overlooks our figures" in answer.text


def test_an_entrants_page_tells_nothing_of_another_entry_or_of_a_judge(world, client, sign_in, db):
    world.tell()
    sign_in(client, world.entrant)
    text = client.get(f"/entries/{world.entry(1).id}/feedback").text
    assert "80.00" in text
    for n, total in ((0, "85.00"), (2, "60.00"), (3, "20.00")):
        assert total not in text
        assert world.entry(n).title_ar not in text
    assert "J0" not in text


def test_auditors_read_everything_and_change_nothing(world, client, sign_in):
    world.tell()
    world.make.clock.forward(days=2)
    world.file()
    sign_in(client, world.contest.auditor)
    assert client.get(world.path).status_code == 200
    page = client.get(f"{world.path}/1")
    assert page.status_code == 200
    assert 'method="post"' not in page.text.split("<main")[1]
    assert post(client, f"{world.path}/1/ruler", ruler=str(world.ruler.id)).status_code == 403


def test_judges_and_strangers_find_nothing(world, client, sign_in):
    world.tell()
    world.make.clock.forward(days=2)
    world.file()
    sign_in(client, world.make.person(Role.JUDGE))
    assert client.get(world.path).status_code == 403
    sign_in(client, world.make.person(Role.ENTRANT))
    assert client.get(f"/entries/{world.entry(1).id}/appeal").status_code == 404


def test_the_window_is_typed_by_the_clocks_of_the_cycle(world, client, sign_in):
    sign_in(client, world.contest.organisers[0])
    page = client.get(f"{world.path}/telling")
    assert page.status_code == 200
    answer = post(
        client,
        f"{world.path}/telling",
        opens="2026-12-01T09:00",
        ends="2026-12-08T15:30",
        confirmed="true",
    )
    assert answer.status_code == 303
    with world.make.db.read() as session:
        notice = proposed_notice(session, world.contest.cycle.id)
    assert notice.ends_at.isoformat() == "2026-12-08T12:30:00+00:00"


def test_while_publication_waits_its_page_says_for_what(world, client, sign_in):
    world.make.clock.at = world.contest.cycle.publishes_at
    sign_in(client, world.contest.organisers[0])
    client.cookies.set("language", "en")
    path = f"{world.contest.path}/publication"
    assert "tell entrants how their entries did" in client.get(path).text
    consent = client.get(f"{path}/consent", follow_redirects=False)
    assert consent.status_code == 303


def test_the_rule_is_chosen_on_the_page_before_judging_opens(make, client, sign_in):
    cycle, organiser = make.cycle(), make.person(Role.ORGANISER)
    sign_in(client, organiser)
    path = f"/cycles/{cycle.number}/appeals"
    assert 'name="waits"' in client.get(path).text
    assert post(client, f"{path}/rule", waits="maybe", shows="rank").status_code == 422
    assert post(client, f"{path}/rule", waits="true", shows="rank").status_code == 303
    with make.db.read() as session:
        rule = rule_of(session, cycle.id)
    assert (rule.waits, rule.shows) == (True, Standing.RANK)
    make.round(cycle)
    assert 'name="waits"' not in client.get(path).text


def test_the_second_person_sees_the_pseudonym_and_total_of_each_sheet_to_be_set_aside(world, client, sign_in):
    world.tell()
    world.make.clock.forward(days=2)
    appeal = world.file()
    world.assign(appeal)
    ruling = world.rule(appeal, Outcome.UPHELD, set_aside=[world.low_sheet()])
    sign_in(client, world.second)
    client.cookies.set("language", "en")

    def aside(page):
        text = client.get(f"{world.path}/{appeal.number}{page}").text.partition(
            "Sheets that count no longer"
        )[2]
        return re.findall(r"(J\d+)</bdi> · total ([\d.]+)", text.partition("</dd>")[0])

    assert [total for _, total in aside("")] == ["50.00"]
    assert aside("") == aside("/difference")
    shown = aside("")
    world.agree(appeal, ruling)
    with world.make.db.write() as session:
        correct_after(session, appeal.id, by=world.contest.organisers[0].id, at=world.now)
    assert aside("") == aside("/difference") == shown, "a sheet that counts no longer is still named"
