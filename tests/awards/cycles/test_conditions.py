"""A question may depend on the answer to an earlier choice: which apply, and which conditions hold water."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.cycles.conditions import applying, broken, possible
from awards.cycles.models import Announcement, QuestionKind
from awards.cycles.plans import QuestionPlan
from awards.cycles.queries import questions_of
from awards.people.models import Role
from tests.pages import form_token

KEYS = ("a", "b", "c", "d", "e")
OPTIONS = tuple({"key": key, "ar": key, "en": key} for key in ("x", "y", "z"))


def question(key, when="", option="", kind=QuestionKind.CHOICES):
    options = OPTIONS if kind in (QuestionKind.CHOICE, QuestionKind.CHOICES) else ()
    return QuestionPlan(key, kind, key, key, options=options, when_question=when, when_option=option)


@st.composite
def forms(draw):
    """Questions in any order with any conditions, sound or not; and answers."""
    kinds = st.sampled_from([QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.NUMBER])
    questions = [
        question(
            key,
            when := draw(st.sampled_from(["", *KEYS])),
            draw(st.sampled_from(["x", "y", "gone"])) if when else "",
            draw(kinds),
        )
        for key in draw(st.permutations(KEYS))
    ]
    answers = draw(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["", "x", "y", "x,y", "z"])))
    return questions, answers


@given(forms())
def test_a_question_applies_exactly_if_what_it_depends_on_applies_and_is_answered_so(form) -> None:
    questions, answers = form
    found = applying(questions, answers)
    before: set[str] = set()
    for each in questions:
        met = each.when_option in answers.get(each.when_question, "").split(",")
        wanted = not each.when_question or (each.when_question in before & found and met)
        assert (each.key in found) == wanted
        before.add(each.key)


@given(forms(), st.sampled_from(KEYS), st.sampled_from(["", "x", "y", "z"]))
def test_an_answer_to_a_question_that_does_not_apply_changes_nothing(form, key, text) -> None:
    questions, answers = form
    found = applying(questions, answers)
    if key not in found:
        assert applying(questions, {**answers, key: text}) == found


@given(forms())
def test_where_no_condition_is_broken_every_question_can_come_to_apply(form) -> None:
    questions, _ = form
    wrong = broken(questions)
    everything = dict.fromkeys(KEYS, "x,y,z")
    if wrong is None:
        assert applying(questions, everything) == {each.key for each in questions}
    else:
        assert wrong.when_question


@given(forms())
def test_what_the_builder_offers_never_breaks_a_condition(form) -> None:
    questions = [question(each.key, kind=each.kind) for each in form[0]]
    for place, each in enumerate(questions):
        for other, option in possible(questions, each.key):
            changed = [*questions]
            changed[place] = question(each.key, other.key, option["key"], each.kind)
            assert broken(changed) is None


@pytest.fixture
def post(client, make, db, sign_in):
    cycle = make.cycle(8)
    category = make.category(cycle)
    with db.write() as session:
        session.delete(session.get_one(Announcement, cycle.id))
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    base = f"/cycles/8/categories/{category.code}"

    def send(path, **data):
        token = form_token(client, "/password")
        return client.post(base + path, data={"_csrf_token": token, **data}, follow_redirects=False)

    send.category = category  # type: ignore[attr-defined]
    return send


CHOICE = {
    "kind": "choice",
    "label_ar": "هل يُستخدم الذكاء الاصطناعي؟",
    "label_en": "Is artificial intelligence used?",
    "options_ar": "نعم\nلا",
    "options_en": "Yes\nNo",
}
TEXT = {"kind": "long_text", "label_ar": "كيف؟", "label_en": "How is it used?", "word_limit": "50"}


def asked(db, post):
    with db.read() as session:
        return questions_of(session, post.category.id)


def test_the_builder_ties_a_question_to_an_answer_and_keeps_that_answer_possible(db, client, post) -> None:
    post("/new-question", **CHOICE, shown_to_judges="true")
    choice = asked(db, post)[-1]
    when = f"{choice.key}:{choice.options[0]['key']}"
    assert post("/new-question", **TEXT, shown_if=when).status_code == 303
    text = asked(db, post)[-1]
    assert (text.when_question, text.when_option) == (choice.key, choice.options[0]["key"])
    page = client.get(f"/cycles/8/categories/{post.category.code}").text
    assert "Only if “Is artificial intelligence used?” is answered with “Yes”." in page
    page = client.get(f"/cycles/8/categories/{post.category.code}/questions/{choice.key}").text
    assert "Other questions are asked only after a certain answer to this one" in page
    assert "Remove the question" not in page
    for path, data in (
        (f"/questions/{choice.key}/removal", {}),
        (f"/questions/{text.key}/moving", {"direction": "up"}),
        (f"/questions/{choice.key}/moving", {"direction": "down"}),
        (f"/questions/{choice.key}", {**CHOICE, "options_ar": "ربما\nلا", "options_en": "Perhaps\nNo"}),
        (f"/questions/{choice.key}", {**TEXT}),
    ):
        refused = post(path, **data)
        assert refused.status_code == 409, path
        assert "How is it used?" in refused.text
    assert [q.key for q in asked(db, post)][-2:] == [choice.key, text.key]
    more = {"options_ar": "نعم\nلا\nقريبًا", "options_en": "Yes\nNo\nSoon"}
    assert post(f"/questions/{choice.key}", **{**CHOICE, **more}).status_code == 303
    assert post(f"/questions/{text.key}/removal").status_code == 303
    assert post(f"/questions/{choice.key}/removal").status_code == 303


def test_a_question_depends_on_no_later_question_and_not_on_itself(db, post) -> None:
    post("/new-question", **CHOICE)
    post("/new-question", **CHOICE)
    first, second = asked(db, post)[-2:]
    for on in (second, first):
        refused = post(f"/questions/{first.key}", **CHOICE, shown_if=f"{on.key}:{on.options[0]['key']}")
        assert refused.status_code == 422
        assert "Choose an answer to a question that is asked before this one." in refused.text
    assert asked(db, post)[-2].when_question == ""
