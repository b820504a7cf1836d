"""Who may consent to open the results of a round."""

from awards.people.viewer import Viewer
from judging.rounds.queries import Consent
from judging.rounds.state import RoundState


def may_consent(viewer: Viewer, state: RoundState, consents: list[Consent]) -> bool:
    """Each organiser once, while the round is closed and its results are not open."""
    return (
        viewer.organises
        and state is RoundState.CLOSED
        and viewer.person_id not in {consent.person_id for consent in consents}
    )
