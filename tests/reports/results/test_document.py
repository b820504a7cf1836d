"""results.json: complete, pseudonymous, and every total in it can be worked out again."""

import json
from fractions import Fraction

import pytest

from awards.kit.db import Database
from awards.kit.errors import RuleBroken
from judging.tally.document import FORMULA, from_json, to_json
from reports.results.document import results_document
from reports.results.queries import results_of
from tests.reports.published import REASON, REASON_EN, Published


@pytest.fixture
def document(db: Database, published: Published) -> dict:
    with db.read() as session:
        return json.loads(json.dumps(results_document(results_of(session, published.cycle_id))))


def sheet_total(sheet: dict, weights: dict[str, Fraction]) -> Fraction:
    scored = {key: Fraction(points) for key, points in sheet["scores"].items() if isinstance(points, str)}
    return (
        10
        * sum(weights[key] * points for key, points in scored.items())
        / sum(weights[key] for key in scored)
    )


def test_every_total_is_worked_out_again_from_the_points(document: dict) -> None:
    checked = 0
    for category in document["categories"]:
        weights = {c["key"]: Fraction(c["weight"]) for c in category["criteria"]}
        assert sum(weights.values()) == 100
        for entry in category["entries"]:
            totals = [sheet_total(sheet, weights) for sheet in entry["sheets"]]
            assert [Fraction(sheet["total_exact"]) for sheet in entry["sheets"]] == totals
            assert Fraction(entry["total_exact"]) == sum(totals) / len(totals)
            assert abs(Fraction(entry["total"]) - Fraction(entry["total_exact"])) <= Fraction(1, 200)
            checked += len(totals)
    assert checked > 70


def test_every_rank_follows_from_the_totals(document: dict) -> None:
    for category in document["categories"]:
        ranked = [e for e in category["entries"] if e["rank"] is not None]
        for entry in ranked:
            ahead = sum(Fraction(o["total_exact"]) > Fraction(entry["total_exact"]) for o in ranked)
            equal = sum(Fraction(o["total_exact"]) == Fraction(entry["total_exact"]) for o in ranked)
            assert ahead < entry["rank"] <= ahead + equal


def test_an_abstention_is_named_and_is_no_number(document: dict) -> None:
    scores = [
        points
        for category in document["categories"]
        for entry in category["entries"]
        for sheet in entry["sheets"]
        for points in sheet["scores"].values()
    ]
    no_numbers = [points for points in scores if not isinstance(points, str)]
    assert no_numbers
    assert all(points == {"none": "abstained"} for points in no_numbers)


def test_decisions_stand_with_their_reasons(document: dict) -> None:
    first = document["categories"][0]
    assert [d["place"] for d in first["decisions"]] == [1, 2, 3]
    assert first["decisions"][1]["reason"] == {"ar": REASON, "en": REASON_EN}
    assert first["decisions"][1]["approved_at"] is not None
    assert first["decisions"][0]["reason"] is None
    assert first["decisions"][0]["entries"] == [first["entries"][0]["number"]]


def test_nothing_leads_back_to_a_judge_or_a_stored_sheet(
    db: Database, published: Published, document: dict
) -> None:
    text = json.dumps(document, ensure_ascii=False)
    assert published.document is not None
    for category in published.document.categories:
        for entry in category.entries:
            assert str(entry.entry_id) not in text
            for sheet in entry.sheets:
                assert str(sheet.scorecard_id) not in text
    assert "scorecard" not in text


def test_there_is_no_document_before_publication(db: Database, decided: Published) -> None:
    with db.read() as session, pytest.raises(RuleBroken):
        results_document(results_of(session, decided.cycle_id))


def test_a_tally_says_how_it_was_counted_and_one_that_does_not_was_counted_by_the_first_rule(
    published: Published, document: dict
) -> None:
    assert document["formula"] == FORMULA
    assert published.document is not None
    stored = to_json(published.document)
    assert from_json({**stored, "formula": "another rule"}).formula == "another rule"
    del stored["formula"]
    assert from_json(stored).formula == FORMULA
