from datetime import UTC, datetime, timedelta

import pytest

from judging.scorecards.window import Window, window

OPENS = datetime(2026, 11, 1, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=30)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "opened_at", "closed_at", "state"),
    [
        (OPENS, None, None, Window.NOT_YET),
        (OPENS - SECOND, OPENS - timedelta(days=1), None, Window.NOT_YET),
        (OPENS, OPENS - timedelta(days=1), None, Window.OPEN),
        (OPENS + timedelta(days=2), OPENS + timedelta(days=3), None, Window.NOT_YET),
        (CLOSES - SECOND, OPENS, None, Window.OPEN),
        (CLOSES, OPENS, None, Window.OVER),
        (OPENS + timedelta(days=9), OPENS, OPENS + timedelta(days=8), Window.OVER),
    ],
)
def test_scoring_is_open_between_the_announced_hours_while_the_round_is(at, opened_at, closed_at, state):
    assert window(at, opened_at=opened_at, closed_at=closed_at, opens=OPENS, closes=CLOSES) is state
