"""Pages of progress and results: what they show, to whom, and what they keep back."""

import csv
import io
import re
from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.people.models import Role
from judging.rounds.models import EarlyClosing, Round
from judging.rounds.queries import early_closing_of
from judging.scorecards.totals import round_half_up
from judging.tally.operations import agree_to_close, close_judging, consent_to_results
from tests.awards.screening.scenes import admit_all
from tests.contests import SETTLED, contest
from tests.pages import form_token
from tests.statements import statements

RESULT_PAGES = (
    "results",
    "results/G2C",
    "results/G2C/{entry}",
    "results/G2C/computation",
    "results/judges/J01",
    "results/G2C/what-if",
    "results/judges",
    "results/export.csv",
    "results/export.json",
    "decisions",
    "decisions/G2C/1",
    "publication",
    "tallies",
)


@pytest.fixture
def field(make):
    return contest(make, {"G2C": [[(9, 8, 7), (9, 9, 8), (8, 9, 9)], *SETTLED[1:], [10, 10]], "IND": []})


def post(client, path, page, **data):
    return client.post(path, data={"_csrf_token": form_token(client, page), **data}, follow_redirects=False)


@pytest.mark.parametrize("page", RESULT_PAGES)
def test_no_result_is_shown_before_two_organisers_opened_them(client, sign_in, field, page):
    sign_in(client, field.organisers[0])
    path = f"{field.path}/{page.format(entry=field.entries['G2C'][0].number)}"
    assert client.get(path).status_code == 409
    field.close()
    answer = client.get(path)
    assert answer.status_code == 409
    assert "لم تُفتح النتائج بعد" in answer.text
    post(client, f"{field.path}/results/openings", f"{field.path}/progress")
    assert client.get(path).status_code == 409
    sign_in(client, field.organisers[1])
    post(client, f"{field.path}/results/openings", f"{field.path}/progress")
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("role", [Role.ENTRANT, Role.JUDGE])
def test_entrants_and_judges_never_reach_progress_or_results(client, sign_in, make, field, role):
    field.open_results()
    sign_in(client, make.person(role))
    for page in ("progress", "round/closing", *RESULT_PAGES):
        path = f"{field.path}/{page.format(entry=field.entries['G2C'][0].number)}"
        assert client.get(path).status_code == 403, path


def test_the_progress_page_says_how_many_and_never_how_good(client, sign_in, field):
    sign_in(client, field.organisers[0])
    page = client.get(f"{field.path}/progress").text
    assert re.search(r'<dd class="num">14 <span class="hint">من 14</span>', page)
    for card in field.cards:
        assert not re.search(rf"\b{round_half_up(Fraction(card.total), 2)}\b", page)


def test_a_round_is_opened_on_its_page(client, sign_in, make):
    c = contest(make, {"G2C": [[8, 8, 8]]})
    with make.db.write() as session:
        c.round.opened_at = None
        session.add(c.round)
    sign_in(client, c.organisers[0])
    opening = f"{c.path}/round/opening"
    assert f"{c.path}/screening" in client.get(opening).text
    assert (
        post(client, opening, f"{c.path}/progress", confirmed="true").status_code == 409
    )  # nothing is screened
    with make.db.write() as session:
        admit_all(session, c.cycle, c.organisers[0].id, make.now)
    assert f"{c.path}/blindness" in client.get(opening).text
    make.certificate(c.cycle)
    refused = post(client, opening, opening)  # four judges are wanted, three are there
    assert refused.status_code == 422
    assert 'id="confirmed"' in refused.text
    assert post(client, opening, opening, confirmed="true").status_code == 303
    assert "الجولة مفتوحة" in client.get(f"{c.path}/progress").text


def test_a_round_in_which_nobody_could_score_is_not_offered_for_opening(client, sign_in, make):
    c = contest(make, {"G2C": [[]]})
    with make.db.write() as session:
        c.round.opened_at = None
        session.add(c.round)
    sign_in(client, c.organisers[0])
    opening = f"{c.path}/round/opening"
    assert f'action="{opening}"' not in client.get(opening).text
    assert post(client, opening, f"{c.path}/progress", confirmed="true").status_code == 409


@pytest.fixture
def two_short(make, clock):
    """One category keeps three of its entries, the other loses both; judges have an hour left."""
    return contest(
        make,
        {"G2C": [*SETTLED[:3], [6, 6, None]], "MOB": [[9, None, None], [8, 8, None]]},
        judging_closes_at=clock() + timedelta(hours=1),
    )


def test_the_page_before_closing_says_what_each_category_loses(client, sign_in, two_short):
    sign_in(client, two_short.organisers[0])
    client.cookies.set("language", "en")
    page = client.get(f"{two_short.path}/round/closing").text
    rows = re.findall(r'<tr><th scope="row"><bdi>(.*?)</bdi>(.*?)</tr>', page)
    figures = {name: re.findall(r">(\d+)<", cells) for name, cells in rows}
    assert figures["Category G2C"] == ["4", "3", "1", "1", "3"]
    assert figures["Category MOB"] == ["2", "0", "2", "3", "3"]
    assert page.count("No winner possible") == 1
    judges = [cells for name, cells in rows if not name.startswith("Category")]
    assert [re.findall(r">(\d+)<", cells)[0] for cells in judges] == ["1", "3"]


def test_closing_early_takes_a_reason_and_a_second_organiser(client, sign_in, two_short, db):
    closing, agreement = (f"{two_short.path}/round/closing{end}" for end in ("", "/agreement"))
    sign_in(client, two_short.organisers[0])
    client.cookies.set("language", "en")
    reason = {"reason": "الوزير مسافر في موعد الحفل", "reason_en": "The minister travels."}
    unconfirmed = post(client, closing, closing, **reason)
    assert unconfirmed.status_code == 422
    assert 'href="#confirmed"' in unconfirmed.text
    assert "The minister travels." in unconfirmed.text
    assert 'href="#reason"' in post(client, closing, closing, confirmed="true").text
    short = post(client, closing, closing, confirmed="true", **{**reason, "reason": "x"}).text
    assert "Reason in Arabic: Write the reason in at least 3 words" in short
    half = post(client, closing, closing, confirmed="true", **{**reason, "reason_en": ""}).text
    assert re.findall(r'<li><a href="#(\w+)">', half) == ["reason_en"]
    first = post(client, closing, closing, confirmed="true", **reason)
    assert first.headers["location"] == closing
    assert f'action="{agreement}"' not in client.get(closing).text, "who asked cannot agree"
    with db.read() as session:
        asked = session.exec(select(EarlyClosing)).one()
        assert session.get(Round, two_short.round.id).closed_at is None
    assert post(client, agreement, closing, wish=str(asked.id), confirmed="true").status_code == 409

    sign_in(client, two_short.organisers[1])
    page = client.get(closing).text
    assert "The minister travels." in page
    assert f'action="{closing}"' not in page
    assert "3 of 6 entries stay unranked" in page
    assert re.search(r"Category MOB</bdi></strong>: no winner is possible", page)
    assert post(client, agreement, closing, wish=str(uuid4()), confirmed="true").status_code == 409
    unread = post(client, agreement, closing, wish=str(asked.id))
    assert unread.status_code == 422
    assert 'href="#confirmed"' in unread.text
    assert post(client, agreement, closing, wish=str(asked.id), confirmed="true").status_code == 303
    with db.read() as session:
        assert session.get(Round, two_short.round.id).closed_by_id == two_short.organisers[1].id
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "round.closed")).one()
    assert events.detail == {"missing": 4, "reason": reason["reason"]}
    assert "The minister travels." in client.get(f"{two_short.path}/progress").text


def test_whoever_asked_to_close_early_takes_it_back_and_nobody_else_can(client, sign_in, two_short, db):
    closing, withdrawal = (f"{two_short.path}/round/closing{end}" for end in ("", "/withdrawal"))
    first, second = two_short.organisers
    with db.write() as session:
        assert not close_judging(
            session, two_short.round.id, reason="Early.", by=first.id, at=two_short.make.now
        )
    with db.read() as session:
        wish = str(early_closing_of(session, two_short.round.id).id)
    sign_in(client, second)
    client.cookies.set("language", "en")
    assert f'action="{withdrawal}"' not in client.get(closing).text
    assert post(client, withdrawal, closing, wish=wish).status_code == 409
    sign_in(client, first)
    assert f'action="{withdrawal}"' in client.get(closing).text
    assert post(client, withdrawal, closing, wish=wish).status_code == 303
    assert post(client, withdrawal, closing, wish=wish).status_code == 409, "there is nothing to take back"
    with db.read() as session:
        assert session.exec(select(EarlyClosing)).first() is None
        assert session.get(Round, two_short.round.id).closed_at is None
        taken = AuditEvent.action == "round.early_closing_taken_back"
        assert session.exec(select(AuditEvent).where(taken)).one().actor_id == first.id


def test_an_early_closing_is_named_wherever_results_are_explained(client, sign_in, two_short):
    first, second = two_short.organisers
    with two_short.make.db.write() as session:
        now = two_short.make.now
        assert not close_judging(session, two_short.round.id, reason="Early.", by=first.id, at=now)
        wish = early_closing_of(session, two_short.round.id)
        agree_to_close(session, two_short.round.id, wish.id, by=second.id, at=now)
        for organiser in two_short.organisers:
            consent_to_results(session, two_short.round.id, by=organiser.id, at=now)
    sign_in(client, two_short.auditor)
    client.cookies.set("language", "en")
    number = two_short.entries["G2C"][0].number
    for page in ("results", "results/G2C", f"results/G2C/{number}", "publication"):
        text = client.get(f"{two_short.path}/{page}").text
        assert "The round was closed before its time" in text, page
        assert "Early." in text, page


def test_a_complete_round_in_time_is_closed_by_one_organiser(client, sign_in, make, clock):
    c = contest(make, {"G2C": SETTLED}, judging_closes_at=clock())
    sign_in(client, c.organisers[0])
    closing = f"{c.path}/round/closing"
    page = client.get(closing).text
    assert 'name="confirmed"' not in page
    assert 'name="reason"' not in page
    assert post(client, closing, closing).status_code == 303
    assert post(client, closing, f"{c.path}/progress").status_code == 409
    assert f'action="{closing}"' not in client.get(closing).text


@pytest.mark.parametrize("page", ["results", "decisions", "publication", "tallies"])
def test_sealed_results_say_within_the_cycle_what_comes_first(client, sign_in, field, page):
    sign_in(client, field.organisers[0])
    client.cookies.set("language", "en")
    answer = client.get(f"{field.path}/{page}")
    assert answer.status_code == 409
    assert 'class="tabs"' in answer.text
    assert "Then an organiser closes the round." in answer.text
    field.close()
    post(client, f"{field.path}/results/openings", f"{field.path}/progress")
    assert field.organisers[0].name_en in client.get(f"{field.path}/{page}").text


def test_one_organiser_alone_cannot_open_the_results(client, sign_in, make):
    c = contest(make, {"G2C": SETTLED})
    c.close()
    sign_in(client, c.organisers[0])
    openings = f"{c.path}/results/openings"
    assert post(client, openings, f"{c.path}/progress").headers["location"] == f"{c.path}/progress"
    page = client.get(f"{c.path}/progress").text
    assert c.organisers[0].name_ar in page
    assert f'action="{openings}"' not in page
    assert post(client, openings, f"{c.path}/progress").status_code == 409
    sign_in(client, c.organisers[1])
    assert post(client, openings, f"{c.path}/progress").headers["location"] == f"{c.path}/results"


def test_the_results_show_every_category_in_order_of_rank(client, sign_in, field):
    field.open_results()
    sign_in(client, field.auditor)
    client.cookies.set("language", "en")
    page = client.get(f"{field.path}/results").text
    rows = re.findall(
        r'<tr(?: class="placed")?><td class="num">([^<]+)</td><td class="num">(\d+)</td>.*?<td class="num">([^<]+)</td><td>–</td></tr>',
        page,
    )
    numbers = [entry.number for entry in field.entries["G2C"]]
    assert [(rank, int(number)) for rank, number, _ in rows] == list(zip("1234–", numbers, strict=True))
    assert rows[0][2] == "85.33"
    assert rows[-1][2] == "100.00"
    assert "No entries in this category." in page


def test_an_unknown_category_or_entry_of_open_results_is_not_found(client, sign_in, field):
    field.open_results()
    sign_in(client, field.organisers[0])
    for page in ("results/XYZ", "results/G2C/9999", "results/IND/1", "decisions/G2C/4", "decisions/XYZ/1"):
        assert client.get(f"{field.path}/{page}").status_code == 404, page
    assert client.get("/cycles/999/results").status_code == 404


def test_the_category_page_says_why_equal_totals_stand_where_they_do(client, sign_in, make):
    c = contest(make, {"G2C": [[(8, 6, 6)] * 3, [(6, 8, 8)] * 3, [5, 5, 5], [5, 5, 5], [9, 9]]})
    c.open_results()
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    page = client.get(f"{c.path}/results/G2C").text
    assert page.count("Equal total, decided by:") == 2
    assert page.count("Shared with entry") == 2
    assert "Unranked: fewer than 3 sheets" in page
    assert page.count('r="5.5" fill="#1f6f4a"') == 4


def test_the_ranking_costs_as_many_statements_for_many_entries_as_for_few(client, db, sign_in, make):
    counts = []
    for entries in (2, 12):
        c = contest(make, {"G2C": [[8, 8, 8] for _ in range(entries)]})
        c.open_results()
        sign_in(client, c.organisers[0])
        for page in ("results", "results/export.csv", "progress", "decisions"):
            client.get(f"{c.path}/{page}")
            with statements(db.reader) as ran:
                assert client.get(f"{c.path}/{page}").status_code == 200
            counts.append((page, len(ran)))
    assert counts[:4] == counts[4:]
    assert dict(counts)["results"] <= 4


def test_a_corrected_tally_is_what_pages_and_exports_show(client, sign_in, make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    sign_in(client, c.organisers[0])
    first = client.get(f"{c.path}/results").text
    make.scorecard(
        make.assignment(c.round, make.judge(c.cycle), c.entries["G2C"][3], c.organisers[0]),
        {"benefit": 10, "channels": 10, "support": 10},
    )
    assert post(client, f"{c.path}/tallies", f"{c.path}/tallies").status_code == 422
    assert client.get(f"{c.path}/results").text == first
    assert (
        post(client, f"{c.path}/tallies", f"{c.path}/tallies", reason="وصلت بطاقة كانت ناقصة").status_code
        == 303
    )
    assert "70.00" in client.get(f"{c.path}/results").text
    assert "وصلت بطاقة كانت ناقصة" in client.get(f"{c.path}/tallies").text
    export = client.get(f"{c.path}/results/export.csv")
    assert "-v2.csv" in export.headers["content-disposition"]


def test_the_export_holds_every_criterion_of_every_sheet_and_runs_no_formula(client, sign_in, make):
    c = contest(make, {"G2C": [[(9, None, 7), 8, 8]], "IND": [[]]})
    spelled = make.entry(c.categories["G2C"], None, make.person(name_en="@evil"), title="=HYPERLINK(1)")
    assert spelled.title_en.startswith("=")
    c.open_results()
    sign_in(client, c.auditor)
    client.cookies.set("language", "en")
    answer = client.get(f"{c.path}/results/export.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    sheets = [row for row in rows if row["Sheet"]]
    assert len(sheets) == 3 * 3
    assert {
        (r["Criterion"], r["Points"], r["Not scored because"])
        for r in sheets
        if r["Total of the sheet"] != "80.00"
    } == {
        ("benefit", "9", ""),
        ("channels", "", "abstained"),
        ("support", "7", ""),
    }
    assert {row["Title in English"] for row in rows if row["Entrant in English"] == "'@evil"} == {
        "'=HYPERLINK(1)"
    }
    assert not any(judge.name_en in answer.text for judge in c.organisers)


def test_results_can_be_read_by_a_program(client, sign_in, field):
    field.open_results()
    sign_in(client, field.organisers[0])
    results = client.get(f"{field.path}/results/export.json").json()
    assert results["version"] == 1
    category = results["results"]["categories"][0]
    assert [entry["rank"] for entry in category["entries"]] == [1, 2, 3, 4, None]
    assert category["entries"][0]["total_exact"] == "256/3"


def test_an_entrys_page_gives_its_chance_of_an_awarded_place_in_a_sentence(client, sign_in, make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    page = client.get(f"{c.path}/results/G2C/{c.entries['G2C'][0].number}").text
    assert re.search(
        r"this entry is really the best in \S.* of 100 cases\. In .* of 100 it would have one of the 3",
        page,
    )
    assert re.search(r"\d − \(.*\) ≈ \d", page)
