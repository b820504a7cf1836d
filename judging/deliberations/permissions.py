"""Who may decide, approve and publish."""

from awards.people.models import Role
from awards.people.viewer import Viewer
from judging.deliberations.places import Decided


def may_decide(viewer: Viewer) -> bool:
    """Auditors read everything and change nothing."""
    return viewer.role == Role.ORGANISER


def may_approve(viewer: Viewer, decided: Decided) -> bool:
    """The second person is never the first."""
    return may_decide(viewer) and decided.awaits_approval and decided.decided_by_id != viewer.person_id
