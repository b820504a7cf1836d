"""Who may assign entries to judges."""

from awards.people.viewer import Viewer
from judging.rounds.models import Round


def may_assign(viewer: Viewer, round_: Round) -> bool:
    """Organisers, until the round is closed; auditors look on."""
    return viewer.organises and round_.closed_at is None
