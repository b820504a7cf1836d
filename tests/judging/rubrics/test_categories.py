"""Until a cycle is announced it gets other categories: empty ones, or such as begin like another one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles.models import Announcement, Category, EligibilityQuestion, Question
from awards.cycles.queries import categories_of, category_by_code, questions_of
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from judging.rubrics.categories import code_error
from judging.rubrics.models import Anchor, Criterion, Rubric
from judging.rubrics.operations import drafts_of
from judging.rubrics.queries import rubric_of, with_rubric
from tests.pages import form_token

FORM = {
    "name_ar": "الذكاء الاصطناعي",
    "name_en": "Artificial intelligence",
    "code": "ai",
    "places": "2",
    "entrants": "agencies",
}


@given(st.text(max_size=10))
def test_a_code_can_stand_in_addresses_and_file_names(text) -> None:
    if code_error(text, frozenset()) is None:
        assert text.isascii()
        assert text.isalnum()
        assert text.upper() == text
        assert 2 <= len(text) <= 8
        assert code_error(text, frozenset({text})) is not None


@pytest.fixture
def draft(make, db):
    cycle = make.cycle(8, announced=False)
    return cycle, make.category(cycle)


@pytest.fixture
def send(client, make, sign_in):
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")

    def post(path, **data):
        token = form_token(client, "/password")
        return client.post(path, data={"_csrf_token": token, **data}, follow_redirects=False)

    return post


def test_a_category_begins_like_another_one(db, draft, send) -> None:
    cycle, first = draft
    made = send("/cycles/8/new-category", **FORM, like=first.code)
    assert made.headers["location"].startswith("/cycles/8/categories/AI")
    with db.read() as session:
        new = category_by_code(session, cycle.id, "AI")
        assert (new.places, new.for_individuals, new.position > first.position) == (2, False, True)
        keys = [[q.key for q in questions_of(session, c.id)] for c in (first, new)]
        assert keys[0] == keys[1] != []
        rubrics = [rubric_of(session.connection(), c.id) for c in (first, new)]
        assert rubrics[0].id != rubrics[1].id
        assert drafts_of(rubrics[0]) == drafts_of(rubrics[1])
        assert sum(rubrics[1].weights.values()) == 100


def test_an_empty_category_keeps_the_cycle_from_being_announced(client, db, draft, send) -> None:
    cycle, _ = draft
    send("/cycles/8/new-category", **{**FORM, "entrants": "individuals"})
    with db.read() as session:
        new = category_by_code(session, cycle.id, "AI")
        assert new.for_individuals
        assert new.id not in with_rubric(session.connection(), cycle.id)
    page = client.get("/cycles/8/announcement").text
    assert "The category “Artificial intelligence” asks no question." in page
    assert "The category “Artificial intelligence” has no rubric." in page
    weights = {"name_ar-1": "أثر", "name_en-1": "Effect", "weight-1": "60"}
    assert send("/cycles/8/categories/AI/rubric", **weights).status_code in (409, 422)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(db, draft, send) -> None:
    cycle, first = draft
    for code, words in ((first.code.lower(), "Another category of this cycle"), ("1X", "Write two to eight")):
        refused = send("/cycles/8/new-category", **{**FORM, "code": code})
        assert refused.status_code == 422
        assert words in refused.text
        assert 'value="Artificial intelligence"' in refused.text
    assert send("/cycles/8/new-category", **FORM, like="NONE").status_code == 422
    with db.read() as session:
        assert len(categories_of(session, cycle.id)) == 1


def test_a_removed_category_takes_everything_with_it(client, db, make, draft, send) -> None:
    cycle, first = draft
    make.category(cycle, "G2B")
    with db.write() as session:
        session.add(
            EligibilityQuestion(
                cycle_id=cycle.id, category_id=first.id, key="k", position=1, label_ar="س", label_en="Q"
            )
        )
    assert "It asks 4 questions." in client.get(f"/cycles/8/categories/{first.code}/removal").text
    assert send(f"/cycles/8/categories/{first.code}/removal").status_code == 303
    with db.read() as session:
        assert [category.code for category in session.exec(select(Category))] == ["G2B"]
        assert len(session.exec(select(Question)).all()) == 4
        assert session.exec(select(EligibilityQuestion)).all() == []
        assert len(session.exec(select(Rubric)).all()) == 1
        assert len(session.exec(select(Criterion)).all()) == 3
        assert len(session.exec(select(Anchor)).all()) == 9
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "category.removed")).one()
    assert event.detail["category"] == first.code


def test_once_announced_categories_stand(db, make, draft, send) -> None:
    cycle, first = draft
    with db.write() as session:
        session.add(Announcement(cycle_id=cycle.id, announced_at=make.now))
    assert send("/cycles/8/new-category", **FORM).status_code == 409
    assert send(f"/cycles/8/categories/{first.code}/removal").status_code == 409
    with db.read() as session:
        assert [category.code for category in categories_of(session, cycle.id)] == [first.code]


@pytest.mark.parametrize("role", [Role.ENTRANT, Role.JUDGE, Role.AUDITOR])
def test_only_organisers_decide_on_categories(client, make, sign_in, draft, role) -> None:
    _, first = draft
    sign_in(client, make.person(role))
    assert client.get("/cycles/8/new-category").status_code == 403
    assert client.get(f"/cycles/8/categories/{first.code}/removal").status_code == 403
