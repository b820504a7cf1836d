"""Who may approve, and consent to publish."""

from awards.people.viewer import Viewer
from judging.deliberations.places import Decided
from judging.rounds.queries import Consent


def may_approve(viewer: Viewer, decided: Decided) -> bool:
    """The second person is never the first."""
    return viewer.organises and decided.awaits_approval and decided.decided_by_id != viewer.person_id


def may_consent(viewer: Viewer, consents: list[Consent]) -> bool:
    """Each organiser once."""
    return viewer.organises and viewer.person_id not in {consent.person_id for consent in consents}
