"""Who may decide, approve and publish."""

from awards.people.models import Role
from awards.people.viewer import Viewer
from judging.deliberations.places import Decided
from judging.rounds.queries import Consent


def may_decide(viewer: Viewer) -> bool:
    """Auditors read everything and change nothing."""
    return viewer.role == Role.ORGANISER


def may_approve(viewer: Viewer, decided: Decided) -> bool:
    """The second person is never the first."""
    return may_decide(viewer) and decided.awaits_approval and decided.decided_by_id != viewer.person_id


def may_consent(viewer: Viewer, consents: list[Consent]) -> bool:
    """Each organiser once."""
    return may_decide(viewer) and viewer.person_id not in {consent.person_id for consent in consents}
