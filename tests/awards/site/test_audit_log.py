"""The audit log's page: filters, pages, export."""

import ast
import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from awards.kit import audit
from awards.people.models import Role
from awards.site.audit_queries import PAGE
from awards.site.audit_words import ACTIONS


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


def test_a_filter_that_cannot_be_read_is_told_and_kept(auditor):
    answer = auditor.get("/audit?since=yesterday")
    assert answer.status_code == 422
    assert 'href="#since"' in answer.text
    assert 'value="yesterday"' in answer.text


def test_what_an_event_holds_is_shown_as_text(auditor, db):
    record(db, 1, action="place.decided", detail={"reason": "<script>x</script>", "entries": ["a", "b"]})
    page = auditor.get("/audit?action=place.decided").text
    assert "&lt;script&gt;" in page
    assert "[&#34;a&#34;, &#34;b&#34;]" in page


def test_the_export_holds_what_the_filter_leaves_and_runs_no_formula(auditor, db):
    record(db, 3, action="round.closed", detail={"reason": "x"})
    with db.write() as session:
        audit.record(session, "round.closed", "=1+1", by=None, at=datetime(2026, 5, 1, tzinfo=UTC))
    answer = auditor.get("/audit.csv?action=round.closed")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Subject"] for row in rows] == ["subject-0", "subject-1", "subject-2", "'=1+1"]
    assert {row["Event in words"] for row in rows} == {"Round closed"}
    assert all(len(row["Digest"]) == 64 for row in rows)


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
