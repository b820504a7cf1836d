"""The audit log's page: filters, pages, export."""

import ast
import csv
import hashlib
import io
import json
import re
import uuid
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from sqlmodel import select

from awards.cycles.models import Cycle
from awards.events.forms import EventForm
from awards.events.operations import set_up
from awards.guidance.forms import GuideForm
from awards.guidance.models import GuideKind, Readers
from awards.guidance.operations import add_guide
from awards.helpdesk.operations import ask
from awards.kit import audit
from awards.people.models import Role
from awards.site.audit_details import in_words
from awards.site.audit_queries import PAGE
from awards.site.audit_words import ACTIONS
from tests.contests import contest
from tests.statements import statements


@pytest.fixture
def auditor(client, sign_in, make):
    sign_in(client, make.person(Role.AUDITOR))
    client.cookies.set("language", "en")
    return client


def record(db, n, **fields):
    event = {"by": None, "at": datetime(2026, 5, 1, 12, tzinfo=UTC), "detail": {}, **fields}
    with db.write() as session:
        for i in range(n):
            audit.record(
                session,
                event.get("action", "entry.saved"),
                f"subject-{i}",
                by=event["by"],
                at=event["at"],
                detail=event["detail"],
            )


def sequences(page):
    return [int(n) for n in re.findall(r'<tr>\s*<td class="num">(\d+)</td>', page)]


def test_events_come_newest_first_in_pages(auditor, db):
    record(db, PAGE + 5)
    first = auditor.get("/audit").text
    second = auditor.get("/audit?page=2").text
    assert sequences(first) == sorted(sequences(first), reverse=True)
    assert len(sequences(first)) == PAGE
    assert max(sequences(second)) == min(sequences(first)) - 1
    assert "Page 2 of 2" in second
    assert sequences(auditor.get("/audit?page=99").text) == []


def test_events_are_filtered_by_action_person_and_day_in_riyadh(auditor, db, make):
    ahmad = make.person(Role.ORGANISER, name_en="Ahmad")
    record(db, 2, action="round.opened", by=ahmad.id, at=datetime(2026, 5, 1, 20, 59, tzinfo=UTC))
    record(
        db, 3, action="round.closed", by=ahmad.id, at=datetime(2026, 5, 1, 21, 0, tzinfo=UTC)
    )  # midnight there
    assert len(sequences(auditor.get("/audit?action=round.opened").text)) == 2
    assert len(sequences(auditor.get(f"/audit?person={ahmad.id}").text)) == 5
    assert len(sequences(auditor.get(f"/audit?person={ahmad.id}&until=2026-05-01").text)) == 2
    page = auditor.get(f"/audit?person={ahmad.id}&since=2026-05-02&until=2026-05-02").text
    assert len(sequences(page)) == 3
    assert "Ahmad" in page
    assert f"/audit.csv?person={ahmad.id}&amp;since=2026-05-02" in page
    assert "No event fits this filter." in auditor.get("/audit?action=nothing.such").text


@pytest.mark.parametrize("address", ["/audit", "/audit.csv"])
@pytest.mark.parametrize(
    "wrong", [("since", "yesterday"), ("role", "king"), ("cycle", "-1"), ("person", "Ali")]
)
def test_a_filter_that_cannot_be_read_is_told_and_kept_and_leaves_nothing(auditor, db, address, wrong):
    record(db, 1)
    answer = auditor.get(address, params=dict([wrong]))
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert f'href="#{wrong[0]}"' in answer.text
    assert 'action="/audit"' in answer.text
    assert not sequences(answer.text)
    assert "Export" not in answer.text


def test_a_day_that_cannot_be_read_stays_in_its_field(auditor):
    assert 'value="yesterday"' in auditor.get("/audit?since=yesterday").text


def test_what_an_event_holds_is_shown_as_text(auditor, db):
    record(db, 1, action="place.decided", detail={"reason": "<script>x</script>", "entries": ["a", "b"]})
    page = auditor.get("/audit?action=place.decided").text
    assert page.count("&lt;script&gt;") == 2
    assert "<script>x" not in page
    assert re.search(r"Entries:</span>\s*<bdi>a</bdi>, <bdi>b</bdi>", page)


def test_the_export_holds_what_the_filter_leaves_and_runs_no_formula(auditor, db):
    record(db, 3, action="round.closed", detail={"reason": "x"})
    with db.write() as session:
        audit.record(session, "round.closed", "=1+1", by=None, at=datetime(2026, 5, 1, tzinfo=UTC))
    answer = auditor.get("/audit.csv?action=round.closed")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Subject"] for row in rows] == ["subject-0", "subject-1", "subject-2", "'=1+1"]
    assert {row["Event in words"] for row in rows} == {"Round closed"}
    assert all(len(row["Digest"]) == 64 for row in rows)


def test_the_chain_can_be_worked_out_again_from_the_export_alone(auditor, db):
    """As `docs/audit-log.md` says, with nothing of the product's."""
    with db.write() as session:
        at = datetime(2026, 5, 1, 9, 0, 0, 123456, tzinfo=UTC)
        audit.record(session, "entry.saved", "a", by=None, at=at, detail={"word": 'قيمة، "x"', "n": [1, 2.5]})
        audit.record(session, "round.closed", "b", by=uuid.uuid4(), at=at.replace(microsecond=0))
    rows = list(csv.DictReader(io.StringIO(auditor.get("/audit.csv").content.decode("utf-8-sig"))))
    assert len(rows) >= 2
    before = "0" * 64
    for row in rows:
        event = {
            "at": row["Time (UTC)"],
            "actor": row["Person"] or None,
            "action": row["Event"],
            "subject": row["Subject"],
            "detail": json.loads(row["Detail"]),
        }
        text = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert row["Digest before"] == before
        before = hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()
        assert row["Digest"] == before


@pytest.fixture
def world(make):
    return contest(make, {"G2C": [[9, 8]]}, number=7)


def test_a_subject_is_named_and_leads_to_its_page(auditor, db, world):
    (entry,) = world.entries["G2C"]
    category, judge = world.categories["G2C"], world.judges[0]
    expected = {
        entry.id: (f"Entry {entry.number}: {entry.title_en}", f"/cycles/7/entries/{entry.number}"),
        category.id: ("Category G2C, Cycle 7", "/cycles/7/categories/G2C"),
        world.cycle.id: ("Cycle 7", "/cycles/7"),
        world.round.id: ("Round of judging, Cycle 7", "/cycles/7/progress"),
        judge.id: ("judge of Cycle 7", "/cycles/7/jury"),
        world.cards[0].id: (f"Entry {entry.number}: {entry.title_en}", f"/cycles/7/entries/{entry.number}"),
    }
    with db.write() as session:
        for subject in expected:
            audit.record(session, "entry.saved", subject, by=None, at=datetime(2026, 5, 1, tzinfo=UTC))
    page = auditor.get("/audit?action=entry.saved").text
    for words, href in expected.values():
        assert re.search(rf'<a href="{href}"><bdi>[^<]*{re.escape(words)}</bdi></a>', page), words


def test_a_detail_speaks_of_people_and_entries_by_name_and_of_times_in_words(auditor, db, world):
    (entry,) = world.entries["G2C"]
    detail = {
        "outcome": "shared",
        "entries": [str(entry.id)],
        "old": {"opens": "2026-05-01T05:00:00+00:00"},
        "orders": {"x": 1},
        "codes": [f"code {n}" for n in range(20)],
    }
    record(db, 1, action="place.decided", detail=detail)
    page = unescape(auditor.get("/audit?action=place.decided").text)
    assert re.search(r"Outcome:</span>\s*<bdi>Shared", page)
    assert re.search(rf"Entries:</span>\s*<bdi><a href=[^>]+><bdi>Entry {entry.number}: ", page)
    assert re.search(r"Entries open:</span>\s*<bdi>Friday 1 May 2026, 8:00", page)
    assert "code 11" in page
    assert "and 8 more" in page
    assert page.count("orders") == 1  # as recorded


def test_what_was_refused_taken_written_and_assigned_is_told_in_words(auditor, db, world):
    judge = world.judges[0]
    details = {
        "access.refused": {"role": "judge", "status": 403, "method": "GET", "more": True},
        "access.downloaded": {"status": 200, "method": "GET", "query": "cycle=7", "what": "audit.export"},
        "assignments.made": {"readers": {str(judge.id): [3, 11]}},
        "place.decided": {"citation_ar": "حيثيات", "citation_en": "For its care", "reason_en": "Because."},
    }
    with db.write() as session:
        for action, detail in details.items():
            audit.record(
                session, action, "/cycles/7/jury", by=None, at=datetime(2026, 5, 1, tzinfo=UTC), detail=detail
            )
    page = unescape(auditor.get("/audit").text)
    assert page.count("<bdi>/cycles/7/jury</bdi>") == 4
    for key in {key for detail in details.values() for key in detail}:
        assert f'<span class="hint">{key}:' not in page, key
    assert "Audit log (CSV)" in page
    assert re.search(r"Who reads what:</span>.*?1 judge.*?<bdi>3</bdi>, *\s*<bdi>11</bdi>", page, re.DOTALL)
    assert str(judge.id) not in re.sub(r"<code.*?</code>", "", page)


def test_events_are_filtered_by_the_cycle_they_are_about(auditor, make, world):
    other = contest(make, {"G2C": [[7]]}, number=8)
    other.close()
    page = auditor.get("/audit?cycle=8").text
    assert "Round closed" in page
    assert len(sequences(page)) == len(sequences(auditor.get("/audit?action=round.closed").text)) == 1
    assert sequences(auditor.get("/audit?cycle=7").text) == []
    assert sequences(auditor.get("/audit?cycle=99").text) == []
    assert "/audit.csv?cycle=8" in page
    assert auditor.get("/audit.csv?cycle=7").text.count("\n") == 1


def test_events_are_filtered_by_the_role_of_whoever_did_it(auditor, db, make):
    judge, organiser = make.person(Role.JUDGE), make.person(Role.ORGANISER)
    record(db, 2, by=judge.id)
    record(db, 3, by=organiser.id)
    assert len(sequences(auditor.get("/audit?role=judge").text)) == 2
    page = auditor.get("/audit?role=organiser").text
    assert len(sequences(page)) == 3
    assert page.index('<optgroup label="Organisers">') < page.index('<optgroup label="Judges">')


def test_a_page_of_the_log_costs_as_many_statements_with_many_events_as_with_few(auditor, db, world):
    counts = []
    for _ in range(2):
        with statements(db.reader) as ran:
            auditor.get("/audit")
        counts.append(len(ran))
        record(db, 30, detail={"entries": [str(e.id) for e in world.entries["G2C"]]})
    assert counts[0] == counts[1]


def test_every_key_that_the_product_writes_has_its_words(world, make, db):
    """Of the events that a contest with a decision writes; what has no words is shown as it was recorded."""
    world.open_results()
    with db.read() as session:
        events = session.exec(select(audit.AuditEvent)).all()
    labels = [line.label for event in events for line in in_words(event.detail, {})]
    assert labels
    assert [label for label in labels if isinstance(label, str)] == []


@pytest.mark.parametrize("role", [Role.JUDGE, Role.ENTRANT])
def test_the_log_is_for_organisers_and_auditors_alone(client, sign_in, make, role):
    sign_in(client, make.person(role))
    assert client.get("/audit").status_code == 403
    assert client.get("/audit.csv").status_code == 403


def test_every_event_that_the_product_writes_has_its_words():
    root = Path(__file__).resolve().parents[3]
    written = set()
    for package in ("awards", "judging", "reports"):
        for source in (root / package).rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "attr", "") == "record"
                    and len(node.args) >= 3
                ):
                    action = node.args[1]
                    if isinstance(action, ast.Constant):
                        written.add(action.value)
    assert "round.closed" in written
    assert written - ACTIONS.keys() == set()


def test_a_question_an_exchange_a_guide_and_an_event_are_named_and_lead_to_their_pages(
    auditor, make, world, db
):
    demo = make.person(Role.ORGANISER)
    with db.write() as session:
        cycle = session.exec(select(Cycle)).first()
        number = ask(
            session, asked_as=Role.ENTRANT, subject="x", text="y", lang="en", days=2, by=demo.id, at=make.now
        ).number
        words = {"title_ar": "دليل", "title_en": "Howto", "text_ar": "x", "text_en": "x"}
        form = GuideForm(**words, readers=Readers.OFFICE)
        guide = add_guide(session, form, cycle_id=cycle.id, kind=GuideKind.GUIDE, by=demo.id, at=make.now)
        times = {"starts_at": "2027-01-01T10:00", "ends_at": "2027-01-01T12:00"}
        event = set_up(
            session,
            EventForm(title_ar="ورشة", title_en="Workshop", link="https://meet.example", **times),
            by=demo.id,
            at=make.now,
        )
    page = auditor.get("/audit").text
    for href in (f"/helpdesk/questions/{number}", f"/guidance/{guide.id}", f"/events/{event.id}"):
        assert f'href="{href}"' in page
