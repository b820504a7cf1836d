"""A rubric that was announced is corrected: by one organiser, with a reason, and everybody whom it concerns is told."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.i18n import in_words as in_language
from awards.kit.mail.outbox import Mail
from awards.people.models import Role
from judging.corrections.differences import What, differences, from_plain, in_words, plain
from judging.corrections.letters import CORRECTED
from judging.rounds.models import Round
from judging.rubrics.comments import CommentRule, CommentWhen
from judging.rubrics.criteria_form import typed_criteria
from judging.rubrics.drafts import AnchorDraft, CriterionDraft
from judging.rubrics.kinds import RoundKind
from judging.rubrics.operations import create_rubric, drafts_of
from judging.rubrics.queries import rubric_of
from judging.rubrics.scale import Scale
from judging.scorecards.models import NotApplicable
from tests.letters import letters_to
from tests.pages import form_token

REASON = {"reason": "كُتب وزن المعيار الأول خطأً.", "reason_en": "The first weight was a slip of the pen."}

criteria = st.builds(
    CriterionDraft,
    key=st.sampled_from("abcd"),
    name_ar=st.sampled_from(("الأثر", "الجودة")),
    name_en=st.sampled_from(("Effect", "Quality")),
    weight=st.sampled_from(("20", "30", "50")),
    guidance_en=st.sampled_from(("", "Look.")),
    anchors=st.sampled_from(((), (AnchorDraft(0, "لا شيء", "Nothing"),))),
    scale=st.sampled_from((Scale(), Scale(highest="5"))),
    comment=st.sampled_from((CommentRule(), CommentRule(CommentWhen.REQUIRED))),
    may_not_apply=st.booleans(),
)
rubrics = st.lists(criteria, unique_by=lambda one: one.key, max_size=4)


@given(rubrics, rubrics)
def test_nothing_is_different_between_two_rubrics_only_if_they_are_the_same(before, after) -> None:
    found = differences(before, after)
    assert (not found) == (before == after)
    assert [from_plain(plain(one)) for one in found] == found
    assert all(str(in_words(one)) for one in found)
    gained, lost = ([one for one in found if one.what is what] for what in (What.ADDED, What.REMOVED))
    assert len(after) == len(before) + len(gained) - len(lost)


@pytest.fixture
def w(make, client, sign_in):
    """A draft, a submission and a judge of the category, and others whom its rubric does not concern."""
    cycle = make.cycle(5)
    category, other = make.category(cycle), make.category(cycle, "G2B")
    people = [make.person(Role.ENTRANT) for _ in range(3)]
    entries = [
        make.entry(where, make.agency(one), one, submitted=submitted)
        for one, where, submitted in zip(
            people, (category, category, other), (False, True, True), strict=True
        )
    ]
    make.judge(cycle, expertise=("G2B",))
    judge = make.judge(cycle)
    make.judge(cycle, dropped_out_at=make.now, dropped_out_reason="Moved abroad")
    client.cookies.set("language", "en")
    organiser = make.person(Role.ORGANISER)
    sign_in(client, organiser)
    return SimpleNamespace(
        make=make,
        cycle=cycle,
        category=category,
        round=make.round(cycle, opened=False),
        entry=entries[1],
        told={people[0].id, people[1].id, judge.person_id},
        organiser=organiser,
        path=f"/cycles/5/categories/{category.code}/rubric/correction",
    )


@pytest.fixture
def send(client, w):
    def post(**data):
        token = form_token(client, "/password")
        return client.post(w.path, data={"_csrf_token": token, **data}, follow_redirects=False)

    return post


def stands(w):
    with w.make.db.read() as session:
        return rubric_of(session.connection(), w.category.id)


def typed(w, **changed):
    return {**typed_criteria(drafts_of(stands(w))), **REASON, **changed}


def reweighed(w):
    """Ten of the weight of the first criterion go to the second."""
    first, second, *_ = stands(w).criteria
    return typed(w, **{"weight-1": str(int(first.weight) - 10), "weight-2": str(int(second.weight) + 10)})


def mails(w):
    with w.make.db.read() as session:
        return {mail.person_id: mail for mail in session.exec(select(Mail).where(Mail.kind == CORRECTED))}


def test_it_is_looked_at_before_it_is_published_and_told_to_whom_it_concerns(client, w, send) -> None:
    before, wanted = stands(w), reweighed(w)
    assert "Fixed since the announcement" in client.get(f"/cycles/5/categories/{w.category.code}").text
    look = send(**wanted, step="look")
    assert look.status_code == 200
    assert "It goes to 3 persons at once" in look.text
    assert "2 who may write entries of this category" in look.text
    assert "1 judge of its panel." in look.text
    assert "“Criterion" in look.text
    assert REASON["reason_en"] in look.text
    assert stands(w) == before
    assert not mails(w)
    assert REASON["reason"] in send(**wanted, step="edit").text
    assert send(**wanted, step="apply", version="1").status_code == 303
    after = stands(w)
    assert (after.version, after.criteria[0].weight) == (2, wanted["weight-1"])
    assert mails(w).keys() == w.told
    page = client.get(f"/cycles/5/categories/{w.category.code}").text
    assert "Corrected, stands since" in page
    assert "These criteria were corrected" in client.get(f"/categories/{w.category.code}?cycle=5").text
    assert send(**wanted, step="apply", version="1").status_code == 409  # nothing is changed any more
    with w.make.db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "rubric.corrected")).one()
    assert event.detail["version"] == {"old": 1, "new": 2}
    assert event.detail["reason"] == REASON["reason"]
    kept = event.detail["rubrics"]
    for version, sheet in (("old", before), ("new", after)):
        assert [one["weight"] for one in kept[version]] == [c.weight for c in sheet.criteria]
        assert [one["anchors"][0]["text_en"] for one in kept[version]] == ["Level 0"] * 3


def test_the_letter_says_what_is_different_and_why_in_both_languages(w, send, settings) -> None:
    send(**reweighed(w), step="apply", version="1")
    address = next(iter(mails(w).values())).address
    [(_, letter)] = letters_to(w.make.db, settings, address)
    for lang, reason in (("ar", "reason"), ("en", "reason_en")):
        said = " ".join(in_language(one, lang) for one in letter.paragraphs)
        assert REASON[reason] in said
        assert stands(w).criteria[0].weight in said


def test_it_takes_a_reason_in_both_languages_a_whole_rubric_and_the_version_that_was_looked_at(
    w, send
) -> None:
    wanted = reweighed(w)
    for wrong, status in (
        ({"reason": ""}, 422),
        ({"reason_en": "Slip"}, 422),
        ({"reason": "In English all of it"}, 422),
        ({"weight-1": "99"}, 409),
        ({"version": "7"}, 409),
        ({"version": "x"}, 409),
    ):
        sent = {**wanted, "version": "1", **wrong}
        assert send(**sent, step="apply").status_code == status, wrong
    both = send(**{**wanted, "reason": "", "reason_en": "", "weight-1": "99"}, step="look").text
    summary = both.split('class="error-summary"', 1)[1].split("</div>", 1)[0]
    assert "must sum to exactly 100" in summary
    assert "Reason in Arabic: " in summary
    assert "Reason in English: " in summary
    assert send(**typed(w), step="look").status_code == 409  # nothing is changed
    assert stands(w).version == 1
    assert not mails(w)


def test_it_stands_once_a_round_that_judges_by_it_is_open(client, w, send) -> None:
    with w.make.db.write() as session:
        first = Round(
            cycle_id=w.cycle.id,
            kind=RoundKind.FIRST_READING,
            position=RoundKind.FIRST_READING.position,
            opened_at=w.make.now,
        )
        session.add(first)
    assert "The first reading is open" in client.get(w.path).text
    assert send(**reweighed(w), step="apply", version="1").status_code == 409
    with w.make.db.write() as session:  # a first reading that has its own judges by nothing else
        drafts = drafts_of(rubric_of(session.connection(), w.category.id))
        by, at = w.organiser.id, w.make.now
        create_rubric(session, w.category.id, drafts, kind=RoundKind.FIRST_READING, by=by, at=at)
    assert send(**reweighed(w), step="apply", version="1").status_code == 303
    with w.make.db.write() as session:
        scoring = session.get_one(Round, w.round.id)
        scoring.opened_at = w.make.now
        session.add(scoring)
    shown = client.get(w.path).text
    assert "Scoring is open" in shown
    assert 'value="look"' not in shown
    again = {**reweighed(w), "weight-1": "30", "weight-2": "30", "weight-3": "40"}
    assert send(**again, step="apply", version="3").status_code == 409


def test_what_was_granted_by_its_words_is_taken_back_first(client, w, send) -> None:
    with w.make.db.write() as session:
        session.add(
            NotApplicable(
                entry_id=w.entry.id,
                criterion_id=stands(w).criteria[0].id,
                reason_ar="لا فروع لها",
                reason_en="It has no branches",
                granted_at=w.make.now,
                granted_by_id=w.organiser.id,
            )
        )
    assert f"does not apply to some entries: {w.entry.number}." in client.get(w.path).text
    assert send(**reweighed(w), step="apply", version="1").status_code == 409


def test_before_the_announcement_it_is_edited_and_nobody_but_organisers_corrects(client, w, sign_in) -> None:
    draft = w.make.category(w.make.cycle(6, announced=False))
    assert "edited freely" in client.get(f"/cycles/6/categories/{draft.code}/rubric/correction").text
    sign_in(client, w.make.person(Role.AUDITOR))
    assert client.get(w.path).status_code == 403
    assert "rubric/correction" not in client.get(f"/cycles/5/categories/{w.category.code}").text
