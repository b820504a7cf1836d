"""What a partner's people do next: each entry that waits for their answer. Pure."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from awards.cycles.models import Cycle
from awards.entries.desk import Step, timetable_for, title_in_words
from awards.entries.models import PartnerState
from awards.entries.partnership.rules import answers_end, may_answer
from awards.kit.i18n import Bilingual, msg


def awaited(
    named: Sequence[Any], cycles: Sequence[Cycle], now: datetime
) -> dict[tuple[uuid.UUID, uuid.UUID], Step]:
    """By entry and partner, those that may be answered now and are not; the nearest end first.

    `named` as `entries_that_name` finds them; `cycles` must hold theirs.
    """
    return dict(sorted(_awaited(named, cycles, now), key=lambda one: one[1].due or now))


def _awaited(
    named: Sequence[Any], cycles: Sequence[Cycle], now: datetime
) -> Iterator[tuple[tuple[uuid.UUID, uuid.UUID], Step]]:
    by_id = {cycle.id: cycle for cycle in cycles}
    for one in named:
        timetable = timetable_for(one, by_id[one.cycle_id])
        if one.answer == PartnerState.WAITING and may_answer(one.state, timetable, now):
            yield (
                (one.id, one.partner_id),
                Step(
                    msg(
                        "Say whether %(partner)s is a partner of “%(title)s” (%(entrant)s)",
                        partner=Bilingual(one.partner_ar, one.partner_en),
                        title=title_in_words(one.number, one.title_ar, one.title_en),
                        entrant=Bilingual(one.entrant_ar, one.entrant_en),
                    ),
                    f"/entries/{one.id}/partners/{one.partner_id}",
                    answers_end(timetable),
                ),
            )
