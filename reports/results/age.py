"""Whether a report still says what is so."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from awards.kit.i18n import Message, msg
from reports.results.models import ResultReport


def why_outdated(
    reports: Sequence[ResultReport],
    *,
    tally_id: uuid.UUID | None,
    decided_at: datetime | None,
    published_at: datetime | None,
) -> Message | None:
    """What happened since the oldest of `reports` (the last in each language) was made; none if nothing did.

    `tally_id` is that of the tally that counts now, `decided_at` when the last place was decided or approved.
    """
    if not reports:
        return None
    oldest = min(report.made_at for report in reports)
    if any(report.tally_id != tally_id for report in reports):
        return msg("The results were counted again since this report was made.")
    if published_at is not None and oldest < published_at:
        return msg("The results were published since this report was made: it still says that they are not.")
    if decided_at is not None and oldest < decided_at:
        return msg("Places were decided or approved since this report was made.")
    return None
