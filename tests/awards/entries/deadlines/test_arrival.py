"""A request counts by the second at which it arrived, whatever keeps it waiting after that."""

import asyncio
import threading
import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlmodel import select

from awards.entries.models import Entry, EntryState, Submission
from tests.awards.entries.scenes import scene
from tests.pages import form_token


def submission(client, s, entry):
    path = f"/entries/{entry.id}/check"
    token = form_token(client, path)
    body = urlencode({"_csrf_token": token, "terms": "true", "checked": s.checked(entry)})
    return f"/entries/{entry.id}/submissions", body.encode()


def state(db, entry):
    with db.read() as session:
        return session.get_one(Entry, entry.id).state


@pytest.fixture
def at_the_end(make, clock, client, sign_in):
    """A whole draft in the last minute, and its writer's browser."""
    s = scene(make, grace_minutes=10)
    entry = s.whole()
    end = s.cycle.closes_at + timedelta(minutes=10)
    clock.at = end - timedelta(seconds=30)
    sign_in(client, s.member)
    return s, entry, end


def test_who_waits_for_the_lock_of_the_writers_beyond_the_deadline_was_in_time(at_the_end, db, clock, client):
    s, entry, end = at_the_end
    path, body = submission(client, s, entry)
    clock.at = end - timedelta(seconds=1)
    answers = []
    headers = {"content-type": "application/x-www-form-urlencoded"}
    with db.write():
        sender = threading.Thread(
            target=lambda: answers.append(
                client.post(path, content=body, headers=headers, follow_redirects=False)
            )
        )
        sender.start()
        time.sleep(0.4)  # it stands at the lock by now; if it did not, it would be refused
        clock.at = end + timedelta(minutes=2)
    sender.join()
    assert answers[0].status_code == 303
    with db.read() as session:
        assert session.exec(select(Submission)).one().submitted_at == end - timedelta(seconds=1)


def test_whose_body_comes_slowly_was_in_time_if_the_request_was(at_the_end, db, app, clock, client):
    """The head arrives a second before the end, the body a minute after it; and the other way round it is late."""
    s, entry, end = at_the_end
    path, body = submission(client, s, entry)
    assert slowly(app, client, path, body, clock, end, end + timedelta(minutes=1)) == 409
    assert state(db, entry) is EntryState.DRAFT
    in_time = end - timedelta(seconds=1)
    assert slowly(app, client, path, body, clock, in_time, end + timedelta(minutes=1)) == 303
    assert state(db, entry) is EntryState.SUBMITTED


def slowly(app, client, path, body, clock, arrives, read):
    """Post to the application itself, so that the test decides when the body is there; the status of the answer."""
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"host", b"testserver.local"),
            (b"accept", b"text/html"),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", str(len(body)).encode()),
            (b"cookie", cookies.encode()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("testserver.local", 80),
    }
    told = []

    async def receive():
        clock.at = read
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        told.append(message)

    async def ask():
        clock.at = arrives
        await app(scope, receive, send)

    asyncio.run(ask())
    return next(one["status"] for one in told if one["type"] == "http.response.start")
