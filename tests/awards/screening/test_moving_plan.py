"""What of an entry is carried to another category: nothing is lost unsaid, nothing hidden is shown."""

import uuid
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from awards.cycles.models import QuestionKind
from awards.entries.models import EntryLanguage
from awards.entries.sheet import Asked, Head
from awards.screening.moving_aside import left_aside
from awards.screening.moving_plan import plan_move

KEYS = ("a", "b", "c", "d")
FILE = str(uuid.UUID(int=7))
OPTIONS = [{"key": "x", "ar": "س", "en": "X"}, {"key": "y", "ar": "ص", "en": "Y"}]
KINDS = (QuestionKind.LONG_TEXT, QuestionKind.CHOICE, QuestionKind.FILE, QuestionKind.LINK)
VALUES = {
    QuestionKind.LONG_TEXT: st.just(""),
    QuestionKind.CHOICE: st.sampled_from(["", "x", "z"]),
    QuestionKind.FILE: st.sampled_from(["", FILE]),
    QuestionKind.LINK: st.sampled_from(["", "https://my.gov.sa"]),
}


def head():
    fields = dict.fromkeys(Head._fields, "")
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Head(
        **{
            **fields,
            "number": 1,
            "cycle_number": 5,
            "language": EntryLanguage.BOTH,
            "agency_id": None,
            "eligibility": [],
            "updated_at": moment,
            "category_code": "NEW",
        }
    )


@st.composite
def answers(draw):
    found = []
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True)):
        kind = draw(st.sampled_from(KINDS))
        text = draw(st.sampled_from(["", "نص"])) if kind is QuestionKind.LONG_TEXT else ""
        value = draw(VALUES[kind])
        found.append(
            {
                "question": key,
                "kind": kind.value,
                "label_ar": f"ask {key}",
                "label_en": f"ask {key}",
                "word_limit": None,
                "identifying": draw(st.booleans()),
                "text_ar": text,
                "text_en": text,
                "value": value,
                "value_ar": value,
                "value_en": value,
            }
        )
    return found


@st.composite
def questions(draw):
    found: list[Asked] = []
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True)):
        earlier = [one.key for one in found if one.kind is QuestionKind.CHOICE]
        condition = draw(st.sampled_from(["", *earlier]))
        kind = draw(st.sampled_from(KINDS))
        found.append(
            Asked(
                uuid.uuid4(),
                key,
                kind,
                *[draw(st.sampled_from([f"ask {key}", f"other {key}"]))] * 2,
                "",
                "",
                "",
                "",
                None,
                OPTIONS,
                draw(st.booleans()),
                draw(st.booleans()),
                "stale",
                "stale",
                "stale",
                condition,
                "x" if condition else "",
            )
        )
    return found


def former(said):
    files = [{"id": FILE, "position": 1, "name": "f.pdf", "media_type": "application/pdf", "size": 1}]
    digests = {"original_digest": "o", "clean_digest": "c", "clean_size": 1}
    return {
        "category": {"code": "OLD", "name_ar": "", "name_en": ""},
        "language": "both",
        **{f"{name}_{lang}": "كلام" for name in ("title", "summary") for lang in ("ar", "en")},
        "entrant": {"kind": "agency", "code": "A", "name_ar": "", "name_en": ""},
        "partners": [{"code": "P", "name_ar": "", "name_en": ""}],
        "answers": said,
        "attachments": [{**file, **digests} for file in files],
    }


def is_said(answer):
    return bool(answer["text_ar"] or answer["text_en"] or answer["value"])


def names(labels):
    return {label.en.split()[1] for label in labels}


@given(answers(), questions())
def test_every_answer_is_carried_or_named_as_dropped_and_never_both(said, asked):
    plan = plan_move(former(said), head(), asked)
    carried, dropped = names(plan.carried), names(plan.dropped)
    assert carried | dropped == {answer["question"] for answer in said if is_said(answer)}
    assert not carried & dropped
    given_now = {answer["question"]: answer for answer in plan.content["answers"] if is_said(answer)}
    assert given_now.keys() == carried
    before = {answer["question"]: answer for answer in said}
    for key, answer in given_now.items():
        for name in ("kind", "text_ar", "text_en", "value"):
            assert answer[name] == before[key][name]


@given(answers(), questions())
def test_nothing_that_judges_did_not_see_is_shown_to_them_by_a_move(said, asked):
    plan = plan_move(former(said), head(), asked)
    hidden = {answer["question"] for answer in said if answer["identifying"] and is_said(answer)}
    assert all(
        answer["identifying"]
        for answer in plan.content["answers"]
        if answer["question"] in hidden and is_said(answer)
    )
    files = {file["id"] for file in plan.content["attachments"]}
    kept = {a["value"] for a in plan.content["answers"] if a["kind"] == QuestionKind.FILE}
    were = {a["value"] for a in said if a["kind"] == QuestionKind.FILE and a["value"]}
    assert files & were <= kept
    assert files >= kept - {""}


@given(answers(), questions())
def test_whatever_is_required_and_not_carried_is_named_as_missing(said, asked):
    plan = plan_move(former(said), head(), asked)
    required = {one.key for one in asked if one.required}
    empty = {answer["question"] for answer in plan.content["answers"] if not is_said(answer)}
    assert names(plan.missing) == required & empty


@given(answers(), questions())
def test_all_else_of_the_submission_stays_as_it_was(said, asked):
    before = former(said)
    plan = plan_move(before, head(), asked)
    for name in before.keys() - {"category", "answers", "attachments"}:
        assert plan.content[name] == before[name]
    assert plan.content["category"]["code"] == "NEW"


@given(answers(), questions())
def test_an_answer_goes_to_no_question_that_is_worded_otherwise(said, asked):
    plan = plan_move(former(said), head(), asked)
    words = {answer["question"]: answer["label_en"] for answer in said}
    for answer in plan.content["answers"]:
        if is_said(answer):
            assert words[answer["question"]] == answer["label_en"]


@given(answers(), questions())
def test_what_does_not_go_along_is_kept_aside_as_it_was_said(said, asked):
    plan = plan_move(former(said), head(), asked)
    assert tuple(one.question for one in plan.aside) == plan.dropped
    assert left_aside(former(said), plan.content) == plan.aside
    assert all(one.said for one in plan.aside)
