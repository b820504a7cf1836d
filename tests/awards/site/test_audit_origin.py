"""From where something was done: told with its event, found by a filter, erased without breaking the chain."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from awards.kit.audit import AuditEvent, record
from awards.kit.chain_state import verify_chain
from awards.people.models import Role

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def auditor(client, sign_in, make, db):
    """Signed in, in a log with one event of a refused request and one of a command."""
    client.cookies.set("language", "en")
    client.headers["user-agent"] = FIREFOX
    sign_in(client, make.person(Role.JUDGE))
    assert client.get("/audit").status_code == 403
    with db.write() as session:
        record(session, "round.opened", "x", by=None, at=make.now)
    sign_in(client, make.person(Role.AUDITOR))
    return client


def told(client, query=""):
    page = client.get(f"/audit{query}").text
    return page.partition("<tbody>")[2]


def test_an_event_says_the_address_and_the_device_from_which_it_was_done(auditor):
    rows = [row for row in told(auditor).split("</tr>") if "<td" in row]
    (asked,) = [row for row in rows if "testclient" in row]  # a command is asked for by nobody over the web
    assert "Firefox · Windows" in asked
    assert "/audit" in asked


@pytest.mark.parametrize("words", ["testclient", "firefox"])
def test_events_are_found_by_where_they_came_from(auditor, words):
    assert told(auditor, f"?text={words}").count("<tr>") == 1


def test_where_an_event_came_from_is_under_the_chain_and_can_be_erased(auditor, db, make):
    def broken_after(address):
        with db.write() as session:
            event = session.exec(select(AuditEvent).where(AuditEvent.origin != "")).one()
            event.address = address
            session.add(event)
            session.flush()
            return verify_chain(session, make.now).broken_at

    with db.read() as session:
        number = session.exec(select(AuditEvent.sequence).where(AuditEvent.address != "")).one()
    assert broken_after("10.0.0.1") == number
    assert broken_after("testclient") is None
    assert broken_after(None) is None
    with db.write() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.origin != "")).one()
        event.origin = "ab" * 32
        session.add(event)
        session.flush()
        assert verify_chain(session, make.now).broken_at == number


def test_the_workbook_holds_what_the_filter_leaves_as_text(auditor):
    answer = auditor.get("/audit.xlsx?text=firefox")
    assert answer.headers["content-disposition"] == 'attachment; filename="audit-log.xlsx"'
    heads, *rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    (row,) = rows
    assert dict(zip(heads, row, strict=True))["Network address"] == "testclient"
    assert row[0].isdigit()


def test_the_chain_is_worked_out_from_the_export_as_the_manual_says(auditor, tmp_path):
    manual = (Path(__file__).parents[3] / "docs/audit-log.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", manual, re.DOTALL)
    export = tmp_path / "audit-log.csv"

    def worked_out(content):
        export.write_bytes(content)
        command = [sys.executable, "-c", script, str(export)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    content = auditor.get("/audit.csv").content
    assert worked_out(content).stdout.startswith("whole up to ")
    assert "does not follow" in worked_out(content.replace(b"testclient", b"10.0.0.1")).stderr
