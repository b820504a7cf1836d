"""What invitations, roles and parts are called."""

from awards.directory.models import MembershipKind
from awards.invitations.rules import InvitationState
from awards.kit.i18n import Message, msg
from awards.people.models import Role

STATES: dict[InvitationState, tuple[Message, str]] = {
    InvitationState.OPEN: (msg("Open"), "wait"),
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
KINDS: dict[MembershipKind, Message] = {
    MembershipKind.OWNER: msg("Owner"),
    MembershipKind.EDITOR: msg("Editor"),
}
MAY: dict[MembershipKind, Message] = {
    MembershipKind.OWNER: msg("Owner: writes and submits entries, and decides who works for the agency here"),
    MembershipKind.EDITOR: msg("Editor: writes and submits entries"),
}
