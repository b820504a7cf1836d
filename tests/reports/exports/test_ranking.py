"""The ranking and the places as tables."""

import csv
import io

from judging.deliberations.models import Decision
from tests.contests import SETTLED, contest
from tests.judging.deliberations.test_deciding import decide


def rows_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="' in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_ranking_has_a_row_for_each_entry_with_what_was_decided(client, sign_in, make):
    c = contest(make, {"G2C": [*SETTLED[:2], [10, 10]], "IND": []})
    assert client.get(f"{c.path}/results/ranking.csv", follow_redirects=False).status_code == 303
    sign_in(client, c.auditor)
    assert client.get(f"{c.path}/results/ranking.csv").status_code == 409
    c.open_results()
    first, second, unranked = c.entries["G2C"]
    decide(c, 1, second, reason="أثرها أوسع")
    client.cookies.set("language", "en")
    rows = rows_of(client, f"{c.path}/results/ranking.csv")
    assert [
        (int(r["Entry number"]), r["Rank"], r["Sheets"], r["Place given"], r["Citation in English"])
        for r in rows
    ] == [
        (first.number, "1", "3", "", ""),
        (second.number, "2", "3", "1", "Citation"),
        (unranked.number, "", "2", "", ""),
    ]
    assert rows[1]["Reason in Arabic"] == "أثرها أوسع"


def test_the_places_have_a_row_for_each_holder_and_one_for_a_withheld_place(client, sign_in, make):
    c = contest(make, {"G2C": [[9, 9, 9], [9, 9, 9], [5, 5, 5]]})
    c.open_results()
    first, second, _ = c.entries["G2C"]
    decide(c, 1, first, second)
    (withheld,) = decide(c, 2, citation="", reason="سبب")
    with make.db.write() as session:
        session.get_one(Decision, withheld.id).reason_en = "A reason."
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    rows = rows_of(client, f"{c.path}/results/winners.csv")
    assert [(r["Place"], r["Outcome"], r["Entry number"], r["Total of the entry"]) for r in rows] == [
        ("1", "shared", str(first.number), "90.00"),
        ("1", "shared", str(second.number), "90.00"),
        ("2", "withheld", "", ""),
    ]
    assert rows[2]["Reason in English"] == "A reason."
    assert {r["Decided by"] for r in rows} == {c.organisers[0].name_en}
    assert {r["Approved by"] for r in rows} == {""}


def test_the_page_of_results_says_what_each_file_is(client, sign_in, make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    sign_in(client, c.auditor)
    page = client.get(f"{c.path}/results").text
    for name in ("ranking.csv", "winners.csv", "export.csv", "export.json"):
        assert f'href="{c.path}/results/{name}"' in page
