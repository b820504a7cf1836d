"""The letter to somebody with an account who now enters for an agency."""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.directory.models import Agency, MembershipKind
from awards.kit.i18n import Bilingual, as_lang, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person

JOINED = "imports.joined"


@letter_kind(JOINED, label=msg("Added to an agency"))
def joined(given: Params, links: Links) -> Letter:
    agency = Bilingual(**given["agency"])
    owner = MembershipKind(given["kind"]) is MembershipKind.OWNER
    return Letter(
        subject=msg("You now enter for %(agency)s", agency=agency),
        paragraphs=(
            msg(
                "The organisers of the award have added you to those who enter for %(agency)s. You write and submit its entries, and decide who works for it here.",
                agency=agency,
            )
            if owner
            else msg(
                "The organisers of the award have added you to those who enter for %(agency)s. You write and submit its entries with others.",
                agency=agency,
            ),
        ),
        action=(msg("Go to the entries"), links.to("/entries")),
        notes=(msg("If you do not work for it, write to the organisers."),),
    )


def tell_joined(
    session: Session, person: Person, agency: Agency, kind: MembershipKind, *, by: uuid.UUID, at: datetime
) -> None:
    """Write to somebody who was added to an agency without having been asked."""
    queue_mail(
        session,
        JOINED,
        {"agency": {"ar": agency.name_ar, "en": agency.name_en}, "kind": kind.value},
        to=person.email,
        about=person.id,
        person=person.id,
        lang=as_lang(person.lang),
        by=by,
        at=at,
    )
