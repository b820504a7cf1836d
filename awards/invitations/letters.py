"""The letter that invites."""

import uuid
from datetime import datetime

from awards.directory.models import MembershipKind
from awards.invitations.wording import invites
from awards.kit.i18n import Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind
from awards.people.models import Role

INVITED = "invitations.invited"
LAPSED = "invitations.lapsed"
PURPOSE = "invitation"


@letter_kind(INVITED, label=msg("Invitation"))
def invited(given: Params, links: Links) -> Letter:
    agency, kind, panel = given["agency"], given["kind"], given.get("panel")
    award, office = (Bilingual(**given[name]) if given.get(name) else None for name in ("award", "office"))
    return Letter(
        subject=msg("You are invited to “%(award)s”", award=award)
        if award
        else msg("You are invited to the award"),
        paragraphs=(
            *(
                (msg("%(office)s invites you to “%(award)s”.", office=office, award=award),)
                if award and office
                else ()
            ),
            invites(
                Role(given["role"]),
                MembershipKind(kind) if kind else None,
                by=Bilingual(**given["by"]),
                agency=Bilingual(**agency) if agency else None,
                panel=Bilingual(**panel) if panel else None,
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


@letter_kind(LAPSED, label=msg("Invitation of a judge that nobody accepted"))
def lapsed(given: Params, links: Links) -> Letter:
    until = datetime.fromisoformat(given["expires_at"])
    return Letter(
        subject=msg("The invitation of %(address)s was not accepted", address=given["address"]),
        paragraphs=(
            msg(
                "You invited %(address)s to judge. The link worked until %(time)s.",
                address=given["address"],
                time=until,
            ),
            msg("You can send it again: the link then works for another fourteen days."),
        ),
        action=(msg("To the invitations"), links.to("/invitations")),
    )
