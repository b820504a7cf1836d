"""Entrants, judges and letters read times by the clocks of the cycle's zone, also where those are put forward and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.cycles.forms import typed_timetable
from awards.cycles.models import Cycle
from awards.cycles.queries import timetable_of
from awards.entries.outcomes import under_way
from awards.entries.queries import any_head
from awards.entries.standing import rules_of
from awards.kit.errors import RuleBroken
from awards.kit.i18n import (
    HERE,
    clock_time,
    gregorian,
    hijri,
    msg,
    short_date,
    told_in,
    translate,
    zone_in_words,
)
from awards.kit.links import Links
from awards.kit.mail.letters import kind_named, parts
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.contests import contest

BERLIN = ZoneInfo("Europe/Berlin")
SPRING = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
"""At this second the clocks of Berlin go from 2:00 to 3:00."""
AUTUMN = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
"""At this second they go from 3:00 back to 2:00."""


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (SPRING - timedelta(seconds=1), "1:59 am"),
        (SPRING, "3:00 am"),
        (AUTUMN - timedelta(hours=1), "2:00 am"),
        (AUTUMN - timedelta(seconds=1), "2:59 am"),
        (AUTUMN, "2:00 am"),
    ],
)
def test_a_time_is_told_by_the_clocks_of_its_zone_on_both_sides_of_a_change(at, told):
    with told_in(BERLIN):
        assert clock_time(at, "en") == told
    assert clock_time(at, "en", BERLIN) == told
    assert clock_time(at, "en") != told


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Berlin", "Asia/Riyadh", "America/New_York", "Asia/Kathmandu"]),
    st.sampled_from(["ar", "en"]),
)
def test_the_zone_in_force_and_the_one_that_is_asked_for_tell_the_same(at, name, lang):
    zone = ZoneInfo(name)
    asked = [word(at, lang, zone) for word in (clock_time, gregorian, hijri, short_date)]
    sentence = translate(msg("Entries closed on %(deadline)s, %(zone)s.", deadline=at, zone=zone), lang)
    with told_in(zone):
        assert [word(at, lang) for word in (clock_time, gregorian, hijri, short_date)] == asked
        here = msg("Entries closed on %(deadline)s, %(zone)s.", deadline=at, zone=HERE)
        assert translate(here, lang) == sentence
    assert asked[0] in sentence
    assert zone_in_words(lang, zone) in sentence


def test_a_zone_is_named_by_its_city_in_both_languages():
    assert [zone_in_words(lang, BERLIN) for lang in ("ar", "en")] == ["بتوقيت برلين", "Berlin time"]
    assert [zone_in_words(lang) for lang in ("ar", "en")] == ["بتوقيت الرياض", "Riyadh time"]


@pytest.mark.parametrize("change", [SPRING, AUTUMN])
def test_a_deadline_at_the_change_holds_to_the_second_and_is_told_by_the_cycles_clocks(
    make, clock, client, sign_in, change
):
    clock.at = change - timedelta(days=5)
    s = scene(make, closes_at=change, zone="Europe/Berlin")
    entry = s.whole()
    sign_in(client, s.member)
    client.cookies.set("language", "en")
    shown = client.get(f"/entries/{entry.id}").text
    assert f"at {clock_time(change, 'en', BERLIN)}, Berlin time" in shown
    assert clock_time(change, "en") not in shown
    assert f"at {clock_time(change, 'en', BERLIN)}, Berlin time" in client.get("/entries").text
    clock.at = change - timedelta(seconds=1)
    s.submit(entry)
    clock.at = change
    with pytest.raises(RuleBroken) as refused:
        s.submit(entry)
    told = translate(refused.value.message, "en")
    assert (
        told
        == f"Entries closed on {gregorian(change, 'en', BERLIN)}, {clock_time(change, 'en', BERLIN)}, Berlin time."
    )


def test_days_are_those_of_the_cycles_zone(make, clock):
    closes = datetime(2026, 12, 1, 22, 30, tzinfo=UTC)  # 1 December in Berlin, 2 December in Riyadh
    s = scene(make, closes_at=closes, judging_opens_at=closes + timedelta(days=9), zone="Europe/Berlin")
    entry = s.whole()
    s.submit(entry)
    clock.at = closes + timedelta(days=1)
    with make.db.read() as session:
        head = any_head(session, 5, entry.number)
        assert under_way(head, make.now).params["day"].day == 10
        assert rules_of(head).deadline.day == 1
        again = typed_timetable(timetable_of(session.get_one(Cycle, s.cycle.id)))
    assert again["closes"] == "2026-12-01T23:30"


def test_a_letter_tells_times_by_the_clocks_that_its_parameters_name():
    given = {
        "cycle": {"ar": "الدورة", "en": "The cycle"},
        "category": None,
        "entry": None,
        "before": (SPRING - timedelta(days=9)).isoformat(),
        "closes": SPRING.isoformat(),
        "zone": "Europe/Berlin",
        "reason": "عطل",
    }
    letter = kind_named("entries.extended").write(given, Links("https://award.example", None))
    (english, arabic) = parts(letter, "en")
    assert "28 March 2027, 3:00 am" in english.subject
    assert english.paragraphs[0].endswith("3:00 am, Berlin time.")
    assert english.paragraphs[1].endswith("2:00 am, Berlin time.")
    assert "بتوقيت برلين" in arabic.paragraphs[0]


def test_judges_read_their_closing_by_the_cycles_clocks(make, client, sign_in, db):
    c = contest(make, {"G2C": [[8, None, None]]})
    with db.write() as session:
        session.get_one(Cycle, c.cycle.id).zone = "Europe/Berlin"
    judge = make.person(Role.JUDGE)
    make.blind_copy(c.entries["G2C"][0], approved_by=c.organisers[0])
    seat = make.judge(c.cycle, judge)
    make.assignment(c.round, seat, c.entries["G2C"][0], c.organisers[0], code="ZZ-999")
    sign_in(client, judge)
    client.cookies.set("language", "en")
    closes = c.cycle.judging_closes_at
    for path in ("/scorecards", "/scorecards/ZZ-999"):
        shown = client.get(path).text
        assert f"at {clock_time(closes, 'en', BERLIN)}, Berlin time" in shown, path
