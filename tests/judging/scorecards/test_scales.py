"""A sheet whose criteria have scales of every kind: 0–5, levels with names, 0–100."""

import re

import pytest

from judging.rubrics.comments import CommentRule, CommentWhen
from judging.rubrics.drafts import AnchorDraft, CriterionDraft
from judging.rubrics.operations import create_rubric
from judging.rubrics.scale import Scale
from judging.scorecards.comparison import FEW, always_given
from judging.scorecards.models import Score, Scorecard
from judging.scorecards.operations import CommentsMissing, PointsOffScale, lodge_scorecard
from judging.scorecards.sheet import Mark, SheetInput
from tests.judging.rubrics.made import LEVELS
from tests.judging.scorecards.conftest import CODES
from tests.pages import form_token

CODE = CODES[1]
DRAFTS = (
    CriterionDraft("benefit", "أ", "Benefit", "50", scale=Scale(highest="5")),
    CriterionDraft(
        "channels", "ب", "Channels", "30",
        anchors=(AnchorDraft(2, "بعض القنوات", "Some channels"),),
        scale=LEVELS, comment=CommentRule(CommentWhen.BELOW, "2"),
    ),
    CriterionDraft("support", "ج", "Support", "20", scale=Scale(highest="100")),
)  # fmt: skip


@pytest.fixture
def mixed(jury):
    with jury.db.write() as session:
        create_rubric(session, jury.category.id, DRAFTS, by=jury.organiser.id, at=jury.clock())
    return jury


def sheet(benefit=None, channels=None, support=None, said: str = "") -> SheetInput:
    given = {"benefit": benefit, "channels": channels, "support": support}
    return SheetInput({key: Mark(points=points, comment=said) for key, points in given.items()})


def lodge(jury, card):
    with jury.db.write() as session:
        return lodge_scorecard(session, card, by=jury.person.id, at=jury.clock())


def test_the_form_lets_choose_where_there_are_few_and_type_where_there_are_many(mixed, at_desk):
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert re.findall(r'type="radio" name="points.benefit" value="(\d+)"', page) == list("012345")
    assert re.findall(r'type="radio" name="points.channels" value="(\d+)"', page) == ["0", "2", "3"]
    assert "Established" in page
    assert "Some channels" in page
    assert re.search(r'name="points.support" value="" type="text" inputmode="decimal"', page)
    assert "from 0 to 100" in page
    assert "required for less than “Emerging”" in page


def test_points_in_any_spelling_are_kept_in_one_and_counted_on_their_scale(mixed, at_desk, post):
    assert post(CODE, version=0, benefit="4", channels="2", support="٨٥٫٠").status_code == 303
    [card] = mixed.rows(Scorecard)
    # 4 of 5 is 80; 2 of 0–3 is 200/3; 85 of 100 is 85
    assert card.total == "77"
    assert {score.points for score in mixed.rows(Score)} == {"4", "2", "85"}
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert 'name="points.support" value="85"' in page
    assert "77.00" in at_desk.get("/scorecards").text


def test_points_off_one_scale_are_named_beside_their_field_and_the_others_are_saved(mixed, at_desk, post):
    answer = post(CODE, version=0, benefit="8", channels="1", support="250", strengths="أثر")
    assert answer.status_code == 422
    assert answer.text.count("Choose one of the options.") == 2 * 2
    assert "Give a whole number from 0 to 100." in answer.text
    assert 'name="points.support" value="250"' in answer.text, "what was typed is not lost"
    assert {score.points for score in mixed.rows(Score)} == {None}
    [card] = mixed.rows(Scorecard)
    assert card.strengths == "أثر"
    told = post(CODE, version=1, script=True, benefit="5", channels="3", support="100.5")
    assert (told.status_code, list(told.json()["errors"])) == (422, ["points.support"])
    assert told.json()["scored"] == 2


def test_the_operation_refuses_points_off_a_scale_by_their_field(mixed):
    with pytest.raises(PointsOffScale) as refusal:
        mixed.save(sheet("4", "1", "85"))
    assert list(refusal.value.errors) == ["points.channels"]


def test_a_sheet_is_lodged_once_every_required_remark_is_written(mixed, at_desk):
    saved = mixed.save(sheet("4", "0", "85"), entry=1)
    with pytest.raises(CommentsMissing):
        lodge(mixed, saved.scorecard_id)
    page = at_desk.get(f"/scorecards/{CODE}/lodgement").text
    assert f'<a href="/scorecards/{CODE}#comment.channels">' in page
    assert page.count("Lodge the sheet</button>") == 0
    assert "data-owed>" in at_desk.get(f"/scorecards/{CODE}").text, "the field says so without a script"
    forced = at_desk.post(
        f"/scorecards/{CODE}/lodgement",
        data={"_csrf_token": form_token(at_desk, "/scorecards"), "version": "1"},
    )
    assert forced.status_code == 422
    assert "every remark that the rubric requires" in forced.text
    again = mixed.save(sheet("4", "0", "85", said="لا قناة"), version=1, entry=1)
    assert lodge(mixed, again.scorecard_id).sheet["total"] == "57"
    locked = at_desk.get(f"/scorecards/{CODE}").text
    assert "Absent" in locked
    assert "of 100" in locked


def test_a_draft_under_an_older_scale_opens_without_the_points_that_are_no_more(jury, at_desk):
    old = SheetInput({"benefit": Mark(points="8", comment="قوي"), "support": Mark(points="3")})
    jury.save(old, entry=1)
    with jury.db.write() as session:
        create_rubric(session, jury.category.id, DRAFTS, by=jury.organiser.id, at=jury.clock())
    page = at_desk.get(f"/scorecards/{CODE}").text
    assert "قوي</textarea>" in page
    assert not re.search(r'name="points.benefit" value="\d+" checked', page)
    assert 'name="points.support" value="3"' in page
    assert at_desk.get(f"/scorecards/{CODE}/lodgement").status_code == 200


@pytest.mark.parametrize(
    ("given", "always"),
    [
        (["7"] * FEW, "7"),
        (["7"] * (FEW - 1), None),
        (["7"] * FEW + ["8"], None),
        ([None] * FEW, None),
        (["7"] * FEW + [None], None),
    ],
)
def test_the_same_points_everywhere_are_worth_a_word_from_a_few_sheets_on(given, always):
    assert always_given(given) == always


def test_the_comparison_shades_each_mark_by_its_own_scale_and_names_levels(mixed, at_desk):
    for entry in range(3):
        mixed.save(sheet("5", "2", str(entry * 50)), entry=entry)
    page = at_desk.get("/scorecards/comparison").text
    assert re.findall(r'data-points="(\d+)" data-shade="(\d+)"', page)[:3] == [
        ("5", "10"),
        ("2", "7"),
        ("0", "0"),
    ]
    assert '<abbr title="Emerging">2</abbr>' in page
    assert "0–100" in page
