"""What organisers should look at twice in dates that no rule forbids."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given

from awards.cycles.cautions import cautions, of_extension
from awards.kit.clock import RIYADH
from awards.kit.i18n import Bilingual, translate
from tests.awards.cycles.test_timetable import timetables
from tests.timetables import timetable

NAME = Bilingual("الرابعة", "Cycle 4")


def said(found):
    return [message.text.split("%")[0].strip() for message in found]


def test_a_short_intake_a_closing_on_a_weekend_and_another_open_cycle_are_named():
    usual = timetable()
    sunday = usual.closes + timedelta(days=(6 - usual.closes.weekday()) % 7)
    dates = {
        name: at + timedelta(days=30) for name, at in usual.dates.items() if name not in ("opens", "closes")
    }
    calm = replace(usual, opens=sunday - timedelta(days=40), closes=sunday, **dates)
    assert cautions(calm, []) == []
    assert said(cautions(replace(calm, opens=sunday - timedelta(minutes=3)), [])) == [
        "Entries would be taken for"
    ]
    friday = replace(calm, closes=sunday + timedelta(days=5))
    assert said(cautions(friday, [])) == ["Entries would close on a weekend:"]
    assert said(cautions(calm, [(NAME, calm)])) == ["Entries of “"]
    later = replace(calm, **{name: at + timedelta(days=400) for name, at in calm.dates.items()})
    assert cautions(calm, [(NAME, later)]) == []


@given(timetables())
def test_an_extension_is_said_to_overtake_each_plan_that_it_overtakes(held):
    closes = held.judging_opens - timedelta(minutes=held.grace_minutes)
    lost = set(held.dates) - set(held.extended(closes).dates)
    beyond = [m for m in of_extension(held, closes) if "beyond" in m.text]
    assert len(beyond) == len(lost)


def test_an_extension_that_ends_on_a_public_holiday_is_said_to():
    held = timetable()
    (caution,) = of_extension(held, datetime(2026, 9, 23, 12, 0, tzinfo=RIYADH))[:1]
    assert translate(caution, "en").startswith(
        "Entries would close on a public holiday, Saudi National Day: "
    )
    assert of_extension(held, datetime(2026, 9, 22, 12, 0, tzinfo=RIYADH))[:1] != [caution]
