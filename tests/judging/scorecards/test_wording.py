from datetime import UTC, datetime, timedelta

import pytest

from judging.scorecards.wording import saved_words

NOON = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
"""In Riyadh: twelve o'clock."""


@pytest.mark.parametrize(
    ("ago", "ar", "en"),
    [
        (timedelta(hours=1), "حُفظ 11:00 ص", "Saved at 11:00 am"),
        (timedelta(hours=11, minutes=59), "حُفظ 12:01 ص", "Saved at 12:01 am"),
        (
            timedelta(hours=12, minutes=1),
            "حُفظ في 25 نوفمبر 2026 الساعة 11:59 م",
            "Saved on 25 Nov 2026 at 11:59 pm",
        ),
        (timedelta(days=365), "حُفظ في 26 نوفمبر 2025 الساعة 12:00 ظهرًا", "Saved on 26 Nov 2025 at 12:00 pm"),
    ],
)
def test_a_save_of_another_day_in_riyadh_names_the_day(ago, ar, en):
    assert saved_words(NOON - ago, NOON, "ar", "Asia/Riyadh") == ar
    assert saved_words(NOON - ago, NOON, "en", "Asia/Riyadh") == en
