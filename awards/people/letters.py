"""The letters to somebody about their own account."""

import uuid
from datetime import datetime

from awards.kit.i18n import Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

RESET_LINK = "people.password_reset"
RESET_NOTICE = "people.password_changed"
EMAIL_CHANGE_OLD = "people.email_change_old"
EMAIL_CHANGE_NEW = "people.email_change_new"
EMAIL_TAKEN = "people.email_taken"
EMAIL_CHANGED = "people.email_changed"

_NOT_YOU = msg("If this was not you, tell the organisers of the award at once.")


@letter_kind(RESET_LINK, label=msg("Link for a new password"), may_be_resent=False)
def password_reset(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Choose a new password"),
        paragraphs=(msg("Somebody, probably you, asked for a new password for your account."),),
        action=(
            msg("Choose a new password"),
            links.secret_to(f"/password-reset/{given['id']}", RESET_LINK, uuid.UUID(given["id"])),
        ),
        notes=(
            msg("The link works once, until %(time)s.", time=datetime.fromisoformat(given["expires_at"])),
            msg("If it was not you, do nothing: your password stays as it is."),
        ),
    )


@letter_kind(RESET_NOTICE, label=msg("Notice of a new password"))
def password_changed(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Your password was changed"),
        paragraphs=(
            msg(
                "The password of your account was changed on %(time)s. You have been signed out everywhere else.",
                time=datetime.fromisoformat(given["at"]),
            ),
        ),
        action=(msg("Sign in"), links.to("/sign-in")),
        notes=(_NOT_YOU,),
    )


def _confirmation(given: Params, links: Links, side: str) -> str:
    return links.secret_to(
        f"/email-change/{given['id']}/{side}", f"email-change-{side}", uuid.UUID(given["id"])
    )


def _shown(address: str) -> Bilingual:
    return Bilingual(address, address)


@letter_kind(EMAIL_CHANGE_OLD, label=msg("New e-mail address: asking the old one"), may_be_resent=False)
def email_change_old(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Confirm that you leave this e-mail address"),
        paragraphs=(
            msg(
                "Your account is to have the e-mail address %(address)s from now on. It changes once both addresses have confirmed it.",
                address=_shown(given["new"]),
            ),
        ),
        action=(msg("Confirm the change"), _confirmation(given, links, "old")),
        notes=(
            msg("The link works once, until %(time)s.", time=datetime.fromisoformat(given["expires_at"])),
            msg(
                "If it was not you, do not confirm, change your password, and tell the organisers of the award."
            ),
        ),
    )


@letter_kind(EMAIL_CHANGE_NEW, label=msg("New e-mail address: asking the new one"), may_be_resent=False)
def email_change_new(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Confirm your new e-mail address"),
        paragraphs=(
            msg("Somebody who has an account with the award says that this is their new e-mail address."),
        ),
        action=(msg("Confirm the address"), _confirmation(given, links, "new")),
        notes=(
            msg("The link works once, until %(time)s.", time=datetime.fromisoformat(given["expires_at"])),
            msg("If it was not you, do nothing."),
        ),
    )


@letter_kind(EMAIL_TAKEN, label=msg("New e-mail address: it has an account already"))
def email_taken(given: Params, links: Links) -> Letter:  # noqa: ARG001
    return Letter(
        subject=msg("This e-mail address has an account already"),
        paragraphs=(
            msg(
                "Somebody wanted to use this e-mail address for another account of the award. It has one already, so nothing was changed."
            ),
        ),
        action=(msg("Sign in"), links.to("/sign-in")),
    )


@letter_kind(EMAIL_CHANGED, label=msg("Notice of a new e-mail address"))
def email_changed(given: Params, links: Links) -> Letter:  # noqa: ARG001
    return Letter(
        subject=msg("Your e-mail address was changed"),
        paragraphs=(msg("From now on you sign in with %(address)s.", address=_shown(given["new"])),),
        notes=(_NOT_YOU,),
    )
