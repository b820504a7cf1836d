"""The demo as a newcomer gets it: built by the command, and true in every figure."""

import html
import json
import re
import stat
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient
from sqlmodel import select

from awards.app import create_app
from awards.cycles.models import Category, Cycle
from awards.demo import fixtures, scales, simulation
from awards.demo.calendar import at_work, between
from awards.demo.citations import STRENGTHS
from awards.entries.models import Entry, EntryState, Submission
from awards.kit import chain
from awards.kit.audit import AuditEvent, body_of
from awards.kit.clock import RIYADH
from awards.kit.db import Database
from awards.settings import Settings
from judging.appeals.models import Appeal, AppealRuling
from judging.appeals.models import Outcome as AppealOutcome
from judging.calibration.models import Calibration, CalibrationSheet
from judging.deliberations.models import Decision, Outcome
from judging.panels.models import Judge
from judging.recognition.models import Recognised, Recognition
from judging.reconciliation.models import Reconciliation, ReconciliationPart, Settlement
from judging.recusals.models import Recusal
from judging.rubrics.queries import rubric_of
from judging.sealing.holding import held
from tests.pages import form_token

ENTRIES = 60
"""Of the third cycle: enough that a winner of the second would be among them."""
COUNTS = {"G2C": 52, "G2G": 30, "G2B": 34, "MOB": 22, "PAR": 14, "LEA": 16, "IND": 16}


def run_demo(folder: Path) -> None:
    command = [sys.executable, "-m", "awards.cli", "demo", "--no-serve", "--data-dir", str(folder)]
    subprocess.run([*command, "--entries", str(ENTRIES), "--seed", "7"], check=True, capture_output=True)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    run_demo(folder)
    return folder


@pytest.fixture(scope="module")
def results(demo: Path) -> dict[str, Any]:
    return json.loads((demo / "out" / "results.json").read_text())


@pytest.fixture(scope="module")
def database(demo: Path) -> Database:
    return Database(Settings.from_environment({"TAHKIM_DATA_DIR": str(demo)}).database_url)


def entries_of(results: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(category, entry) for category in results["categories"] for entry in category["entries"]]


def test_the_published_cycle_has_its_184_entries_in_seven_categories(results: dict[str, Any]) -> None:
    assert {c["code"]: len(c["entries"]) for c in results["categories"]} == COUNTS
    assert all(len(entry["sheets"]) >= 3 for _, entry in entries_of(results))


def test_every_total_follows_from_its_sheets_by_exact_arithmetic(results: dict[str, Any]) -> None:
    for category, entry in entries_of(results):
        weights = {c["key"]: Fraction(c["weight"]) for c in category["criteria"]}
        totals = []
        for sheet in entry["sheets"]:
            points = {k: Fraction(p) for k, p in sheet["scores"].items() if _is_number(p)}
            total = 10 * sum(weights[k] * p for k, p in points.items()) / sum(weights[k] for k in points)
            assert Fraction(sheet["total_exact"]) == total
            totals.append(total)
        mean = sum(totals) / len(totals)
        assert Fraction(entry["total_exact"]) == mean
        assert abs(Fraction(entry["total"]) - mean) <= Fraction(1, 200)


def _is_number(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(r"\d+(\.\d+)?", text) is not None


def test_every_rank_follows_from_the_scores_and_the_ladder(results: dict[str, Any]) -> None:
    for category in results["categories"]:
        ranked = [e for e in category["entries"] if e["rank"] is not None]
        keys = {}
        for entry in ranked:
            means = []
            for criterion in category["tie_break"]:
                given = [
                    Fraction(s["scores"][criterion])
                    for s in entry["sheets"]
                    if _is_number(s["scores"].get(criterion))
                ]
                means.append(sum(given) / len(given))
            keys[entry["number"]] = (Fraction(entry.get("compared", entry["total_exact"])), *means)
        for entry in ranked:
            better = sum(other > keys[entry["number"]] for other in keys.values())
            assert entry["rank"] == 1 + better, entry["number"]


def test_the_demo_has_a_shared_place_a_tie_that_was_parted_a_withheld_place_and_its_reason(
    results: dict[str, Any],
) -> None:
    decisions = [d for c in results["categories"] for d in c["decisions"]]
    assert any(d["outcome"] == "withheld" and d["reason"] and d["approved_at"] for d in decisions)
    assert any(entry["tied_with"] for _, entry in entries_of(results))
    assert any(entry["tie_broken_by"] for _, entry in entries_of(results))


def test_the_demo_has_a_recusal_a_dropped_out_judge_a_withdrawn_and_a_disqualified_entry(
    database: Database,
) -> None:
    with database.read() as session:
        assert session.exec(select(Recusal)).first()
        assert session.exec(select(Judge).where(Judge.dropped_out_reason != "")).first()
        states = Counter(session.exec(select(Entry.state)).all())
        assert session.exec(select(Decision).where(Decision.outcome == Outcome.WITHHELD)).first()
    assert states[EntryState.WITHDRAWN] >= 1
    assert states[EntryState.DISQUALIFIED] >= 1
    assert states[EntryState.DRAFT] >= 1


def test_the_published_cycle_is_sealed_again_after_an_appeal_and_the_file_holds(
    demo: Path, database: Database
) -> None:
    told = "\n".join(held((demo / "out" / "sealed.zip").read_bytes()))
    assert "sealed results of cycle 2, version 2" in told
    with database.read() as session:
        [appeal] = session.exec(select(Appeal)).all()
        [ruling] = session.exec(select(AppealRuling)).all()
    assert appeal.closed_at is not None
    assert (ruling.outcome, len(ruling.set_aside)) == (AppealOutcome.PARTLY_UPHELD, 1)
    assert not ruling.changes_place
    assert ruling.ruled_by_id not in {appeal.assigned_by_id, appeal.filed_by_id}


def test_sheets_that_lay_far_apart_are_reconciled_and_one_judge_scored_again(database: Database) -> None:
    with database.read() as session:
        opened = session.exec(select(Reconciliation)).all()
        parts = session.exec(select(ReconciliationPart)).all()
    assert opened
    assert all(one.settled_at for one in opened)
    assert Settlement.AGREED in {one.settlement for one in opened}
    assert all(part.answered_at and part.reason for part in parts)
    assert sum(part.rescored_receipt_id is not None for part in parts) == 1


def test_the_third_cycle_was_calibrated_and_has_three_kinds_of_scales(database: Database) -> None:
    with database.read() as session:
        [calibration] = session.exec(select(Calibration)).all()
        sheets = session.exec(select(CalibrationSheet)).all()
        category = session.exec(
            select(Category).where(
                Category.cycle_id == calibration.cycle_id, Category.code == scales.CATEGORY
            )
        ).one()
        criteria = rubric_of(session.connection(), category.id).criteria
    assert calibration.closed_at is not None
    assert len(sheets) >= 4
    assert {one.scale.ends for one in criteria} == {"0–10", "0–100", "0–5", "0–3"}
    assert [len(one.scale.bands) for one in criteria if one.scale.bands] == [4]


def test_some_judges_said_whether_they_could_tell_whose_entry_it_was(database: Database) -> None:
    with database.read() as session:
        answers = Counter(session.exec(select(Recognition.answer)).all())
    assert answers[Recognised.NO] > answers[Recognised.GUESSED] > 0
    assert answers[Recognised.KNEW] > 0


def test_each_judged_entry_has_a_certificate_and_each_awarded_place_one_more(
    demo: Path, results: dict[str, Any]
) -> None:
    winners = sum(len(d["entries"]) for c in results["categories"] for d in c["decisions"])
    papers = list((demo / "out" / "certificates").glob("*.pdf"))
    assert winners > 15
    assert len(papers) == 184 + winners


def test_every_paper_is_a_sound_pdf_and_every_certificate_one_page(demo: Path) -> None:
    papers = sorted((demo / "out" / "certificates").glob("*.pdf"))
    for paper in [*papers, demo / "out" / "results.pdf"]:
        subprocess.run(["qpdf", "--check", str(paper)], check=True, capture_output=True)
    for paper in papers:
        with pikepdf.open(paper) as pdf:
            assert len(pdf.pages) == 1
            width, height = (float(x) for x in list(pdf.pages[0].mediabox)[2:])
            assert width > height


def test_the_report_has_a_chapter_for_each_category(demo: Path, results: dict[str, Any]) -> None:
    with pikepdf.open(demo / "out" / "results.pdf") as pdf:
        titles: list[str] = []
        with pdf.open_outline() as outline:
            stack = list(outline.root)
            while stack:
                item = stack.pop()
                titles.append(item.title)
                stack.extend(item.children)
    for category in results["categories"]:
        assert any(category["name"]["ar"] in title for title in titles), category["code"]


def test_the_sign_ins_are_for_the_owner_alone_and_all_of_them_work(demo: Path, database: Database) -> None:
    path = demo / "demo.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    accounts = json.loads(path.read_text())
    assert set(accounts) == {"base", "judges", "organizers", "entrants", "auditors"}
    assert len(accounts["judges"]) == 24
    settings = Settings.from_environment({"TAHKIM_DATA_DIR": str(demo)})
    first_pages = {
        "judges": "/scorecards",
        "organizers": "/desk/organiser",
        "entrants": "/entries",
        "auditors": "/desk/auditor",
    }
    for role, first_page in first_pages.items():
        with TestClient(create_app(settings, database)) as client:
            token = form_token(client, "/sign-in")
            account = accounts[role][0]
            form = {"_csrf_token": token, "email": account["email"], "password": account["password"]}
            client.post("/sign-in", data={**form, "next": "/desk"})
            assert client.get("/desk", follow_redirects=False).headers["location"] == first_page
            assert client.get(first_page).status_code == 200
            for entry in account.get("entries", []):
                assert client.get(entry).status_code == 200


def test_the_audit_chain_of_the_demo_is_whole_and_its_times_never_step_back(database: Database) -> None:
    with database.read() as session:
        events = session.exec(select(AuditEvent).order_by(AuditEvent.sequence)).all()  # type: ignore[arg-type]
    pairs = [
        (body_of(e.at, e.actor_id, e.action, e.subject_id, e.detail, e.origin), e.digest) for e in events
    ]
    assert len(pairs) > 2000
    assert chain.first_broken(pairs) is None
    assert [e.sequence for before, e in pairwise(events) if e.at < before.at] == []


def test_a_second_start_builds_nothing_anew(demo: Path) -> None:
    kept = [demo / "demo.json", demo / "out" / "results.json", *(demo / "out").rglob("*.pdf")]
    before = {path: path.stat().st_mtime_ns for path in kept}
    run_demo(demo)
    assert {path: path.stat().st_mtime_ns for path in kept} == before


def test_a_build_that_was_interrupted_is_begun_anew(tmp_path: Path) -> None:
    from awards.demo import build as builder

    folder = tmp_path / "half"
    folder.mkdir()
    (folder / builder.UNFINISHED).touch()
    (folder / "demo.json").write_text("{}")
    assert builder.is_complete(folder) is False


def test_no_text_that_is_judged_in_the_third_cycle_is_found_among_the_published_winners(
    demo: Path, database: Database, results: dict[str, Any]
) -> None:
    with database.read() as session:
        cycles = {cycle.number: cycle.id for cycle in session.exec(select(Cycle)).all()}
        filed = session.exec(select(Submission, Entry).join(Entry, Entry.id == Submission.entry_id)).all()  # type: ignore[arg-type]
    judged = [
        submission.content
        for submission, entry in filed
        if entry.cycle_id == cycles[3] and entry.state is EntryState.SUBMITTED
    ]
    assert len(judged) == ENTRIES
    numbers = {n for c in results["categories"] for d in c["decisions"] for n in d["entries"]}
    won = [s.content for s, e in filed if e.cycle_id == cycles[2] and e.number in numbers]
    assert len(won) == len(numbers) > 15
    hidden = {text for content in judged for text in _texts(content)}
    assert any(text in hidden for spare in fixtures.spares() for text in spare.text.values())
    assert hidden & {text for content in won for text in _texts(content)} == set()

    settings = Settings.from_environment({"TAHKIM_DATA_DIR": str(demo)})
    with TestClient(create_app(settings, database)) as client:
        public = ["/", "/winners", "/winners/2", "/categories", *(f"/categories/{code}" for code in COUNTS)]
        pages = {path: html.unescape(client.get(path).text) for path in public}
    assert any(title in pages["/winners/2"] for content in won for title in _texts(content))
    assert [(path, text) for path, page in pages.items() for text in hidden if text in page] == []


def _texts(content: dict[str, Any]) -> set[str]:
    """Title, summary and long answers of a submission."""
    words = [content[f"{part}_{lang}"] for part in ("title", "summary") for lang in ("ar", "en")]
    answers = [a for a in content["answers"] if a["question"] in fixtures.FIELDS]
    return {text for text in [*words, *(a[f"text_{x}"] for a in answers for x in ("ar", "en"))] if text}


def test_no_two_places_of_a_category_have_the_same_citation(results: dict[str, Any]) -> None:
    for category in results["categories"]:
        said = [d["citation"] for d in category["decisions"] if d["entries"]]
        for lang in ("ar", "en"):
            assert len({citation[lang] for citation in said}) == len(said) > 0, category["code"]


def test_every_criterion_has_its_words_in_a_citation() -> None:
    for code in COUNTS:
        assert STRENGTHS[code].keys() == {c["key"] for c in fixtures.toml(f"rubrics/{code}")["criterion"]}
    spoken = [words for strengths in STRENGTHS.values() for words in strengths.values()]
    assert all(ar.startswith("ل") and en.startswith("for ") for ar, en in spoken)
    assert len(set(spoken)) == len(spoken)


@given(
    start=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    days=st.integers(4, 120),
    count=st.integers(1, 50),
)
def test_the_demo_works_from_sunday_to_thursday_in_office_hours(
    start: datetime, days: int, count: int
) -> None:
    end = start + timedelta(days=days)
    moments = [between(start, end, i, count) for i in range(count)]
    assert moments == sorted(moments)
    assert start <= moments[0]
    assert moments[-1] <= end
    for moment in (*moments, at_work(start)):
        local = moment.astimezone(RIYADH)
        assert local.weekday() not in {4, 5}
        assert 8 <= local.hour < 16
        assert at_work(moment) == moment


def test_what_was_approved_in_the_demo_was_approved_at_work(database: Database) -> None:
    with database.read() as session:
        events = session.exec(select(AuditEvent.action, AuditEvent.at)).all()
    approved = {at.astimezone(RIYADH) for action, at in events if "approved" in action}
    assert approved
    assert [at for at in approved if at.weekday() in {4, 5} or not 8 <= at.hour < 16] == []


def test_twins_tie_whatever_the_seed() -> None:
    for seed in range(20):
        for key, twin in simulation.TWINS.items():
            criteria = [c["key"] for c in fixtures.toml(f"rubrics/{key[:3]}")["criterion"]]
            for seat in range(4):
                copy = simulation.points(seed, 2, key, 3, criteria, seat)
                original = simulation.points(seed, 2, twin.of, 9, criteria, seat)
                lift = dict(twin.lift)
                assert {k: v - lift.get(k, 0) for k, v in copy.items()} == original
                assert all(v is not None and 0 <= v <= 10 for v in copy.values())


def test_every_cycle_of_the_demo_is_marked_as_one(database: Database) -> None:
    with database.read() as session:
        assert all(session.exec(select(Cycle.is_demo)).all())
