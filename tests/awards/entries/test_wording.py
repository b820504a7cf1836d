"""Every rule of entering has its sentence."""

from datetime import UTC, date, datetime

import pytest

from awards.entries.eligibility import Obstacle, Reason
from awards.entries.wording import reason_in_words
from awards.kit.i18n import LANGUAGES, translate

DEADLINE = datetime(2026, 12, 3, 20, 59, 59, tzinfo=UTC)
PARAMETERS = {
    Obstacle.NOT_YET_OPEN: {"opens": DEADLINE, "zone": "Asia/Riyadh"},
    Obstacle.CLOSED: {"closed": DEADLINE, "zone": "Asia/Riyadh"},
    Obstacle.LAUNCH_DATE_MISSING: {"required": 6},
    Obstacle.TOO_FEW_MONTHS: {"months": 4, "required": 6, "deadline": date(2026, 12, 3)},
    Obstacle.WON_LATELY: {"wins": 1, "cycles": 2},
    Obstacle.TOO_MANY_ENTRIES: {"entries": 2, "limit": 2},
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_obstacle_has_a_sentence_of_its_own_in_both_languages(lang):
    sentences = {
        translate(reason_in_words(Reason(code, PARAMETERS.get(code, {}))), lang) for code in Obstacle
    }
    assert len(sentences) == len(Obstacle)
    for sentence in sentences:
        assert sentence.endswith(".")
        assert "%" not in sentence


def test_a_deadline_is_told_as_the_awards_zone_sees_it():
    told = reason_in_words(Reason(Obstacle.CLOSED, {"closed": DEADLINE, "zone": "Asia/Riyadh"}))
    assert "Thursday 3 December 2026, 11:59" in translate(told, "en")
    assert "الخميس 3 ديسمبر 2026 الساعة 11:59" in translate(told, "ar")


@pytest.mark.parametrize(
    ("months", "words"), [(0, "أقل من شهر"), (1, "شهر واحد"), (2, "شهران"), (4, "4 أشهر"), (11, "11 شهرًا")]
)
def test_months_are_counted_in_the_six_forms_of_arabic(months, words):
    given = {"months": months, "required": 12, "deadline": date(2026, 12, 3)}
    assert words in translate(reason_in_words(Reason(Obstacle.TOO_FEW_MONTHS, given)), "ar")
