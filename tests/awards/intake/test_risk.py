"""Which drafts may come too late."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from awards.intake.risk import LAST_DAYS, LONG_UNTOUCHED, NEAR, Risk, risk_of

_spans = st.integers(0, 60 * 24).map(lambda hours: timedelta(hours=hours))
_lefts = st.integers(1, NEAR.days * 24).map(lambda hours: timedelta(hours=hours))
_asked = 10


@given(st.integers(0, _asked), _spans, _lefts, st.integers(0, _asked), _spans, _lefts)
def test_less_time_more_missing_or_longer_untouched_is_never_a_smaller_risk(
    missing: int, untouched: timedelta, left: timedelta, more: int, longer: timedelta, less: timedelta
) -> None:
    easy = risk_of(
        missing=min(missing, more), asked=_asked, untouched=min(untouched, longer), left=max(left, less)
    )
    hard = risk_of(
        missing=max(missing, more), asked=_asked, untouched=max(untouched, longer), left=min(left, less)
    )
    assert hard >= easy


@given(st.integers(0, _asked), _spans, st.one_of(st.just(timedelta(0)), st.just(NEAR + timedelta(seconds=1))))
def test_nothing_is_at_risk_while_the_closing_is_far_nor_once_it_has_passed(
    missing: int, untouched: timedelta, left: timedelta
) -> None:
    assert risk_of(missing=missing, asked=_asked, untouched=untouched, left=left) is Risk.NONE


def test_each_reason_alone_puts_a_draft_at_risk() -> None:
    fine = {"missing": 1, "asked": _asked, "untouched": timedelta(0), "left": NEAR}
    assert risk_of(**fine) is Risk.BEHIND
    assert risk_of(**{**fine, "left": LAST_DAYS}) is Risk.HIGH
    assert risk_of(**{**fine, "untouched": LONG_UNTOUCHED}) is Risk.HIGH
    assert risk_of(**{**fine, "missing": 5}) is Risk.HIGH
    assert risk_of(**{**fine, "missing": 0}) is Risk.READY
    assert risk_of(**{**fine, "missing": 0, "left": LAST_DAYS}) is Risk.HIGH
