"""The letters about a registration: to whoever registers, and to whoever decides."""

import uuid
from datetime import datetime

from awards.kit.i18n import Bilingual, Message, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

CONFIRM = "registrations.confirm"
KNOWN = "registrations.known"
WAITING = "registrations.waiting"
REQUESTED = "registrations.requested"
APPROVED = "registrations.approved"
REFUSED = "registrations.refused"


def _agency(given: Params) -> Bilingual:
    return Bilingual(**given["agency"])


@letter_kind(CONFIRM, label=msg("Registration: confirm the address"), may_be_resent=False)
def confirm(given: Params, links: Links) -> Letter:
    if given["agency"]:
        asked = msg(
            "Somebody, probably you, registered this address to enter for %(agency)s.", agency=_agency(given)
        )
    else:
        asked = msg("Somebody, probably you, registered this address to enter as an individual.")
    return Letter(
        subject=msg("Confirm your registration"),
        paragraphs=(asked, msg("Confirm the address and choose a password to go on.")),
        action=(
            msg("Confirm the registration"),
            links.secret_to(f"/register/{given['id']}", CONFIRM, uuid.UUID(given["id"])),
        ),
        notes=(
            msg("The link works once, until %(time)s.", time=datetime.fromisoformat(given["expires_at"])),
            msg("If it was not you, do nothing."),
        ),
    )


@letter_kind(KNOWN, label=msg("Registration: the address has an account already"))
def known(given: Params, links: Links) -> Letter:  # noqa: ARG001
    return Letter(
        subject=msg("You have an account already"),
        paragraphs=(
            msg(
                "Somebody, probably you, registered with this address. It has an account already, so nothing was changed: sign in with it."
            ),
            msg("To enter for an agency too, ask an owner among its people here to invite this address."),
        ),
        action=(msg("Sign in"), links.to("/sign-in")),
        notes=(
            msg("If you have forgotten the password, you can choose a new one from there."),
            msg("If you were invited and have not accepted yet, open the link in the invitation."),
        ),
    )


@letter_kind(WAITING, label=msg("Registration: it waits for approval"))
def waiting(given: Params, links: Links) -> Letter:  # noqa: ARG001
    return Letter(
        subject=msg("Your registration waits for approval"),
        paragraphs=(
            msg("You are registered for %(agency)s.", agency=_agency(given)),
            msg("Somebody who is responsible decides on it, and we write to you then."),
        ),
    )


def _who(given: Params) -> Message:
    who = Bilingual(**given["who"])
    return msg("%(who)s (%(email)s)", who=who, email=Bilingual(given["email"], given["email"]))


@letter_kind(REQUESTED, label=msg("Registration: somebody is to be let in"))
def requested(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Somebody wants to enter for your agency")
        if given["owners"]
        else msg("Somebody registered for an agency without an owner"),
        paragraphs=(
            msg(
                "%(who)s wants to enter for %(agency)s. The address is confirmed.",
                who=_who(given),
                agency=_agency(given),
            ),
            msg("Whoever is let in writes and submits its entries with the others."),
        ),
        action=(msg("Decide on the registration"), links.to(f"/registrations/{given['id']}")),
    )


@letter_kind(APPROVED, label=msg("Registration: approved"))
def approved(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Your registration is approved"),
        paragraphs=(msg("From now on you enter for %(agency)s.", agency=_agency(given)),),
        action=(msg("Sign in"), links.to("/sign-in")),
    )


@letter_kind(REFUSED, label=msg("Registration: refused"))
def refused(given: Params, links: Links) -> Letter:  # noqa: ARG001
    return Letter(
        subject=msg("Your registration was refused"),
        paragraphs=(
            msg("Your registration for %(agency)s was refused, for this reason:", agency=_agency(given)),
            given["reason"],
        ),
    )
