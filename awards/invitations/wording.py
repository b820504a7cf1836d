"""What invitations say, in letters and on pages alike."""

from awards.directory.letters import PARTS
from awards.directory.models import MembershipKind
from awards.invitations.models import Invitation
from awards.invitations.rules import InvitationState
from awards.kit.i18n import Bilingual, Message, msg
from awards.people.models import Role

STATES: dict[InvitationState, tuple[Message, str]] = {
    InvitationState.OPEN: (msg("Waits to be accepted"), "wait"),
    InvitationState.EXPIRED: (msg("Expired"), "bad"),
    InvitationState.ACCEPTED: (msg("Accepted"), "good"),
    InvitationState.WITHDRAWN: (msg("Withdrawn"), ""),
}
"""What a state is called, and the tone of its badge."""

ROLES: dict[Role, Message] = {
    Role.ENTRANT: msg("Somebody who enters for an agency"),
    Role.JUDGE: msg("Judge"),
    Role.ORGANISER: msg("Organiser"),
    Role.AUDITOR: msg("Auditor"),
}
KINDS = PARTS
MAY: dict[MembershipKind, Message] = {
    MembershipKind.OWNER: msg("Owner: writes and submits entries, and decides who works for the agency here"),
    MembershipKind.EDITOR: msg("Editor: writes and submits entries"),
}


_TO_ROLE: dict[Role, Message] = {
    Role.JUDGE: msg("%(by)s invites you to judge entries to the award."),
    Role.ORGANISER: msg("%(by)s invites you to organise the award with them."),
    Role.AUDITOR: msg("%(by)s invites you to audit the award."),
}


def called(invitation: Invitation) -> Message:
    """What the invited person is to be: a role, a part in an agency, or the chair of a panel."""
    if panel := panel_of(invitation):
        return msg("Chair of the panel “%(panel)s”", panel=panel)
    if invitation.role is Role.ENTRANT and invitation.agency_id is None:
        return msg("Somebody who enters as an individual")
    return MAY[invitation.kind] if invitation.kind else ROLES[invitation.role]


def panel_of(invitation: Invitation) -> Bilingual | None:
    """The category whose panel the invited judge is to chair."""
    return Bilingual(invitation.panel_ar, invitation.panel_en) if invitation.panel_en else None


def invites(
    role: Role,
    kind: MembershipKind | None,
    *,
    by: Bilingual,
    agency: Bilingual | None,
    panel: Bilingual | None = None,
) -> Message:
    """Who invites to what, in one sentence."""
    if panel is not None:
        return msg(
            "%(by)s invites you to judge entries to the award, and to chair the panel “%(panel)s”.",
            by=by,
            panel=panel,
        )
    if role in _TO_ROLE:
        return msg(_TO_ROLE[role].text, by=by)
    if agency is None:
        return msg("%(by)s invites you to enter the award as an individual.", by=by)
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
