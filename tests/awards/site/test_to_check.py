"""What an auditor is told to look at."""

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.kit.i18n import translate
from awards.people import operations as people
from awards.people.models import Role
from awards.people.sessions import Device
from awards.site.audit_counts import OF_CYCLES, REFUSED, Count
from awards.site.audit_words import ACTIONS
from awards.site.next_steps import CycleState
from awards.site.to_check import of_cycle, over_all
from judging.rounds.state import RoundState
from tests.awards.site.test_audit_filters import write
from tests.awards.site.test_audit_log import record, sequences
from tests.contests import SETTLED, contest
from tests.factories import PASSWORD
from tests.judging.deliberations.test_deciding import decide
from tests.statements import statements
from tests.timetables import timetable


def state(**fields):
    times = timetable()
    return CycleState(**{"number": 7, "timetable": times, "now": times.judging_closes, **fields})


def words(checks):
    return [translate(check.text, "en") for check in checks]


def test_of_a_cycle_that_takes_entries_nothing_is_checked_yet():
    assert of_cycle(state(drafts=4), {}) == []


def test_what_is_to_be_announced_is_read_first():
    assert words(of_cycle(state(announced=False), {})) == [
        "Read the categories, questions and rubrics before they are announced"
    ]


def test_during_judging_an_auditor_reads_copies_assignments_and_recusals():
    counts = {
        "assignments.made": Count(1),
        "recusal.declared": Count(2, 1),
        "blind_copy.approved": Count(5, 3),
    }
    checks = of_cycle(
        state(submitted=6, awaiting_blinding=1, round=RoundState.OPEN, expected=24, lodged=9), counts
    )
    assert words(checks) == [
        "Compare 5 approved blind copies with what was submitted",
        "See who reads which entries, and how they were drawn",
        "Read 2 recusals",
        "See how far judging has come: 9 of 24 sheets are lodged",
    ]
    assert [check.new for check in checks] == [3, 0, 1, 0]
    assert [check.href for check in checks] == [
        "/cycles/7/blinding",
        "/cycles/7/assignments",
        "/cycles/7/recusals",
        "/cycles/7/progress",
    ]


def test_once_results_are_open_they_are_worked_out_again_and_decisions_are_read():
    counts = {
        "tally.computed": Count(2),
        "place.decided": Count(9, 2),
        "place.approved": Count(1),
        "publication.consented": Count(1),
    }
    opened = state(submitted=6, round=RoundState.OPENED, consents=2)
    assert words(of_cycle(opened, counts))[1:] == [
        "Read who consented to open the results: 2 of 2",
        "Work the results out again from all sheets",
        "Read why the results were counted 2 times",
        "Read the decisions on places: decided 9 times",
        "Read 1 departure from the ranking that a second person approved",
        "Read who consented to publish the decisions as they are",
    ]
    published = words(of_cycle(replace(opened, published=True, certificates=12), counts))
    assert published[-3:] == [
        "Read who published the results, and when",
        "Compare the report and results.json with your own results",
        "Verify certificates by their codes: 12 were issued",
    ]


@given(
    st.dictionaries(
        st.sampled_from([*OF_CYCLES, REFUSED]),
        st.integers(1, 9).flatmap(lambda n: st.builds(Count, st.just(n), st.integers(0, n))),
    ),
    st.sampled_from(RoundState),
    st.booleans(),
)
def test_no_event_that_is_counted_for_a_cycle_is_kept_from_the_auditor(counts, round_, published):
    """Unless its own page waits for the results, each one is on the desk with the way to it."""
    checks = of_cycle(
        state(
            submitted=3, round=round_, consents=2 if round_ is RoundState.OPENED else 1, published=published
        ),
        counts,
    )
    led_to = {m[1] for c in checks for m in re.finditer(r"action=([a-z_.]+)", f"{c.href} {c.events}")}
    sealed = {"tally.computed", "results.consented"} | {
        a for a in counts if a.startswith(("place.", "publi"))
    }
    sealed |= {"certificate.revoked", "judges.named"}
    expected = set(counts) - (set() if round_ is RoundState.OPENED else sealed)
    if counts.get("tally.computed", Count()).all < 2:
        expected -= {"tally.computed"}
    assert expected <= led_to
    assert led_to <= ACTIONS.keys()


def test_what_happened_at_the_doors_is_told_and_nothing_else():
    found = over_all({REFUSED: Count(1, 1), "entry.saved": Count(900), "role.granted": Count(3)})
    assert words(found) == [
        "See who was refused, and what they asked for: 1 request",
        "See who was given which role: 3 grants",
    ]
    assert found[0].href == "/audit?action=access.refused"


@pytest.fixture
def opened(make):
    c = contest(make, {"G2C": SETTLED}, number=7)
    c.open_results()
    decide(c, 1, c.entries["G2C"][0])
    return c


def desk(client):
    client.cookies.set("language", "en")
    return unescape(client.get("/desk/auditor").text)


def come(client, db, person, at):
    """Through the form, as a person does, so that it is an event."""
    token, _ = people.sign_in(
        db, email=person.email, password=PASSWORD, device=Device("10.0.0.1"), lang="ar", at=at, hours=12
    )
    client.cookies.set("session", token)


def test_the_desk_leads_to_results_decisions_and_their_events(client, sign_in, opened):
    sign_in(client, opened.auditor)
    page = desk(client)
    for href in (
        "/cycles/7/results#downloads-title",
        "/cycles/7/decisions",
        "/audit?cycle=7&action=place.decided",
        "/audit?cycle=7",
        "/audit.csv",
        "/desk/auditor?anew=1",
    ):
        assert f'href="{href}"' in page, href


def test_every_way_from_the_desk_is_open_to_the_auditor(client, sign_in, opened, db):
    for action in ("access.refused", "access.downloaded"):
        write(db, action, "/cycles/7/jury", role="judge")
    write(db, "recusal.declared", opened.entries["G2C"][0].id)
    sign_in(client, opened.auditor)
    hrefs = set(re.findall(r'href="(/(?:audit|cycles|desk)[^"]*)"', desk(client)))
    assert len(hrefs) > 10
    for href in hrefs:
        assert client.get(href).status_code == 200, href


def test_the_first_time_nothing_is_said_of_a_visit_before(client, db, opened, clock):
    come(client, db, opened.auditor, clock())
    assert "since you signed in before" not in desk(client)


def test_the_desk_counts_what_happened_since_the_sign_in_before(client, db, opened, clock):
    come(client, db, opened.auditor, clock())
    clock.forward(hours=20)
    decide(opened, 2, opened.entries["G2C"][1])
    clock.forward(hours=1)
    come(client, db, opened.auditor, clock())
    page = desk(client)
    # The decision, and this sign-in itself.
    assert re.search(r'href="/audit\?after=(\d+)">2 events since you signed in before this', page)
    new = re.search(r'href="(/audit\?cycle=7&action=place.decided&after=\d+)"[^>]*>1 new<', page)
    assert len(sequences(client.get(new[1]).text)) == 1
    clock.forward(hours=1)
    come(client, db, opened.auditor, clock())
    assert "1 event since you signed in before this" in desk(client)


def test_another_browser_of_the_same_auditor_does_not_hide_what_is_new(client, db, opened, clock):
    """What counts is the sign-in before the one that the reader came with, not the last one of all."""
    come(client, db, opened.auditor, clock())
    clock.forward(hours=1)
    decide(opened, 2, opened.entries["G2C"][1])
    come(client, db, opened.auditor, clock())
    clock.forward(hours=1)
    people.sign_in(
        db,
        email=opened.auditor.email,
        password=PASSWORD,
        device=Device("10.0.0.2"),
        lang="ar",
        at=clock(),
        hours=12,
    )
    assert "3 events since you signed in before this" in desk(client)


def test_refused_requests_are_told_by_role_and_by_cycle(client, sign_in, db, opened):
    for role, path in (("judge", "/cycles/7/results"), ("judge", "/scorecards/X"), ("entrant", "/cycles/7")):
        write(db, "access.refused", path, role=role)
    write(db, "access.refused", "", role="judge", more=True)
    sign_in(client, opened.auditor)
    page = desk(client)
    assert "See who was refused, and what they asked for: 4 requests" in page
    assert re.search(r'href="/audit\?action=access.refused&role=judge">Judges</a> 3', page)
    assert "Look at 2 refused requests for pages of this cycle" in page


def test_a_cycle_of_which_nothing_can_be_checked_comes_last_and_folded(client, sign_in, make, opened):
    new = make.cycle(8)
    sign_in(client, opened.auditor)
    page = desk(client)
    assert page.index('id="cycle-7" open') < page.index(f'id="cycle-{new.number}">')
    assert "Nothing can be checked yet." in page


def test_a_desk_without_a_cycle_says_so(client, sign_in, make):
    sign_in(client, make.person(Role.AUDITOR))
    assert "There is no cycle yet." in desk(client)


def test_the_desk_costs_as_many_statements_for_many_cycles_and_events_as_for_one(client, sign_in, db, make):
    auditor = make.person(Role.AUDITOR)
    counts = []
    for _ in range(2):
        c = contest(make, {"G2C": SETTLED})
        c.open_results()
        record(db, 30)
        write(db, "access.refused", c.path, role="judge")
        sign_in(client, auditor)
        with statements(db.reader) as ran:
            desk(client)
        counts.append(len(ran))
    assert counts[0] == counts[1]


def test_nothing_on_the_desk_changes_anything(client, sign_in, opened):
    sign_in(client, opened.auditor)
    main = desk(client).partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main
    assert "<button" not in main
