"""The outbox: what became of each letter, and sending one again."""

import re
from uuid import uuid4

from sqlmodel import select

from awards.events.letters import REGISTERED
from awards.kit.mail.outbox import Mail, MailState, queue_mail
from awards.people.models import Role
from tests.pages import form_token


def test_a_letter_is_stopped_and_one_that_ended_is_sent_again_to_the_same_address(
    client, sign_in, make, db, clock
):
    organiser = make.person(Role.ORGANISER)
    with db.write() as session:
        mail = queue_mail(session, REGISTERED, {}, to="someone@example.org", about=uuid4(), at=clock())
    sign_in(client, organiser)
    client.cookies.set("language", "en")
    page = f"/outbox/{mail}"
    token = {"_csrf_token": form_token(client, page)}
    assert "This mail will not be sent." in client.post(f"{page}/stopping", data=token).text
    assert "The letter goes to someone@example.org once more." in text_of(
        client.post(f"{page}/resending", data=token).text
    )
    with db.read() as session:
        again = session.exec(select(Mail).where(Mail.again_of_id == mail)).one()
        assert (again.address, again.state) == ("someone@example.org", MailState.WAITING)


def text_of(page):
    return re.sub(r"[\u2066-\u2069]|<[^>]+>", "", page)
