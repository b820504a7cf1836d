"""What is said of a category whose questions leave a rule without effect, or the judges without a word."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from awards.cycles.category_cautions import of_categories, uncounted
from awards.cycles.models import Category, Question, QuestionKind


def category(n):
    return Category(
        id=uuid.UUID(int=n), cycle_id=uuid.UUID(int=99), code=f"C{n}", position=n, name_ar="فرع", name_en="C"
    )


def question(of, *, marked=False, identifying=False):
    return Question(
        category_id=of.id,
        key="q",
        position=1,
        kind=QuestionKind.DATE,
        label_ar="س",
        label_en="Q",
        in_operation_since=marked,
        identifying=identifying,
    )


asked = st.lists(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=4), max_size=4)


@given(asked, st.integers(0, 12))
def test_each_category_is_named_once_for_each_thing_that_its_questions_lack(given_questions, months):
    categories = [category(n) for n, _ in enumerate(given_questions)]
    questions = {
        of.id: [question(of, marked=marked, identifying=hidden) for marked, hidden in each]
        for of, each in zip(categories, given_questions, strict=True)
        if each
    }
    unmarked = sum(not any(marked for marked, _ in each) for each in given_questions)
    unread = sum(bool(each) and all(hidden for _, hidden in each) for each in given_questions)
    assert len(uncounted(categories, questions, months)) == (unmarked if months else 0)
    assert len(of_categories(categories, questions, months)) == (unmarked if months else 0) + unread
