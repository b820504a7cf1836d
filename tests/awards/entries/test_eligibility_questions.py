"""What is asked before an entry is started: a barring answer stops there, the others are kept and frozen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles.eligibility_drafting import EligibilityForm, eligibility_errors, typed_eligibility
from awards.cycles.models import Announcement, EligibilityQuestion
from awards.cycles.plans import plan_from_cycle
from awards.cycles.queries import eligibility_of, timetable_of
from awards.entries.eligibility_answers import asked_in, frozen, what_bars
from awards.entries.models import Entry, EntryLanguage
from awards.entries.operations import start_entry
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid
from awards.people.models import Role
from tests.awards.entries.scenes import WHOLE, scene
from tests.pages import form_token


def question(key="live", *, category=None, cycle=None):
    return EligibilityQuestion(
        cycle_id=cycle,
        category_id=category,
        key=key,
        position=1,
        label_ar=f"سؤال {key}",
        label_en=f"Question {key}",
        options=[
            {"key": "may_1", "ar": "نعم", "en": "Yes"},
            {"key": "may_2", "ar": "جزئيًّا", "en": "In part"},
            {"key": "may_not_1", "ar": "لا", "en": "No"},
        ],
        barring=["may_not_1"],
        why_ar="الخدمة غير متاحة بعد.",
        why_en="The service is not there yet.",
    )


KEYS = ("a", "b", "c")
answers_of = st.dictionaries(
    st.sampled_from(KEYS), st.sampled_from(["", "may_1", "may_2", "may_not_1", "unknown"])
)


@given(st.lists(st.sampled_from(KEYS), unique=True), answers_of)
def test_somebody_may_enter_exactly_if_each_question_has_an_answer_that_does_not_bar(keys, answers) -> None:
    questions = [question(key) for key in keys]
    barred = what_bars(questions, answers)
    assert barred.keys() == {f"eligible-{key}" for key in keys if not answers.get(key, "").startswith("may_") or answers[key] == "may_not_1"}  # fmt: skip
    if not barred:
        kept = frozen(questions, answers)
        assert [(one["question"], one["answer"]) for one in kept] == [(key, answers[key]) for key in keys]


@given(answers_of)
def test_only_the_chosen_category_is_asked_about(answers) -> None:
    one, other = Entry(), Entry()
    questions = [question("a"), question("b", category=one.id), question("c", category=other.id)]
    assert [q.key for q in asked_in(questions, one.id)] == ["a", "b"]


WORD = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)


@given(st.lists(WORD, min_size=2, max_size=5, unique=True), st.data())
def test_a_question_is_typed_as_it_is_shown_again(words, data) -> None:
    cut = data.draw(st.integers(1, len(words) - 1))
    allowed, barred = "\n".join(words[:cut]), "\n".join(words[cut:])
    form = EligibilityForm(
        label_ar="س", label_en="Q", allowed_ar=allowed, allowed_en=allowed, barred_ar=barred, barred_en=barred,
        why_ar="ل", why_en="w",
    )  # fmt: skip
    plan = form.plan()
    assert eligibility_errors(plan) == {}
    assert len({option["key"] for option in plan.options}) == len(words)
    row = question()
    row.options, row.barring = [dict(option) for option in plan.options], list(plan.barring)
    typed = typed_eligibility(row, "")
    assert (typed["allowed_en"], typed["barred_en"]) == (allowed, barred)


@pytest.fixture
def world(make, db):
    made = scene(make)
    with db.write() as session:
        session.add(question(cycle=made.cycle.id))
    return made


def test_a_barred_answer_stops_with_the_reason_and_keeps_what_was_typed(client, db, sign_in, world) -> None:
    sign_in(client, world.member)
    client.cookies.set("language", "en")
    new = client.get("/entries/new").text
    assert new.index("Question live") < new.index("In which category?")
    typed = {
        "_csrf_token": form_token(client, "/entries/new"),
        "cycle": str(world.cycle.id),
        "category": str(world.category.id),
        "entrant": str(world.agency.id),
        "language": "ar",
        "title": "بوابة التراخيص",
    }
    asked = client.post("/entries", data=typed)
    assert asked.status_code == 422
    assert "Answer “Question live”." in asked.text
    barred = client.post("/entries", data={**typed, "eligible-live": "may_not_1"})
    assert barred.status_code == 422
    assert "You cannot enter: The service is not there yet." in barred.text
    assert 'value="may_not_1" checked' in barred.text
    assert 'value="بوابة التراخيص"' in barred.text
    with db.read() as session:
        assert session.exec(select(Entry)).all() == []
    begun = client.post("/entries", data={**typed, "eligible-live": "may_2"}, follow_redirects=False)
    assert begun.status_code == 303
    with db.read() as session:
        entry = session.exec(select(Entry)).one()
    assert [(one["question"], one["answer_en"]) for one in entry.eligibility] == [("live", "In part")]
    world.save(entry, WHOLE)
    submitted = world.submit(entry)
    assert submitted.content["eligibility"] == entry.eligibility
    assert "In part" in client.get(f"/entries/{entry.id}/submissions/1").text


def test_organisers_read_the_answers_on_the_entrys_page(client, db, make, sign_in, world) -> None:
    with db.write() as session:
        session.add(
            Entry(
                cycle_id=world.cycle.id, category_id=world.category.id, number=77, agency_id=world.agency.id,
                started_by_id=world.member.id, started_at=make.now, updated_at=make.now,
                eligibility=frozen([question()], {"live": "may_2"}),
            )
        )  # fmt: skip
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    page = client.get(f"/cycles/{world.cycle.number}/entries/77").text
    assert "Question live" in page
    assert "In part" in page


FORM = {
    "label_ar": "هل الخدمة متاحة اليوم؟",
    "label_en": "Is the service there today?",
    "allowed_ar": "نعم",
    "allowed_en": "Yes",
    "barred_ar": "لا",
    "barred_en": "No",
    "why_ar": "لا تُقبل إلا خدمة متاحة.",
    "why_en": "Only a service that is there is taken.",
}


def test_the_builder_adds_changes_and_removes_them_until_the_announcement(client, db, make, sign_in) -> None:
    cycle = make.cycle(8, announced=False)
    category = make.category(cycle)
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")

    def send(path, **data):
        token = form_token(client, "/password")
        return client.post(path, data={"_csrf_token": token, **data}, follow_redirects=False)

    def asked():
        with db.read() as session:
            return eligibility_of(session, cycle.id)

    refused = send("/cycles/8/new-eligibility-question", **{**FORM, "why_en": "", "barred_en": "Yes"})
    assert refused.status_code == 422
    assert "Say in English why this answer bars." in refused.text
    assert "Two answers are the same." in refused.text
    assert send("/cycles/8/new-eligibility-question", **FORM).status_code == 303
    (made,) = asked()
    assert (made.barring, made.category_id) == (["may_not_1"], None)
    path = f"/cycles/8/eligibility/{made.key}"
    assert send(path, **FORM, category=category.code).status_code == 303
    assert asked()[0].category_id == category.id
    assert "Is the service there today?" in client.get("/cycles/8/eligibility").text
    with db.read() as session:
        copy = plan_from_cycle(session, cycle.id, 9, timetable_of(cycle))
    assert [(one.label_en, one.category) for one in copy.eligibility] == [(FORM["label_en"], category.code)]
    assert send(f"{path}/removal").status_code == 303
    assert asked() == []
    with db.write() as session:
        session.add(Announcement(cycle_id=cycle.id, announced_at=make.now))
    assert send("/cycles/8/new-eligibility-question", **FORM).status_code == 409
    with db.read() as session:
        actions = session.exec(select(AuditEvent.action)).all()
    assert [a for a in actions if a.startswith("eligibility.")] == [
        "eligibility.added",
        "eligibility.changed",
        "eligibility.removed",
    ]


def test_an_organiser_who_enters_in_somebodys_name_need_not_answer_for_them(db, make, world) -> None:
    organiser = make.person(Role.ORGANISER)
    common = {
        "cycle_id": world.cycle.id,
        "category_id": world.category.id,
        "agency_id": world.agency.id,
        "language": EntryLanguage.ARABIC,
        "by": world.member.id,
        "at": make.now,
    }
    with pytest.raises(Invalid), db.write() as session:
        start_entry(session, **common)
    with pytest.raises(Invalid), db.write() as session:
        start_entry(session, **common, eligibility={"live": "may_not_1"}, hand=organiser.id)
    with db.write() as session:
        start_entry(session, **common, hand=organiser.id)
        assert session.exec(select(Entry)).one().eligibility == []
