"""Who may move a round on."""

from awards.people.models import Role
from awards.people.viewer import Viewer
from judging.rounds.queries import Consent
from judging.rounds.state import RoundState


def may_move(viewer: Viewer) -> bool:
    """Auditors see how far a round is, and move nothing."""
    return viewer.role == Role.ORGANISER


def may_consent(viewer: Viewer, state: RoundState, consents: list[Consent]) -> bool:
    """Each organiser once, while the round is closed and its results are not open."""
    return (
        may_move(viewer)
        and state is RoundState.CLOSED
        and viewer.person_id not in {consent.person_id for consent in consents}
    )
