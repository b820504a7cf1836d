"""What the rules of the award say of an entry as it was submitted. Pure."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from awards.cycles.models import Cycle
from awards.cycles.queries import timetable_of
from awards.entries.answers import day_of
from awards.entries.eligibility import EntrantKind, months_in_operation, reasons_against
from awards.entries.models import EntryState
from awards.entries.standing import Rules, facts
from awards.entries.wording import reason_in_words
from awards.kit.clock import zone_named
from awards.kit.i18n import Bilingual, Message, msg


class Row(NamedTuple):
    """An entry that was submitted: one row of `queries`, with what its last submission says."""

    id: uuid.UUID
    number: int
    state: EntryState
    title_ar: str
    title_en: str
    category_id: uuid.UUID
    category_code: str
    category_ar: str
    category_en: str
    for_individuals: bool
    agency_id: uuid.UUID | None
    started_by_id: uuid.UUID
    entrant_ar: str
    entrant_en: str
    submission_id: uuid.UUID
    sequence: int
    receipt: str
    submitted_at: datetime
    answers: list[dict[str, Any]]
    partners: list[dict[str, str]]
    admitted_submission_id: uuid.UUID | None
    admitted_at: datetime | None
    admitted_by_ar: str | None
    admitted_by_en: str | None
    unanswered: int
    """Questions of organisers that are open."""
    answered: int
    proposed: bool
    """A disqualification waits for a second organiser."""
    moving: bool
    """A move waits for the answer of its people."""
    moved: bool
    """The submission that counts was made by a move."""
    replied: bool
    """An answer to the disqualification waits for a decision."""
    launch_key: str | None
    """Of the question of the category from which the months in operation are counted; none where it asks none."""

    @property
    def entrant(self) -> uuid.UUID:
        """The agency, or the individual."""
        return self.agency_id or self.started_by_id


class Win(NamedTuple):
    """A place won in a published cycle before."""

    cycle: int
    category_code: str
    entrant: uuid.UUID
    agency_code: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of all entrants of a cycle."""

    cycle: Cycle
    organiser_code: str | None
    """Of the agency that holds the award."""
    wins: Collection[Win]
    staff: Collection[uuid.UUID]
    """Persons who may not enter as individuals."""


@dataclass(frozen=True, slots=True)
class Findings:
    """One entry under the rules, at a glance."""

    months: int | None
    """Whole months in operation when entries close; None where the category does not ask, or no day was given."""
    asks_launch: bool
    wins_here: int
    """Places in this category within the cycles that bar."""
    wins: int
    """Places in any category, at any time."""
    others: int
    """Other submitted entries of the entrant in the category."""
    is_own: bool
    partners: tuple[Bilingual, ...]
    identifying: tuple[Bilingual, ...]
    """The questions whose answers identify the entrant, and which were answered."""
    obstacles: tuple[Message, ...]
    """Every rule that stands against it, in words."""


def findings_of(rows: Sequence[Row], known: Known) -> dict[uuid.UUID, Findings]:
    """By entry. Only entries that are still submitted use up the limit of an entrant."""
    in_category = Counter((row.category_id, row.entrant) for row in rows if row.state is EntryState.SUBMITTED)
    rules = _rules(known.cycle)
    won_here = _won_within(known)
    won = Counter(win.entrant for win in known.wins)
    found = {}
    for row in rows:
        launched = next((a for a in row.answers if a["question"] == row.launch_key), None)
        day = day_of(launched["value"]) if launched else None
        own_entries = in_category[row.category_id, row.entrant]
        others = own_entries - (row.state is EntryState.SUBMITTED)
        is_own = _is_own(row, known)
        here = len(won_here.get((row.category_code, row.entrant), ()))
        reasons = reasons_against(
            facts(
                rules,
                EntrantKind.AGENCY if row.agency_id else EntrantKind.INDIVIDUAL,
                for_individuals=row.for_individuals,
                own=is_own,
                wins=here,
                others=others,
                now=rules.timetable.opens,  # whether it came in time was asked when it was submitted
                launched_on=day,
                months_required=known.cycle.months_in_operation if launched else 0,
            )
        )
        found[row.id] = Findings(
            months=months_in_operation(day, rules.deadline) if day else None,
            asks_launch=launched is not None,
            wins_here=here,
            wins=won[row.entrant],
            others=others,
            is_own=is_own,
            partners=tuple(Bilingual(p["name_ar"], p["name_en"]) for p in row.partners),
            identifying=tuple(
                Bilingual(a["label_ar"], a["label_en"])
                for a in row.answers
                if a["identifying"] and (a["text_ar"] or a["text_en"] or a["value"])
            ),
            obstacles=(*map(reason_in_words, reasons), *_partner_obstacles(row, known)),
        )
    return found


def _rules(cycle: Cycle) -> Rules:
    return Rules(
        timetable_of(cycle),
        cycle.closes_at.astimezone(zone_named(cycle.zone)).date(),
        cycle.barred_cycles,
        cycle.entries_per_agency,
    )


def _won_within(known: Known) -> Mapping[tuple[str, uuid.UUID], set[int]]:
    """The cycles in which an entrant won a category, of those that bar from it now."""
    found: dict[tuple[str, uuid.UUID], set[int]] = {}
    oldest = known.cycle.number - known.cycle.barred_cycles
    for win in known.wins:
        if oldest <= win.cycle < known.cycle.number:
            found.setdefault((win.category_code, win.entrant), set()).add(win.cycle)
    return found


def _is_own(row: Row, known: Known) -> bool:
    if row.agency_id is not None:
        return row.agency_id == known.cycle.organiser_agency_id
    return row.started_by_id in known.staff


def _partner_obstacles(row: Row, known: Known) -> list[Message]:
    oldest = known.cycle.number - known.cycle.barred_cycles
    won = {
        win.agency_code
        for win in known.wins
        if win.category_code == row.category_code and oldest <= win.cycle < known.cycle.number
    }
    found = []
    for partner in row.partners:
        agency = Bilingual(partner["name_ar"], partner["name_en"])
        if partner["code"] == known.organiser_code:
            found.append(msg("%(agency)s organises the award and may not enter.", agency=agency))
        elif partner["code"] in won:
            found.append(
                msg(
                    "%(agency)s won this category lately and may not enter it again yet, nor as a partner.",
                    agency=agency,
                )
            )
    return found
