"""The criteria of a category are written on one page, and kept in versions."""

import pytest

from awards.cycles.models import Announcement
from awards.people.models import Role
from judging.rubrics.comments import CommentRule, CommentWhen
from judging.rubrics.criteria_form import criteria_in, places_of, typed_criteria
from judging.rubrics.drafts import criteria_from_fixtures
from judging.rubrics.queries import rubric_of
from judging.rubrics.scale import TEN, USUAL, Scale
from tests.pages import form_token


@pytest.fixture
def draft(make, db, client, sign_in):
    cycle = make.cycle(8)
    category = make.category(cycle)
    with db.write() as session:
        session.delete(session.get_one(Announcement, cycle.id))
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return category


def write(client, category, typed):
    token = form_token(client, "/password")
    path = f"/cycles/8/categories/{category.code}/rubric"
    return client.post(path, data={"_csrf_token": token, **typed}, follow_redirects=False)


def rubric(db, category):
    with db.read() as session:
        return rubric_of(session.connection(), category.id)


@pytest.mark.parametrize("code", ["G2C", "IND"])
def test_a_rubric_that_is_typed_out_and_read_back_is_the_same(code) -> None:
    criteria = criteria_from_fixtures(code)
    assert criteria_in(typed_criteria(criteria)) == (criteria, {})


def test_a_changed_rubric_is_a_new_version_and_criteria_keep_their_keys(client, db, draft) -> None:
    typed = typed_criteria(criteria_from_fixtures("G2C"))
    assert write(client, draft, typed).status_code == 303
    first = rubric(db, draft)
    last = max(places_of(typed)) - 2
    typed[f"name_ar-{last}"] = typed[f"name_en-{last}"] = ""  # removed
    spare = typed.pop(f"weight-{last}")
    typed |= {"name_ar-9": "جديد", "name_en-9": "New", "weight-9": spare}
    assert write(client, draft, typed).status_code == 303
    second = rubric(db, draft)
    assert second.version == first.version + 1
    kept = [c.key for c in first.criteria][:-1]
    assert [c.key for c in second.criteria][:-1] == kept
    assert second.criteria[-1].name_en == "New"
    assert second.criteria[-1].key not in {c.key for c in first.criteria}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"weight-1": "1"}, "sum to exactly 100"),
        ({"weight-1": "many"}, "not a number"),
        ({"name_en-1": ""}, "Write the name in English"),
        ({"anchor_en-1-0": ""}, "in both languages"),
    ],
)
def test_a_rubric_that_will_not_do_is_refused_in_words_and_nothing_typed_is_lost(
    client, draft, change, complaint
) -> None:
    typed = typed_criteria(criteria_from_fixtures("G2C")) | change
    answer = write(client, draft, typed)
    assert answer.status_code in (409, 422)
    assert complaint in answer.text
    assert typed["name_ar-1"] in answer.text
    assert typed["guidance_en-2"][:30] in answer.text


MIXED = {
    "scale-1": "five",
    "anchor_ar-1-10": "", "anchor_en-1-10": "",
    "scale-2": "levels",
    "band_points-2-1": "٣", "band_ar-2-1": "راسخ", "band_en-2-1": "Established",
    "band_points-2-3": "0", "band_ar-2-3": "غائب", "band_en-2-3": "Absent",
    "anchor_ar-2-5": "", "anchor_en-2-5": "", "anchor_ar-2-10": "", "anchor_en-2-10": "",
    "comment-2": "below", "comment_points-2": "3",
    "scale-3": "numbers", "lowest-3": "0", "highest-3": "10", "step-3": "0.5",
}  # fmt: skip


def test_scales_and_rules_of_every_kind_are_typed_kept_and_shown_again(client, db, draft) -> None:
    typed = typed_criteria(criteria_from_fixtures("G2C")) | MIXED
    assert write(client, draft, typed).status_code == 303
    five, levels, halves, ten, *_ = rubric(db, draft).criteria
    assert five.scale == USUAL["five"]
    assert [(band.points, band.name_en) for band in levels.scale.bands] == [
        ("0", "Absent"),
        ("3", "Established"),
    ]
    assert levels.comment == CommentRule(CommentWhen.BELOW, "3")
    assert halves.scale == Scale("0", "10", "0.5")
    assert ten.scale == TEN
    page = client.get(f"/cycles/8/categories/{draft.code}/rubric").text
    assert 'value="Established"' in page
    assert '<option value="below" selected>' in page
    shown = client.get(f"/cycles/8/categories/{draft.code}").text
    assert "2 levels, 0 to 3 points" in shown
    assert "where they give less than “Established”" in shown
    preview = client.get(f"/cycles/8/categories/{draft.code}/preview").text
    assert "Established" in preview.split('id="judge-title"')[1]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"scale-1": "five"}, "has no 10 points"),
        ({"scale-1": "numbers", "lowest-1": "0", "highest-1": "10", "step-1": "3"}, "step must lead"),
        ({"scale-1": "levels"}, "two levels at least"),
        ({"scale-1": "levels", "band_points-1-1": "x", "band_ar-1-1": "أ"}, "level as a number"),
        ({"comment-1": "above"}, "Say below or above"),
        ({"comment-1": "above", "comment_points-1": "10"}, "never be required"),
        ({"scale-1": "slider"}, "Choose one of the options"),
    ],
)
def test_a_scale_or_a_rule_that_will_not_do_is_refused_in_words(client, draft, change, complaint) -> None:
    answer = write(client, draft, typed_criteria(criteria_from_fixtures("G2C")) | change)
    assert answer.status_code in (409, 422)
    assert complaint in answer.text


def test_the_boxes_of_another_scale_are_shown_without_anything_being_kept(client, db, draft) -> None:
    before = rubric(db, draft).version
    typed = typed_criteria(criteria_from_fixtures("G2C")) | {"scale-1": "hundred", "boxes": "1"}
    answer = write(client, draft, typed)
    assert answer.status_code == 200
    assert 'name="anchor_en-1-100"' in answer.text
    assert 'name="anchor_en-1-10"' in answer.text, "words that are there stay until they are cleared"
    assert rubric(db, draft).version == before


def test_an_empty_form_is_no_rubric(client, draft) -> None:
    answer = write(client, draft, {})
    assert answer.status_code == 422
    assert "at least one criterion" in answer.text


def test_the_categorys_page_says_what_the_rule_is_before_and_after_the_announcement(
    client, db, draft, make
) -> None:
    typed = typed_criteria(criteria_from_fixtures("G2C"))
    assert write(client, draft, typed).status_code == 303
    before = client.get("/cycles/8/categories/G2C").text
    assert "Can be changed until the cycle is announced" in before
    assert 'href="/cycles/8/categories/G2C/rubric"' in before
    assert "publish a corrected version" not in before
    with db.write() as session:
        session.add(Announcement(cycle_id=draft.cycle_id, announced_at=make.now))
    after = client.get("/cycles/8/categories/G2C").text
    assert "Fixed since the announcement" in after
    assert "publish a corrected version" in after
    assert 'href="/cycles/8/categories/G2C/rubric"' not in after
    assert write(client, draft, typed).status_code == 409
