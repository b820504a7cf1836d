"""Who may prepare and approve blind copies."""

from awards.people.models import Role
from awards.people.viewer import Viewer


def may_approve_copies(viewer: Viewer) -> bool:
    """Auditors see copies and originals as organisers do, and change nothing."""
    return viewer.role == Role.ORGANISER
