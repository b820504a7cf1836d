"""The audit log by entry, by category and place, by words, and from an event on."""

import re
import uuid
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.entries.models import Entry
from awards.kit import audit
from awards.people.models import Role
from awards.site.audit_entries import FoundEntry, Together, naming
from judging.recusals.operations import declare_recusal
from tests.awards.site.test_audit_log import record, sequences
from tests.contests import SETTLED, contest
from tests.judging.deliberations.test_deciding import decide
from tests.statements import statements

AT = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def world(make):
    return contest(make, {"G2C": SETTLED, "IND": [[5, 5, 5]]}, number=7)


@pytest.fixture
def auditor(client, sign_in, world):
    sign_in(client, world.auditor)
    client.cookies.set("language", "en")
    return client


def write(db, action, subject, *, by=None, **detail):
    """The sequence of a new event."""
    with db.write() as session:
        audit.record(session, action, subject, by=by, at=AT, detail=detail)
    with db.read() as session:
        return session.connection().scalar(
            audit.AuditEvent.__table__.select().order_by(audit.AuditEvent.sequence.desc())  # type: ignore[attr-defined]
        )


def left(client, **asked):
    return sequences(client.get("/audit", params=asked).text)


def test_an_entry_leaves_what_happened_to_it_and_to_all_that_belongs_to_it(auditor, db, make, world):
    first, second = world.entries["G2C"][:2]
    copy = make.blind_copy(first, approved_by=world.organisers[0])
    card = world.cards[0]
    with db.write() as session:
        recusal = declare_recusal(
            session, world.judges[0].id, first.id, "My brother works there.", by=world.organisers[0].id, at=AT
        )
    mine = [
        max(left(auditor, action="recusal.declared")),
        write(db, "entry.submitted", first.id),
        write(db, "blind_copy.approved", copy.id),
        write(db, "scorecard.lodged", card.id),
    ]
    others = [
        write(db, "entry.submitted", second.id),
        write(db, "scorecard.lodged", world.cards[3].id),
        write(db, "entry.submitted", world.cycle.id),
    ]
    found = left(auditor, cycle=7, entry=first.number)
    assert sorted(found) == sorted(mine)
    assert not set(found) & set(others)
    assert recusal.entry_id == first.id


def test_an_event_that_names_several_entries_is_found_under_each_of_its_cycle(auditor, db, make, world):
    first, second, third = world.entries["G2C"][:3]
    other = contest(make, {"G2C": [[5]]}, number=8)
    judge = str(world.judges[0].id)
    written = {
        "prepared": write(
            db, "blind_copies.prepared", world.cycle.id, entries=[first.number, third.number], findings=2
        ),
        "assigned": write(
            db, "assignments.made", world.round.id, readers={judge: [first.number, second.number]}, seed=3
        ),
        "released": write(db, "judge.released", world.judges[0].id, readers={judge: [second.number]}),
        "elsewhere": write(db, "blind_copies.prepared", other.cycle.id, entries=[first.number]),
    }
    assert set(left(auditor, cycle=7, entry=first.number)) == {written["prepared"], written["assigned"]}
    assert set(left(auditor, cycle=7, entry=second.number)) == {written["assigned"], written["released"]}
    assert set(left(auditor, cycle=7, entry=third.number)) == {written["prepared"]}


def test_a_decision_its_approval_and_its_undoing_are_events_of_whoever_had_the_place(auditor, world):
    world.open_results()
    first, second, third = world.entries["G2C"][:3]
    decide(world, 1, first)
    decide(world, 2, third, reason="Wider reach.")
    before = set(left(auditor, cycle=7, entry=third.number))
    assert len(before) == 1
    decide(world, 2, second)
    assert len(left(auditor, cycle=7, entry=third.number)) == 2, "it lost the place"
    assert len(left(auditor, cycle=7, entry=second.number)) == 1
    assert len(left(auditor, cycle=7, category="G2C", place=2)) == 2
    assert len(left(auditor, cycle=7, category="G2C", place=1)) == 1
    assert left(auditor, cycle=7, category="IND", place=1) == []


def test_refused_requests_for_the_pages_of_an_entry_are_its_events(auditor, db, make, world):
    first, second = world.entries["G2C"][:2]
    mine, other = world.assignments[0], world.assignments[1]
    with db.read() as session:
        people = {judge.id: session.get_one(type(judge), judge.id).person_id for judge in world.judges}
    asked = [
        write(db, "access.refused", f"/cycles/7/entries/{first.number}", status=403),
        write(db, "access.refused", f"/cycles/7/blinding/{first.number}/files/1", status=403),
        write(db, "access.refused", f"/entries/{first.id}/receipt", status=404),
        write(db, "access.refused", f"/scorecards/{mine.code}/recusal", by=people[mine.judge_id], status=403),
    ]
    write(db, "access.refused", f"/cycles/7/entries/{first.number}0", status=403)
    write(db, "access.refused", f"/scorecards/{mine.code}", by=people[other.judge_id], status=404)
    assert set(left(auditor, cycle=7, entry=first.number)) == set(asked)
    assert left(auditor, cycle=7, entry=second.number) == []
    assert len(left(auditor, cycle=7)) == 3, "what lies under the address of the cycle"


def test_an_entry_is_found_by_number_receipt_and_a_judges_code_in_any_digits(auditor, db, world):
    entry, code = world.entries["G2C"][0], world.assignments[0].code
    sequence = write(db, "entry.submitted", entry.id)
    eastern = str(entry.number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (str(entry.number), eastern, f"7-{entry.number:04}-1", f"7-{entry.number:04}", code.lower()):
        assert left(auditor, entry=typed) == [sequence], typed
    page = auditor.get("/audit", params={"entry": code}).text
    assert f'value="{code}"' in page
    assert f'href="/cycles/7/entries/{entry.number}"' in page


def test_a_number_that_stands_for_several_entries_asks_which(auditor, db, make, world):
    other = contest(make, {"G2C": [[5]]}, number=8)
    number = world.entries["G2C"][0].number
    with db.write() as session:
        session.get_one(Entry, other.entries["G2C"][0].id).number = number
    found = {
        write(db, "entry.submitted", world.entries["G2C"][0].id),
        write(db, "entry.submitted", other.entries["G2C"][0].id),
    }
    page = auditor.get(f"/audit?entry={number}").text
    assert set(sequences(page)) == found
    for cycle in (7, 8):
        assert f'href="/audit?cycle={cycle}&amp;entry={number}"' in page


@pytest.mark.parametrize(
    "asked",
    [{"entry": "999"}, {"entry": "no such code"}, {"cycle": "7", "entry": "9-0001-1"}, {"entry": "1\0" * 9}],
)
def test_an_entry_that_does_not_exist_leaves_nothing_and_says_so(auditor, db, world, asked):
    write(db, "entry.submitted", world.entries["G2C"][0].id)
    answer = auditor.get("/audit", params=asked)
    page = unescape(answer.text)
    assert answer.status_code == 200
    assert sequences(page) == []
    assert "there is no entry with this number" in page.lower()
    assert auditor.get("/audit.csv", params=asked).text.count("\n") == 1


def test_a_category_leaves_its_rubric_its_decisions_and_its_entries(auditor, db, world):
    category, entry = world.categories["IND"], world.entries["IND"][0]
    mine = {write(db, "place.decided", category.id, place=1), write(db, "entry.saved", entry.id)}
    write(db, "place.decided", world.categories["G2C"].id, place=1)
    write(db, "entry.saved", world.entries["G2C"][0].id)
    assert set(left(auditor, category="IND")) == mine
    assert set(left(auditor, category="IND", cycle=7)) == mine
    assert left(auditor, category="NONE") == []


def test_words_are_sought_in_what_an_event_is_called_holds_is_about_and_who_did_it(auditor, db, make, world):
    ahmad = make.person(Role.ORGANISER, name_ar="أحمد المَهدي", name_en="Ahmad", email="a.m@example.gov")
    entry = world.entries["G2C"][0]
    done = write(db, "round.closed", world.round.id, by=ahmad.id, reason="نُقل موعد الحفل إلى الأسبوع القادم")
    about = write(db, "entry.saved", entry.id)
    refused = write(db, "access.refused", "/cycles/7/jury", status=403)
    about_him = left(auditor, text="role.granted") + left(auditor, text="person.added")
    assert set(left(auditor, text="احمد المهدى")) <= {done, *about_him}
    assert done in left(auditor, text="احمد المهدى")
    assert left(auditor, text="a.m@EXAMPLE.gov") == [done]
    assert left(auditor, text="موعد الحفل الاسبوع") == [done]
    assert left(auditor, text="Round closed ahmad") == [done]
    assert left(auditor, text="إغلاق جولة احمد") == [done], "in either language, whatever the page's"
    assert about in left(auditor, text=entry.title_ar)
    assert about in left(auditor, text=str(entry.id))
    assert left(auditor, text="cycles/7/jury") == [refused]
    assert left(auditor, text="ahmad jury") == []
    assert left(auditor, text="%") == []


def test_an_event_is_found_by_the_digest_that_somebody_noted(auditor, db, world):
    sequence = write(db, "round.closed", world.round.id)
    page = auditor.get("/audit?action=round.closed").text
    digest = re.search(r" · ([0-9a-f]{64})</code>", page)[1]
    assert left(auditor, text=digest) == [sequence]
    assert left(auditor, text=digest.upper()) == [sequence]


def test_events_after_one_are_left(auditor, db, world):
    first, second = write(db, "round.closed", world.round.id), write(db, "round.opened", world.round.id)
    assert left(auditor, after=first) == [second]
    assert left(auditor, after=second) == []


@pytest.mark.parametrize(
    "wrong", [{"text": "a b c d e f g"}, {"place": "0"}, {"after": "-1"}, {"text": "x" * 101}]
)
def test_what_cannot_be_sought_is_told(auditor, wrong):
    answer = auditor.get("/audit", params=wrong)
    assert answer.status_code == 422
    assert sequences(answer.text) == []


def test_every_part_of_a_filter_is_named_kept_and_can_be_taken_away(auditor, db, world):
    entry = world.entries["G2C"][0]
    record(db, 60)
    asked = {"text": "saved", "cycle": "7", "category": "G2C", "entry": str(entry.number), "after": "1"}
    page = unescape(auditor.get("/audit", params=asked).text)
    assert "No event fits this filter." in page
    for words in ("Words:", "«saved»", "Cycle:", "Cycle 7", "Entry:", entry.title_en, "After event:"):
        assert words in page, words
    assert 'href="/audit?text=saved&entry=' in page
    assert 'value="saved"' in page
    assert '<input type="hidden" name="after" value="1">' in page
    page = unescape(auditor.get("/audit?text=saved&after=1").text)
    assert 'href="/audit?text=saved&after=1&page=2"' in page
    assert 'href="/audit.csv?text=saved&after=1"' in page


def test_what_is_typed_is_shown_as_text_and_not_translated(auditor):
    page = auditor.get("/audit", params={"text": "<b>Entry</b>", "entry": "Whole"}).text
    assert "&lt;b&gt;Entry&lt;/b&gt;" in page
    assert "<b>Entry" not in page


def test_a_filter_costs_as_many_statements_with_many_events_as_with_few(auditor, db, world):
    first = world.entries["G2C"][0]
    asked = {"cycle": "7", "entry": str(first.number), "text": "saved", "category": "G2C"}
    counts = []
    for _ in range(2):
        for entry in world.entries["G2C"]:
            write(db, "entry.saved", entry.id)
            write(
                db, "blind_copies.prepared", world.cycle.id, entries=[e.number for e in world.entries["G2C"]]
            )
        with statements(db.reader) as ran:
            page = auditor.get("/audit", params=asked).text
        counts.append(len(ran))
        assert sequences(page)
    assert counts[0] == counts[1] < 20


def test_an_event_leads_to_where_its_work_is_seen_and_to_the_rest_of_its_entry(auditor, db, world):
    entry = world.entries["G2C"][0]
    world.open_results()
    decide(world, 1, entry)
    write(db, "scorecard.lodged", world.cards[0].id)
    page = auditor.get("/audit").text
    assert 'href="/cycles/7/decisions#G2C"' in page
    assert 'href="/cycles/7/tallies"' in page
    assert f'href="/audit?cycle=7&amp;entry={entry.number}">All events of this entry' in page


def test_wherever_an_event_leads_an_auditor_may_go(auditor, db, make, world):
    """Following a link of the log must not be refused: that would be an event against the reader."""
    entry = world.entries["G2C"][0]
    world.open_results()
    for n, one in enumerate(world.entries["G2C"][:3], start=1):
        decide(world, n, one)
    make.blind_copy(entry, approved_by=world.organisers[0])
    subjects = [entry.id, world.judges[0].id, world.cards[0].id, entry.agency_id, world.categories["IND"].id]
    for subject in subjects:
        write(db, "entry.saved", subject)
    for action, subject in {
        "assignments.made": world.round.id,
        "blind_copies.prepared": world.cycle.id,
        "certificates.issued": world.cycle.id,
        "publication.consented": world.cycle.id,
    }.items():
        write(db, action, subject)
    table = auditor.get("/audit").text.partition("<tbody>")[2]
    hrefs = {unescape(href) for href in re.findall(r'href="([^"]+)"', table)}
    assert len(hrefs) > 10
    for href in hrefs:
        assert auditor.get(href).status_code == 200, href


PAGES = {
    "entry": "/cycles/7/entries/{n}",
    "blind copy": "/cycles/7/blinding/{n}",
    "reasons": "/cycles/7/results/G2C/{n}",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["auditor", "organiser"])
def test_the_pages_of_an_entry_lead_to_its_events(client, sign_in, world, page, who):
    world.open_results()
    sign_in(client, world.auditor if who == "auditor" else world.organisers[0])
    number = world.entries["G2C"][0].number
    text = client.get(PAGES[page].format(n=number)).text
    assert f'href="/audit?cycle=7&amp;entry={number}"' in text


def test_results_and_decisions_lead_to_their_events(auditor, world):
    world.open_results()
    decide(world, 1, world.entries["G2C"][0])
    number = world.entries["G2C"][0].number
    assert 'href="/audit?cycle=7&amp;category=G2C"' in auditor.get("/cycles/7/results/G2C").text
    of_place = 'href="/audit?cycle=7&amp;category=G2C&amp;place=1"'
    for path in ("decisions", "publication", f"results/G2C/{number}"):
        assert of_place in auditor.get(f"/cycles/7/{path}").text, path
    assert len(sequences(auditor.get("/audit?cycle=7&category=G2C&place=1").text)) == 1


ENTRY = FoundEntry(uuid.uuid4(), 1, "", "", uuid.uuid4(), uuid.uuid4(), 7, "", "", "G2C")
OTHERS = [str(uuid.uuid4()) for _ in range(2)]
moves = st.lists(
    st.tuples(
        st.sampled_from(["place.decided", "place.approved", "place.returned"]),
        st.integers(1, 3),
        st.lists(st.sampled_from([str(ENTRY.id), *OTHERS]), unique=True, max_size=2),
    ),
    max_size=12,
)


@given(moves)
def test_an_event_of_a_place_is_an_entrys_exactly_while_it_holds_the_place_or_loses_it(moves):
    events = [
        Together(
            n,
            action,
            str(ENTRY.category_id),
            {"place": place} | ({"entries": entries} if action == "place.decided" else {}),
            ENTRY.cycle_id,
        )
        for n, (action, place, entries) in enumerate(moves)
    ]
    expected, holds = [], {}
    for n, (action, place, entries) in enumerate(moves):
        held = holds.get(place, False)
        if action == "place.decided":
            holds[place] = str(ENTRY.id) in entries
        if held or holds.get(place, False):
            expected.append(n)
    assert list(naming(events, ENTRY, set())) == expected
