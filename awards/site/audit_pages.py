"""Where an event's work is to be seen now, besides the page of the thing that it is about. Pure."""

from typing import NamedTuple

from awards.kit.i18n import Message, msg
from awards.site.audit_subjects import Subject


class Page(NamedTuple):
    """A page where what an event tells of is to be seen."""

    words: Message
    href: str


_DECISIONS = (msg("Decisions"), "decisions#{code}")
_PUBLICATION = (msg("Publication"), "publication")
_REPORTS = (msg("Reports"), "reports")
_BLIND_COPIES = (msg("Blind copies"), "blinding")
_BLINDNESS = (msg("Blindness check"), "blindness")
_PAGES: dict[str, tuple[Message, str]] = {
    "assignments.made": (msg("Assignments"), "assignments"),
    "blind_copies.approved_together": _BLIND_COPIES,
    "blind_copies.prepared": _BLIND_COPIES,
    "blindness.acceptance_proposed": _BLINDNESS,
    "blindness.acceptance_refused": _BLINDNESS,
    "blindness.check_begun": _BLINDNESS,
    "blindness.check_finished": _BLINDNESS,
    "blindness.finding_accepted": _BLINDNESS,
    "certificates.issued": _REPORTS,
    "judge.released": (msg("Assignments"), "assignments"),
    "place.approved": _DECISIONS,
    "place.decided": _DECISIONS,
    "place.returned": _DECISIONS,
    "publication.consented": _PUBLICATION,
    "report.made": _REPORTS,
    "results.opened": (msg("Results"), "results"),
    "results.published": _PUBLICATION,
    "results.sealed": (msg("Sealed results"), "seals"),
    "tally.computed": (msg("Versions of the results"), "tallies"),
}
"""Pages of a cycle that every organiser and auditor may open."""


def further_page(action: str, subject: Subject) -> Page | None:
    """Where to look besides the subject itself; None where there is no such page."""
    if subject.cycle is None or action not in _PAGES:
        return None
    words, path = _PAGES[action]
    return Page(words, f"/cycles/{subject.cycle}/{path.format(code=subject.code)}")
