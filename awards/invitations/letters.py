"""The letter that invites."""

import uuid
from datetime import datetime

from awards.directory.models import MembershipKind
from awards.kit.i18n import Bilingual, Message, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind
from awards.people.models import Role

INVITED = "invitations.invited"
PURPOSE = "invitation"


@letter_kind(INVITED, label=msg("Invitation"))
def invited(given: Params, links: Links) -> Letter:
    agency, kind = given["agency"], given["kind"]
    return Letter(
        subject=msg("You are invited to the award"),
        paragraphs=(
            invites(
                Role(given["role"]),
                MembershipKind(kind) if kind else None,
                by=Bilingual(**given["by"]),
                agency=Bilingual(**agency) if agency else None,
            ),
        ),
        action=(
            msg("See the invitation"),
            links.secret_to(f"/invitations/{given['id']}/accepting", PURPOSE, uuid.UUID(given["id"])),
        ),
        notes=(
            msg("The link works once, until %(time)s.", time=datetime.fromisoformat(given["expires_at"])),
            msg("If you do not know what this is about, do nothing."),
        ),
    )


def invites(role: Role, kind: MembershipKind | None, *, by: Bilingual, agency: Bilingual | None) -> Message:
    """Who invites to what, in one sentence."""
    if role is Role.JUDGE:
        return msg("%(by)s invites you to judge entries to the award.", by=by)
    if role is Role.ORGANISER:
        return msg("%(by)s invites you to organise the award with them.", by=by)
    if role is Role.AUDITOR:
        return msg("%(by)s invites you to audit the award.", by=by)
    if kind is MembershipKind.OWNER:
        return msg(
            "%(by)s invites you to enter for %(agency)s. You will write and submit its entries, and decide who works for it here.",
            by=by,
            agency=agency,
        )
    return msg(
        "%(by)s invites you to enter for %(agency)s. You will write and submit its entries with others.",
        by=by,
        agency=agency,
    )
