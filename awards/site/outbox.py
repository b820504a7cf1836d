"""`/outbox`: all mail of the award, whom it reached, and what a person may still do about it."""

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field
from sqlmodel import Session, col, select

from awards.kit.errors import NotFound
from awards.kit.forms import Form, read_filter
from awards.kit.i18n import Message, as_lang, msg
from awards.kit.links import Links
from awards.kit.logs import log
from awards.kit.mail.letters import Part, kind_named, kinds, parts
from awards.kit.mail.outbox import ENDED, Mail, MailState, attempts_of, send_again, stop_mail
from awards.kit.mail.sending import states_of
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenSettings, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.models import Person

PAGE = 50
STATES: dict[MailState, tuple[Message, str]] = {
    MailState.WAITING: (msg("Waiting to be sent"), "wait"),
    MailState.SENDING: (msg("Being sent"), "info"),
    MailState.SENT: (msg("Sent"), "good"),
    MailState.FAILED: (msg("Not delivered"), "bad"),
    MailState.UNCERTAIN: (msg("Uncertain"), "bad"),
    MailState.STOPPED: (msg("Stopped"), ""),
}
"""What a state is called, and the tone of its badge."""


class OutboxForm(Form):
    """What the outbox is narrowed to."""

    state: MailState | None = None
    kind: str = Field("", max_length=100)
    address: str = Field("", max_length=320)
    page: int = Field(1, ge=1, le=1_000_000)


@get("/outbox", name="outbox.list", guards=[overseers], sync_to_thread=True)
def outbox(request: Request[Any, Any, Any], db: GivenDb) -> Response[str]:
    """The newest first; a filter that cannot be read leaves nothing."""
    filled = read_filter(OutboxForm, request)
    asked = filled.values
    with db.read() as session:
        found, total = _mails(session, asked) if asked else ([], 0)
        counts = states_of(session)
    last = max(1, -(-total // PAGE))
    narrowed = {name: filled.typed[name] for name in ("state", "kind", "address") if filled.typed.get(name)}
    return page(
        request,
        "awards/site/outbox.html",
        mails=[(mail, who, _label(mail)) for mail, who in found],
        total=total,
        number=min(asked.page, last) if asked else 1,
        last=last,
        counts=counts,
        states=STATES,
        kinds=[(kind.name, kind.label) for kind in kinds()],
        narrowed=urlencode(narrowed),
        typed=filled.typed,
        errors=filled.errors,
    )


def _mails(session: Session, asked: OutboxForm) -> tuple[Sequence[tuple[Mail, Person | None]], int]:
    found = select(Mail, Person).join(Person, col(Person.id) == Mail.person_id, isouter=True)
    wanted: list[sa.ColumnElement[bool]] = [
        *([col(Mail.state) == asked.state] if asked.state else []),
        *([col(Mail.kind) == asked.kind] if asked.kind else []),
        *([col(Mail.address).contains(asked.address.lower(), autoescape=True)] if asked.address else []),
    ]
    total = session.scalar(select(sa.func.count()).select_from(Mail).where(*wanted)) or 0
    newest = found.where(*wanted).order_by(col(Mail.queued_at).desc(), col(Mail.id))
    number = min(asked.page, max(1, -(-total // PAGE)))
    return session.exec(newest.offset((number - 1) * PAGE).limit(PAGE)).all(), total


def _label(mail: Mail) -> Message:
    kind = kind_named(mail.kind)
    return kind.label if kind else msg("Letter of another version")


@get("/outbox/{mail_id:uuid}", name="outbox.show", guards=[overseers], sync_to_thread=True)
def show(
    request: Request[Any, Any, Any],
    mail_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    db: GivenDb,
    settings: GivenSettings,
) -> Response[str]:
    with db.read() as session:
        mail = session.get(Mail, mail_id)
        if mail is None:
            raise NotFound
        attempts = attempts_of(session, mail_id)
        again = session.exec(select(Mail.id).where(Mail.again_of_id == mail_id)).first()
        people = session.exec(select(Person).where(col(Person.id).in_([mail.person_id, mail.queued_by_id])))
        names = {person.id: person for person in people}
    kind = kind_named(mail.kind)
    may_be_resent = kind is not None and kind.may_be_resent
    return page(
        request,
        "awards/site/mail.html",
        mail=mail,
        label=_label(mail),
        state=STATES[mail.state],
        said=_preview(mail, language_of(request), settings.base_url),
        attempts=attempts,
        again=again,
        recipient=names.get(mail.person_id) if mail.person_id else None,
        queued_by=names.get(mail.queued_by_id) if mail.queued_by_id else None,
        may_stop=viewer.organises and mail.state is MailState.WAITING,
        may_send_again=viewer.organises and mail.state in ENDED and may_be_resent and again is None,
        may_be_resent=may_be_resent,
    )


def _preview(mail: Mail, lang: str, base_url: str) -> list[Part]:
    """The letter as its recipient reads it, except for secret links; nothing if it can no longer be written."""
    kind = kind_named(mail.kind)
    if kind is None:
        return []
    try:
        return parts(kind.write(mail.params, Links(base_url, None)), as_lang(lang))
    except Exception as error:  # noqa: BLE001 - an old letter's parameters must not close the page of its ledger
        log.exception("mail not shown", mail=str(mail.id), kind=mail.kind, exc_info=error)
        return []


@post("/outbox/{mail_id:uuid}/resending", name="outbox.send_again", guards=[organisers], sync_to_thread=True)
def resend(mail_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        again = send_again(session, mail_id, by=viewer.person_id, at=clock())
        address = session.get_one(Mail, again).address
    return see(
        f"/outbox/{again}",
        notice=msg("The letter goes to %(address)s once more.", address=address),
    )


@post("/outbox/{mail_id:uuid}/stopping", name="outbox.stop", guards=[organisers], sync_to_thread=True)
def stop(mail_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        stop_mail(session, mail_id, by=viewer.person_id, at=clock())
    return see(f"/outbox/{mail_id}", notice=msg("This mail will not be sent."))


router = Router("/", route_handlers=[outbox, show, resend, stop])
