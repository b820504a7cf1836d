"""When sheets lie too far apart, whose, and on what."""

from fractions import Fraction
from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from judging.reconciliation.differing import Next, Sheet, apart_on, concerned, too_far_apart, what_next

KEYS = ("benefit", "channels", "support")
OUT_OF_100 = st.integers(0, 1000).map(lambda n: Fraction(n, 10))
SHEETS = st.lists(st.tuples(OUT_OF_100, st.dictionaries(st.sampled_from(KEYS), OUT_OF_100)), max_size=7).map(
    lambda found: [Sheet(UUID(int=n), total, points) for n, (total, points) in enumerate(found)]
)
THRESHOLD = st.integers(1, 99)


@given(sheets=SHEETS, threshold=THRESHOLD)
def test_sheets_lie_too_far_apart_exactly_where_two_of_them_do(sheets, threshold) -> None:
    pairs = [abs(a.total - b.total) > threshold for a, b in combinations(sheets, 2)]
    assert too_far_apart(sheets, threshold) == any(pairs)
    assert bool(concerned(sheets, threshold)) == any(pairs)


@given(sheets=SHEETS, threshold=THRESHOLD)
def test_whoever_is_asked_lies_too_far_from_another_who_is_asked(sheets, threshold) -> None:
    asked = set(concerned(sheets, threshold))
    totals = {sheet.id: sheet.total for sheet in sheets}
    for one in asked:
        assert any(abs(totals[one] - totals[other]) > threshold for other in asked)
    assert len(asked) != 1


@given(sheets=SHEETS)
def test_without_a_rule_nothing_lies_too_far_apart(sheets) -> None:
    assert not too_far_apart(sheets, None)


@given(sheets=SHEETS, threshold=THRESHOLD)
def test_a_wider_rule_asks_nobody_whom_a_narrower_one_does_not(sheets, threshold) -> None:
    assert set(concerned(sheets, threshold + 1)) <= set(concerned(sheets, threshold))


@given(sheets=SHEETS, threshold=THRESHOLD)
def test_the_criteria_named_are_those_beyond_the_rule_or_else_the_widest(sheets, threshold) -> None:
    def apart(key):
        given_ = [sheet.points[key] for sheet in sheets if key in sheet.points]
        return max(given_) - min(given_) if given_ else 0

    named = apart_on(sheets, threshold, KEYS)
    beyond = [key for key in KEYS if apart(key) > threshold]
    widest = max(map(apart, KEYS))
    assert named == (beyond or [key for key in KEYS if apart(key) == widest > 0])


def test_sheets_exactly_as_far_apart_as_the_rule_allows_are_left_alone() -> None:
    sheets = [Sheet(UUID(int=1), Fraction(50), {}), Sheet(UUID(int=2), Fraction(70), {})]
    assert not too_far_apart(sheets, 20)
    assert too_far_apart(sheets, 19)


def test_what_comes_next_follows_from_who_answered_and_how_the_sheets_lie_now() -> None:
    assert what_next(unanswered=1, apart=False, extra=False) is Next.JUDGES
    assert what_next(unanswered=0, apart=False, extra=False) is Next.AGREED
    assert what_next(unanswered=0, apart=True, extra=False) is Next.CHAIR_OR_JUDGE
    assert what_next(unanswered=0, apart=True, extra=True) is Next.EXTRA_JUDGE
