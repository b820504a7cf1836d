"""A final panel that alone counts may judge by a rubric of its own."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, RuleBroken
from awards.people.models import Role
from judging.deliberations.queries import Written
from judging.deliberations.room.agenda import panel_sheets
from judging.rounds.final_operations import drop_final, plan_final
from judging.rounds.finals import FinalLimits
from judging.rounds.models import Round
from judging.rounds.own_rubrics import drop_own_rubric, write_own_rubric
from judging.rubrics.drafts import CriterionDraft
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Criterion, Rubric
from judging.rubrics.queries import newest_rubric, rubric_of, with_rubric
from judging.scorecards.models import Scorecard
from judging.scorecards.operations import lodge_scorecard, save_scorecard
from judging.scorecards.sheet import Mark, SheetInput
from judging.tally.document import OWN_CRITERIA, from_json, to_json
from judging.tally.written import sheet_sum
from reports.exports.sheets import sheet_rows
from reports.results import render
from reports.results.queries import results_of
from tests.factories import Factory
from tests.judging.rounds.test_final_panel import close_scoring, results, two_rounds
from tests.pages import form_token

OWN = (
    CriterionDraft(key="effect", name_ar="الأثر", name_en="Effect", weight="75"),
    CriterionDraft(key="reach", name_ar="الانتشار", name_en="Reach", weight="25"),
)
ALONE = {"pools": False, "min_sheets": 1, "sheets_per_entry": 2}


def own_rubric(c):
    """As it would have been written before scoring began."""
    with c.make.db.write() as session:
        scoring = session.get_one(Round, c.round.id)
        opened, scoring.opened_at = scoring.opened_at, None
        session.add(scoring)
        session.flush()
        write_own_rubric(
            session, c.categories["G2C"].id, OWN, kind=RoundKind.FINAL, by=c.organisers[0].id, at=c.make.now
        )
        scoring.opened_at = opened
        session.add(scoring)


def score(c, final, place, *sheets):
    """Sheets on the place-th entry by new judges: points on effect and on reach."""
    with c.make.db.write() as session:
        round_ = session.get_one(Round, final.id)
        round_.opened_at = round_.opened_at or c.make.now
        session.add(round_)
    for points in sheets:
        judge = c.make.judge(c.cycle)
        assignment = c.make.assignment(final, judge, c.entries["G2C"][place], c.organisers[0])
        given = {key: Mark(points=str(n)) for key, n in zip(("effect", "reach"), points, strict=True)}
        by, at = judge.person_id, c.make.now
        with c.make.db.write() as session:
            saved = save_scorecard(session, assignment.id, SheetInput(given), version=0, by=by, at=at)
            lodge_scorecard(session, saved.scorecard_id, by=by, at=at)


@pytest.fixture
def finished(make):
    c = two_rounds(make, **ALONE)
    own_rubric(c)
    final = close_scoring(c)
    score(c, final, 0, (4, 8), (4, 8))
    score(c, final, 1, (8, 4))
    score(c, final, 2, (8, 4))
    score(c, final, 3, (7, 7))
    return c, final


def test_finalists_are_counted_by_their_own_rubric_and_the_others_by_that_of_scoring(finished):
    c, final = finished
    document = results(c, final)
    [category] = document.categories
    places = {entry.id: place for place, entry in enumerate(c.entries["G2C"])}
    ranked = [(places[line.entry_id], line.rank, line.total) for line in category.entries]
    # 75 · 8 + 25 · 4 twice, which nothing parts; 75 · 7 + 25 · 7, parted from them by the heavier criterion;
    # 75 · 4 + 25 · 8; and behind them what scoring gave.
    assert ranked == [(1, 1, "70.00"), (2, 1, "70.00"), (3, 3, "70.00"), (0, 4, "50.00"), (4, 5, "50.00")]
    assert category.final_ladder == ("effect", "reach")
    assert document.formula.endswith(OWN_CRITERIA)
    assert from_json(to_json(document)) == document
    first, last = category.entries[0], category.entries[-1]
    assert [one.key for one in category.criteria_of(first)] == ["effect", "reach"]
    assert category.criteria_of(last) == category.criteria
    assert sheet_sum(category, first.sheets[0]) == "(75 × 8 + 25 × 4) ÷ 100 × 10 = 70"
    assert "Effect" in {row[12] for row in sheet_rows(document)} | {row[13] for row in sheet_rows(document)}
    [shown] = panel_sheets(category, first, {first.sheets[0].scorecard_id: Written("", "", "", ())}, ())
    assert [one.points for one in shown.given] == ["8", "4"]


def test_results_pages_and_exports_show_both_rubrics(finished, client, sign_in):
    c, final = finished
    results(c, final)
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    category = client.get(f"{c.path}/results/G2C").text
    assert "a rubric of its own" in category
    finalist, other = (c.entries["G2C"][place].number for place in (1, 4))
    assert "Effect" in client.get(f"{c.path}/results/G2C/{finalist}").text
    assert "Effect" not in client.get(f"{c.path}/results/G2C/{other}").text


def test_the_report_has_a_table_for_each_rubric(finished, make, monkeypatch):
    c, final = finished
    results(c, final)
    made = []
    monkeypatch.setattr(render, "make_pdf", lambda html, *_, **__: made.append(html) or b"%PDF-1.7")
    with make.db.read() as session:
        found = results_of(session, c.cycle.id)
    render.report_pdf(found, "en", document=None, at=make.now)
    assert made[0].count('<th class="n" abbr="Effect">') == 2
    for table in re.findall(r'<table class="scores sheets">.*?</table>', made[0], re.DOTALL):
        columns = table.count("abbr=")
        rows = re.findall(r"<tr[^>]*><th dir.*?</tr>", table, re.DOTALL)
        assert {row.count("<td") for row in rows} == {columns + 1}


def test_a_judge_of_the_final_panel_meets_its_criteria_and_one_of_scoring_does_not(make: Factory):
    c = two_rounds(make, **ALONE)
    own_rubric(c)
    final = close_scoring(c)
    score(c, final, 0, (7, 7))
    with make.db.read() as session:
        rubrics = session.exec(select(Rubric).join(Scorecard, Scorecard.rubric_id == Rubric.id)).all()
        assert {(rubric.kind is RoundKind.FINAL, rubric.frozen_at is not None) for rubric in rubrics} == {
            (False, False),
            (True, True),
        }


def test_an_own_rubric_takes_a_final_panel_that_alone_counts_and_stands_once_scoring_has_begun(make: Factory):
    cycle, by, at = make.judging_cycle(), make.person(Role.ORGANISER), make.now
    scoring, category = make.round(cycle, opened=False), make.category(cycle)
    ends = cycle.judging_closes_at - timedelta(days=1)

    def plan(session, *, pools):
        limits = FinalLimits(pools=pools, min_sheets=2)
        return plan_final(session, cycle.id, limits, scoring_ends=ends, by=by.id, at=at)

    def write(session, criteria=OWN):
        return write_own_rubric(session, category.id, criteria, kind=RoundKind.FINAL, by=by.id, at=at)

    with make.db.write() as session, pytest.raises(RuleBroken, match="has no final panel"):
        write(session)
    with make.db.write() as session:
        plan(session, pools=True)
        with pytest.raises(RuleBroken, match="takes one rubric"):
            write(session)
        plan(session, pools=False)
        before = rubric_of(session.connection(), category.id)
        write(session)
        write(session)
        assert rubric_of(session.connection(), category.id) == before
        assert (
            newest_rubric(session.connection(), category.id, kind=RoundKind.FINAL).version
            == before.version + 2
        )
        with pytest.raises(Invalid):
            plan(session, pools=True)
        with pytest.raises(RuleBroken, match="applies to every entry"):
            write(session, (CriterionDraft("a", "أ", "A", "100", may_not_apply=True),))
    with make.db.write() as session:
        drop_own_rubric(session, category.id, kind=RoundKind.FINAL, by=by.id, at=at)
        plan(session, pools=True)
        plan(session, pools=False)
        write(session)
        drop_final(session, cycle.id, by=by.id, at=at)
        assert not with_rubric(session.connection(), cycle.id, kind=RoundKind.FINAL)
        assert not session.exec(select(Criterion).where(Criterion.key == "effect")).all()
        plan(session, pools=False)
        events = session.exec(select(AuditEvent.action).where(AuditEvent.action.startswith("rubric."))).all()
        assert events.count("rubric.final_dropped") == 2
        opened = session.get_one(Round, scoring.id)
        opened.opened_at = at
        session.add(opened)
        session.flush()
        for change in (
            write,
            lambda s: drop_own_rubric(s, category.id, kind=RoundKind.FINAL, by=by.id, at=at),
        ):
            with pytest.raises(RuleBroken, match="once judging has begun"):
                change(session)


def test_organisers_write_it_in_the_form_and_auditors_read_it(make: Factory, client, sign_in):
    cycle, at = make.judging_cycle(), make.now
    by, auditor = make.person(Role.ORGANISER), make.person(Role.AUDITOR)
    make.round(cycle, opened=False)
    category = make.category(cycle)
    with make.db.write() as session:
        ends = cycle.judging_closes_at - timedelta(days=1)
        limits = FinalLimits(pools=False, min_sheets=2)
        plan_final(session, cycle.id, limits, scoring_ends=ends, by=by.id, at=at)
    client.cookies.set("language", "en")
    sign_in(client, by)
    path = f"/cycles/{cycle.number}/categories/{category.code}/rubric/final"
    page = client.get(path).text
    assert "It is not written yet" in page
    assert "It may not apply to every entry" not in page
    data = {"_csrf_token": form_token(client, path)}
    for n, (name, weight) in enumerate((("Effect", "60"), ("Reach", "40")), start=1):
        data |= {
            f"name_ar-{n}": "الأثر" if n == 1 else "الانتشار",
            f"name_en-{n}": name,
            f"weight-{n}": weight,
        }
    wrong = client.post(path, data={**data, "weight-2": "30"})
    assert wrong.status_code == 409
    assert client.post(path, data=data, follow_redirects=False).status_code == 303
    rounds = client.get(f"/cycles/{cycle.number}/rounds").text
    assert "Its own" in rounds
    assert (
        "How the final panel judges" in client.get(f"/categories/{category.code}?cycle={cycle.number}").text
    )
    sign_in(client, auditor)
    assert "Reach" in client.get(path).text
    assert client.post(path, data=data).status_code == 403
    sign_in(client, by)
    removal = {"_csrf_token": form_token(client, path)}
    assert client.post(f"{path}/removal", data=removal, follow_redirects=False).status_code == 303
    assert "Its own" not in client.get(f"/cycles/{cycle.number}/rounds").text
