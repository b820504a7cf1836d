"""Granting that a criterion does not apply to an entry, and what becomes of its sheets."""

from dataclasses import replace
from fractions import Fraction

import pytest

from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from judging.applicability import operations
from judging.applicability.queries import applicability_of, may_be_granted
from judging.rubrics.drafts import CriterionDraft
from judging.rubrics.operations import create_rubric, drafts_of
from judging.rubrics.queries import newest_rubric, rubric_sheet
from judging.scorecards.applying import against_grants, not_applying, with_grants
from judging.scorecards.models import Score, Scorecard
from judging.scorecards.operations import SheetIncomplete, StaleSheet, lodge_scorecard, save_scorecard
from judging.scorecards.sheet import NOT_APPLICABLE, Mark, SheetInput
from judging.tally.sheets import contests_of
from tests.judging.rubrics.made import criterion, rubric
from tests.judging.scorecards.conftest import CODES, at_desk, jury, marks, post, sent  # noqa: F401
from tests.pages import form_token

CODE = CODES[0]
CLAIM = {"ar": "لا يخدم هذا الكيان أفرادًا", "en": "The Ministry of Granite has no such channel"}
DRAFTS = (
    CriterionDraft("benefit", "أ", "Benefit", "50", may_not_apply=True),
    CriterionDraft("channels", "ب", "Channels", "30", may_not_apply=True),
    CriterionDraft("support", "ج", "Support", "20"),
)


@pytest.fixture
def panel(jury):  # noqa: F811
    """The jury, with a rubric of which two criteria may not apply."""
    with jury.db.write() as session:
        create_rubric(session, jury.category.id, DRAFTS, by=jury.organiser.id, at=jury.clock())
    return jury


def criteria(panel):
    with panel.db.read() as session:
        newest = newest_rubric(session.connection(), panel.category.id)
        return rubric_sheet(session.connection(), newest.id)


def grant(panel, key="channels", entry=0):
    with panel.db.write() as session:
        operations.grant(
            session, panel.cycle.number, panel.entries[entry].number, criteria(panel).by_key[key].id,
            CLAIM["ar"], CLAIM["en"], by=panel.organiser.id, at=panel.clock(),
        )  # fmt: skip


def take_back(panel, key="channels"):
    with panel.db.write() as session:
        operations.take_back(
            session, panel.cycle.number, panel.entries[0].number, criteria(panel).by_key[key].id,
            by=panel.organiser.id, at=panel.clock(),
        )  # fmt: skip


def lodge(panel, saved):
    with panel.db.write() as session:
        return lodge_scorecard(session, saved.scorecard_id, by=panel.person.id, at=panel.clock())


def test_half_of_the_weight_must_be_left_to_score():
    may = [
        replace(criterion(key, weight), may_not_apply=True)
        for key, weight in (("a", "50"), ("b", "1"), ("c", "49"))
    ]
    sheet = rubric(*may)
    assert [may_be_granted(sheet, frozenset(), c) for c in may] == [True, True, True]
    assert not may_be_granted(sheet, frozenset({"a"}), may[1])
    assert may_be_granted(sheet, frozenset({"b"}), may[2])
    assert not may_be_granted(sheet, frozenset({"b"}), may[1]), "it was granted already"
    assert not may_be_granted(rubric(criterion("a", "100")), frozenset(), criterion("a", "100"))


def test_a_judge_cannot_say_that_a_criterion_does_not_apply():
    forged = SheetInput({"benefit": Mark(not_scored=NOT_APPLICABLE)})
    with pytest.raises(ValueError, match="benefit"):
        against_grants(forged, ())
    assert not against_grants(forged, ("benefit",))
    assert against_grants(SheetInput({"benefit": Mark(comment="ok")}), ("benefit",))
    assert with_grants(SheetInput({"benefit": Mark(points="3")}), ("benefit",)) == forged


def test_a_grant_of_another_rubric_is_none_on_this_one():
    one, other = rubric(criterion("a", "100")), rubric(criterion("a", "100"))
    assert not_applying(str(one.criteria[0].id), one) == {"a"}
    assert not_applying(one.criteria[0].id.hex, other) == frozenset(), (
        "an entry that moved takes nothing along"
    )


def test_the_criterion_is_out_of_the_sheet_and_the_rest_counts_in_its_place(panel, at_desk, post):  # noqa: F811
    grant(panel)
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert 'name="points.channels"' not in page
    assert 'name="comment.channels"' not in page
    assert "Granted by the organisers for this entry" in page
    assert "Granite" not in page, "the reason may name the entrant"
    assert "Criteria left: 2" in page
    assert post(CODE, version=0, benefit="8", support="1").status_code == 303
    [card] = panel.rows(Scorecard)
    assert Fraction(card.total) == Fraction(50 * 80 + 20 * 10, 70)
    assert {score.not_scored for score in panel.rows(Score)} == {None, "not_applicable"}
    page = at_desk.get(f"/scorecards/{CODE}/lodgement").text
    assert "Lodge the sheet</button>" in page
    assert "Not applicable" in page
    assert post(CODE, version=card.version, path="/lodgement").status_code == 303
    assert "Not applicable" in at_desk.get(f"/scorecards/{CODE}").text
    assert ">n/a</abbr>" in at_desk.get("/scorecards/comparison").text
    with panel.db.read() as session:
        [contest] = contests_of(session, panel.cycle.id, panel.round.id)
    lines = [s for contender in contest.contenders for sheet in contender.sheets for s in sheet.scores]
    assert [(s.criterion, s.not_scored) for s in lines if s.points is None] == [
        ("channels", "not_applicable")
    ]


def test_lodging_asks_for_the_others_and_its_receipt_says_what_did_not_apply(panel):
    grant(panel)
    saved = panel.save(SheetInput(marks(8)))
    with pytest.raises(SheetIncomplete) as refusal:
        lodge(panel, saved)
    assert refusal.value.missing == ["support"]
    whole = panel.save(SheetInput({"benefit": Mark("8"), "support": Mark("8")}), version=1)
    kept = lodge(panel, whole)
    assert kept.sheet["total"] == "80"
    assert [m["not_scored"] for m in kept.sheet["marks"]] == [None, "not_applicable", None]


def test_points_from_a_page_of_before_are_shown_to_be_copied_and_the_rest_is_saved(panel, at_desk, post):  # noqa: F811
    grant(panel)
    with pytest.raises(StaleSheet):
        panel.save(SheetInput(marks(8, 9, 7)))
    answer = post(CODE, version=0, benefit="8", channels="9", support="7")
    assert answer.status_code == 409
    assert {(s.points, s.not_scored) for s in panel.rows(Score)} == {
        ("8", None), (None, "not_applicable"), ("7", None)
    }  # fmt: skip


def test_a_sheet_costs_no_further_statement(panel, at_desk, sent):  # noqa: F811
    counts = []
    for granted in (False, True):
        if granted:
            grant(panel)
        at_desk.get(f"/scorecards/{CODE}")
        sent.clear()
        at_desk.get(f"/scorecards/{CODE}")
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert not [
        statement for statement in sent if statement.lstrip().upper().startswith("SELECT NOT_APPLICABLE")
    ]


def test_what_applies_stands_once_a_judge_has_begun(panel):
    grant(panel)
    panel.save(SheetInput(marks(8)))
    with pytest.raises(RuleBroken, match="begun"):
        take_back(panel)
    with pytest.raises(RuleBroken, match="begun"):
        grant(panel, "benefit")


def test_a_grant_is_refused_beside_the_rules(panel):
    with pytest.raises(RuleBroken, match="applies to every entry"):
        grant(panel, "support")
    grant(panel)
    with pytest.raises(RuleBroken, match="already"):
        grant(panel)
    with pytest.raises(RuleBroken, match="half of the weights"):
        grant(panel, "benefit")
    take_back(panel)
    with pytest.raises(NotFound):
        take_back(panel)
    grant(panel, "benefit")


def test_both_are_in_the_log_with_the_claim(panel):
    grant(panel)
    take_back(panel)
    by_kind = {event.action: event.detail for event in panel.rows(AuditEvent)}
    claim = {"reason_ar": CLAIM["ar"], "reason_en": CLAIM["en"]}
    assert by_kind["entry.criterion_taken_out"] == {"criterion": "channels", **claim}
    assert by_kind["entry.criterion_put_back"] == {"criterion": "channels"}


def test_another_entry_is_scored_on_every_criterion(panel):
    grant(panel)
    with panel.db.write() as session:
        saved = save_scorecard(
            session, panel.assignments[1].id, SheetInput(marks(8, 9, 7)), version=0, by=panel.person.id,
            at=panel.clock(),
        )  # fmt: skip
    assert saved.total == "81"
    with panel.db.read() as session:
        assert not applicability_of(session, panel.cycle.number, panel.entries[1].number).grants


def test_the_flag_is_carried_into_a_copy_of_the_rubric(panel):
    assert [draft.may_not_apply for draft in drafts_of(criteria(panel))] == [True, True, False]


def test_an_organiser_grants_it_on_the_page_of_the_entry_and_takes_it_back(client, panel, sign_in):
    sign_in(client, panel.organiser)
    client.cookies.set("language", "en")
    entry = f"/cycles/{panel.cycle.number}/entries/{panel.entries[0].number}"
    assert f"{entry}/criteria" in client.get(entry).text
    token = {"_csrf_token": form_token(client, f"{entry}/criteria")}
    refused = client.post(f"{entry}/criteria", data=token | {"reason_ar": CLAIM["ar"]})
    assert refused.status_code == 422
    assert CLAIM["ar"] in refused.text
    key = criteria(panel).by_key["channels"].id
    said = {"criterion": str(key), "reason_ar": CLAIM["ar"], "reason_en": CLAIM["en"]}
    done = client.post(f"{entry}/criteria", data=token | said)
    assert CLAIM["en"] in done.text
    assert "No further criterion of this rubric" in done.text
    assert CLAIM["en"] not in client.post(f"{entry}/criteria/{key}/return", data=token).text


def test_judges_never_reach_that_page(client, panel, sign_in):
    entry = f"/cycles/{panel.cycle.number}/entries/{panel.entries[0].number}/criteria"
    grant(panel)
    sign_in(client, panel.person)
    assert client.get(entry).status_code in (403, 404)
