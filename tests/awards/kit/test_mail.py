"""Mail goes out once, to one recipient, in both languages, and the outbox says what became of it."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest

from awards.kit.db import Database
from awards.kit.errors import RuleBroken
from awards.kit.i18n import Bilingual
from awards.kit.links import HIDDEN, Links, is_token, token_of
from awards.kit.mail.letters import kind_named
from awards.kit.mail.outbox import (
    GIVES_UP_AFTER,
    Mail,
    MailState,
    attempts_of,
    next_try,
    queue_mail,
    send_again,
    stop_mail,
)
from awards.kit.mail.sending import LOST_AFTER, Sender, states_of
from awards.kit.mail.transports import transport
from awards.settings import Settings, SettingsError
from tests.awards.kit import letter_worker
from tests.conftest import NOW, StandingClock
from tests.mail_server import Mailbox, mail_server

AWARD = Bilingual("جائزة الإنجاز", "Enjaz award")
ROW = uuid.UUID(int=7)
PARAMS = {"ar": "دُعيتم إلى الجائزة.", "en": "You are invited & welcome.", "id": str(ROW)}
SENDER = "Award office <office@award.example>"


@pytest.fixture
def post() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def sender(db: Database, settings: Settings, clock: StandingClock, post: Mailbox) -> Sender:
    settings = replace(settings, smtp_url=post.url, mail_from=SENDER)
    return Sender(db, settings, clock, transport(settings), lambda: AWARD)


def queued(db: Database, clock: StandingClock, *addresses: str, kind: str = "test.letter") -> list[uuid.UUID]:
    with db.write() as session:
        return [queue_mail(session, kind, PARAMS, to=to, about="test", at=clock()) for to in addresses]


def stored(db: Database, mail_id: uuid.UUID) -> Mail:
    with db.read() as session:
        return session.get_one(Mail, mail_id)


def answers(db: Database, mail_id: uuid.UUID) -> list[str]:
    with db.read() as session:
        return [attempt.answer for attempt in attempts_of(session, mail_id)]


def part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    assert body is not None
    return str(body.get_content())


def test_each_recipient_gets_a_mail_of_their_own_in_both_languages(sender, db, clock, post) -> None:
    queued(db, clock, "a@one.example", "b@two.example")
    assert sender.send_waiting() == 2
    assert post.addresses == ["a@one.example", "b@two.example"]
    _, message = post.taken[0]
    assert message["To"] == "a@one.example"
    assert message["From"] == SENDER
    assert message["Subject"] == "تسجيل الدخول | Sign in"
    assert message["Content-Language"] == "ar, en"
    plain, html = part(message, "plain"), part(message, "html")
    assert plain.index("دُعيتم إلى الجائزة.") < plain.index("You are invited & welcome.")
    assert "جائزة الإنجاز" in plain
    assert 'lang="ar" dir="rtl"' in html
    assert 'lang="en" dir="ltr"' in html
    assert "invited &amp; welcome" in html
    assert sender.send_waiting() == 0


def test_the_readers_language_stands_first(sender, db, clock, post) -> None:
    with db.write() as session:
        queue_mail(session, "test.letter", PARAMS, to="a@b.example", about="x", at=clock(), lang="en")
    sender.send_waiting()
    _, message = post.taken[0]
    assert message["Subject"] == "Sign in | تسجيل الدخول"
    assert part(message, "plain").startswith("You are invited")


def test_the_ledger_keeps_what_the_mail_server_said(sender, db, clock, post) -> None:
    post.refuse["nobody@one.example"] = "550 no such mailbox"
    good, bad = queued(db, clock, "a@one.example", "nobody@one.example")
    sender.send_waiting()
    assert stored(db, good).state is MailState.SENT
    assert answers(db, good) == ["250 taken as 1"]
    assert stored(db, bad).state is MailState.FAILED
    assert answers(db, bad) == ["550 no such mailbox"]


def test_a_mail_that_is_not_taken_now_is_tried_later_and_the_others_are_not_kept_back(
    sender, db, clock, post
) -> None:
    post.refuse["full@one.example"] = "452 the mailbox is full"
    full, other = queued(db, clock, "full@one.example", "a@one.example")
    sender.send_waiting()
    assert stored(db, full).state is MailState.WAITING
    assert stored(db, other).state is MailState.SENT
    assert sender.send_waiting() == 0
    post.refuse.clear()
    clock.forward(minutes=1)
    assert sender.send_waiting() == 1
    assert stored(db, full).state is MailState.SENT
    assert answers(db, full) == ["452 the mailbox is full", "250 taken as 2"]


def test_a_mail_server_that_is_away_loses_nothing(db, settings, clock) -> None:
    with mail_server() as gone:
        url = gone.url
    away = replace(settings, smtp_url=url, mail_from=SENDER)
    (mail,) = queued(db, clock, "a@one.example")
    Sender(db, away, clock, transport(away), lambda: AWARD).send_waiting()
    assert stored(db, mail).state is MailState.WAITING
    assert "refused" in answers(db, mail)[0].lower()


def test_after_a_day_a_mail_is_given_up() -> None:
    at = queued_at = NOW
    tries = 0
    while True:
        tries += 1
        due = next_try(tries, queued_at, at)
        if due is None:
            break
        assert due > at
        at = due
    assert GIVES_UP_AFTER - timedelta(hours=1) <= at - queued_at <= GIVES_UP_AFTER
    assert tries < 40


def test_a_mail_is_only_sent_if_what_it_tells_of_was_written(db, sender, clock, post) -> None:
    def write_and_fail() -> None:
        with db.write() as session:
            queue_mail(session, "test.letter", PARAMS, to="a@one.example", about="x", at=clock())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert sender.send_waiting() == 0
    assert post.taken == []


def test_who_asks_twice_for_a_named_mail_gets_one(db, clock) -> None:
    with db.write() as session:
        first, second = (
            queue_mail(session, "test.letter", PARAMS, to="a@one.example", about="x", at=clock(), once="x:1")
            for _ in range(2)
        )
    assert first == second


def test_without_a_mail_server_mail_is_written_to_files(db, settings, clock) -> None:
    (mail,) = queued(db, clock, "a@one.example")
    Sender(db, settings, clock, transport(settings), lambda: AWARD).send_waiting()
    (path,) = settings.mail_dir.iterdir()
    assert path.name == f"{mail}.eml"
    assert path.stat().st_mode & 0o077 == 0
    message = BytesParser(policy=default).parsebytes(path.read_bytes())
    assert message["To"] == "a@one.example"


def test_the_secret_of_a_link_is_in_the_mail_and_nowhere_else(sender, db, clock, post, settings) -> None:
    (mail,) = queued(db, clock, "a@one.example")
    sender.send_waiting()
    token = token_of(settings.secret, "test", ROW)
    _, message = post.taken[0]
    assert f"/test/{token}" in part(message, "plain")
    db.dispose()
    for path in settings.data_dir.iterdir():
        assert not path.is_file() or token.encode() not in path.read_bytes(), path.name
    kind = kind_named(stored(db, mail).kind)
    shown = kind.write(PARAMS, Links("https://award.example", None))
    assert shown.action[1] == f"https://award.example/test/{HIDDEN}"


def test_a_link_works_for_its_purpose_and_row_alone(settings) -> None:
    token = token_of(settings.secret, "test", ROW)
    assert is_token(token, settings.secret, "test", ROW)
    assert not is_token(token, settings.secret, "other", ROW)
    assert not is_token(token, settings.secret, "test", uuid.UUID(int=8))
    assert not is_token(token, "another secret", "test", ROW)
    assert not is_token("ملفق", settings.secret, "test", ROW)


@contextmanager
def worker(settings: Settings, post: Mailbox) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "TAHKIM_DATA_DIR": str(settings.data_dir),
        "TAHKIM_SECRET": settings.secret,
        "TAHKIM_SMTP_URL": post.url,
        "TAHKIM_MAIL_FROM": SENDER,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = subprocess.Popen([sys.executable, str(Path(letter_worker.__file__))], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def states(db: Database) -> dict[MailState, int]:
    with db.read() as session:
        return states_of(session)


def test_a_sender_killed_between_two_recipients_sends_nothing_twice(db, settings, clock, post) -> None:
    addresses = [f"judge{n}@jury.example" for n in range(6)]
    post.slow.add(addresses[2])
    mails = dict(zip(addresses, queued(db, clock, *addresses), strict=True))
    with worker(settings, post) as first:
        assert post.in_hand.wait(60)
        first.send_signal(signal.SIGKILL)  # the third is with the server, which has not yet said so
        first.wait()
    assert stored(db, mails[addresses[2]]).state is MailState.SENDING
    with worker(settings, post):
        until(lambda: not {MailState.WAITING, MailState.SENDING} & states(db).keys())
    assert Counter(post.addresses) == Counter(addresses)
    assert states(db) == {MailState.SENT: 5, MailState.UNCERTAIN: 1}
    assert stored(db, mails[addresses[2]]).state is MailState.UNCERTAIN


def test_a_mail_whose_sender_died_is_uncertain_and_a_person_decides(db, sender, clock, post) -> None:
    (mail,) = queued(db, clock, "a@one.example")
    assert sender._take() is not None  # and dies here
    clock.forward(seconds=LOST_AFTER.total_seconds() + 1)
    assert sender.send_waiting() == 0
    assert stored(db, mail).state is MailState.UNCERTAIN
    with db.write() as session:
        again = send_again(session, mail, by=ROW, at=clock())
    sender.send_waiting()
    assert post.addresses == ["a@one.example"]
    assert stored(db, again).again_of_id == mail
    with pytest.raises(RuleBroken, match="again already"), db.write() as session:
        send_again(session, mail, by=ROW, at=clock())


def test_a_mail_whose_link_works_for_minutes_is_not_sent_again(db, sender, clock) -> None:
    (mail,) = queued(db, clock, "a@one.example", kind="test.minutes")
    sender.send_waiting()
    with pytest.raises(RuleBroken, match="short time"), db.write() as session:
        send_again(session, mail, by=ROW, at=clock())


def test_a_mail_can_be_stopped_until_it_is_on_its_way(db, sender, clock, post) -> None:
    stopped, sent = queued(db, clock, "a@one.example", "b@one.example")
    with db.write() as session:
        stop_mail(session, stopped, by=ROW, at=clock())
    sender.send_waiting()
    assert post.addresses == ["b@one.example"]
    assert stored(db, stopped).state is MailState.STOPPED
    with pytest.raises(RuleBroken), db.write() as session:
        stop_mail(session, sent, by=ROW, at=clock())


def test_a_letter_that_cannot_be_written_keeps_back_no_other(db, sender, clock, post) -> None:
    with db.write() as session:
        broken = queue_mail(session, "test.letter", {}, to="a@one.example", about="x", at=clock())
        queue_mail(session, "test.letter", PARAMS, to="b@one.example", about="x", at=clock())
    sender.send_waiting()
    assert stored(db, broken).state is MailState.FAILED
    assert post.addresses == ["b@one.example"]


def test_a_line_break_in_a_parameter_adds_no_header(sender, db, clock, post) -> None:
    with db.write() as session:
        words = {**PARAMS, "ar": "نص\r\nBcc: spy@evil.example", "en": "Text\nBcc: spy@evil.example"}
        queue_mail(session, "test.letter", words, to="a@one.example", about="x", at=clock())
    sender.send_waiting()
    _, message = post.taken[0]
    assert message["Bcc"] is None
    assert post.addresses == ["a@one.example"]


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"TAHKIM_SMTP_URL": "mail.example"}, "TAHKIM_SMTP_URL"),
        ({"TAHKIM_SMTP_URL": "smtp://user:geheim@"}, "TAHKIM_SMTP_URL"),
        ({"TAHKIM_SMTP_URL": "smtp://mail.example"}, "TAHKIM_MAIL_FROM"),
        ({"TAHKIM_MAIL_FROM": "Award office"}, "TAHKIM_MAIL_FROM"),
        ({"TAHKIM_MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "TAHKIM_MAIL_FROM"),
    ],
)
def test_mail_settings_that_cannot_work_are_named_and_passwords_are_not(environment, named, tmp_path) -> None:
    with pytest.raises(SettingsError, match=named) as refused:
        Settings.from_environment({"TAHKIM_DATA_DIR": str(tmp_path), **environment})
    assert "geheim" not in str(refused.value)
