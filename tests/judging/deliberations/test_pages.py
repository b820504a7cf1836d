"""Pages of reasons, decisions and publication."""

import re

import pytest
from sqlmodel import select

from judging.deliberations.models import Decision, Publication
from judging.scorecards.models import Score, Scorecard
from tests.contests import SETTLED, contest
from tests.judging.deliberations.test_deciding import decide
from tests.pages import form_token

CITATIONS = {"citation_ar": "حيثيات", "citation_en": "Citation"}


@pytest.fixture
def settled(make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    return c


@pytest.fixture
def organiser(client, sign_in, settled):
    sign_in(client, settled.organisers[0])
    client.cookies.set("language", "en")
    return client


def decide_on_page(client, c, place, code="G2C", **data):
    path = f"{c.path}/decisions/{code}/{place}"
    page = client.get(path).text
    tally = re.search(r'name="tally" value="([^"]+)"', page).group(1)
    return client.post(
        path,
        data={"_csrf_token": form_token(client, path), "tally": tally, **data},
        follow_redirects=False,
    )


def test_an_entry_opens_to_its_sheets_the_computation_and_the_decision(organiser, settled, make):
    entry = settled.entries["G2C"][1]
    with make.db.write() as session:
        card = session.get_one(Scorecard, settled.cards[3].id)
        card.strengths = "Saves <b>days</b>"
        session.exec(select(Score).where(Score.scorecard_id == card.id)).first().comment = "Well measured."
    decide(settled, 1, entry, reason="Wider reach.")
    page = organiser.get(f"{settled.path}/results/G2C/{entry.number}").text
    assert "(50 × 8 + 30 × 8 + 20 × 8) ÷ 100 × 10 = 80" in page
    assert "(80 + 80 + 80) ÷ 3 = 80" in page
    assert "Saves &lt;b&gt;days&lt;/b&gt;" in page
    assert "Well measured." in page
    assert "Wider reach." in page
    assert settled.organisers[0].name_en in page
    assert "nobody yet" in page
    with make.db.read() as session:
        names = {session.get_one(type(make.person()), judge.person_id).name_en for judge in settled.judges}
    assert not any(re.search(rf"\b{name}\b", page) for name in names)


def test_a_tie_is_explained_on_the_page_of_the_entry(client, sign_in, make):
    c = contest(make, {"G2C": [[(8, 6, 6)] * 3, [(6, 8, 8)] * 3]})
    c.open_results()
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    page = client.get(f"{c.path}/results/G2C/{c.entries['G2C'][0].number}").text
    assert "These entries have the same exact total." in page
    assert re.search(r"decided by:\s*<strong><bdi>Criterion benefit", page)


def test_a_place_is_decided_on_its_page_which_proposes_the_ranking(organiser, settled):
    first = settled.entries["G2C"][0]
    page = organiser.get(f"{settled.path}/decisions/G2C/1").text
    assert re.findall(r'value="([^"]+)" aria-label="Entry \d+" checked', page) == [str(first.id)]
    answer = decide_on_page(organiser, settled, 1, outcome="awarded", entries=[str(first.id)], **CITATIONS)
    assert answer.headers["location"] == f"{settled.path}/decisions#G2C"
    page = organiser.get(f"{settled.path}/decisions").text
    assert page.count("Awarded") == 1
    assert page.count("Not decided") == 2


def test_what_was_typed_is_kept_when_a_citation_or_a_reason_is_missing(organiser, settled):
    second = settled.entries["G2C"][1]
    answer = decide_on_page(
        organiser, settled, 1, outcome="awarded", entries=[str(second.id)], citation_ar="نص الحيثيات"
    )
    assert answer.status_code == 422
    assert "نص الحيثيات" in answer.text
    assert 'href="#citation_en"' in answer.text
    assert f'value="{second.id}" aria-label="Entry {second.number}" checked' in answer.text
    answer = decide_on_page(organiser, settled, 1, outcome="awarded", entries=[str(second.id)], **CITATIONS)
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text


def test_a_broken_rule_is_told_on_the_form(organiser, settled):
    answer = decide_on_page(organiser, settled, 1, outcome="awarded", reason="x", **CITATIONS)
    assert answer.status_code == 409
    assert "Choose one entry" in answer.text
    assert "حيثيات" in answer.text


def test_a_decision_on_an_older_version_of_the_results_is_refused(organiser, settled):
    path = f"{settled.path}/decisions/G2C/1"
    data = {
        "_csrf_token": form_token(organiser, path),
        "tally": "00000000-0000-4000-8000-000000000000",
        "outcome": "awarded",
        "entries": [str(settled.entries["G2C"][0].id)],
        **CITATIONS,
    }
    answer = organiser.post(path, data=data)
    assert answer.status_code == 409
    assert "counted again" in answer.text


def test_the_second_organiser_approves_what_the_first_decided(organiser, sign_in, settled, db):
    (decision,) = decide(settled, 1, settled.entries["G2C"][1], reason="Wider reach.")
    approval = f"{settled.path}/decisions/G2C/1/approval"
    board = f"{settled.path}/decisions"
    assert f'action="{approval}"' not in organiser.get(board).text
    data = {"_csrf_token": form_token(organiser, board), "decision": str(decision.id)}
    assert organiser.post(approval, data=data).status_code == 409
    sign_in(organiser, settled.organisers[1])
    page = organiser.get(board).text
    assert f'action="{approval}"' in page
    assert "Wider reach." in page
    data["_csrf_token"] = form_token(organiser, board)
    assert organiser.post(approval, data=data, follow_redirects=False).status_code == 303
    with db.read() as session:
        assert session.exec(select(Decision)).one().approved_by_id == settled.organisers[1].id


def test_an_approval_holds_only_for_the_decision_that_was_shown(organiser, sign_in, settled):
    (shown,) = decide(settled, 1, settled.entries["G2C"][1], reason="One.")
    decide(settled, 1, settled.entries["G2C"][2], reason="Another.")
    sign_in(organiser, settled.organisers[1])
    data = {"_csrf_token": form_token(organiser, f"{settled.path}/decisions"), "decision": str(shown.id)}
    answer = organiser.post(f"{settled.path}/decisions/G2C/1/approval", data=data)
    assert answer.status_code == 409
    assert "was changed" in answer.text


def test_the_publication_page_lists_what_is_missing_and_waits_for_its_day(organiser, settled):
    path = f"{settled.path}/publication"
    page = organiser.get(path).text
    assert "Place 1 of “Category G2C” is not decided." in page
    for place, entry in enumerate(settled.entries["G2C"][:3], 1):
        decide(settled, place, entry)
    page = organiser.get(path).text
    assert "Every place is decided" in page
    assert f'action="{path}"' not in page
    assert "embargo" in organiser.post(path, data={"_csrf_token": form_token(organiser, path)}).text


def test_results_go_out_with_the_button_once_the_embargo_ends(client, sign_in, settled, clock, db):
    for place, entry in enumerate(settled.entries["G2C"][:3], 1):
        decide(settled, place, entry)
    clock.at = settled.cycle.publishes_at
    sign_in(client, settled.organisers[1])
    path = f"{settled.path}/publication"
    assert f'action="{path}"' in client.get(path).text
    answer = client.post(path, data={"_csrf_token": form_token(client, path)}, follow_redirects=False)
    assert answer.status_code == 303
    with db.read() as session:
        assert session.get(Publication, settled.cycle.id).published_by_id == settled.organisers[1].id
    assert "decisions/G2C/1" not in client.get(f"{settled.path}/decisions").text
