"""Questions stand in the organiser's order on every page on which an entrant meets them."""

import re
import uuid
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles.models import Question, QuestionKind
from awards.entries.boxes import grouped
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.sheet import unanswered
from tests.awards.entries.scenes import scene


def asked(n, *, identifying, kind):
    return unanswered(
        Question(
            category_id=uuid.UUID(int=1),
            key=f"q{n}",
            position=n,
            kind=kind,
            label_ar="س",
            label_en="Q",
            identifying=identifying,
        )
    )


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(list(QuestionKind))), max_size=12))
def test_the_form_parts_the_questions_by_their_readers_and_leaves_their_order(made):
    every = [asked(n, identifying=hidden, kind=kind) for n, (hidden, kind) in enumerate(made)]
    groups = grouped(every)
    assert [one for _, questions in groups for one in questions] == every
    assert all(before != after for (before, _), (after, _) in pairwise(groups))
    for readers, questions in groups:
        assert {one.identifying for one in questions} == {readers == "organisers"}


def test_form_check_page_and_receipt_ask_in_one_order_with_what_depends_below_its_choice(
    make, db, client, sign_in
):
    s = scene(make)
    with db.write() as session:
        first = session.exec(select(Question).where(Question.key == "operator")).one()
        first.position = 30
        of = {"category_id": s.category.id, "label_ar": "س", "identifying": True}
        yes = [{"key": "yes", "ar": "نعم", "en": "Yes"}, {"key": "no", "ar": "لا", "en": "No"}]
        choice = {**of, "identifying": False, "kind": QuestionKind.CHOICE, "options": yes}
        session.add(Question(**choice, key="partner", position=20, label_en="Question partner"))
        child = {"when_question": "partner", "when_option": "yes", "kind": QuestionKind.SHORT_TEXT}
        session.add(Question(**of, **child, key="name", position=21, label_en="Question name"))
    entry = s.whole()
    given_now = {"partner": AnswerChange(value="yes"), "name": AnswerChange(text_ar="شركة")}
    s.save(entry, EntryChanges(answers=given_now))
    sign_in(client, s.member)
    client.cookies.set("language", "en")

    def order(path):
        main = client.get(f"/entries/{entry.id}/{path}").text.partition("<main")[2]
        return list(
            dict.fromkeys(
                re.findall(r"Question (launched_on|challenge|solution|partner|name|operator)", main)
            )
        )

    wanted = ["launched_on", "challenge", "solution", "partner", "name", "operator"]
    assert order("answers") == wanted
    assert order("check") == wanted
    s.submit(entry)
    assert order("submissions/1") == wanted
